"""What the planner remembers between two steps: plain values, in milliseconds."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.breaks.planner.inputs import Presence
from desktop.breaks.planner.rules import Kind


@dataclass(frozen=True, slots=True, order=True)
class Booked:
    """A rostered break that is still to come."""

    at: int
    length: int
    name: str = field(repr=False)


@dataclass(slots=True)
class KindState:
    """How far one kind of break is."""

    clock: int = 0
    """Work since the last one."""
    target: int = 0
    """The clock at which it is due: the interval, or less when it is due before its time, because
    it was wished for, postponed until now, or interrupted too early to count."""
    noticed: bool = False
    """A notice is up."""
    postponed_until: int | None = None
    postpones: int = 0
    """Of the present break."""
    withheld_since: int | None = None
    """Since when it has been due and kept from starting."""
    overdue_told: bool = False

    def left(self) -> int:
        """Work until it is due; not positive once it is. Says nothing of a postponed one."""
        return self.target - self.clock

    def due(self) -> bool:
        """Is it due, and not postponed?"""
        return self.postponed_until is None and self.target <= self.clock

    def make_due(self) -> None:
        """Now, if it isn't yet."""
        self.target = min(self.target, self.clock)
        self.postponed_until = None

    def reset(self, every: int) -> None:
        """It was had, or given up: begin anew."""
        self.clock = 0
        self.target = every
        self.noticed = False
        self.postponed_until = None
        self.postpones = 0
        self.withheld_since = None
        self.overdue_told = False


@dataclass(frozen=True, slots=True)
class Running:
    """The break that is on."""

    of: Kind | Booked
    began: int
    ends: int

    @property
    def length(self) -> int:
        """Its whole length."""
        return self.ends - self.began


@dataclass(slots=True)
class PlannerState:
    """Everything; what a planner was restored from goes on as if nothing had been in between."""

    short: KindState = field(default_factory=KindState)
    long: KindState = field(default_factory=KindState)
    at: int | None = None
    """The last step, by the clock ``with_sleep``; None before the first."""
    awake: int = 0
    """The same by the clock ``awake``."""
    presence: Presence | None = None
    """None before anything was said."""
    last_input: int | None = None
    """While the presence is ACTIVE that is now, and this is not kept up."""
    interaction: bool = False
    interaction_ended: int | None = None
    dnd: bool = False
    wrap_until: int | None = None
    running: Running | None = None
    awaiting_input: bool = False
    """A break is over, and work has not begun again."""
    paused_until: int | None = None
    breathing_until: int | None = None
    booked: tuple[Booked, ...] = ()
    """In their order; the first may be on its way."""
    booked_noticed: bool = False
    """The notice of the first one is up."""
    shifts: tuple[tuple[int, int], ...] = ()

    def of(self, kind: Kind) -> KindState:
        """One kind."""
        return self.short if kind is Kind.SHORT else self.long

    def withheld(self) -> bool:
        """Is every notice and start withheld?"""
        return self.interaction or self.dnd

    def working(self, at: int, idle_after: int) -> bool:
        """Is somebody working at this moment, awake?

        An interaction is work by itself; what is said of the first input (of the day, and after a
        break) is about work that shows by input only.
        """
        if self.running is not None or self.breathing_until is not None:
            return False
        if self.interaction:
            return True
        if self.awaiting_input:
            return False
        if self.presence is Presence.ACTIVE:
            return True
        return self.last_input is not None and at - self.last_input < idle_after

    def has_just_stopped(self, at: int, idle_after: int) -> bool:
        """Did work last until this very moment, for want of input since?"""
        idle = self.presence is not Presence.ACTIVE and not self.interaction
        if not idle or self.awaiting_input or self.last_input is None:
            return False
        return at - self.last_input == idle_after

    def resting_since(self) -> int | None:
        """The last input or the end of the last interaction; None where there is no rest."""
        if self.interaction or self.presence is Presence.ACTIVE:
            return None
        ends = [one for one in (self.last_input, self.interaction_ended) if one is not None]
        return max(ends, default=None)

    def close_notices(self) -> None:
        """Take all notices away, without a word."""
        self.short.noticed = self.long.noticed = self.booked_noticed = False
