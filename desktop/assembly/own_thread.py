"""A thread that a part of the assembly has for itself, from its first job on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.core.events import Event
from desktop.core.results import Problem
from desktop.host.base import Attendance, Presence

if TYPE_CHECKING:
    from desktop.core.worker import Worker

_GOODBYE_S = 5.0


class OwnThread:
    """Any thread may call. Its modules come with the first job."""

    def __init__(self, name: str, trouble: Event[Problem]) -> None:
        """No thread runs yet."""
        self._name = name
        self._trouble = trouble
        self._lock = threading.Lock()
        self._worker: Worker | None = None
        self._ended = False
        self._stops: list[Callable[[], None]] = []
        self._watched = False

    @property
    def runs(self) -> bool:
        """Was there ever anything to do?"""
        with self._lock:
            return self._worker is not None

    def put(self, job: Callable[[], None]) -> None:
        """Have it done after what came before; after the end it is dropped."""
        from desktop.core.worker import Worker

        with self._lock:
            if self._ended:
                return
            if self._worker is None:
                self._worker = Worker(self._name, self._trouble.emit)
            worker = self._worker
        worker.put(job)

    def poke(self, job: Callable[[], None]) -> None:
        """The same, but only if something was to be done before."""
        with self._lock:
            worker = self._worker
        if worker is not None:
            worker.put(job)

    def later(self, seconds: float, job: Callable[[], None]) -> None:
        """Have it done in so many seconds, unless it ends before."""
        with self._lock:
            worker = self._worker
        if worker is not None:
            worker.later(seconds, job)

    def until_end(self, *stops: Callable[[], None]) -> None:
        """What is to be called at the end; at once when a job that came before asks behind it."""
        with self._lock:
            if not self._ended:
                self._stops += stops
                return
        for stop in stops:
            stop()

    def watch(
        self, presence: Callable[[], Presence] | None, hear: Callable[[Attendance], None]
    ) -> None:
        """Hear on this thread of sleep and of the locked screen; again, it does nothing."""
        if not self._watched and presence is not None:
            self._watched = True
            self.until_end(presence().watch(lambda one: self.put(lambda: hear(one))))

    def close(self) -> None:
        """End after what was asked for before: who saves and quits at once loses nothing."""
        worker = self._end()
        if worker is not None:
            done = threading.Event()
            worker.put(done.set)
            done.wait(_GOODBYE_S)
            worker.close()

    def drop(self) -> None:
        """End after what is being done; nobody waits for the rest any more."""
        worker = self._end()
        if worker is not None:
            worker.close()

    def _end(self) -> Worker | None:
        while True:
            with self._lock:
                stops, self._stops = self._stops, []
                if not stops:
                    self._ended = True
                    return self._worker
            for stop in stops:
                stop()
