"""From what was typed for a time to its parts: figures, names, what they can stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from desktop.customers.followups.words import (
    ONE,
    PHRASES,
    UNITS,
    WORDS,
    Half,
    Names,
    Unit,
    Whose,
    folded,
)

MOST_WAYS = 256
"""To understand one text; what can mean more means nothing."""
_PHRASE = re.compile(
    r"(?<![^\W_])(?:"
    + "|".join(re.escape(one) for one in sorted(PHRASES, key=len, reverse=True))
    + r")(?![^\W_])"
)
_PART = re.compile(
    r"(?P<iso>\d{4}-\d{1,2}-\d{1,2})(?!\d)"
    r"|(?P<dotted>\d{1,2}\.\s?\d{1,2}\.(?:\s?\d{4}|\d{2})?)(?![\d:])"
    r"|(?P<slashed>\d{1,2}[/-]\d{1,2}(?:[/-](?:\d{4}|\d{2}))?)(?![\d:])"
    r"|(?P<time>\d{1,2}[:h]\d{2})(?!\d)"
    r"|(?P<pair>\d{1,2}\.\d{1,2})(?![\d.])"
    r"|(?P<decimal>\d{1,3},\d{1,2})(?!\d)"
    r"|(?P<number>\d{1,4})(?P<ordinal>st|nd|rd|th|er|o|a|\.(?=\s|$))?(?!\d)"
    r"|(?P<word>@?[^\W\d_]+(?:['\u2019.-][^\W\d_]+)*\.?)"
    r"|(?P<gap>[\s,;]+)"
)


@dataclass(frozen=True, slots=True)
class DayOf:
    """A day of a year; without a year the next one that is not over."""

    day: int
    month: int = 0
    """0: of any month."""
    year: int = 0
    """0: of any year."""


@dataclass(frozen=True, slots=True)
class TimeOf:
    """A time of day."""

    hour: int
    minute: int = 0
    exact: bool = False
    """Written so that it can't be the same hour after noon."""
    bare: bool = False
    """A number that may yet turn out to be a day."""


@dataclass(frozen=True, slots=True)
class Parts:
    """One way to understand a text."""

    date: DayOf | None = None
    weekday: int | None = None
    days: int | None = None
    """From today."""
    following: bool = False
    """The next one, as in "next Tuesday"."""
    minutes: int | None = None
    """From now."""
    time: TimeOf | None = None
    half: Half | None = None
    whose: Whose | None = None


@dataclass(frozen=True, slots=True)
class _Number:
    value: int
    ordinal: bool = False
    digits: int = 1


@dataclass(frozen=True, slots=True)
class _Month:
    value: int


@dataclass(frozen=True, slots=True)
class _Weekday:
    value: int


@dataclass(frozen=True, slots=True)
class _Amount:
    value: float


@dataclass(frozen=True, slots=True)
class _Word:
    meant: str
    text: str


_Part = _Number | _Month | _Weekday | _Amount | _Word | DayOf | TimeOf


def understood(text: str, names: Names) -> tuple[list[Parts], str]:
    """All ways to understand ``text``; without any the word that is not known, or nothing."""
    found: list[Sequence[_Part]] = []
    plain = _PHRASE.sub(lambda one: PHRASES[one[0]], folded(text.replace("\u2019", "'")))
    place, count = 0, 1
    while place < len(plain):
        one = _PART.match(plain, place)
        if one is None:
            return [], plain[place : place + 1]
        place = one.end()
        if one.lastgroup == "gap":
            continue
        ways = _ways(one, names)
        count *= len(ways)
        if not ways or count > MOST_WAYS:
            return [], one[0]
        found.append(ways)
    ways_of_all = [_assembled(list(one)) for one in product(*found)]
    return list(dict.fromkeys(one for one in ways_of_all if one is not None)), ""


def _ways(one: re.Match[str], names: Names) -> list[_Part]:
    """What one part can stand for; nothing: it is not known."""
    text = one[0]
    if one["word"]:
        return _of_word(text.strip("."), text, names)
    if one["number"]:
        number = _Number(int(one["number"]), bool(one["ordinal"]), len(one["number"]))
        return [number]
    if one["iso"]:
        year, month, day = map(int, text.split("-"))
        return [DayOf(day, month, year)]
    if one["time"]:
        hour, minute = map(int, re.split("[:h]", text))
        return [TimeOf(hour, minute, text[0] == "0" or "h" in text)]
    if one["decimal"]:
        return [_Amount(float(text.replace(",", ".")))]
    return _of_figures(one, text, names)


