"""Whether the agent is asked how an interaction was: for a moment after it, and never twice."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.breaks.planner.inputs import InInteraction, State
from desktop.breaks.planner.state import PlannerState

ASKED_S = 20.0
"""So long it may be said by one tap; who says nothing is not asked again."""
LEAST_S = 10.0
"""A shorter one was no contact that could be hard."""


class Asking:
    """Seconds are of the clock ``with_sleep``."""

    def __init__(self) -> None:
        """No interaction is known."""
        self._began: float | None = None
        self._said = False
        self._until = 0.0

    def hear(self, states: Iterable[State], at: float) -> None:
        """What has changed: an interaction opened, or the last one closed."""
        for one in states:
            if not isinstance(one, InInteraction):
                continue
            if one.open and self._began is None:
                self._began, self._said, self._until = at, False, 0.0
            elif not one.open and self._began is not None:
                asks = at - self._began >= LEAST_S and not self._said
                self._began, self._until = None, at + ASKED_S if asks else 0.0

    def say(self) -> None:
        """The agent has said it."""
        self._said, self._until = True, 0.0

    def until(self, state: PlannerState, at: float) -> float:
        """When asking ends; 0 while nobody is asked."""
        busy = state.running is not None or state.breathing_until is not None or state.withheld()
        return 0.0 if busy or self._until <= at else self._until
