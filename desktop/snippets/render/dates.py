"""Dates in the words of chrono's ``strftime``, which espanso's ``format`` is.

The specifiers are those of docs.rs/chrono (format::strftime); ``%Z`` gives the zone's short name.
Names of months and days come from Babel (CLDR) for every language but English, whose own are
here, so that Babel is imported only when it is needed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

_MONTHS = "January February March April May June July August September October November December"
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"

_SPECIFIER = re.compile(r"%(?:([-_0]?)([A-Za-z])|(\.[369]?f|[369]f|:{1,3}z|%|\+)|(.?))", re.DOTALL)
_OWN = frozenset({"en-us", "en", ""})
"""Languages for which Babel is not needed."""
_FOUR_DIGITS = re.compile(r"(?<!y)yy(?!y)")


class UnknownSpecifierError(ValueError):
    """The format has a specifier that chrono does not know."""

    def __init__(self, specifier: str) -> None:
        """``specifier`` with its percent sign."""
        super().__init__(specifier)
        self.specifier = specifier


@dataclass(frozen=True, slots=True)
class Names:
    """What a language calls months, days and halves of the day, and how it writes dates."""

    months: tuple[str, ...]
    short_months: tuple[str, ...]
    days: tuple[str, ...]
    """From Monday."""
    short_days: tuple[str, ...]
    am: str
    pm: str
    date: Callable[[dt.datetime], str]
    """``%x``."""
    time: Callable[[dt.datetime], str]
    """``%X``."""
    both: Callable[[dt.datetime], str]
    """``%c``."""


def _american(pattern: str) -> Callable[[dt.datetime], str]:
    return lambda moment: _format(moment, pattern, lambda: _ENGLISH)


_ENGLISH = Names(
    months=tuple(_MONTHS.split()),
    short_months=tuple(month[:3] for month in _MONTHS.split()),
    days=tuple(_DAYS.split()),
    short_days=tuple(day[:3] for day in _DAYS.split()),
    am="AM",
    pm="PM",
    # As in glibc's en_US, which chrono's locales are made from.
    date=_american("%m/%d/%Y"),
    time=_american("%I:%M:%S %p"),
    both=_american("%a %d %b %Y %I:%M:%S %p %Z"),
)


def rfc2822(moment: dt.datetime) -> str:
    """``Tue, 8 Jul 2014 09:10:11 +0200``: what a date without a format is."""
    return _format(moment, "%a, %-d %b %Y %H:%M:%S %z", lambda: _ENGLISH)


def strftime(moment: dt.datetime, pattern: str, locale: str = "en-US") -> str:
    """Write ``moment`` as ``pattern`` says, in the language of a BCP 47 tag (else en-US).

    Raises:
        UnknownSpecifierError: the pattern has a specifier that does not exist.
    """
    # "5. maja" but "maj 2025": months stand alone where no day is written.
    alone = not re.search(r"%[-_0]?[deDv]", pattern)
    return _format(moment, pattern, lambda: names_of(locale, alone))


def _format(moment: dt.datetime, pattern: str, names: Callable[[], Names]) -> str:
    def write(found: re.Match[str]) -> str:
        pad, letter, special, wrong = found.groups()
        if special:
            return _special(moment, special)
        if wrong is not None:
            raise UnknownSpecifierError("%" + wrong)
        number = _NUMBERS.get(letter)
        if number is not None:
            value, width, filler = number(moment)
            filler = {"-": "", "_": " ", "0": "0"}.get(pad, filler)
            return str(value).rjust(width, filler) if filler else str(value)
        text = _TEXTS.get(letter)
        if text is not None and not pad:
            return text(moment)
        compound = _COMPOUND.get(letter)
        if compound is not None and not pad:
            return _format(moment, compound, names)
        named = _NAMED.get(letter)
        if named is None or pad:
            raise UnknownSpecifierError(found[0])
        return named(moment, names())

    return _SPECIFIER.sub(write, pattern)


_Number = Callable[[dt.datetime], tuple[int, int, str]]
_NUMBERS: dict[str, _Number] = {
    "Y": lambda at: (at.year, 4, "0"),
    "C": lambda at: (at.year // 100, 2, "0"),
    "y": lambda at: (at.year % 100, 2, "0"),
    "q": lambda at: ((at.month + 2) // 3, 1, "0"),
    "m": lambda at: (at.month, 2, "0"),
    "d": lambda at: (at.day, 2, "0"),
    "e": lambda at: (at.day, 2, " "),
    "w": lambda at: (at.isoweekday() % 7, 1, "0"),
    "u": lambda at: (at.isoweekday(), 1, "0"),
    "U": lambda at: ((_day_of_year(at) + 6 - at.isoweekday() % 7) // 7, 2, "0"),
    "W": lambda at: ((_day_of_year(at) + 6 - at.weekday()) // 7, 2, "0"),
    "G": lambda at: (at.isocalendar().year, 4, "0"),
    "g": lambda at: (at.isocalendar().year % 100, 2, "0"),
    "V": lambda at: (at.isocalendar().week, 2, "0"),
    "j": lambda at: (_day_of_year(at), 3, "0"),
    "H": lambda at: (at.hour, 2, "0"),
    "k": lambda at: (at.hour, 2, " "),
    "I": lambda at: ((at.hour + 11) % 12 + 1, 2, "0"),
    "l": lambda at: ((at.hour + 11) % 12 + 1, 2, " "),
    "M": lambda at: (at.minute, 2, "0"),
    "S": lambda at: (at.second, 2, "0"),
    "f": lambda at: (at.microsecond * 1000, 9, "0"),
    "s": lambda at: (int(at.timestamp() // 1), 1, "0"),
}
_TEXTS: dict[str, Callable[[dt.datetime], str]] = {
    "z": lambda at: _zone_offset(at, ""),
    "Z": lambda at: at.tzname() or _zone_offset(at, ":"),
    "n": lambda _: "\n",
    "t": lambda _: "\t",
}
_COMPOUND = {
    "D": "%m/%d/%y",
    "F": "%Y-%m-%d",
    "v": "%e-%b-%Y",
    "R": "%H:%M",
    "T": "%H:%M:%S",
    "r": "%I:%M:%S %p",
}
_NAMED: dict[str, Callable[[dt.datetime, Names], str]] = {
    "B": lambda at, names: names.months[at.month - 1],
    "b": lambda at, names: names.short_months[at.month - 1],
    "h": lambda at, names: names.short_months[at.month - 1],
    "A": lambda at, names: names.days[at.weekday()],
    "a": lambda at, names: names.short_days[at.weekday()],
    "p": lambda at, names: names.am if at.hour < 12 else names.pm,
    "P": lambda at, names: (names.am if at.hour < 12 else names.pm).lower(),
    "x": lambda at, names: names.date(at),
    "X": lambda at, names: names.time(at),
    "c": lambda at, names: names.both(at),
}


def _special(moment: dt.datetime, special: str) -> str:
    if special == "%":
        return "%"
    if special == "+":
        date = _format(moment, "%Y-%m-%dT%H:%M:%S", lambda: _ENGLISH)
        return date + _special(moment, ".f") + _zone_offset(moment, ":")
    if special.endswith("z"):
        return _zone_offset(moment, ":", colons=len(special) - 1)
    nanoseconds = f"{moment.microsecond * 1000:09}"
    if special == ".f":  # as many digits as it takes, in threes
        for digits in (0, 3, 6, 9):
            if not nanoseconds[digits:].strip("0"):
                return "." + nanoseconds[:digits] if digits else ""
    dot = "." if special.startswith(".") else ""
    return dot + nanoseconds[: int(special.strip(".f"))]


def _day_of_year(moment: dt.datetime) -> int:
    return moment.timetuple().tm_yday


def _zone_offset(moment: dt.datetime, colon: str, colons: int = 1) -> str:
    offset = moment.utcoffset() or dt.timedelta()
    sign, offset = ("-", -offset) if offset < dt.timedelta() else ("+", offset)
    minutes, seconds = divmod(int(offset.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    if colons == 3:  # hours only
        return f"{sign}{hours:02}"
    text = f"{sign}{hours:02}{colon}{minutes:02}"
    return f"{text}:{seconds:02}" if colons == 2 else text


@lru_cache(maxsize=64)
def names_of(locale: str, alone: bool) -> Names:
    """The names of a language; those of en-US where the tag is not one that is known."""
    tag = _normal(locale)
    if tag in _OWN:
        return _ENGLISH
    if tag.startswith("en-"):
        return Names(
            *(_ENGLISH.months, _ENGLISH.short_months, _ENGLISH.days, _ENGLISH.short_days),
            am=_ENGLISH.am,
            pm=_ENGLISH.pm,
            date=lambda moment: names_from_cldr(tag, alone=False).date(moment),
            time=lambda moment: names_from_cldr(tag, alone=False).time(moment),
            both=lambda moment: names_from_cldr(tag, alone=False).both(moment),
        )
    return names_from_cldr(tag, alone)


def is_language(locale: str) -> bool:
    """Is this a tag of a language whose names of months and days are known?"""
    tag = _normal(locale)
    return tag in _OWN or _cldr(tag) is not None


def _normal(locale: str) -> str:
    return locale.replace("_", "-").lower()


def _cldr(tag: str) -> Locale | None:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(tag, sep="-")
    except (ValueError, TypeError, UnknownLocaleError):
        return None


@lru_cache(maxsize=64)
def names_from_cldr(tag: str, alone: bool) -> Names:
    """What Babel knows of a language; en-US where it does not know it."""
    found = _cldr(tag)
    if found is None:
        return _ENGLISH
    context = "stand-alone" if alone else "format"
    periods = found.day_periods.get("format", {}).get("abbreviated", {})

    def months(width: str) -> tuple[str, ...]:
        names = found.months[context][width]
        return tuple(str(names[number]) for number in range(1, 13))

    def days(width: str) -> tuple[str, ...]:
        names = found.days["format"][width]
        return tuple(str(names[number]) for number in range(7))

    # CLDR's short dates have two digits for the year in some languages; glibc's have four.
    date = _FOUR_DIGITS.sub("y", found.date_formats["short"].pattern)
    time = found.time_formats["medium"].pattern
    both = str(found.datetime_formats["medium"]).replace("{1}", date).replace("{0}", time)

    def written(pattern: str) -> Callable[[dt.datetime], str]:
        def write(moment: dt.datetime) -> str:
            from babel.dates import parse_pattern

            return str(parse_pattern(pattern).apply(moment, found))

        return write

    return Names(
        months=months("wide"),
        short_months=months("abbreviated"),
        days=days("wide"),
        short_days=days("abbreviated"),
        am=str(periods.get("am", "AM")),
        pm=str(periods.get("pm", "PM")),
        date=written(date),
        time=written(time),
        both=written(both),
    )
