"""Where a time stands on a drawing: earlier is left in every reading direction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from desktop.ui.breaks.day_values import seconds_between

_HOUR = dt.timedelta(hours=1)
_STEPS = (1, 2, 3, 4, 6, 12)
"""Hours between two marks."""
_NARROWEST = 44
"""Pixels between two marks."""


@dataclass(frozen=True, slots=True)
class TimeScale:
    """From when to when, and the pixels that this takes."""

    begins: dt.datetime
    ends: dt.datetime
    left: float
    width: float

    def x(self, at: dt.datetime) -> float:
        """Where that time is; what lies outside is at the edge."""
        whole = max(seconds_between(self.begins, self.ends), 1.0)
        share = seconds_between(self.begins, at) / whole
        return self.left + min(max(share, 0.0), 1.0) * self.width

    def at(self, x: float) -> dt.datetime:
        """Which time is there."""
        share = min(max((x - self.left) / max(self.width, 1.0), 0.0), 1.0)
        passed = dt.timedelta(seconds=share * seconds_between(self.begins, self.ends))
        return (self.begins.astimezone(dt.UTC) + passed).astimezone(self.begins.tzinfo)

    def marks(self) -> Iterator[tuple[float, str]]:
        """The full hours that are named, as many as there is room for."""
        hours = max(seconds_between(self.begins, self.ends) / 3600, 0.1)
        step = next((one for one in _STEPS if self.width * one / hours >= _NARROWEST), _STEPS[-1])
        moment = self.begins.replace(minute=0, second=0, microsecond=0).astimezone(dt.UTC)
        while moment <= self.ends.astimezone(dt.UTC):
            local = moment.astimezone(self.begins.tzinfo)
            if seconds_between(self.begins, local) >= 0 and local.hour % step == 0:
                yield self.x(local), str(local.hour)
            moment += _HOUR
