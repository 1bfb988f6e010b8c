"""A morning of the agent's: calls, breaks, what they said of them, and the load from it."""

from __future__ import annotations

import datetime as dt
from typing import Final

from desktop.breaks.history.chronicle import Chronicle
from desktop.breaks.history.records import Records
from desktop.breaks.load import StressLoad, Tap
from desktop.breaks.planner.news import Activity, BreakEvent, Outcome, Span, What
from desktop.breaks.planner.rules import Kind

_COURSE: Final = (
    # minutes, and what they were spent with
    (9, Activity.INTERACTION),
    (4, Activity.WORK),
    (12, Activity.INTERACTION),
    (1, Activity.SHORT_BREAK),
    (17, Activity.INTERACTION),
    (5, Activity.WORK),
    (7, Activity.INTERACTION),
    (5, Activity.LONG_BREAK),
    (20, Activity.INTERACTION),
    (3, Activity.WORK),
    (1, Activity.SHORT_BREAK),
    (26, Activity.INTERACTION),
    (2, Activity.BREATHING),
    (8, Activity.WORK),
)
_KINDS: Final = {Activity.SHORT_BREAK: Kind.SHORT, Activity.LONG_BREAK: Kind.LONG}
_TAPS: Final = {57: Tap.HARD, 111: Tap.ABUSIVE}
"""At which minutes."""
MINUTES: Final = sum(minutes for minutes, _activity in _COURSE)


def morning(until: dt.datetime) -> Records:
    """What was kept of the two hours before that time."""
    begins = until - dt.timedelta(minutes=MINUTES)
    chronicle = Chronicle(lambda second: begins + dt.timedelta(seconds=second))
    load = StressLoad(start=begins)
    minute = 0
    for minutes, activity in _COURSE:
        kind = _KINDS.get(activity)
        if kind is not None:
            chronicle.hear([BreakEvent(minute * 60, What.START, kind)])
        for _ in range(minutes):
            span = Span(minute * 60_000, (minute + 1) * 60_000, activity)
            minute += 1
            chronicle.spend(span)
            for ended in load.spend(span):
                tap = _TAPS.get(minute)
                if tap is not None:
                    load.tap(minute * 60, tap)
                    chronicle.tap(minute * 60, tap)
                chronicle.load(ended / 1000, load.value, load.ledger.parts())
        if kind is not None:
            chronicle.hear([BreakEvent(minute * 60, What.END, kind, Outcome.TAKEN)])
    return chronicle.take(minute * 60)
