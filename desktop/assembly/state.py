"""Whether snippets are typed now: can they be, may they be, has the agent paused."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from desktop.core.clock import Clock
from desktop.core.events import Event
from desktop.core.outbox import Outbox

_MORNING = 4
"""The hour at which a pause until tomorrow ends: nobody's shift, at least not its beginning."""


@dataclass(frozen=True, slots=True)
class TypingState:
    """Whether snippets are typed now."""

    can_type: bool = False
    reason: str = "Deskhand is starting."
    """Why they can't be, in the agent's words."""
    paused_until: dt.datetime | None = None
    """The end of a pause; None while there is none."""
    enabled: bool = True
    """The setting; without it the palette still types."""

    @property
    def paused(self) -> bool:
        """The agent has paused typing."""
        return self.paused_until is not None

    @property
    def off(self) -> bool:
        """No trigger is to be matched."""
        return self.paused or not self.enabled


class TypingSwitch:
    """The one present :class:`TypingState`; any thread may turn it."""

    def __init__(self, clock: Clock) -> None:
        """Nothing is paused."""
        self._clock = clock
        self._lock = threading.Lock()
        self._outbox = Outbox()
        self.state = TypingState()
        self.changed: Event[TypingState] = Event("typing state changed")

    def keys(self, *, can_type: bool, reason: str) -> None:
        """Keys can, or can't, be followed and sent."""
        self._turn(lambda now: replace(now, can_type=can_type, reason=reason))

    def enable(self, *, on: bool) -> None:
        """Follow the setting."""
        self._turn(lambda now: replace(now, enabled=on))

    def pause(self, minutes: float | None = None) -> None:
        """Pause for so many minutes; None: until tomorrow, 04:00."""
        now = self._clock.now()
        if minutes is None:
            until = now.replace(hour=_MORNING, minute=0, second=0, microsecond=0)
            until += dt.timedelta(days=1 if until <= now else 0)
        else:
            until = now + dt.timedelta(minutes=minutes)
        self.pause_until(until)

    def pause_until(self, until: dt.datetime) -> None:
        """Pause to that time, which may be over."""
        self._turn(lambda state: replace(state, paused_until=until))

    def resume(self) -> None:
        """End a pause."""
        self._turn(lambda now: replace(now, paused_until=None))

    def toggle(self) -> None:
        """What the hotkey does: pause until tomorrow, or end a pause."""
        self.resume() if self.state.paused else self.pause()

    def look(self) -> None:
        """End a pause whose time is over."""
        now = self._clock.now()

        def unless_over(state: TypingState) -> TypingState:
            over = state.paused_until is not None and now >= state.paused_until
            return replace(state, paused_until=None) if over else state

        self._turn(unless_over)

    def _turn(self, change: Callable[[TypingState], TypingState]) -> None:
        with self._lock:
            before, self.state = self.state, change(self.state)
            if self.state != before:
                self._outbox.put(self.changed, self.state)
        self._outbox.deliver()
