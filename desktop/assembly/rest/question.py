"""Whether and when to ask for breaks: once in a profile's life, and when nothing is interrupted.

Breaks are off at first, because a covered screen is for who asked for it.
"""

from __future__ import annotations

from typing import Final

from desktop.settings.sections.breaks import BREAKS_ASKED, BREAKS_ON
from desktop.settings.values import Snapshot

SETTLED_S: Final = 15.0
"""Seconds after a call, and after the beginning, in which nothing is asked."""
THERE_S: Final = 60.0
"""Who did something within so many seconds is there to be asked."""


def is_open(settings: Snapshot) -> bool:
    """Is it still to be said whether there shall be breaks?"""
    return not settings.is_chosen(BREAKS_ON)


def is_due(settings: Snapshot) -> bool:
    """Was it never asked, either?"""
    return is_open(settings) and not settings.get(BREAKS_ASKED)


def is_there(idle_s: float | None) -> bool:
    """Somebody is, as far as anybody can tell."""
    return idle_s is None or idle_s < THERE_S


class Lull:
    """Knows what the agent is in the middle of. Seconds are of the clock ``awake``."""

    def __init__(self, at: float) -> None:
        """Nothing is known to go on at this moment, and what does is told soon."""
        self._going_on: set[str] = set()
        self._since = at

    def note(self, what: str, *, goes_on: bool, at: float) -> None:
        """Something like ``interaction`` has begun or is over."""
        if goes_on:
            self._going_on.add(what)
        elif what in self._going_on:
            self._going_on.remove(what)
            self._since = at

    def is_broken(self) -> bool:
        """Does anything go on?"""
        return bool(self._going_on)

    def allows(self, at: float, idle_s: float | None) -> bool:
        """May something be asked now?"""
        settled = at - self._since >= SETTLED_S
        return settled and not self._going_on and is_there(idle_s)
