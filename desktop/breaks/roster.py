"""Rostered breaks and shifts from a calendar: When I Work, UKG, Genesys, or any other.

Readings: an event whose name has a word for a break is a break, one with a word for absence is
nothing, and all others (calls, meetings, training, "Shift") are planned work. Planned work and
breaks with less than four hours between them make one shift. All-day and cancelled events are left
out. A time without a zone, or with one that nobody knows, is in the agent's own.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop.breaks.calendar_file import near
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


def read_roster(
    data: bytes, zone: dt.tzinfo, since: dt.date, days: int = 14, words: Sequence[str] = ()
) -> Roster:
    """The breaks and shifts in an iCalendar file from ``since`` on, for so many days.

    ``zone`` is the agent's own; ``words`` are more of theirs that mean a break.

    Raises:
        UserError: it is no calendar that can be read.
    """
    import icalendar
    import recurring_ical_events

    until = since + dt.timedelta(days=days)
    kept = near(data, since, until)
    begins = dt.datetime.combine(since, dt.time(), zone)
    ends = dt.datetime.combine(until, dt.time(), zone)
    try:
        calendar = icalendar.Calendar.from_ical(kept.text)
        query = recurring_ical_events.of(calendar, skip_bad_series=True)
        events = query.between(begins, ends)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError) as error:
        # The parser's words quote the calendar.
        raise UserError(
            "The calendar can't be read",
            f"It is not as a calendar should be ({type(error).__name__})",
            "Get the link for calendar subscription again from your scheduling system",
        ) from None
    breaks: list[Planned] = []
    work: list[Planned] = []
    odd = kept.dropped
    known = {word.casefold() for word in (*BREAK_WORDS, *words)}
    for event in events:
        planned = _planned(event, zone)
        if planned is None:
            continue
        said = set(_WORD.findall(planned.name.casefold()))
        length = planned.ends.astimezone(dt.UTC) - planned.begins.astimezone(dt.UTC)
        if said & ABSENCE_WORDS or _OFF.fullmatch(planned.name) or length <= dt.timedelta():
            continue
        if said & known and length <= LONGEST_BREAK:
            breaks.append(planned)
        elif length <= LONGEST_SHIFT:
            work.append(planned)
        else:
            odd += 1
    return Roster(
        tuple(sorted(set(breaks))), _shifts([*work, *breaks] if work else []), _problems(odd)
    )


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


def _planned(event: object, zone: dt.tzinfo) -> Planned | None:
    get = getattr(event, "get", None)
    decoded = [getattr(get(name), "dt", None) for name in ("DTSTART", "DTEND")] if get else []
    if get is None or str(get("STATUS", "")).upper() == "CANCELLED":
        return None
    begins, ends = decoded
    if not isinstance(begins, dt.datetime) or not isinstance(ends, dt.datetime):
        return None  # a whole day
    name = plain(str(get("SUMMARY", "")))
    return Planned(_placed(begins, zone), _placed(ends, zone), name)


def _placed(moment: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)


def _shifts(planned: list[Planned]) -> tuple[Planned, ...]:
    found: list[Planned] = []
    for one in sorted(planned, key=lambda one: one.begins):
        if found and one.begins - found[-1].ends < APART:
            last = found.pop()
            one = Planned(last.begins, max(last.ends, one.ends))  # noqa: PLW2901 - the joined one
        found.append(Planned(one.begins, one.ends))
    return tuple(found)


def _problems(odd: int) -> tuple[Problem, ...]:
    if not odd:
        return ()
    what = f"{odd} entries of the calendar are left out"
    why = "They are too many, too long or repeat too often for a roster"
    return (Problem(what, why, severity=Severity.WARNING),)
