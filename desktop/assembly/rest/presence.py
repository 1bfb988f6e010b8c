"""Is somebody there? What the age of the last input means to the planner, and when to ask again.

Presence is asked as seldom as possible: while somebody works, when the last input would be
``idle_after`` old, since only then it means anything; while nobody does, every two or five seconds,
and the planner is told of the first input at the time at which it came, so that asking late changes
no clock. In a break the end of input is wanted sooner: who comes back is to be greeted by no clock
that has run on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desktop.breaks.planner.inputs import Now, Presence, Present
from desktop.breaks.planner.rules import Rules
from desktop.breaks.planner.state import PlannerState
from desktop.host.base import Attendance
from desktop.host.base import Presence as PresenceSource

_GONE_S: Final = 3.0
"""In a break, no input for so long is nobody."""
_BACK_S: Final = 2.0
_AWAY_S: Final = 5.0
"""How often a first input is looked for, soon after the last one and later."""
_UNKNOWN_S: Final = 30.0
"""How often a system is asked that could not tell."""
_NEW_S: Final = 0.2
"""Input so little later than the one that is known is the same, read by two clocks."""
_SLEPT_S: Final = 0.5


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look has to tell the planner."""

    before: Present | None = None
    """Ahead of everything else that is news."""
    early: Now | None = None
    """When input came, if that was before now: a step of its own tells of it."""
    after: tuple[Present, ...] = ()
    """Behind it."""


class Watch:
    """Asks the system for the last input. Not for several threads at once."""

    def __init__(self, presence: PresenceSource) -> None:
        """Nothing is known yet."""
        self._presence = presence
        self._locked = False
        self._input = float("-inf")
        """When the last known input came, by the clock ``awake``, as its source counts."""

    def attend(self, attendance: Attendance) -> Present | None:
        """The system says something of whether somebody is there."""
        if attendance is Attendance.LOCKED:
            self._locked = True
            return Present(Presence.LOCKED)
        if attendance is Attendance.UNLOCKED and self._locked:
            self._locked = False
            return Present(Presence.IDLE)
        return None

    def idle(self) -> float | None:
        """Seconds since the last input; None: nobody is there, or nobody knows."""
        return None if self._locked else self._presence.idle_s()

    def look(
        self, now: Now, last: Now, idle: float, state: PlannerState, rules: Rules, *, news: bool
    ) -> Seen:
        """What the age of the last input means; ``last`` is the look before, ``news`` other news.

        What was slept since the input is not in its age.
        """
        slept = (now.with_sleep - last.with_sleep) - (now.awake - last.awake)
        if slept <= _SLEPT_S or now.awake - idle > last.awake + _NEW_S:
            slept = 0.0
        at = now.with_sleep - idle - slept
        fresh = now.awake - idle > self._input + _NEW_S
        self._input = max(self._input, now.awake - idle)
        gone = idle >= _gone_after(state, rules)
        if state.presence is Presence.ACTIVE:
            return Seen(before=Present(Presence.IDLE, at) if gone else None)
        if not fresh or (gone and state.presence is None):
            return Seen()
        after = [Present(Presence.IDLE, at)] if gone else []
        if state.at is not None and at * 1000 > state.at and not news:
            # It is told as it was: the clocks run from the input on, not from our asking.
            return Seen(early=Now(now.awake - idle, at, now.wall), after=tuple(after))
        return Seen(after=(Present(Presence.ACTIVE), *after))

    def ask_in(self, idle: float | None, state: PlannerState, rules: Rules) -> float:
        """When to ask again."""
        if self._locked:
            return float("inf")
        if idle is None:
            return _UNKNOWN_S
        if state.presence is Presence.ACTIVE:
            return max(_gone_after(state, rules) - idle, 0.05)
        long = rules.long.length / 1000
        # Input that is older than idle_after when it is seen would count for nobody's.
        return min(_BACK_S if idle < long else _AWAY_S, _gone_after(state, rules) / 2)


def _gone_after(state: PlannerState, rules: Rules) -> float:
    idle_after = rules.idle_after / 1000
    return min(_GONE_S, idle_after) if state.running else idle_after