def _of_figures(one: re.Match[str], text: str, names: Names) -> list[_Part]:
    figures = [int(part) for part in re.findall(r"\d+", text)]
    day, month, year = (*figures, 0)[:3]
    year += 2000 if 0 < year < 100 else 0
    if one["dotted"]:
        return [DayOf(day, month, year)]
    if one["pair"]:
        ways: list[_Part] = [_Amount(float(text)), DayOf(day, month)]
        whole = len(text.partition(".")[2]) == 2
        return [*ways, TimeOf(day, month, text[0] == "0")] if whole else ways
    first, second = DayOf(day, month, year), DayOf(month, day, year)
    fitting: list[_Part] = [way for way in (first, second) if way.month <= 12]
    if len(fitting) == 2 and names.day_first is not None:
        return [first if names.day_first else second]
    return fitting


def _of_word(word: str, text: str, names: Names) -> list[_Part]:
    meant = WORDS.get(text, WORDS.get(word))
    ways: list[_Part] = [
        *(_Weekday(one) for one in names.days.get(word, ())),
        *(_Month(one) for one in names.months.get(word, ())),
    ]
    if meant == "" and ways:
        return ways  # “Do 9” in German, whatever “do” says in Portuguese
    if meant is not None or word in UNITS or word in ONE:
        ways.append(_Word(meant or "", word))
    return ways


def _assembled(parts: list[_Part]) -> Parts | None:
    """The parts as one whole in which each has its place; None: they are none."""
    if any(isinstance(one, _Word) and one.meant == "span" for one in parts):
        return _span(parts)
    if any(isinstance(one, _Amount) for one in parts):
        return None
    made = Parts()
    parts = _with_hours(parts)
    parts = _with_months(parts)
    for one in parts:
        whole = _joined(made, one)
        if whole is None:
            return None
        made = whole
    return made


def _with_hours(parts: list[_Part]) -> list[_Part]:
    """``3 pm``, ``15 Uhr`` and ``15 h`` as times; then words that say nothing are left out."""
    made: list[_Part] = []
    for at, one in enumerate(parts):
        before = made[-1] if made else None
        if not isinstance(one, _Word) or not isinstance(before, _Number):
            made.append(one)
        elif one.meant == "oclock" or one.text == "h":
            made[-1] = TimeOf(before.value, 0, exact=True)
        elif one.text == "am" and not _begins_day(parts[at + 1 :]):
            made[-1] = TimeOf(before.value)
            made.append(_Word("morning", one.text))
        elif one.text == "pm" or one.meant in {"morning", "later"}:
            made[-1] = TimeOf(before.value)
            made.append(one)
        else:
            made.append(one)
    parts, made = made, []
    for one in parts:
        # After a time of figures: 9:30 am; before a name of a day it is German's “on”.
        if isinstance(one, _Word) and one.text == "am" and made and isinstance(made[-1], TimeOf):
            made.append(_Word("morning", one.text))
        elif not isinstance(one, _Word) or one.meant:
            made.append(one)
        elif one.text not in WORDS:
            return [_Word("?", one.text)]  # a unit outside of a span
    return made


def _begins_day(parts: Sequence[_Part]) -> bool:
    return bool(parts) and isinstance(parts[0], _Weekday | _Month | _Number | DayOf)


def _with_months(parts: list[_Part]) -> list[_Part]:
    """``15 Dec 2026`` and ``Dec 15`` as days."""
    made: list[_Part] = []
    rest = list(parts)
    while rest:
        one = rest.pop(0)
        if isinstance(one, _Number) and one.digits == 4 and made and isinstance(made[-1], DayOf):
            made[-1] = replace(made[-1], year=one.value)
        elif not isinstance(one, _Month):
            made.append(one)
        elif made and isinstance(made[-1], _Number):
            made[-1] = DayOf(made[-1].value, one.value)
        elif rest and isinstance(rest[0], _Number):
            day = rest.pop(0)
            made.append(DayOf(day.value if isinstance(day, _Number) else 0, one.value))
        else:
            made.append(one)
    return made


