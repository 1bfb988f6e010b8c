"""Whatever happens, the agent's keys flow: a thread that looks at whether the loop still lives."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Watchdog:
    """Calls ``rescue``, once and on a thread of its own, when a hold is not fed in time."""

    def __init__(self, seconds: float, rescue: Callable[[], None]) -> None:
        """Nothing is watched until :meth:`feed`."""
        self._seconds = seconds
        self._rescue = rescue
        self._changed = threading.Condition()
        self._until: float | None = None
        self._over = False
        self._thread = threading.Thread(target=self._watch, name="keyboard watchdog", daemon=True)
        self._thread.start()

    def feed(self) -> None:
        """Keys are kept back, and all is well now."""
        until = time.monotonic() + self._seconds
        with self._changed:
            begins = self._until is None
            self._until = until
            if begins:  # else the thread sees it when it wakes for the time before
                self._changed.notify()

    def rest(self) -> None:
        """Nothing is kept back any more."""
        self._until = None

    def close(self) -> None:
        """End the thread."""
        with self._changed:
            self._over = True
            self._changed.notify()
        self._thread.join()

    def _watch(self) -> None:
        with self._changed:
            while not self._over:
                until = self._until
                if until is None:
                    self._changed.wait()
                    continue
                left = until - time.monotonic()
                if left > 0:
                    self._changed.wait(left)
                    continue
                self._until = None
                self._rescue()
