"""Work beside the windows: a small pool, whose failures always reach the agent."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject
from shiboken6 import isValid

from desktop.core.faults import problem_of, traced
from desktop.core.results import Problem, UserError
from desktop.ui.shell.bridge import Bridge

T = TypeVar("T")
log = logging.getLogger(__name__)


class _Task(Generic[T]):
    """One piece of work, and who hears of it."""

    def __init__(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None,
        failed: Callable[[Problem], None],
        owner: QObject | None,
    ) -> None:
        self._work = work
        self._done = done
        self._failed = failed
        self._owner = owner

    def run(self, bridge: Bridge) -> None:
        """Work, on a thread of the pool, and post what comes of it."""
        try:
            result = self._work()
        except UserError as error:
            problem = error.problem
            bridge.post(lambda: self._tell(problem))
        except Exception as error:  # noqa: BLE001 - a dispatcher: the pool must go on
            log.error("work in the background failed: %s", traced(error))
            problem = problem_of(error)
            bridge.post(lambda: self._tell(problem))
        else:
            bridge.post(lambda: self._hand_over(result))

    def _wanted(self) -> bool:
        return self._owner is None or isValid(self._owner)

    def _hand_over(self, result: T) -> None:
        if self._wanted() and self._done is not None:
            self._done(result)

    def _tell(self, problem: Problem) -> None:
        if self._wanted():
            self._failed(problem)


class Background:
    """A few threads for what would make a window wait. Use it from the main thread."""

    def __init__(self, bridge: Bridge, show: Callable[[Problem], None], threads: int = 4) -> None:
        """``show``: what becomes of a failure that nobody else takes."""
        self._bridge = bridge
        self._show = show
        self._most = threads
        self._threads: list[threading.Thread] = []
        self._waiting: queue.SimpleQueue[_Task[object] | None] = queue.SimpleQueue()
        self._idle = threading.Semaphore(0)

    def start(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Problem], None] | None = None,
        *,
        owner: QObject | None = None,
    ) -> None:
        """Run ``work`` on a thread, then ``done`` or ``failed`` on the main thread.

        Nothing is called once ``owner`` is gone. The default for
        ``failed`` shows the message.
        """
        task = _Task(work, done, failed or self._show, owner)
        self._waiting.put(task)  # type: ignore[arg-type]  # the queue does not care for the result
        if not self._idle.acquire(blocking=False) and len(self._threads) < self._most:
            # Daemons: the end of the program does not wait for a slow network.
            thread = threading.Thread(target=self._serve, name="background", daemon=True)
            self._threads.append(thread)
            thread.start()

    def close(self, timeout: float = 0.5) -> None:
        """Take nothing more, and give the threads a moment to end."""
        for _ in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            thread.join(timeout)

    def _serve(self) -> None:
        while (task := self._waiting.get()) is not None:
            task.run(self._bridge)
            self._idle.release()
