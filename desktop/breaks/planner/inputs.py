"""What the planner is told: the time, what has changed, and what the agent wishes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Now:
    """One moment by three clocks that drift apart. Seconds; where they start means nothing."""

    awake: float
    """Stands still while the computer sleeps."""
    with_sleep: float
    """Goes on while it sleeps; neither ever goes back."""
    wall: dt.datetime | None = None
    """What the computer calls the time, with its zone. It can be set, so nothing is counted by
    it; it dates what is kept for people."""


class Presence(StrEnum):
    """Whether somebody is at the computer."""

    ACTIVE = "active"
    """Input comes, from now on until something else is said."""
    IDLE = "idle"
    """No input from now on."""
    LOCKED = "locked"
    """The screen is locked: no input from now on."""
    AWAY = "away"
    """No input from now on, and nobody sits there."""


@dataclass(frozen=True, slots=True)
class Present:
    """The presence has changed."""

    presence: Presence
    last_input: float | None = None
    """When input was really seen last, by the clock ``with_sleep``; None is now. A source that is
    asked every few seconds learns late that input has stopped."""


@dataclass(frozen=True, slots=True)
class InInteraction:
    """An interaction opened, or the last one closed."""

    open: bool


@dataclass(frozen=True, slots=True)
class Disturb:
    """Do-not-disturb began or ended."""

    not_wanted: bool


@dataclass(frozen=True, slots=True, order=True)
class RosteredBreak:
    """A break that the calendar has, or that was typed in. Seconds of the clock ``with_sleep``."""

    at: float
    length: float
    name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, order=True)
class Shift:
    """A stretch of planned work. Seconds of the clock ``with_sleep``.

    So a change of daylight saving time within it is in its length already.
    """

    begins: float
    ends: float


@dataclass(frozen=True, slots=True)
class Rostered:
    """The roster and the shifts as they are now known; they take the place of all before.

    A rostered break that lies in the past is taken up only if it was known and is still to come.
    """

    breaks: tuple[RosteredBreak, ...] = ()
    shifts: tuple[Shift, ...] = ()
    """Without any, there is no outside of the shift."""


State = Present | InInteraction | Disturb | Rostered
"""One thing that has changed."""


class Do(StrEnum):
    """What the agent can wish for."""

    POSTPONE = "postpone"
    SKIP = "skip"
    TAKE_SHORT = "take_short"
    TAKE_LONG = "take_long"
    PAUSE = "pause"
    RESUME = "resume"
    BREATHE = "breathe"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the agent wished for."""

    do: Do
    seconds: float = 0
    """How long, for a pause and for breathing; of a break to take 0 is its usual length."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that came since the step before: first the states, in their order."""

    states: tuple[State, ...] = ()
    wishes: tuple[Wish, ...] = ()


NOTHING = Inputs()
