"""What is offered when the load is high. Offers only: nothing here forces, and nothing hurries.

Readings: a prompt by the load also waits for the end of a break, of breathing and of an absence, in
which it would be read by nobody or ask for what is being done; the pause after an abusive contact
waits for the end of the interaction only. ``level`` is the load from which that much is offered;
after an abusive contact it is at least the second, a pause now, which in Brazil NR-17 Annex II
makes a right.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum

from desktop.breaks.load_numbers import LoadNumbers
from desktop.breaks.planner.news import Activity, Seconds

_NOT_ASKED = frozenset({Activity.INTERACTION, Activity.ASLEEP})
"""A computer that sleeps may have an interaction open, and shows nothing to anybody."""
_OPEN = frozenset({Activity.WORK, Activity.DESK})


class Reason(StrEnum):
    """Why something is offered."""

    LOAD = "load"
    ABUSIVE = "abusive"


@dataclass(frozen=True, slots=True)
class Prompt:
    """An offer."""

    at: Seconds
    level: Seconds
    reason: Reason
    step: int = 1
    """1 to 3: breathing, a break, a longer one."""

    def plain(self) -> dict[str, object]:
        """For JSON."""
        return {"at": self.at, "event": "prompt", "level": self.level, "reason": self.reason.value}


class Prompter:
    """Remembers what was offered."""

    def __init__(self, numbers: LoadNumbers) -> None:
        """Begin with nothing offered."""
        self.change(numbers)
        self._offered = 0
        """How many of the levels were, and still count as offered."""
        self._last: float | None = None
        self._abusive = False

    def change(self, numbers: LoadNumbers) -> None:
        """Go by other numbers from now on."""
        self._levels = (numbers.first_prompt, numbers.second_prompt, numbers.third_prompt)
        self._hysteresis = numbers.hysteresis
        self._pause = numbers.prompt_pause * 60

    def abusive(self) -> None:
        """An abusive contact was reported: offer a pause as soon as may be."""
        self._abusive = True

    @property
    def owes(self) -> bool:
        """Is a pause after an abusive contact still to be offered?"""
        return self._abusive

    def consider(self, at: Seconds, load: float, now: Activity) -> Prompt | None:
        """What to offer at this moment, which is spent with ``now`` from here on."""
        while self._offered and load < self._levels[self._offered - 1] - self._hysteresis:
            self._offered -= 1
        reached = bisect_right(self._levels, load)
        if self._abusive and now not in _NOT_ASKED:
            return self._offer(at, max(reached, 2), Reason.ABUSIVE, reached)
        if now not in _OPEN:
            return None
        soon = self._last is not None and at - self._last < self._pause
        if reached > self._offered and not soon:
            return self._offer(at, reached, Reason.LOAD, reached)
        return None

    def _offer(self, at: Seconds, number: int, reason: Reason, reached: int) -> Prompt:
        self._abusive = False
        self._last = at
        self._offered = max(self._offered, reached)
        level = self._levels[number - 1]
        return Prompt(at, int(level) if level == int(level) else level, reason, number)
