"""Beeftext: its JSON (``comboList.json``, backups and exports), groups as packs.

Fields and variables after its source and wiki (github.com/xmichelo/Beeftext): ``matchingMode`` 0 is
its preferences' (strict, as it ships), 1 strict, 2 loose; ``caseSensitivity`` 0 is its
preferences' (sensitive, as it ships), 1 sensitive, 2 not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from desktop.snippets.importers.base import (
    MOST_SNIPPETS,
    Draft,
    DraftPack,
    Imported,
    Importer,
    LeftOut,
    read_json,
)
from desktop.snippets.importers.building import SENDS_NOTHING, Building
from desktop.snippets.importers.date_patterns import of_qt
from desktop.snippets.render.rich import text_of_html

_T = TypeVar("_T")
_LOOSE, _INSENSITIVE = 2, 2
_VARIABLE = re.compile(r"#\{((?:[^{}\\]|\\.)*)\}")
_LEFT = re.compile(r"#\{key:left(?::(\d{1,4}))?\}\s*", re.IGNORECASE)
_MOST_TIMES = 50
_MOST_DIGITS = 4
_SHIFTED = re.compile(r"((?:[+-]\d{1,5}[yMwdhms])+):?(.*)", re.DOTALL)
_WITH_MILLISECONDS = re.compile(r"[+-]\d+z")


class _Combo(msgspec.Struct):
    name: str = ""
    keyword: str = msgspec.field(default="")
    combo_text: str = msgspec.field(default="", name="comboText")
    snippet: str = ""
    substitution: str = msgspec.field(default="", name="substitutionText")
    description: str = ""
    matching: int = msgspec.field(default=0, name="matchingMode")
    loose: bool = msgspec.field(default=False, name="useLooseMatch")
    case: int = msgspec.field(default=0, name="caseSensitivity")
    group: str | None = ""
    enabled: bool = True
    html: bool = msgspec.field(default=False, name="useHtml")


class _Group(msgspec.Struct):
    uuid: str = ""
    name: str = ""
    enabled: bool = True


class _File(msgspec.Struct):
    combos: list[msgspec.Raw]
    groups: list[msgspec.Raw] = []


def read(path: Path) -> Imported:
    """Every combo a snippet, every group a pack.

    Raises:
        UserError: it is no file of Beeftext's.
    """
    file = read_json(
        path,
        _File,
        "This is no file of Beeftext's",
        "Take what Beeftext writes by “Export all combos” as JSON",
    )
    found = Imported()
    groups: dict[str, _Group] = {}
    for raw in file.groups:
        group = _decoded(raw, _Group)
        if group is not None:
            groups[group.uuid] = group
    packs: dict[str, DraftPack] = {}
    for number, raw in enumerate(file.combos[:MOST_SNIPPETS], start=1):
        combo = _decoded(raw, _Combo)
        if combo is None:
            found.left_out.append(LeftOut(f"combo {number}", "It is damaged."))
            continue
        keyword = (combo.keyword or combo.combo_text).strip()
        source = keyword or combo.name or f"combo {number}"
        group = groups.get(combo.group or "")
        if group is not None and not group.enabled:
            found.left_out.append(LeftOut(source, "Its group was switched off there."))
        elif not combo.enabled:
            found.left_out.append(LeftOut(source, "It was switched off there."))
        elif not (combo.snippet or combo.substitution).strip():
            found.left_out.append(LeftOut(source, "It has no text."))
        else:
            name = (group.name if group is not None else "") or "Beeftext"
            pack = packs.setdefault(name, DraftPack(name))
            pack.drafts.append(_draft(combo, keyword, source))
    found.packs += packs.values()
    if len(file.combos) > MOST_SNIPPETS:
        found.notes.append(f"Only the first {MOST_SNIPPETS:,} combos are taken.")
    return found


def _decoded(raw: msgspec.Raw, kind: type[_T]) -> _T | None:
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.DecodeError, RecursionError):
        return None


def _draft(combo: _Combo, keyword: str, source: str) -> Draft:
    text = combo.snippet or combo.substitution
    made = variables(text_of_html(text) if combo.html else text)
    if combo.html:
        made.changed("Its formatting is left out.")
    draft = made.draft(source, [keyword] if keyword else [])
    draft.label = combo.name if combo.name != keyword else ""
    if combo.description.strip():
        draft.search_terms = [" ".join(combo.description.split())[:200]]
    if not (combo.loose or combo.matching == _LOOSE):
        draft.flags = {**draft.flags, "left_word": True}
    if combo.case == _INSENSITIVE:
        draft.flags = {**draft.flags, "propagate_case": True}
        draft.changed("Typed in capitals it comes out in capitals; there it came as it is.")
    if not keyword:
        draft.changed("It has no keyword, so it is found in the palette only.")
    return draft


def variables(text: str) -> Building:
    """A text with ``#{…}`` as a template; one that is not known stays, as it did there."""
    made = Building()
    text, back = _lefts(text)
    place = 0
    for found in _VARIABLE.finditer(text):
        made.text(text[place : found.start()])
        place = found.end()
        inside = re.sub(r"\\(.)", r"\1", found[1])
        name, _, rest = inside.partition(":")
        act = _KNOWN.get(name)
        if act is None:
            made.text(found[0])
        else:
            act(made, rest)
    made.text(text[place:])
    if back and not made.caret_back(back):
        made.left_out("A key that it pressed")
    return made


