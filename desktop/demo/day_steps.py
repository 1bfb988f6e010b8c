"""The agent looks at their day and their week, which stay on this computer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from desktop.breaks.history.store import History
from desktop.demo.acted_day import morning
from desktop.demo.stage import Stage
from desktop.demo.step import Step, fail_unless, in_turn, pictured, presses, runs, sees, sees_gone
from desktop.settings.paths import places

DAY = "Deskhand day"
WEEK = "Deskhand week"


def _has_worked(stage: Stage) -> str:
    """What a morning with breaks leaves behind, as the application keeps it."""
    now = dt.datetime.now().astimezone()
    # It ends before the demo began: from there on the application itself has kept what was.
    records = morning(now - dt.timedelta(minutes=2))
    history = History(places(stage.profile).data)
    try:
        history.write(records)
        kept = history.read(now - dt.timedelta(days=1), now)
    finally:
        history.close()
    fail_unless(len(kept.breaks) >= 3, "the breaks of the morning were not kept")
    peak = max(one.value for one in kept.load)
    return f"{len(kept.breaks)} breaks, load up to {peak:.0f}"


STEPS: Sequence[Step] = (
    Step(
        "the day: calls, breaks and the load, each point with where it comes from",
        in_turn(
            _has_worked,
            runs("day"),
            sees(DAY),
            presses("page_up"),
            presses("page_up"),
            pictured("day-light", DAY),
        ),
        at_practice=False,
        seconds=15,
    ),
    Step(
        "the week, by a key",
        in_turn(
            presses("ctrl", "w"),
            sees(WEEK),
            pictured("week-light", WEEK),
            presses("escape"),
            sees_gone(WEEK),
            runs("day"),
            sees(DAY),
            presses("escape"),
            sees_gone(DAY),
        ),
        at_practice=False,
        seconds=15,
    ),
)
