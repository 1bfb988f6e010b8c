"""What is kept of the past, as plain values: no customer, no channel, nothing that was typed.

Times are wall times with the offset that was in force, so that a day reads as it was lived.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from desktop.breaks.register import KeptBreak
from desktop.breaks.roster import Planned


@dataclass(frozen=True, slots=True)
class Spent:
    """A stretch of work, of an interaction, or of paced breathing."""

    begins: dt.datetime
    ends: dt.datetime
    activity: str
    """As :class:`desktop.breaks.planner.news.Activity`."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the load; a tap's has its time."""

    what: str
    value: float
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class LoadAt:
    """The load at the end of a minute, and where it comes from."""

    at: dt.datetime
    value: float
    shares: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A tap: what the agent said of an interaction."""

    at: dt.datetime
    tap: str


@dataclass(slots=True)
class Records:
    """Some of it, in the order in which it happened."""

    spent: list[Spent] = field(default_factory=list)
    breaks: list[KeptBreak] = field(default_factory=list)
    """Those that are over, with their outcome; skipped in its notice, one has no length."""
    load: list[LoadAt] = field(default_factory=list)
    taps: list[Said] = field(default_factory=list)
    rostered: list[Planned] = field(default_factory=list)
    """Breaks of the roster whose time has come."""

    def __len__(self) -> int:
        """How many there are."""
        parts = (self.spent, self.breaks, self.load, self.taps, self.rostered)
        return sum(len(one) for one in parts)

    def __bool__(self) -> bool:
        """Is there anything?"""
        return len(self) > 0

    def add(self, later: Records) -> None:
        """Put what came later behind; a stretch that went on takes the place of its beginning."""
        grown = {one.begins for one in later.spent}
        self.spent = [one for one in self.spent if one.begins not in grown] + later.spent
        again = {one.begins for one in later.breaks}
        self.breaks = [one for one in self.breaks if one.begins not in again] + later.breaks
        self.load += later.load
        self.taps += later.taps
        self.rostered += [one for one in later.rostered if one not in self.rostered]

    def between(self, begins: dt.datetime, ends: dt.datetime) -> Records:
        """What of it touches that time."""
        return Records(
            [one for one in self.spent if one.begins < ends and one.ends > begins],
            [one for one in self.breaks if one.begins < ends and one.ends >= begins],
            [one for one in self.load if begins <= one.at < ends],
            [one for one in self.taps if begins <= one.at < ends],
            [one for one in self.rostered if one.begins < ends and one.ends > begins],
        )

    def trim(self, most: int) -> None:
        """Keep no more than so many of each, the latest."""
        for one in (self.spent, self.breaks, self.load, self.taps, self.rostered):
            del one[: max(0, len(one) - most)]
