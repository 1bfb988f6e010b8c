"""Hours worked, which begin with the shift or after the last long rest."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

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

    def spend(self, begins: int, ends: int, activity: Activity) -> None:
        """Count a stretch of time."""
        shifts = self.shifts
        number = bisect_left(shifts, begins)
        while number < len(shifts) and shifts[number] < ends:
            self._add(shifts[number] - begins, activity)
            self.worked = 0
            begins = shifts[number]
            number += 1
        self._add(ends - begins, activity)

    def _add(self, length: int, activity: Activity) -> None:
        if activity in WORK:
            self.worked += length
            self.rested = 0 if length else self.rested
            return
        self.rested += length
        if self.rested >= NEW_DAY_AFTER:
            self.worked = 0
