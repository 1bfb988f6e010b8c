"""Made-up days, breaks and exercises for tests and pictures; the load is the real one's."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from desktop.breaks.exercises import Exercise, exercises
from desktop.breaks.load import StressLoad, Tap
from desktop.breaks.planner.news import Activity, Span
from desktop.breaks.planner.rules import Kind
from desktop.ui.breaks.day_values import Day, Doing, LoadPoint, Part, Rostered, Stretch, TapMark

BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
MONDAY = dt.date(2026, 11, 16)
TODAY = dt.date(2026, 11, 20)

_ACTIVITIES = {
    Doing.WORK: Activity.WORK,
    Doing.INTERACTION: Activity.INTERACTION,
    Doing.SHORT_BREAK: Activity.SHORT_BREAK,
    Doing.LONG_BREAK: Activity.LONG_BREAK,
    Doing.ROSTERED_BREAK: Activity.LONG_BREAK,
    Doing.BREATHING: Activity.BREATHING,
}
_COURSE = (
    # minutes, and what they were spent with; None is away
    *((9, Doing.INTERACTION), (4, Doing.WORK), (12, Doing.INTERACTION), (1, Doing.SHORT_BREAK)),
    *((17, Doing.INTERACTION), (5, Doing.WORK), (8, Doing.INTERACTION), (5, Doing.LONG_BREAK)),
    *((21, Doing.INTERACTION), (3, Doing.WORK), (1, Doing.SHORT_BREAK), (26, Doing.INTERACTION)),
    *((15, Doing.ROSTERED_BREAK), (24, Doing.INTERACTION), (6, Doing.WORK), (1, Doing.SHORT_BREAK)),
    *((19, Doing.INTERACTION), (2, Doing.BREATHING), (8, Doing.WORK), (22, Doing.INTERACTION)),
    *((5, Doing.LONG_BREAK), (25, Doing.INTERACTION), (4, Doing.WORK), (30, None)),
)

MANY_TAPS = tuple(
    (minute, Tap.ABUSIVE if minute % 3 else Tap.HARD) for minute in range(60, 640, 45)
)


def exercise(name: str) -> Exercise:
    return next(one for kind in Kind for one in exercises()[kind] if one.id == name)


def day(
    date: dt.date = TODAY,
    *,
    hour: int = 9,
    minutes: int = 340,
    shift: int = 510,
    today: bool = False,
    taps: tuple[tuple[int, Tap], ...] = ((171, Tap.HARD), (302, Tap.ABUSIVE)),
) -> Day:
    """``minutes`` of a shift of ``shift`` minutes are over; taps come at minutes of it."""
    begins = dt.datetime(date.year, date.month, date.day, hour, tzinfo=BERLIN)
    wait = dict(taps)
    load = StressLoad(start=begins)
    at, stretches, points, marks = 0, [], [LoadPoint(begins, 0.0)], []
    course = 0
    while at < minutes:
        long, doing = _COURSE[course % len(_COURSE)]
        course += 1
        ends = min(at + long, minutes)
        if doing is not None:
            stretches.append(Stretch(later(begins, at), later(begins, ends), doing))
        activity = Activity.AWAY if doing is None else _ACTIVITIES[doing]
        for minute in range(at, ends):
            for _ in load.spend(Span(minute * 60_000, (minute + 1) * 60_000, activity)):
                if minute + 1 in wait:
                    load.tap((minute + 1) * 60, wait[minute + 1])
                    marks.append(TapMark(later(begins, minute + 1), wait[minute + 1].value))
            points.append(LoadPoint(later(begins, minute + 1), load.value, _parts(load, begins)))
        at = ends
    rostered = (
        Rostered(later(begins, 112), later(begins, 127), "Tea"),
        Rostered(later(begins, 243), later(begins, 273), "Lunch"),
        Rostered(later(begins, 420), later(begins, 435), "Afternoon break, second team"),
    )
    return Day(
        date, begins, later(begins, shift), tuple(stretches), tuple(points), tuple(marks), rostered,
        today=today,
    )  # fmt: skip


def later(begins: dt.datetime, minutes: float) -> dt.datetime:
    passed = dt.timedelta(minutes=minutes)
    return (begins.astimezone(dt.UTC) + passed).astimezone(begins.tzinfo)


def empty(date: dt.date = TODAY, *, today: bool = True) -> Day:
    begins = dt.datetime(date.year, date.month, date.day, 9, tzinfo=BERLIN)
    return Day(date, begins, later(begins, 480), today=today)


def night() -> Day:
    """A night shift in which the clocks go back: 22 to 6 by the clock, nine hours."""
    return day(dt.date(2026, 10, 24), hour=22, minutes=540, shift=540, taps=())


def week() -> tuple[Day, ...]:
    days = [day(MONDAY, hour=8, minutes=480, taps=((200, Tap.HARD),))]
    days.append(day(MONDAY + dt.timedelta(1), minutes=505, taps=((60, Tap.OK), (120, Tap.ABUSIVE))))
    days.append(empty(MONDAY + dt.timedelta(2), today=False))
    days.append(day(MONDAY + dt.timedelta(3), hour=13, minutes=470, taps=()))
    days.append(day(TODAY, today=True))
    days += [empty(TODAY + dt.timedelta(n), today=False) for n in (1, 2)]
    return tuple(days)


def _parts(load: StressLoad, begins: dt.datetime) -> tuple[Part, ...]:
    found = []
    for name, value in load.ledger.parts().items():
        what, _, second = name.partition("@")
        found.append(Part(what, value, later(begins, float(second) / 60) if second else None))
    return tuple(found)
