"""A thread that does one thing after the other, also such that are due later."""

from __future__ import annotations

import heapq
import itertools
import logging
import queue
import threading
import time
from collections.abc import Callable

from desktop.core.faults import problem_of, traced
from desktop.core.results import Problem, UserError

log = logging.getLogger(__name__)

_GOODBYE_S = 5.0

Job = Callable[[], None]


class Worker:
    """A dispatcher: a job that fails is told, and the next goes on. Any thread may call."""

    def __init__(
        self,
        name: str,
        failed: Callable[[Problem], None],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """No thread runs before the first job; ``now`` stands in for the time, in tests."""
        self._name = name
        self._failed = failed
        self._now = now
        self._lock = threading.Lock()
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._due: list[tuple[float, int, Job]] = []
        self._order = itertools.count()
        self._thread: threading.Thread | None = None
        self._ended = False

    def put(self, job: Job) -> None:
        """Have it done after what came before; after the end it is dropped."""
        with self._lock:
            if self._ended:
                return
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()
        self._jobs.put(job)

    def later(self, seconds: float, job: Job) -> None:
        """Have it done in so many seconds, unless it ends before."""
        due = self._now() + seconds
        self.put(lambda: heapq.heappush(self._due, (due, next(self._order), job)))

    def close(self) -> None:
        """End after the job that is being done."""
        with self._lock:
            self._ended = True
            thread = self._thread
        if thread is not None:
            self._jobs.put(None)
            thread.join(_GOODBYE_S)

    def _run(self) -> None:
        while not self._ended:
            wait = max(0.0, self._due[0][0] - self._now()) if self._due else None
            try:
                job = self._jobs.get(timeout=wait)
            except queue.Empty:
                job = heapq.heappop(self._due)[2]
            if job is None:
                return
            try:
                job()
            except UserError as error:
                self._failed(error.problem)
            except Exception as error:  # noqa: BLE001 - see the class
                log.error("a job of %s failed: %s", self._name, traced(error))
                self._failed(problem_of(error))
