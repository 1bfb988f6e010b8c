"""A text in the pieces that one event of the keyboard carries.

``CGEventKeyboardSetUnicodeString`` takes any length by Apple's reference, and every program that
uses it found that 20 UTF-16 units arrive (enigo-rs/enigo#68, espanso). What is divided within a
character that people see arrives as two; so a piece ends between two of these.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

MOST_UNITS = 20

_ZERO_WIDTH_JOINER = "\u200d"
_EXTENDS = frozenset("\u200c\u200d\ufe0e\ufe0f\u20e3")


def length(text: str) -> int:
    """UTF-16 units."""
    return sum(1 + (char > "\uffff") for char in text)


def clusters(text: str) -> Iterator[str]:
    """What people see as one character each.

    By the rules of Unicode's annex 29 that matter here, and where they are finer, more is kept
    together than they say: it only makes pieces shorter.
    """
    begin = 0
    for place in range(1, len(text)):
        if not _joins(text, begin, place):
            yield text[begin:place]
            begin = place
    if text:
        yield text[begin:]


def pieces(text: str) -> list[str]:
    """The text in as few pieces as go into an event each.

    A single cluster that is longer stands alone: see :func:`fits`.
    """
    found: list[str] = []
    room = 0
    for one in clusters(text):
        size = length(one)
        if found and size <= room:
            found[-1] += one
            room -= size
        else:
            found.append(one)
            room = MOST_UNITS - size
    return found


def fits(text: str) -> bool:
    """Can every character that people see be sent in one event? Else it must be pasted."""
    return all(length(one) <= MOST_UNITS for one in clusters(text))


def _joins(text: str, begin: int, place: int) -> bool:
    """Is there no border before ``place``? The cluster so far began at ``begin``."""
    before, char = text[place - 1], text[place]
    if unicodedata.category(before) in {"Cc", "Zl", "Zp"}:
        return before == "\r" and char == "\n"
    if _is_flag(char):  # two letters make one; a third begins another
        return (place - begin) % 2 == 1 and all(_is_flag(one) for one in text[begin:place])
    return (
        _extends(char)
        or before == _ZERO_WIDTH_JOINER
        or _is_virama(before)
        or (_is_jamo(before) and _is_jamo(char))
    )


def _extends(char: str) -> bool:
    """Marks, joiners, skin tones, tags of flags."""
    return (
        char in _EXTENDS
        or unicodedata.category(char) in {"Mn", "Mc", "Me"}
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
    )


def _is_flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _is_virama(char: str) -> bool:
    """The sign that joins consonants, in the scripts of India and around it."""
    return unicodedata.combining(char) == 9


def _is_jamo(char: str) -> bool:
    """Part of a Korean syllable, or one that may go on."""
    return (
        "\u1100" <= char <= "\u11ff"
        or "\ua960" <= char <= "\ua97c"
        or ("\uac00" <= char <= "\ud7fb")
    )
