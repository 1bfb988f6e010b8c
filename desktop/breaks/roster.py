"""Rostered breaks and shifts from a calendar: When I Work, UKG, Genesys, or any other.

Readings: an event whose name has a word for a break is a break, one with a word for absence is
nothing, and all others (calls, meetings, training, "Shift") are planned work. Planned work and
breaks with less than four hours between them make one shift. An agent's words for a shift, once
there are any, make all other events nothing. Cancelled events are left out, and so are those of
whole days, unless they are an absence: a day off. A time without a zone, or with one that nobody
knows, is in the one that the calendar is in (X-WR-TIMEZONE), else in the agent's own.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from desktop.breaks.planner.inputs import Rostered, RosteredBreak, Shift
from desktop.core.results import Problem, Severity, UserError


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BREAK_WORDS = _words(
    "break breaks lunch meal tea coffee rest pause pausen pausenzeit mittag mittagspause kaffee "
    "pausa almuerzo comida descanso almoço almoco refeição déjeuner dejeuner repas pranzo przerwa "
    "استراحة غداء"
)
"""Usual words for a break, in small letters; an agent can add their own."""
ABSENCE_WORDS = _words(
    "vacation holiday holidays leave pto sick absence absent unavailable urlaub frei krank "
    "abwesend vacaciones libre baja férias ferias folga congé conge congés"
)
_OFF = re.compile(r"(?:day|time) off|off", re.IGNORECASE)
LONGEST_BREAK = dt.timedelta(hours=3)
LONGEST_SHIFT = dt.timedelta(hours=24)
APART = dt.timedelta(hours=4)
"""Between two shifts; less is a gap in one."""
_LONGEST_NAME = 100
_DAY = dt.timedelta(days=1)
_DAY_BEGINS = dt.time(4)
"""The hour at which nobody's evening is still on."""
_WORD = re.compile(r"\w+")
_CALENDAR_ZONE = re.compile(
    r"^X-WR-TIMEZONE[^:\r\n]*:([^\r\n]{1,64})", re.MULTILINE | re.IGNORECASE
)


class Component(Protocol):
    """What is used of an event of icalendar."""

    def get(self, name: str, default: object = None) -> object:
        """The property of that name."""


@dataclass(frozen=True, slots=True, order=True)
class Planned:
    """A stretch of time in the calendar. Times have their zone."""

    begins: dt.datetime
    ends: dt.datetime
    name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Roster:
    """What the calendar says of a stretch of days."""

    breaks: tuple[Planned, ...] = ()
    shifts: tuple[Planned, ...] = ()
    problems: tuple[Problem, ...] = ()
    """What could not be used; the rest is."""
    off: tuple[dt.date, ...] = ()
    """Whole days of absence."""

    def rostered(self, wall: dt.datetime, seconds: float) -> Rostered:
        """As the planner takes it: ``wall`` is the time at second ``seconds`` of its clock.

        Differences are of real time: where daylight saving time ends in a night shift, the shift is
        an hour longer than its clock times say.
        """

        def at(moment: dt.datetime) -> float:
            return seconds + (moment.astimezone(dt.UTC) - wall.astimezone(dt.UTC)).total_seconds()

        breaks = (
            RosteredBreak(at(b.begins), at(b.ends) - at(b.begins), b.name) for b in self.breaks
        )
        shifts = (Shift(at(one.begins), at(one.ends)) for one in self.shifts)
        return Rostered(tuple(breaks), tuple(shifts))


@dataclass(frozen=True, slots=True)
class RosterWords:
    """What an agent's schedule calls things, beside the usual words."""

    breaks: tuple[str, ...] = ()
    absences: tuple[str, ...] = ()
    shifts: tuple[str, ...] = ()
    """With any, nothing else is a shift."""

    def is_break(self, said: str) -> bool:
        """Does this name mean a break?"""
        return _has(said, BREAK_WORDS, self.breaks)

    def is_absence(self, said: str) -> bool:
        """Does it mean time off?"""
        return bool(_OFF.fullmatch(said)) or _has(said, ABSENCE_WORDS, self.absences)

    def is_shift(self, said: str) -> bool:
        """Does it mean work?"""
        return not self.shifts or _has(said, frozenset(), self.shifts)


def _has(said: str, known: frozenset[str], own: tuple[str, ...]) -> bool:
    folded = said.casefold()
    words = _WORD.findall(folded)
    if not known.isdisjoint(words):
        return True
    # One's own may be several words, or a sign that is none.
    spaced = f" {' '.join(words)} "
    for one in own:
        wanted = " ".join(_WORD.findall(one.casefold()))
        if f" {wanted} " in spaced if wanted else one and one.casefold() in folded:
            return True
    return False


