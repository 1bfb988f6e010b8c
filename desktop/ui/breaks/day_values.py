"""What the views of days and weeks show, as plain values; whoever has them fills them in.

Times are wall times with their zone. Two times of one zone subtract as their clocks show them, so
lengths are taken from UTC here: a night in which the clocks change has its true length.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum


class Doing(StrEnum):
    """What a stretch of a day was spent with."""

    WORK = "work"
    """Outside of interactions."""
    INTERACTION = "interaction"
    SHORT_BREAK = "short break"
    LONG_BREAK = "long break"
    ROSTERED_BREAK = "rostered break"
    BREATHING = "breathing"


BREAKS = frozenset({Doing.SHORT_BREAK, Doing.LONG_BREAK, Doing.ROSTERED_BREAK, Doing.BREATHING})
WORK = frozenset({Doing.WORK, Doing.INTERACTION})


def seconds_between(begins: dt.datetime, ends: dt.datetime) -> float:
    """That really passed."""
    return (ends.astimezone(dt.UTC) - begins.astimezone(dt.UTC)).total_seconds()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some time spent with one thing; rest at the desk and absence are the gaps between them."""

    begins: dt.datetime
    ends: dt.datetime
    doing: Doing

    @property
    def seconds(self) -> float:
        """How long it was."""
        return seconds_between(self.begins, self.ends)


@dataclass(frozen=True, slots=True)
class Rostered:
    """A break that the roster names, had or still to come."""

    begins: dt.datetime
    ends: dt.datetime
    name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the ledger."""

    what: str
    """``work``, ``overtime``, ``night``, ``earlier taps``, or a tap: ``hard``, ``abusive``."""
    value: float
    at: dt.datetime | None = None
    """Of a tap."""


@dataclass(frozen=True, slots=True)
class LoadPoint:
    """The load at one moment, and where it comes from."""

    at: dt.datetime
    value: float
    """From 0 to 100."""
    parts: tuple[Part, ...] = ()
    """Add up to the value."""


@dataclass(frozen=True, slots=True)
class TapMark:
    """What the agent said of an interaction."""

    at: dt.datetime
    what: str
    """``ok``, ``hard`` or ``abusive``."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day's work: a shift, or what was worked from one morning to the next."""

    date: dt.date
    begins: dt.datetime
    """Of the shift, or of the first work."""
    ends: dt.datetime
    stretches: tuple[Stretch, ...] = ()
    """In order, without overlaps."""
    load: tuple[LoadPoint, ...] = ()
    """In order."""
    taps: tuple[TapMark, ...] = ()
    rostered: tuple[Rostered, ...] = ()
    today: bool = False

    @property
    def is_empty(self) -> bool:
        """Is there nothing to draw?"""
        return not (self.stretches or self.load or self.rostered)

    @property
    def worked(self) -> float:
        """Seconds of work, interactions among them."""
        return sum(one.seconds for one in self.stretches if one.doing in WORK)

    @property
    def in_interactions(self) -> float:
        """Seconds."""
        return sum(one.seconds for one in self.stretches if one.doing is Doing.INTERACTION)

    @property
    def breaks(self) -> tuple[Stretch, ...]:
        """Those that were had."""
        return tuple(one for one in self.stretches if one.doing in BREAKS)

    @property
    def peak(self) -> LoadPoint | None:
        """The highest load."""
        return max(self.load, key=lambda one: one.value, default=None)

    def doing_at(self, at: dt.datetime) -> Doing | None:
        """What that moment was spent with; None between stretches."""
        for one in self.stretches:
            if one.begins <= at < one.ends:
                return one.doing
        return None
