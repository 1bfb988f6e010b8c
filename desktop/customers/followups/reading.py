"""Reads what an agent types for a time: the moment that it means, or what is not clear about it.

Nothing is guessed in silence. What can mean two things gives both to choose from, a time that the
clocks skip or have twice is said, and a time that is over is refused.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from desktop.customers.followups.scanning import DayOf, Parts, TimeOf, understood
from desktop.customers.followups.words import Half, Whose, names_of

LONGEST = 80
"""Characters."""
FARTHEST = dt.timedelta(days=2 * 366)
MOST_CHOICES = 4
_LAST_OF_NIGHT = 6
"""Hours from one to this are more often meant after noon, when nobody says."""


class Why(Enum):
    """Why there is no one moment yet."""

    NOTHING = auto()
    NOT_KNOWN = auto()
    """A word is not known, or the parts do not fit together."""
    NO_SUCH = auto()
    """No calendar or clock has it."""
    CONTRADICTS = auto()
    """The date is not that weekday's."""
    NO_TIME = auto()
    """A day without an hour."""
    NO_ZONE = auto()
    """The customer's time is meant, and nobody knows where they are."""
    SKIPPED = auto()
    """The clocks go forward over it."""
    OVER = auto()
    TOO_FAR = auto()
    AMBIGUOUS = auto()
    """One of ``choices``."""


@dataclass(frozen=True, slots=True)
class Said:
    """A moment, with the zone in which it was said."""

    at: dt.datetime
    """In UTC."""
    zone: str
    theirs: bool
    """By the customer's clock; False: by the agent's."""

    def there(self) -> dt.datetime:
        """By the clock by which it was said."""
        return self.at.astimezone(zoneinfo.ZoneInfo(self.zone))


@dataclass(frozen=True, slots=True)
class Unclear:
    """No moment yet."""

    why: Why
    choices: tuple[Said, ...] = ()
    word: str = ""
    """Which part is not known."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """Whose clocks there are, and what languages are spoken."""

    now: dt.datetime
    mine: str
    """The agent's zone (IANA)."""
    theirs: str = ""
    """The customer's; empty: not known."""
    prefer: Whose | None = None
    """By whose clock it is meant when the text does not say; None: the customer's if known."""
    languages: tuple[str, ...] = ()


def read_time(text: str, clocks: Clocks) -> Said | Unclear:
    """What ``text`` means: ``Tuesday 15:00``, ``in 2 h``, ``15.12. 10:30 my time``."""
    if not text.strip():
        return Unclear(Why.NOTHING)
    ways, unknown = (
        understood(text, names_of(clocks.languages)) if len(text) <= LONGEST else ([], "")
    )
    if not ways:
        return Unclear(Why.NOT_KNOWN, word=unknown if unknown.isalpha() else "")
    moments: dict[Said, None] = {}
    faults: list[Why] = []
    for way in ways:
        for found in _moments(way, clocks):
            if isinstance(found, Said):
                moments.setdefault(found)
            else:
                faults.append(found)
    if len(moments) == 1:
        return next(iter(moments))
    if moments:
        return Unclear(Why.AMBIGUOUS, tuple(moments)[:MOST_CHOICES])
    return Unclear(max(faults, key=lambda one: one.value, default=Why.NOT_KNOWN))


def _moments(parts: Parts, clocks: Clocks) -> Iterator[Said | Why]:
    theirs = _is_theirs(parts, clocks)
    zone = clocks.theirs if theirs else clocks.mine
    if not zone:
        yield Why.NO_ZONE
        return
    clock = zoneinfo.ZoneInfo(zone)
    now = clocks.now.astimezone(clock)
    if parts.minutes is not None and parts.minutes > FARTHEST.total_seconds() // 60:
        yield Why.TOO_FAR
        return
    if parts.minutes is not None:
        # Days are the calendar's, hours the clock's.
        days, minutes = divmod(parts.minutes, 24 * 60)
        wall = now.replace(tzinfo=None, fold=0) + dt.timedelta(days=days)
        span = dt.timedelta(minutes=minutes)
        starts = _instants(wall, clock) if days else [clocks.now.astimezone(dt.UTC)]
        walls = [(one + span).replace(second=0, microsecond=0) for one in starts]
        yield from (_checked(one, zone, clocks, theirs=theirs) for one in walls)
        if not starts:
            yield Why.SKIPPED
        return
    times = _times(parts)
    if isinstance(times, Why):
        yield times
        return
    for time in times:
        for day in _days(parts, now, time):
            if isinstance(day, Why):
                yield day
                continue
            instants = _instants(dt.datetime.combine(day, time), clock)
            yield from (_checked(one, zone, clocks, theirs=theirs) for one in instants)
            if not instants:
                yield Why.SKIPPED