def read_roster(
    data: bytes,
    zone: dt.tzinfo,
    since: dt.date,
    days: int = 14,
    words: RosterWords = RosterWords(),
) -> Roster:
    """The breaks and shifts in an iCalendar file from ``since`` on, for so many days.

    ``zone`` is the agent's own.

    Raises:
        UserError: it is no calendar that can be read.
    """
    import icalendar
    import recurring_ical_events

    from desktop.breaks.calendar_file import near

    until = since + dt.timedelta(days=days)
    kept = near(data, since, until)
    begins = dt.datetime.combine(since, dt.time(), zone)
    ends = dt.datetime.combine(until, dt.time(), zone)
    try:
        calendar = icalendar.Calendar.from_ical(_CALENDAR_ZONE.sub("", kept.text))
        query = recurring_ical_events.of(calendar, skip_bad_series=True)
        events = query.between(begins, ends)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError) as error:
        # The parser's words quote the calendar.
        raise UserError(
            "The calendar can't be read",
            f"It is not as a calendar should be ({type(error).__name__})",
            "Get the link for calendar subscription again from your scheduling system",
        ) from None
    zone = _zone_of(kept.text) or zone
    breaks: list[Planned] = []
    work: list[Planned] = []
    off: set[dt.date] = set()
    odd = kept.dropped
    for event in events:
        planned = _planned(event, zone)
        if planned is None:
            if _is_valid(event) and words.is_absence(_name(event)):
                off.update(_days(event, since, until))
            continue
        length = planned.ends.astimezone(dt.UTC) - planned.begins.astimezone(dt.UTC)
        if length <= dt.timedelta() or words.is_absence(planned.name):
            continue
        if length <= LONGEST_BREAK and words.is_break(planned.name):
            breaks.append(planned)
        elif not words.is_shift(planned.name):
            continue
        elif length <= LONGEST_SHIFT:
            work.append(planned)
        else:
            odd += 1
    shifts = _shifts([*work, *breaks] if work else [])
    return Roster(tuple(sorted(set(breaks))), shifts, _problems(odd), tuple(sorted(off)))


def joined(rosters: Sequence[Roster]) -> Roster:
    """Several calendars as one."""
    breaks = {one for roster in rosters for one in roster.breaks}
    shifts = [one for roster in rosters for one in roster.shifts]
    off = {day for roster in rosters for day in roster.off}
    problems = tuple(one for roster in rosters for one in roster.problems)
    return Roster(tuple(sorted(breaks)), _shifts(shifts), problems, tuple(sorted(off)))


def until_tomorrow(now: dt.datetime, shifts: Sequence[Planned] = ()) -> dt.datetime:
    """When "until tomorrow" ends: with the next shift, or at four in the morning."""
    coming = [one.begins for one in shifts if one.begins > now]
    if coming:
        return min(coming)
    day = now.date() if now.timetz().replace(tzinfo=None) < _DAY_BEGINS else now.date() + _DAY
    return dt.datetime.combine(day, _DAY_BEGINS, now.tzinfo)


def plain(text: str) -> str:
    """A name from outside as one short line without control characters."""
    cleaned = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in text[:1000])
    return " ".join(cleaned.split())[:_LONGEST_NAME]


def _planned(event: Component, zone: dt.tzinfo) -> Planned | None:
    begins, ends = (_date_of(event, name) for name in ("DTSTART", "DTEND"))
    if not _is_valid(event):
        return None
    if not isinstance(begins, dt.datetime) or not isinstance(ends, dt.datetime):
        return None  # a whole day
    return Planned(_placed(begins, zone), _placed(ends, zone), _name(event))


def _is_valid(event: Component) -> bool:
    return str(event.get("STATUS", "")).upper() != "CANCELLED"


def _name(event: Component) -> str:
    return plain(str(event.get("SUMMARY", "")))


def _date_of(event: Component, name: str) -> dt.date | None:
    found = getattr(event.get(name), "dt", None)
    return found if isinstance(found, dt.date) else None


def _days(event: Component, since: dt.date, until: dt.date) -> Iterator[dt.date]:
    """The whole days of an event; its end is the day after."""
    begins, ends = (_date_of(event, name) for name in ("DTSTART", "DTEND"))
    if begins is None or isinstance(begins, dt.datetime) or isinstance(ends, dt.datetime):
        return
    day = max(begins, since)
    while day < min(ends or begins + _DAY, until):
        yield day
        day += _DAY


def _zone_of(text: str) -> dt.tzinfo | None:
    """What the calendar says its zone is, as Google and others write it."""
    said = _CALENDAR_ZONE.search(text)
    if said is None:
        return None
    import zoneinfo

    try:
        return zoneinfo.ZoneInfo(said[1].strip()[:64])
    except (ValueError, OSError):  # no such zone, or no name of one
        return None


def _placed(moment: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)


def _shifts(planned: list[Planned]) -> tuple[Planned, ...]:
    found: list[Planned] = []
    for one in sorted(planned, key=lambda one: one.begins):
        apart = one.begins.timestamp() - found[-1].ends.timestamp() if found else 0.0
        if found and apart < APART.total_seconds():
            last = found.pop()
            one = Planned(last.begins, max(last.ends, one.ends))  # noqa: PLW2901 - the joined one
        found.append(Planned(one.begins, one.ends))
    return tuple(found)


def _problems(odd: int) -> tuple[Problem, ...]:
    if not odd:
        return ()
    many = f"{odd} entries of the calendar are" if odd > 1 else "An entry of the calendar is"
    what = f"{many} left out"
    why = "A roster has not so many, none so long, and none that repeat so often"
    return (Problem(what, why, severity=Severity.WARNING),)
