"""TextExpander: its CSV (abbreviation, text, label), its own files, and its macros.

The macros, after textexpander.com/learn and three independent readers of its files:
``%filltext:name=X:default=Y:width=20%``, ``%fillarea:…%``, ``%fillpopup:name=X:a:default=b:c%``,
``%fillpart:name=X:default=yes%…%fillpartend%``, ``%filltop%``, the old ``%fill:name%``; ``%Y`` and
other parts of a date, ``%@+3D`` for those that follow, ``%date:pattern%``; ``%clipboard``, ``%|``,
``%\\``, ``%snippet:abbr%``, ``%key:tab%``, arrows, ``%+`` and ``%-``, ``%%``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from desktop.core.tables import encoding_of
from desktop.snippets.importers.base import (
    MOST_SNIPPETS,
    Draft,
    DraftPack,
    Imported,
    Importer,
    LeftOut,
    sample_of,
)
from desktop.snippets.importers.building import SENDS_NOTHING, Building
from desktop.snippets.importers.date_patterns import of_unicode
from desktop.snippets.importers.plain_csv import packs_of_rows, tables_in
from desktop.snippets.importers.textexpander.groups import (
    ENDINGS,
    Group,
    Written,
    groups_of,
    is_group,
)
from desktop.snippets.model import Value

_DATES: Mapping[str, str] = {
    "Y": "%Y", "y": "%y", "B": "%B", "b": "%b", "m": "%m", "1m": "%-m", "A": "%A", "a": "%a",
    "d": "%d", "e": "%-d", "1d": "%-d", "H": "%H", "1H": "%-H", "I": "%I", "1I": "%-I", "M": "%M",
    "1M": "%-M", "S": "%S", "1S": "%-S", "p": "%p", "j": "%j",
}  # fmt: skip
_MACRO = re.compile(
    r"%(?:"
    r"(?P<percent>%)"
    r"|(?P<caret>\|)"
    r"|(?P<end>\\)"
    r"|(?P<arrow>[<>^]|v(?![a-z]))"
    r"|(?P<delimiter>[+-])"
    r"|@(?P<shift>(?:[+-]\d{1,5}[YMDhmsW])+)"
    r"|(?P<word>filltext|fillarea|fillpopup|fillpart|fill|snippet|key|date)"
    r":(?P<rest>[^%]*)%"
    r"|(?P<bare>fillpartend|filltop)%"
    r"|(?P<clipboard>clipboard)"
    r"|(?P<date>1[mdHIMS]|[YyBbmAadeHIMSpj])"
    r")"
)
_KNOWN = re.compile(
    r"%(?:fill|snippet:|clipboard|key:|date:|@[+-]|\||%)"
    r"|%1?[YyBbmAadeHIMSp][^\w%]{0,3}%1?[YyBbmAadeHIMSp](?![a-z])"
)
"""What only its texts have; a part of a date alone may be a percentage."""
_FORMATTED = 1
_BETWEEN = re.compile(r"[^\w%]{1,3}")
"""What may stand between two parts of one date."""


def macros(text: str) -> Building:
    """A text of TextExpander's as a template."""
    return _Reading(text).whole()


