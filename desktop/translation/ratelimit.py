"""A token bucket: how often an engine may be asked, and pauses that it asked for itself."""

from __future__ import annotations

import threading

from desktop.core.clock import Clock


class Bucket:
    """Holds up to ``burst`` tokens and gets ``per_second`` new ones; a call takes one."""

    def __init__(self, clock: Clock, per_second: float, burst: int = 5) -> None:
        """Full."""
        self._clock = clock
        self._per_second = per_second
        self._burst = float(burst)
        self._lock = threading.Lock()
        self._tokens = float(burst)
        self._at = clock.monotonic()
        self._paused_until = 0.0

    def take(self, patience: float) -> float | None:
        """Take a token; the seconds to wait before using it, or None if more than ``patience``.

        With None nothing was taken.
        """
        with self._lock:
            now = self._clock.monotonic()
            self._tokens = min(self._burst, self._tokens + (now - self._at) * self._per_second)
            self._at = now
            wait = max(0.0, (1 - self._tokens) / self._per_second, self._paused_until - now)
            if wait > patience:
                return None
            self._tokens -= 1
            return wait

    def pause(self, seconds: float) -> None:
        """Nothing before ``seconds`` from now, as the engine asked."""
        with self._lock:
            self._paused_until = max(self._paused_until, self._clock.monotonic() + seconds)
