"""A thread that asks other programs, for those who wait only so long for an answer."""

from __future__ import annotations

import queue
import sys
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

assert sys.platform == "win32"  # says it to mypy

C = TypeVar("C")
T = TypeVar("T")

_END_S = 1.0


@dataclass(frozen=True, slots=True)
class _Job(Generic[C]):
    question: Callable[[C], Any]
    answer: Future[Any]

    def run(self, client: C) -> None:
        if not self.answer.set_running_or_notify_cancel():
            return  # nobody waits for it any more
        try:
            self.answer.set_result(self.question(client))
        except Exception as error:  # noqa: BLE001 - it is the caller's
            self.answer.set_exception(error)


class AskingThread(Generic[C]):
    """Any thread may call it."""

    def __init__(self, name: str, client: Callable[[], AbstractContextManager[C]]) -> None:
        """Start it; ``client``, what it asks by, is made there, or an ``OSError`` says: none."""
        self._client = client
        self._jobs: queue.SimpleQueue[_Job[C] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def ask(self, question: Callable[[C], T], timeout: float) -> T | None:
        """Its answer, or None: not within ``timeout`` seconds, or there is nobody to ask."""
        answer: Future[T] = Future()
        self._jobs.put(_Job(question, answer))
        try:
            return answer.result(timeout if self._thread.is_alive() else 0)
        except (FutureTimeoutError, CancelledError):
            answer.cancel()
            return None

    def close(self) -> None:
        """End it; one that a program keeps waiting is left behind."""
        self._jobs.put(None)
        self._thread.join(_END_S)

    def _run(self) -> None:
        try:
            with self._client() as client:
                while (job := self._jobs.get()) is not None:
                    job.run(client)
        except OSError:  # there is no such client here
            while not self._jobs.empty():
                if (job := self._jobs.get()) is not None:
                    job.answer.cancel()
