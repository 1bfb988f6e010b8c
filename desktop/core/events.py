"""Typed events between parts that must not know each other."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from desktop.core.faults import traced

T = TypeVar("T")
log = logging.getLogger(__name__)


class Event(Generic[T]):
    """A list of listeners for one kind of news.

    Listeners run on the emitting thread, in the order in which they came. :meth:`emit` is a
    dispatcher: a listener that fails is logged once and does not keep the others from hearing.
    """

    def __init__(self, name: str) -> None:
        """``name`` stands in the log when a listener fails."""
        self._name = name
        self._lock = threading.Lock()
        self._listeners: tuple[Callable[[T], None], ...] = ()

    def connect(self, listener: Callable[[T], None]) -> Callable[[], None]:
        """Add a listener; the answer takes it away again."""
        with self._lock:
            self._listeners = (*self._listeners, listener)

        def disconnect() -> None:
            with self._lock:
                self._listeners = tuple(one for one in self._listeners if one is not listener)

        return disconnect

    def emit(self, value: T) -> None:
        """Tell every listener."""
        for listener in self._listeners:
            try:
                listener(value)
            except Exception as error:  # noqa: BLE001 - a dispatcher: one listener must not stop others
                log.error("a listener of %s failed: %s", self._name, traced(error))
