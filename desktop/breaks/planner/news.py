"""What the planner says: events in the order in which they happened, and how time was spent."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from desktop.breaks.planner.rules import Kind

Seconds = int | float


class What(StrEnum):
    """The kinds of events."""

    NOTICE = "notice"
    START = "start"
    END = "end"
    POSTPONED = "postponed"
    REFUSED = "refused"
    CREDIT = "credit"
    OVERDUE = "overdue"
    ROSTER = "roster"


class Outcome(StrEnum):
    """How a break ended."""

    TAKEN = "taken"
    SKIPPED = "skipped"
    INTERRUPTED = "interrupted"


class Phase(StrEnum):
    """Where a rostered break is."""

    NOTICE = "notice"
    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class BreakEvent:
    """One thing that happened. What does not belong to its kind is None."""

    at: Seconds
    """By the clock ``with_sleep``."""
    what: What
    kind: Kind | None = None
    outcome: Outcome | None = None
    counted: bool | None = None
    """Of an interrupted break: whether enough of it was had to count as taken."""
    until: Seconds | None = None
    """Of a postponed one: when it starts."""
    phase: Phase | None = None
    name: str | None = field(default=None, repr=False)
    """Of a rostered one."""

    def plain(self) -> dict[str, object]:
        """For JSON."""
        found: dict[str, object] = {"at": self.at, "event": self.what.value}
        optional = {
            "break": self.kind,
            "outcome": self.outcome,
            "counted": self.counted,
            "until": self.until,
            "phase": self.phase,
            "name": self.name,
        }
        return found | {key: value for key, value in optional.items() if value is not None}


class Activity(StrEnum):
    """What a stretch of time was spent with."""

    INTERACTION = "interaction"
    WORK = "work"
    """Work outside of interactions."""
    DESK = "desk"
    """Rest at the desk."""
    AWAY = "away"
    """Locked, away, or a rest as long as a long break."""
    ASLEEP = "asleep"
    SHORT_BREAK = "short break"
    LONG_BREAK = "long break"
    """A long break, or a rostered one that is no shorter."""
    BREATHING = "breathing"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time spent with one thing, in milliseconds of the clock ``with_sleep``."""

    begins: int
    ends: int
    activity: Activity
    rest: bool = False
    """A break, whatever else was done in it: a short break behind a locked screen is AWAY."""


def seconds(milliseconds: int) -> Seconds:
    """As a whole number where it is one."""
    whole, part = divmod(milliseconds, 1000)
    return milliseconds / 1000 if part else whole
