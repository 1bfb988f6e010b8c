"""Hotstrings of AutoHotkey that are small programs, but only type: their ``Send`` lines as a text.

Understood are ``Send`` in all its kinds, dates (``FormatTime``, ``A_YYYY`` and its like, days added
to ``A_Now``), texts in variables, the pasting of a text that was put on the clipboard, and pauses.
With anything else in it a program stays a program.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from desktop.snippets.importers.autohotkey.keys import fill, holds_a_key
from desktop.snippets.importers.building import Building
from desktop.snippets.importers.date_patterns import of_autohotkey

_NAME = r"[A-Za-z_]\w*"
_SEND = re.compile(
    r"Send(Raw|Input|Event|Play|Text)?(?:\s*,\s*|\s+|(?=\())(.*)$", re.IGNORECASE | re.DOTALL
)
_FORMAT = re.compile(
    rf"FormatTime\s*,\s*({_NAME})\s*,\s*%?({_NAME})?%?\s*(?:,\s*(.*))?$", re.IGNORECASE
)
_SHIFT = re.compile(rf"({_NAME})\s*\+=\s*([+-]?\d{{1,5}})\s*,\s*([A-Za-z]+)$")
_ASSIGNED = re.compile(
    rf"(?:(?:local|global)\s+)?({_NAME})\s*(:?=)\s*(.*)$", re.IGNORECASE | re.DOTALL
)
_PASSED_OVER = re.compile(
    r"(?:ClipWait|Sleep|SetKeyDelay|SetStoreCapsLockMode|AutoTrim)\b|(?:local|global)\s+[\w, ]+$",
    re.IGNORECASE,
)
_TOKEN = re.compile(
    r"\s*(?:\.\s+|(?<=\s)\.(?=\S))?\s*(?:"
    r'"((?:[^"`]|`.|"")*)"'
    r"|'((?:[^'`]|`.)*)'"
    r"|FormatTime\(\s*(?:(?P<at>\w+)|DateAdd\(\s*A_Now\s*,\s*(?P<step>[+-]?\d{1,5})\s*,\s*"
    r"[\"'](?P<unit>\w+)[\"']\s*\))?\s*(?:,\s*(?:\"(?P<one>[^\"]*)\"|'(?P<other>[^']*)'))?\s*\)"
    rf"|(?P<name>{_NAME})(?!\s*\())",
    re.IGNORECASE,
)
_REFERENCE = re.compile(rf"(?<!`)%({_NAME})%")
_PARTS = {
    "a_yyyy": "%Y", "a_year": "%Y", "a_mm": "%m", "a_mon": "%m", "a_mmmm": "%B", "a_mmm": "%b",
    "a_dd": "%d", "a_mday": "%d", "a_dddd": "%A", "a_ddd": "%a", "a_hour": "%H", "a_min": "%M",
    "a_sec": "%S",
}  # fmt: skip
_LONGEST = 20_000
"""Characters of one line, and of what a program types: a few variables can double each other."""
_MOST_PIECES = 2_000
_UNITS = {"d": "d", "h": "h", "m": "m", "s": "s"}
_CLIPBOARD = frozenset({"clipboard", "a_clipboard"})
_SAVED = re.compile(r"ClipboardAll(?:\(\))?|%ClipboardAll%", re.IGNORECASE)
_CALLED = re.compile(r"\(\s*((?:[\"']|FormatTime\(|A_).*)\)", re.IGNORECASE | re.DOTALL)
_PASTES = re.compile(r"\^v|\{Ctrl Down\}v\{Ctrl Up\}", re.IGNORECASE)


class _Kind(Enum):
    KEYS = auto()
    RAW = auto()
    DATE = auto()
    CLIPBOARD = auto()
    END = auto()
    """The key that ended the abbreviation."""


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: _Kind
    text: str = ""
    """Of a date, its pattern in chrono's words."""
    shift: str = ""


class Sending:
    """What a program of a hotstring types, in order."""

    def __init__(self, pieces: Sequence[_Piece], *, pauses: bool) -> None:
        """As :func:`sending` finds it."""
        self.leaves_end = bool(pieces) and pieces[-1].kind is _Kind.END
        """It types the key that ended the abbreviation behind its text."""
        self._pieces = pieces[:-1] if self.leaves_end else pieces
        self._pauses = pauses

    def __bool__(self) -> bool:
        """Whether it types anything."""
        return bool(self._pieces)

    def fill(self, made: Building) -> None:
        """Add all of it to a text."""
        if self._pauses:
            made.left_out("A pause in it")
        for one in self._pieces:
            if one.kind is _Kind.DATE:
                made.date(one.text, one.shift)
            elif one.kind is _Kind.CLIPBOARD:
                made.clipboard()
            else:
                fill(made, one.text, raw=one.kind is _Kind.RAW)


def sending(statements: Iterable[str], known: Mapping[str, str], *, second: bool) -> Sending | None:
    """What these type, by version 2's rules or by version 1's; None if they do more than that.

    ``known``: texts that the script has set, by their names in small letters.
    """
    found = _Reading(known, second=second)
    for one in statements:
        statement = one.strip()
        if statement.casefold() in {"return", "exit"}:
            break
        if statement and (len(statement) > _LONGEST or not found.take(statement)):
            return None
        if _is_too_long(found.pieces):
            return None
    if any(one.kind is _Kind.END for one in found.pieces[:-1]):
        return None
    return Sending(found.pieces, pauses=found.pauses)


