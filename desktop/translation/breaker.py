"""A circuit breaker: an engine that failed several times in a row is left alone for a while."""

from __future__ import annotations

import threading

from desktop.core.clock import Clock


class Breaker:
    """Closed (calls go through), open (none do), half-open (one goes, and decides). Thread-safe.

    Every :meth:`allows` that answers True is followed by exactly one of :meth:`succeeded`,
    :meth:`failed` and :meth:`undecided`.
    """

    def __init__(self, clock: Clock, faults: int = 3, rest: float = 30.0) -> None:
        """Open after ``faults`` in a row, for ``rest`` seconds."""
        self._clock = clock
        self._most = faults
        self._rest = rest
        self._lock = threading.Lock()
        self._faults = 0
        self._until: float | None = None
        """When an open breaker lets one try; None: closed."""
        self._trying = False

    def allows(self) -> bool:
        """May a call be made now?"""
        with self._lock:
            if self._until is None:
                return True
            if self._trying or self._clock.monotonic() < self._until:
                return False
            self._trying = True
            return True

    @property
    def is_open(self) -> bool:
        """Would a call be refused now? Changes nothing."""
        with self._lock:
            if self._until is None:
                return False
            return self._trying or self._clock.monotonic() < self._until

    def succeeded(self) -> None:
        """The engine works."""
        with self._lock:
            self._faults = 0
            self._until = None
            self._trying = False

    def failed(self, rest: float | None = None) -> None:
        """It does not. With ``rest`` the breaker opens at once, for that many seconds."""
        with self._lock:
            self._faults += 1
            if rest is not None or self._trying or self._faults >= self._most:
                self._until = self._clock.monotonic() + (rest or self._rest)
            self._trying = False

    def undecided(self) -> None:
        """The call said nothing about the engine: it was cancelled, or not for this engine."""
        with self._lock:
            self._trying = False