class _Reading:
    """Reads one text from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._made = Building()
        self._place = 0
        self._shift = ""

    def whole(self) -> Building:
        for found in _MACRO.finditer(self._text):
            if found.start() < self._place:
                continue
            self._made.text(self._text[self._place : found.start()])
            self._place = found.end()
            self._obey(found)
        self._made.text(self._text[self._place :])
        return self._made

    def _obey(self, found: re.Match[str]) -> None:
        made, kind = self._made, found.lastgroup
        if kind == "percent":
            made.text("%")
        elif kind == "caret":
            made.caret()
        elif kind == "end":
            made.changed("It selected a part of its text; Deskhand only places the caret.")
        elif kind == "arrow":
            made.left_out("A key of the arrows in it")
        elif kind == "delimiter":
            made.left_out("What it said of the key that triggers it")
        elif kind == "shift":
            self._shift = _steps(found["shift"])
        elif kind == "bare":
            self._bare(found["bare"])
        elif kind == "clipboard":
            made.clipboard()
        elif kind == "date":
            self._date(found)
        else:
            self._word(found["word"], found["rest"] or "")

    def _bare(self, word: str) -> None:
        if word == "fillpartend":
            self._made.end_part()
        else:
            self._made.left_out("That its fields come first in the form")

    def _date(self, found: re.Match[str]) -> None:
        """Parts of a date with nothing but signs between them are one date."""
        pattern = _DATES[found["date"]]
        while True:
            between = _BETWEEN.match(self._text, self._place)
            start = between.end() if between else self._place
            following = _MACRO.match(self._text, start)
            if following is None or following.lastgroup != "date":
                break
            pattern += self._text[self._place : start] + _DATES[following["date"]]
            self._place = following.end()
        self._made.date(pattern, self._shift)

    def _field(self, rest: str, kind: Mapping[str, Value]) -> None:
        options = _options(rest)
        about = {**kind, **({"default": options["default"]} if options.get("default") else {})}
        self._made.field(options.get("name", ""), about)

    def _popup(self, rest: str) -> None:
        name, default, values = "", "", []
        for part in rest.split(":"):
            key, sign, value = part.partition("=")
            if sign and key == "name":
                name = value
            elif sign and key == "default":
                default = value
                values.append(value)
            elif not (sign and key in {"width", "height"}):
                values.append(part)
        values = [one for one in dict.fromkeys(values) if one.strip()]
        if not values:
            self._made.field(name, {})
            return
        about: dict[str, Value] = {"type": "choice", "values": list(values)}
        if default:
            about["default"] = default
        self._made.field(name, about)

    def _part(self, rest: str) -> None:
        options = _options(rest)
        on = options.get("default", "").casefold() == "yes"
        self._made.begin_part(options.get("name", ""), on=on)

    def _key(self, rest: str) -> None:
        key = rest.strip().casefold()
        if key in {"return", "enter"}:
            self._made.text("\n")
            self._made.changed(SENDS_NOTHING)
        elif key == "tab":
            self._made.tab()
        else:
            self._made.left_out("A key that it pressed")

    def _named_date(self, rest: str) -> None:
        pattern = of_unicode(rest)
        if pattern is None:
            self._made.text(f"%date:{rest}%")
            self._made.changed("A date in it is written in a way that Deskhand does not know.")
        else:
            self._made.date(pattern, self._shift)

    def _word(self, word: str, rest: str) -> None:
        match word:
            case "filltext":
                self._field(rest, {})
            case "fillarea":
                self._field(rest, {"multiline": True})
            case "fill":
                self._made.field(rest, {})
            case "fillpopup":
                self._popup(rest)
            case "fillpart":
                self._part(rest)
            case "snippet":
                self._made.nested(rest)
            case "key":
                self._key(rest)
            case _:
                self._named_date(rest)


def _options(rest: str) -> dict[str, str]:
    """``name=X:default=Y:width=20``; a colon in a value goes on with it."""
    found: dict[str, str] = {}
    last = ""
    for part in rest.split(":"):
        key, sign, value = part.partition("=")
        if sign and key in {"name", "default", "width", "height"}:
            found[key], last = value, key
        elif last:
            found[last] += f":{part}"
    return found


def _steps(shift: str) -> str:
    """TextExpander's ``+3D-1M`` in the pack's words: its ``m`` are minutes, ``M`` months."""
    return shift.replace("D", "d").replace("Y", "y").replace("W", "w")


def read(path: Path) -> Imported:
    """Every row a snippet; of its own files, or of a folder of tables, every group a pack.

    Raises:
        UserError: it can't be read.
    """
    if _is_of_tables(path):
        return packs_of_rows(path, _draft)
    found = Imported()
    count = 0
    for group in groups_of(path):
        if not isinstance(group, Group):
            name, error = group
            found.left_out.append(LeftOut(name, error.problem.sentence()))
            continue
        pack = DraftPack(group.name)
        for one in group.snippets:
            count += 1
            made = _of_group(one, f"snippet {count}")
            if count > MOST_SNIPPETS:
                made = LeftOut(made.source, f"Only {MOST_SNIPPETS:,} snippets are taken.")
            if isinstance(made, LeftOut):
                found.left_out.append(made)
            else:
                pack.drafts.append(made)
        if group.waits and pack.drafts:
            found.notes.append(
                f"“{group.name}” had a setting of its own for when an abbreviation comes out; "
                "here that is at once. “word: true” in a pack waits for the end of the word."
            )
        found.packs.append(pack)
    return found


def _is_of_tables(path: Path) -> bool:
    if path.is_dir():
        return not is_group(path, b"") and bool(tables_in(path))
    return path.suffix.lower() not in ENDINGS


def _of_group(one: Written, otherwise: str) -> Draft | LeftOut:
    source = one.abbreviation or one.label or otherwise
    if one.kind > _FORMATTED:
        return LeftOut(source, "It runs a program instead of typing a text.")
    if not one.text.strip():
        return LeftOut(source, "It has no text.")
    draft = _draft(source, {"trigger": one.abbreviation, "label": one.label}, one.text)
    if one.kind == _FORMATTED:
        draft.changed("Its formatting and pictures are left out.")
    if one.any_case and one.abbreviation:
        draft.flags = {**draft.flags, "propagate_case": True}
        draft.changed("Typed in capitals it comes out in capitals, as “Adapt to case” does there.")
    return draft


def _draft(source: str, row: Mapping[str, str], text: str) -> Draft:
    trigger = row.get("trigger", "").strip()
    triggers: Sequence[str] = [trigger] if trigger else []
    draft = macros(text).draft(source, triggers)
    draft.label = row.get("label", "").strip()
    if not trigger:
        draft.changed("It has no abbreviation, so it is found in the palette only.")
    return draft


def recognises(path: Path, sample: bytes) -> bool:
    """A table whose texts have its macros, a file of its own, or a folder with one of these."""
    if is_group(path, sample):
        return True
    if path.is_dir():
        return any(_has_macros(sample_of(one)) for one in tables_in(path))
    return path.suffix.lower() == ".csv" and _has_macros(sample)


def _has_macros(sample: bytes) -> bool:
    return _KNOWN.search(sample.decode(encoding_of(sample), "replace")) is not None


IMPORTER = Importer("textexpander", "TextExpander", recognises, read)