def _is_theirs(parts: Parts, clocks: Clocks) -> bool:
    whose = parts.whose or clocks.prefer
    return whose is Whose.THEIRS if whose is not None else bool(clocks.theirs)


def _checked(at: dt.datetime, zone: str, clocks: Clocks, *, theirs: bool) -> Said | Why:
    if at <= clocks.now:
        return Why.OVER
    return Why.TOO_FAR if at - clocks.now > FARTHEST else Said(at, zone, theirs)


def _instants(wall: dt.datetime, zone: dt.tzinfo) -> list[dt.datetime]:
    """When the clocks of a zone show this: once, twice, or never."""
    found = []
    for fold in (0, 1):
        at = wall.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC)
        if at.astimezone(zone).replace(tzinfo=None, fold=0) == wall and at not in found:
            found.append(at)
    return found


def _times(parts: Parts) -> Sequence[dt.time] | Why:
    """The times of day that are meant, the likeliest first."""
    if parts.time is None:
        return Why.NO_TIME
    said = parts.time
    if said.hour > 23 or said.minute > 59:
        return Why.NO_SUCH
    return [dt.time(hour, said.minute) for hour in _hours(said, parts.half)] or Why.NO_SUCH


def _hours(said: TimeOf, half: Half | None) -> list[int]:
    hour = said.hour
    if half is Half.MORNING:
        return [hour % 12] if hour <= 12 else []
    if half is Half.LATER:
        return [hour % 12 + 12] if 0 < hour <= 12 else [hour] if hour else []
    if not said.exact and 1 <= hour <= _LAST_OF_NIGHT:
        return [hour + 12, hour]
    return [hour]


def _days(parts: Parts, now: dt.datetime, time: dt.time) -> Iterator[dt.date | Why]:
    """The days that are meant, by the clock at which ``now`` is told."""
    today = now.date()
    if parts.date is not None:
        day = _day_of(parts.date, now.replace(tzinfo=None, fold=0), time)
        if isinstance(day, dt.date) and parts.weekday not in (None, day.weekday()):
            yield Why.CONTRADICTS
        else:
            yield day
    elif parts.days is not None:
        if parts.days > FARTHEST.days:
            yield Why.TOO_FAR
            return
        day = today + dt.timedelta(days=parts.days)
        yield day if parts.weekday in (None, day.weekday()) else Why.CONTRADICTS
    elif parts.weekday is not None:
        ahead = (parts.weekday - today.weekday()) % 7
        over = not ahead and time <= now.time()
        weeks = [1] if over or (not ahead and parts.following) else [0]
        if not over and (parts.following or not ahead):
            weeks = [1] if not ahead and parts.following else [0, 1]
        for week in weeks:
            yield today + dt.timedelta(days=ahead + 7 * week)
    else:
        yield today + dt.timedelta(days=int(time <= now.time()))


def _day_of(said: DayOf, now: dt.datetime, time: dt.time) -> dt.date | Why:
    if said.year:
        return _date(said.year, said.month, said.day) or Why.NO_SUCH
    years = [now.year, now.year + 1]
    months = [said.month] if said.month else list(range(1, 13))
    for year in years:
        for month in months:
            day = _date(year, month, said.day)
            if day is not None and dt.datetime.combine(day, time) > now:
                return day
    return Why.NO_SUCH


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