def _lefts(text: str) -> tuple[str, int]:
    """What stands before a key Left at the end, and how often that is pressed."""
    at = text.rfind("#{")
    found = _LEFT.fullmatch(text, at) if at >= 0 else None
    return (text[:at], min(int(found[1] or 1), _MOST_TIMES)) if found else (text, 0)


def _date_time(made: Building, rest: str) -> None:
    shift, pattern = "", rest
    shifted = _SHIFTED.fullmatch(rest)
    if shifted:
        shift, pattern = shifted[1], shifted[2]
    written = of_qt(pattern) if pattern else "%x %X"
    if written is None or _WITH_MILLISECONDS.match(rest):
        made.text(f"#{{dateTime:{rest}}}")
        made.changed("A date in it is written in a way that Deskhand does not know.")
    else:
        made.date(written, shift)


def _cased(made: Building, rest: str) -> None:
    made.nested(rest)
    made.changed("A snippet in it was taken in in other letters; now it comes as it is.")


def _key(made: Building, rest: str) -> None:
    key, _, times = rest.partition(":")
    count = min(int(times[:_MOST_DIGITS]), _MOST_TIMES) if times.isdecimal() else 1
    if key.casefold() in {"enter", "return"}:
        made.text("\n" * count)
        made.changed(SENDS_NOTHING)
    elif key.casefold() == "tab":
        made.tab(count)
    elif key.casefold() == "space":
        made.text(" " * count)
    else:
        made.left_out("A key that it pressed")


_KNOWN: Mapping[str, Callable[[Building, str], None]] = {
    "clipboard": lambda made, _: made.clipboard(),
    "date": lambda made, _: made.date("%x"),
    "time": lambda made, _: made.date("%X"),
    "dateTime": _date_time,
    "combo": lambda made, rest: made.nested(rest),
    "upper": _cased,
    "lower": _cased,
    "trim": _cased,
    "input": lambda made, rest: made.field(rest),
    "cursor": lambda made, _: made.caret(),
    "key": _key,
    "shortcut": lambda made, _: made.left_out("A shortcut that it pressed"),
    "delay": lambda made, _: made.left_out("A pause in it"),
    "envVar": lambda made, _: made.left_out("A value of the system in it"),
    "powershell": lambda made, _: made.left_out("A program that it ran"),
}


def recognises(path: Path, sample: bytes) -> bool:
    """JSON with combos."""
    return path.suffix.lower() == ".json" and b'"combos"' in sample


IMPORTER = Importer("beeftext", "Beeftext", recognises, read)
