"""Dates as other programs write them, in the words of chrono's ``strftime`` that packs have.

Unicode's patterns (``yyyy-MM-dd``, unicode.org/reports/tr35/tr35-dates.html) are TextExpander's,
and but for small things Qt's (Beeftext) and AutoHotkey's; moment's (``YYYY-MM-DD``) are Text
Blaze's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

UNICODE: Mapping[str, str] = {
    "yyyy": "%Y", "y": "%Y", "yy": "%y", "MMMM": "%B", "MMM": "%b", "MM": "%m", "M": "%-m",
    "LLLL": "%B", "LLL": "%b", "LL": "%m", "L": "%-m",
    "dd": "%d", "d": "%-d", "EEEE": "%A", "EEE": "%a", "EE": "%a", "E": "%a",
    "HH": "%H", "H": "%-H", "hh": "%I", "h": "%-I", "mm": "%M", "m": "%-M", "ss": "%S",
    "s": "%-S", "a": "%p", "D": "%-j", "DDD": "%j", "w": "%-V", "ww": "%V", "zzz": "%Z",
    "z": "%Z", "Z": "%z",
}  # fmt: skip
QT: Mapping[str, str] = {
    "yyyy": "%Y", "yy": "%y", "MMMM": "%B", "MMM": "%b", "MM": "%m", "M": "%-m",
    "dddd": "%A", "ddd": "%a", "dd": "%d", "d": "%-d",
    "HH": "%H", "H": "%-H", "hh": "%H", "h": "%-H", "mm": "%M", "m": "%-M", "ss": "%S",
    "s": "%-S", "zzz": "%3f", "AP": "%p", "A": "%p", "ap": "%P", "a": "%P", "t": "%Z",
    "w": "%-V", "ww": "%V",
}  # fmt: skip
"""With the week, which Beeftext adds."""
QT_HALVES: Mapping[str, str] = {**QT, "hh": "%I", "h": "%-I"}
"""The same where the pattern has a half of the day in it: then ``h`` counts to twelve."""
MOMENT: Mapping[str, str] = {
    "YYYY": "%Y", "YY": "%y", "MMMM": "%B", "MMM": "%b", "MM": "%m", "M": "%-m",
    "DD": "%d", "D": "%-d", "DDDD": "%j", "DDD": "%-j", "dddd": "%A", "ddd": "%a",
    "HH": "%H", "H": "%-H", "hh": "%I", "h": "%-I", "mm": "%M", "m": "%-M", "ss": "%S",
    "s": "%-S", "A": "%p", "a": "%P", "X": "%s", "Z": "%:z", "ZZ": "%z", "WW": "%V", "W": "%-V",
    "L": "%x", "LT": "%H:%M", "LL": "%-d %B %Y", "LLLL": "%A, %-d %B %Y %H:%M",
}  # fmt: skip
AUTOHOTKEY: Mapping[str, str] = {
    **{part: QT_HALVES[part] for part in (
        "yyyy", "yy", "MMMM", "MMM", "MM", "M", "dddd", "ddd", "dd", "d", "HH", "H", "hh", "h",
        "mm", "m", "ss", "s",
    )},
    "tt": "%p",
}  # fmt: skip
_OF_THE_SYSTEM = {
    "": "%X %A, %-d %B %Y", "shortdate": "%x", "longdate": "%A, %-d %B %Y", "time": "%H:%M",
    "yday": "%-j",
}  # fmt: skip
_PART = re.compile(r"'((?:[^']|'')*)'|(([A-Za-z])\3*)|(.)", re.DOTALL)
_PART_OF_MOMENT = re.compile(r"\[([^\]]*)\]|(([A-Za-z])\3*)|(.)", re.DOTALL)


def chrono(pattern: str, words: Mapping[str, str]) -> str | None:
    """The pattern in chrono's words; None where it has something that these do not have.

    Texts in single quotes, and for moment's in square brackets, stand for themselves.
    """
    made: list[str] = []
    bracketed = "YYYY" in words
    for part in (_PART_OF_MOMENT if bracketed else _PART).finditer(pattern):
        if part[1] is not None:
            literal = part[1] if bracketed else part[1].replace("''", "'") or "'"
            made.append(literal.replace("%", "%%"))
        elif part[2] is not None:
            found = words.get(part[2])
            if found is None:
                return None
            made.append(found)
        else:
            made.append(part[0].replace("%", "%%"))
    return "".join(made)


def of_unicode(pattern: str) -> str | None:
    """TextExpander's."""
    return chrono(pattern, UNICODE)


def of_qt(pattern: str) -> str | None:
    """Beeftext's: ``AP`` first, since its letters are not alike."""
    halves = re.search(r"(?<!\w)(?:AP|ap|A|a)(?!\w)", re.sub(r"'[^']*'", "", pattern))
    words = QT_HALVES if halves else QT
    pieces = re.split(r"(AP|ap)", pattern)
    made = [words.get(piece) if piece in ("AP", "ap") else chrono(piece, words)
            for piece in pieces]  # fmt: skip
    return None if None in made else "".join(one for one in made if one is not None)


def of_moment(pattern: str) -> str | None:
    """Text Blaze's."""
    return chrono(re.sub(r"(\[[^\]]*\])|Do", lambda one: one[1] or "D", pattern), MOMENT)


def of_autohotkey(pattern: str) -> str | None:
    """AutoHotkey's: of ``FormatTime``."""
    return _OF_THE_SYSTEM.get(pattern.casefold()) or chrono(pattern, AUTOHOTKEY)
