"""Hours worked, which begin with the shift or after the last long rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from desktop.breaks.planner.news import Activity

NEW_DAY_AFTER = 4 * 3600 * 1000
"""Milliseconds of rest after which the hours begin anew."""

WORK = frozenset({Activity.INTERACTION, Activity.WORK})


class WorkedTime:
    """Work since the day began, in milliseconds of time that really passed.

    The clock on the wall has no part in it: a night of eight hours by the clock in which daylight
    saving time ends is nine hours long here.
    """

    def __init__(self, shifts: Sequence[int] = ()) -> None:
        """``shifts``: when shifts begin, by the clock ``with_sleep``."""
        self.shifts = tuple(sorted(shifts))
        self.worked = 0
        self.rested = 0
        """Since the last work."""

    def pieces(self, begins: int, ends: int) -> Iterator[tuple[int, int]]:
        """A stretch cut where shifts begin."""
        for cut in self.shifts:
            if begins < cut < ends:
                yield begins, cut
                begins = cut
        yield begins, ends

    def add(self, begins: int, ends: int, activity: Activity) -> bool:
        """Count a stretch that no shift begins within; True when a new day has begun by it."""
        fresh = begins in self.shifts
        if fresh:
            self.worked = 0
        if activity in WORK:
            self.worked += ends - begins
            self.rested = 0
            return fresh
        self.rested += ends - begins
        if self.rested >= NEW_DAY_AFTER and self.worked:
            self.worked = 0
            return True
        return fresh
