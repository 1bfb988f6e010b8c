"""How breaks stand at a moment, as windows and tray show it. Plain values, light to import.

Kinds are ``short``, ``long`` and ``rostered``. Moments are seconds of
:meth:`desktop.core.clock.SleepClock.with_sleep`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Ahead:
    """A break that a notice is up for."""

    kind: str
    name: str = field(repr=False)
    """Of a rostered one."""
    starts: float
    """If work goes on; a notice waits when it does not."""
    can_postpone: bool
    can_skip: bool
    postpone_s: float


@dataclass(frozen=True, slots=True)
class Underway:
    """The break that is on."""

    kind: str
    name: str = field(repr=False)
    begins: float
    ends: float
    postpone_until: float
    """Postponing is allowed before this moment; ``begins``: not at all."""
    postpone_s: float
    can_skip: bool


@dataclass(frozen=True, slots=True)
class RestState:
    """Everything that is shown of breaks."""

    on: bool = False
    notice: Ahead | None = None
    underway: Underway | None = None
    in_contact: bool = False
    """An interaction is open: nothing starts, breathing neither."""
    unwanted: bool = False
    """Do-not-disturb is on, or a program fills the screen."""
    waiting: bool = False
    """A break is over, and nobody has come back."""
    next_kind: str = ""
    """Of the break that comes next; empty: none that is known."""
    next_s: float = 0.0
    """Work (or time, for a rostered one) until then; 0: it is due and waits for something."""
    load: float = 0.0
    parts: Mapping[str, float] = field(default_factory=dict)
    """Of the load, as in :meth:`desktop.breaks.ledger.Ledger.parts`."""
    paused_s: float = 0.0
    """What is left of a pause; 0: there is none."""
    breathing_until: float = 0.0
    """0: there is no paced breathing."""
    ask_until: float = 0.0
    """So long the agent may be asked how the contact was that has just ended; 0: not now."""

    def brief(self) -> dict[str, object]:
        """For whoever has to wait for it."""
        return {
            "on": self.on,
            "notice": "" if self.notice is None else self.notice.kind,
            "underway": "" if self.underway is None else self.underway.kind,
            "waiting": self.waiting,
        }

    def shown(self) -> tuple[object, ...]:
        """What of it can be seen: as long as this is the same, nobody need be told."""
        notice = self.notice
        return (
            self.on,
            None if notice is None else (notice.kind, notice.name, round(notice.starts)),
            self.underway,
            self.in_contact,
            self.unwanted,
            self.waiting,
            self.next_kind,
            math.ceil(self.next_s / 60),
            round(self.load),
            math.ceil(self.paused_s / 60),
            self.breathing_until,
            self.ask_until,
        )
