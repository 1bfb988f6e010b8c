"""How long somebody is willing to wait, and the word that it is not needed any more."""

from __future__ import annotations

import threading
from collections.abc import Callable

from desktop.core.clock import Clock


class Deadline:
    """A moment on a clock, handed down through everything that has to be done by then."""

    __slots__ = ("_clock", "_end")

    def __init__(self, clock: Clock, seconds: float) -> None:
        """``seconds`` from now."""
        self._clock = clock
        self._end = clock.monotonic() + seconds

    def left(self) -> float:
        """Seconds until then, never less than 0."""
        return max(0.0, self._end - self._clock.monotonic())

    @property
    def passed(self) -> bool:
        """Is it over?"""
        return self.left() <= 0

    def at_most(self, seconds: float) -> Deadline:
        """This deadline, or one in ``seconds`` if that is sooner."""
        return Deadline(self._clock, min(seconds, self.left()))


class Cancellation:
    """A token: one side cancels, the others look at it or are told. Any thread may call."""

    def __init__(self) -> None:
        """Not cancelled."""
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._listeners: list[Callable[[], None]] = []

    @property
    def cancelled(self) -> bool:
        """Is the result not wanted any more?"""
        return self._event.is_set()

    def cancel(self) -> None:
        """Say so, once and for all."""
        with self._lock:
            self._event.set()
            listeners, self._listeners = self._listeners, []
        for listener in listeners:
            listener()

    def wait(self, seconds: float) -> bool:
        """Wait that long, or until cancelled, which the answer says."""
        return self._event.wait(seconds)

    def on_cancel(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Have ``listener`` called on the cancelling thread; the answer takes it away again."""
        with self._lock:
            late = self._event.is_set()
            if not late:
                self._listeners.append(listener)
        if late:
            listener()

        def forget() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return forget
