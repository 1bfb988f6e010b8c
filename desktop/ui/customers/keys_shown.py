"""Which keys work on what is chosen: the words of the sidebar's last line."""

from __future__ import annotations

from desktop.ui.customers.card_view import Candidate, EntryRow, FieldRow, FoldRow, Row
from desktop.ui.customers.showing import Stage
from desktop.ui.customers.wording import tr

Keys = list[tuple[str, str]]


def keys_shown(stage: Stage, chosen: Row | None) -> Keys:
    """Keys with what they do."""
    match chosen:
        case FieldRow() | EntryRow():
            return [*_enter(chosen), *([("C", tr("copy"))] if chosen.copies else [])]
        case Candidate():
            return [("Enter", tr("choose"))]
        case FoldRow():
            return [("Enter", tr("show"))]
    words = {Stage.CARD: tr("copy"), Stage.SEVERAL: tr("choose")}
    return [("1–9", words[stage])] if stage in words else []


def _enter(row: FieldRow | EntryRow) -> Keys:
    if isinstance(row, EntryRow) and isinstance(row.key, tuple) and row.key[0] == "follow-up":
        return [("Enter", tr("change"))]
    if isinstance(row, EntryRow):
        return [("Enter", tr("open"))] if row.record is not None else []
    return [("Enter", tr("call"))] if row.tel else []
