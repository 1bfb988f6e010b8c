"""Triggers that another one of the same import comes out before: told, since there they may work.

Programs that wait for a key of their own, or for the end of a word, know ``mail`` beside
``mail-late``; here the first would come out in the middle of the second.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from desktop.core.triggers import SEPARATORS, fold
from desktop.snippets.importers.base import Draft, DraftPack, Imported
from desktop.snippets.shadowing import Trigger, unreachable

_MOST_WINDOWS = 50
"""Packs for some windows that are looked at."""


def note_unreachable(imported: Imported) -> None:
    """Say so at each snippet that can't be typed any more."""
    general = [one for one in imported.packs if not one.where]
    _note(general, general)
    for pack in [one for one in imported.packs if one.where][:_MOST_WINDOWS]:
        _note([*general, pack], [pack])


def _note(packs: Sequence[DraftPack], told: Sequence[DraftPack]) -> None:
    drafts = [draft for pack in packs for draft in pack.drafts]
    own = {id(draft) for pack in told for draft in pack.drafts}
    triggers = [one for number, draft in enumerate(drafts) for one in _triggers(draft, number)]
    for other, killer in unreachable(triggers, SEPARATORS):
        draft = drafts[other.number]
        if id(draft) in own:
            draft.changed(
                f"“{killer.text}” comes out before “{other.text}” is typed whole: "
                "change one of the two, or give the shorter “word: true”."
            )


def _triggers(draft: Draft, number: int) -> Iterator[Trigger]:
    said = draft.flags
    for text in draft.triggers:
        yield Trigger(
            text,
            fold(text),
            number,
            any_case=said.get("propagate_case") is True,
            left_word=said.get("left_word") is True,
            right_word=said.get("right_word") is True,
        )