def _joined(made: Parts, one: _Part) -> Parts | None:
    match one:
        case _Number():
            return _with_number(made, one)
        case TimeOf() if made.time is not None and made.time.bare and made.date is None:
            # What was taken for the hour was the day: “the 15, 10:00”.
            return replace(made, date=DayOf(made.time.hour), time=one)
        case TimeOf() if made.time is None:
            return replace(made, time=one)
        case DayOf() if made.date is None:
            return replace(made, date=one)
        case _Weekday(value=day) if made.weekday is None:
            return replace(made, weekday=day)
    return _of_meaning(made, one) if isinstance(one, _Word) else None


def _with_number(made: Parts, one: _Number) -> Parts | None:
    if one.digits > 2:
        return None
    if one.ordinal or made.time is not None:
        return replace(made, date=DayOf(one.value)) if made.date is None else None
    zero = one.digits == 2 and one.value < 10
    return replace(made, time=TimeOf(one.value, exact=zero, bare=True))


def _of_meaning(made: Parts, one: _Word) -> Parts | None:
    days = {"today": 0, "tomorrow": 1, "overmorrow": 2}.get(one.meant)
    if days is not None:
        dated = made.weekday is not None or made.days is not None or made.date is not None
        if dated and one.text == "morgen":  # Dienstag morgen
            return replace(made, half=Half.MORNING)
        return None if dated else replace(made, days=days)
    change: dict[str, Callable[[], Parts]] = {
        "mine": lambda: replace(made, whose=Whose.MINE),
        "theirs": lambda: replace(made, whose=Whose.THEIRS),
        "morning": lambda: replace(made, half=Half.MORNING),
        "later": lambda: replace(made, half=Half.LATER),
        "noon": lambda: replace(made, time=TimeOf(12, 0, exact=True)),
        "next": lambda: replace(made, following=True),
    }
    if one.meant not in change or (one.meant == "noon" and made.time is not None):
        return None
    return change[one.meant]()


def _span(parts: Sequence[_Part]) -> Parts | None:
    """``in 2 h 30 min``, ``in 3 days 10:00``."""
    minutes, others = _amount(parts)
    rest = _assembled(others) if others else Parts()
    if minutes is None or minutes < 1 or rest is None:
        return None
    if any(x is not None for x in (rest.date, rest.weekday, rest.days, rest.half)):
        return None
    if rest.time is None:
        return None if minutes % 1 else replace(rest, minutes=int(minutes))
    days, left = divmod(minutes, Unit.DAY.value)
    return None if left or not days else replace(rest, days=int(days))


def _amount(parts: Sequence[_Part]) -> tuple[float | None, list[_Part]]:
    """The minutes of a span, and what else there is; None: it is none."""
    minutes, number = 0.0, None
    others: list[_Part] = []
    for one in _spoken(parts):
        if isinstance(one, _Word) and one.text in UNITS and number is not None:
            minutes += number * UNITS[one.text].value
            number = None
        elif isinstance(one, _Number | _Amount) and number in (None, 1.0):
            number = float(one.value)  # after “a”, which is no number then: daqui a 3 dias
        elif isinstance(one, _Word) and one.text in ONE and number is None:
            number = 1.0
        elif number is not None:
            return None, []
        elif not (isinstance(one, _Word) and one.meant in {"", "span"}):
            others.append(one)
    return (None, []) if number is not None else (minutes, others)


def _spoken(parts: Sequence[_Part]) -> Iterator[_Part]:
    """The parts of a span; ``2h30`` is one of hours and minutes there."""
    for at, one in enumerate(parts):
        later = any(isinstance(x, _Word) and x.meant == "span" for x in parts[at:])
        if isinstance(one, TimeOf) and not later and at and one.exact:
            previous = parts[at - 1]
            if isinstance(previous, _Word) and previous.meant == "span":
                yield from (
                    _Number(one.hour),
                    _Word("", "h"),
                    _Number(one.minute),
                    _Word("", "min"),
                )
                continue
        yield one
