"""News that come on other threads, and waiting for them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
SECONDS = 10.0


class Hearing:
    """Notes what it is told, on any thread; a test waits until it has heard enough."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.news = threading.Condition()
        self._seconds = seconds

    def note(self, seen: list[T], value: T) -> None:
        with self.news:
            seen.append(value)
            self.news.notify_all()

    def until(self, done: Callable[[], bool]) -> None:
        """Wait for something that comes with news, or (looked at now and then) without any."""
        end = time.monotonic() + self._seconds
        while not done():  # without our lock: it may want one that who tells us holds
            assert time.monotonic() < end, self.heard()
            with self.news:
                self.news.wait(0.02)

    def heard(self) -> object:
        """What to look at when it never comes."""
        return None