class _Reading:
    def __init__(self, known: Mapping[str, str], *, second: bool) -> None:
        self.pieces: list[_Piece] = []
        self.pauses = False
        self._second = second
        self._constant = known
        self._known: dict[str, list[_Piece]] = {}
        self._times: dict[str, str] = {"": "", "a_now": ""}
        """Variables that hold a time, by how far it is from now."""
        self._saved: set[str] = set()

    def take(self, statement: str) -> bool:
        """Follow one line; False if it is not understood."""
        if found := _SEND.match(statement):
            return self._send((found[1] or "").casefold(), found[2].strip())
        if found := _FORMAT.match(statement):
            made = self._date(found[2] or "", found[3] or "")
            if made is not None:
                self._name(found[1].casefold(), [made])
            return made is not None
        if found := _SHIFT.match(statement):
            return self._later(found[1].casefold(), found[2], found[3])
        if found := _PASSED_OVER.match(statement):
            self.pauses |= found[0].casefold() == "sleep"
            return True
        found = _ASSIGNED.match(statement)
        return found is not None and self._assign(
            found[1].casefold(), found[3].strip(), expression=self._second or found[2] == ":="
        )

    def _send(self, how: str, what: str) -> bool:
        raw = how in {"raw", "text"}
        called = _CALLED.fullmatch(what)
        bare = called[1] if called else what
        expression = self._second or called is not None
        if not expression and bare.startswith("%") and bare[1:2].isspace():
            expression, bare = True, bare[1:]
        if _PASTES.fullmatch(bare.strip("\"'")):
            self.pieces += self._known.get("clipboard", [_Piece(_Kind.CLIPBOARD)])
            return True
        made = self._expression(bare) if expression else self._written(bare)
        if made is None:
            return False
        if not raw and any(one.kind is _Kind.KEYS and holds_a_key(one.text) for one in made):
            return False
        self.pieces += _literal(made) if raw else made
        return True

    def _assign(self, name: str, what: str, *, expression: bool) -> bool:
        name = "clipboard" if name in _CLIPBOARD else name
        bare = what.strip("%").casefold()
        if _SAVED.fullmatch(what):
            self._saved.add(name)
            return True
        if name == "clipboard" and bare in self._saved:
            return True
        if bare and bare in self._times:
            self._times[name] = self._times[bare]
            self._known.pop(name, None)
            return True
        made = self._expression(what) if expression else self._written(what)
        if what in {"", '""', "''"}:
            made = []
        if made is None or _is_too_long(made):
            return False
        raw = name == "clipboard"  # a paste presses no keys
        self._name(name, _literal(made) if raw else made)
        return True

    def _name(self, name: str, value: list[_Piece]) -> None:
        self._known[name] = value
        self._times.pop(name, None)

    def _later(self, name: str, count: str, unit: str) -> bool:
        step = _UNITS.get(unit[:1].casefold())
        if name not in self._times or name in {"", "a_now"} or step is None:
            return False
        self._times[name] += f"{int(count):+d}{step}"
        return True

    def _date(self, at: str, pattern: str) -> _Piece | None:
        shift = self._times.get(at.casefold())
        written = of_autohotkey(pattern.strip())
        return None if shift is None or written is None else _Piece(_Kind.DATE, written, shift)

    def _variable(self, name: str) -> list[_Piece] | None:
        name = name.casefold()
        if name in _PARTS:
            return [_Piece(_Kind.DATE, _PARTS[name])]
        if name in _CLIPBOARD:
            return self._known.get("clipboard", [_Piece(_Kind.CLIPBOARD)])
        if name in {"a_space", "a_tab"}:
            return [_Piece(_Kind.RAW, " " if name == "a_space" else "\t")]
        if name == "a_endchar":
            return [_Piece(_Kind.END)]
        if name in self._times:
            return [_Piece(_Kind.DATE, "%Y%m%d%H%M%S", self._times[name])]
        set_once = [_Piece(_Kind.KEYS, self._constant[name])] if name in self._constant else None
        return self._known.get(name, set_once)

    def _written(self, text: str) -> list[_Piece] | None:
        """A text of version 1, with variables in percent signs."""
        made: list[_Piece] = []
        place = 0
        for found in _REFERENCE.finditer(text):
            value = self._variable(found[1])
            if value is None:
                return None
            made += [_Piece(_Kind.KEYS, text[place : found.start()]), *value]
            place = found.end()
        return [one for one in [*made, _Piece(_Kind.KEYS, text[place:])] if one != _NOTHING]

    def _expression(self, text: str) -> list[_Piece] | None:
        """Texts, dates and variables one behind the other."""
        made: list[_Piece] = []
        place = 0
        text = text.strip()
        while place < len(text):
            found = _TOKEN.match(text, place)
            if found is None:
                return None
            place = found.end()
            value: list[_Piece] | None
            if found[1] is not None:
                value = [_Piece(_Kind.KEYS, found[1].replace('""', '"'))]
            elif found[2] is not None:
                value = [_Piece(_Kind.KEYS, found[2])]
            elif found["name"]:
                value = self._variable(found["name"])
            else:
                date = self._dated(found)
                value = None if date is None else [date]
            if value is None:
                return None
            made += value
        return [one for one in made if one != _NOTHING] or None

    def _dated(self, found: re.Match[str]) -> _Piece | None:
        made = self._date(found["at"] or "", found["one"] or found["other"] or "")
        if made is None or not found["step"]:
            return made
        unit = _UNITS.get(found["unit"][:1].casefold())
        return None if unit is None else replace(made, shift=f"{int(found['step']):+d}{unit}")


def _is_too_long(pieces: Sequence[_Piece]) -> bool:
    return len(pieces) > _MOST_PIECES or sum(len(one.text) for one in pieces) > _LONGEST


def _literal(pieces: Iterable[_Piece]) -> list[_Piece]:
    """The same with no keys in their texts."""
    return [replace(one, kind=_Kind.RAW) if one.kind is _Kind.KEYS else one for one in pieces]


_NOTHING = _Piece(_Kind.KEYS)
