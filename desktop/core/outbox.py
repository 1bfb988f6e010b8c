"""Telling news in the order in which it happened, outside the lock under which it happened."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import TypeVar

from desktop.core.events import Event

T = TypeVar("T")


class Outbox:
    """News of one owner that several threads may change.

    The owner calls :meth:`put` while it holds its own lock, which fixes the order, and
    :meth:`deliver` after letting go of it, so that a listener may call the owner again. News that
    a listener causes comes after the news being told. When another thread is telling already, it
    tells this news too, and :meth:`deliver` comes back at once.
    """

    def __init__(self) -> None:
        """Empty."""
        self._waiting: deque[Callable[[], None]] = deque()
        self._telling = threading.Lock()

    def put(self, event: Event[T], value: T) -> None:
        """Add news at the end."""
        self._waiting.append(lambda: event.emit(value))

    def deliver(self) -> None:
        """Tell everything that waits, unless a thread (this one included) is at it."""
        # Looked at again after letting go: news may have come between the last look and that.
        while self._waiting and self._telling.acquire(blocking=False):
            try:
                while self._waiting:
                    self._waiting.popleft()()
            finally:
                self._telling.release()
