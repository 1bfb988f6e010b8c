"""What AutoHotkey's ``Send`` and the texts of its hotstrings press: keys in braces, and escapes.

After autohotkey.com/docs/v1/lib/Send.htm and _EscapeChar.htm.
"""

from __future__ import annotations

import re

from desktop.snippets.importers.building import SENDS_NOTHING, Building

_ESCAPES = {"n": "\n", "r": "", "t": "\t", "b": "\b", "s": " ", "v": "", "a": "", "f": ""}
_KEY = re.compile(r"\{(?:U\+([0-9A-Fa-f]{2,6})|([^\w\s])(?: (\d+))?|(\w+)(?:[ \t]++([^{}]*))?)\}")
_LEFT = re.compile(r"\{left(?: (\d+))?\}", re.IGNORECASE)
_IN_BRACES = re.compile(r"\{[^{}]*\}|\{[{}]\}")
_MODIFIED = re.compile(r"[\^!#+](?=[{\w])")
_HELD = frozenset({"ctrl", "control", "shift", "alt", "lwin", "rwin", "lctrl", "lshift", "lalt"})
_MOST_TIMES = 100
_MOST_DIGITS = 9
_LITERAL = frozenset({"raw", "text"})
"""Behind these everything stands for itself."""
_PRESSES = "A key that it pressed"


def fill(made: Building, text: str, *, raw: bool) -> None:
    """Add a text with its keys; ``raw`` has none."""
    rest, back = (text, 0) if raw else _lefts(text)
    place, held = 0, False
    if not raw and holds_a_key(text):
        made.changed("A sign in it that meant a key held down (^ ! + #) stands as it is.")
    while not raw:
        found = _KEY.search(rest, place)
        if found is None:
            break
        if not held:
            made.text(unescaped(rest[place : found.start()]))
        place = found.end()
        key, more = (found[4] or "").casefold(), (found[5] or "").strip().casefold()
        raw = key in _LITERAL
        if key in _HELD and more in {"down", "up"}:
            held = more == "down"
            made.left_out(_PRESSES)
        elif not held and not raw:
            _press(made, found)
    if not held:
        made.text(unescaped(rest[place:]))
    if back and (raw or not made.caret_back(back)):
        made.left_out(_PRESSES)


def presses(made: Building) -> bool:
    """Whether a key in it could not become a part of a text."""
    return f"{_PRESSES} is left out." in made.changes


def holds_a_key(text: str) -> bool:
    """Whether ``Send`` would hold Ctrl, Alt, Shift or the Windows key for a part of it."""
    return _MODIFIED.search(_IN_BRACES.sub("{", text)) is not None


def unescaped(text: str) -> str:
    """Without the signs that say that the next one is meant as it is."""
    return re.sub(r"`(.)", lambda found: _ESCAPES.get(found[1], found[1]), text)


def _lefts(text: str) -> tuple[str, int]:
    """What stands before the keys Left at its end, and how often these are pressed."""
    end, count = len(text.rstrip()), 0
    while (at := text.rfind("{", 0, end)) >= 0 and (found := _LEFT.fullmatch(text, at, end)):
        count, end = count + _times(found[1]), at
    return (text[:end], count) if count else (text, 0)


def _press(made: Building, found: re.Match[str]) -> None:
    if found[1]:
        made.text(_character(int(found[1], 16)))
        return
    if found[2]:
        made.text(found[2] * _times(found[3]))
        return
    key, count = found[4].casefold(), _times(found[5])
    if key in {"enter", "return", "numpadenter"}:
        made.text("\n" * count)
        made.changed(SENDS_NOTHING)
    elif key == "tab":
        made.tab(count)
    elif key == "space":
        made.text(" " * count)
    elif key == "asc":
        made.text(_character(_number(found[5]) or 0, "cp1252"))
    elif key not in {"backspace", "bs"} or not made.erase(count):
        made.left_out(_PRESSES)


def _character(code: int, encoding: str = "") -> str:
    if encoding and code < 256:
        return bytes([code]).decode(encoding, "ignore") if code else ""
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else ""


def _times(times: str | None) -> int:
    number = _number(times)
    return 1 if number is None else min(number, _MOST_TIMES)


def _number(digits: str | None) -> int | None:
    """What they say, or as much of it as can be meant; None: it is no number."""
    return int(digits[:_MOST_DIGITS]) if digits and digits.isdecimal() else None
