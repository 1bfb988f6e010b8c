"""The one thread that writes to a database: jobs in, futures out, many jobs to a transaction."""

from __future__ import annotations

import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Final, TypeVar

T = TypeVar("T")

MOST: Final = 64
"""Jobs in one transaction."""


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[sqlite3.Connection], Any]
    future: Future[Any]
    alone: bool
    """In a transaction of its own, so that nobody's result waits for it to end."""
    bare: bool
    """In no transaction, for what SQLite refuses inside one."""


@dataclass(frozen=True, slots=True)
class _Done:
    future: Future[Any]
    result: Any = None
    error: BaseException | None = None

    def tell(self) -> None:
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


class Writer:
    """Runs jobs on a connection, in the order in which they came.

    Jobs that wait together share a transaction, each in a savepoint: one that fails takes nothing
    of the others with it. A future is done only when its job is committed.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        told: Callable[[sqlite3.Error], Exception],
        closed: Callable[[], Exception],
        name: str,
    ) -> None:
        """Start the thread, which alone uses ``connection`` from now on.

        ``told`` makes of SQLite's error what the futures get; ``closed`` what comes too late gets.
        """
        self._connection = connection
        self._told = told
        self._closed = closed
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._open = True
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(
        self,
        work: Callable[[sqlite3.Connection], T],
        *,
        alone: bool = False,
        bare: bool = False,
    ) -> Future[T]:
        """Have ``work`` done; it must neither begin nor end a transaction."""
        future: Future[T] = Future()
        with self._lock:
            if self._open:
                self._jobs.put(_Job(work, future, alone or bare, bare))
                return future
        future.set_exception(self._closed())
        return future

    def close(self) -> None:
        """Do what waits, and end the thread. The connection stays open."""
        with self._lock:
            if self._open:
                self._open = False
                self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        held: _Job | None = None
        ending = False
        while held is not None or not ending:
            first = held or self._jobs.get()
            held = None
            if first is None:
                return
            batch = [first]
            while not first.alone and len(batch) < MOST:
                try:
                    job = self._jobs.get_nowait()
                except queue.Empty:
                    break
                if job is None:
                    ending = True
                    break
                if job.alone:
                    held = job
                    break
                batch.append(job)
            for done in self._do_bare(first) if first.bare else self._commit(batch):
                done.tell()

    def _do_bare(self, job: _Job) -> list[_Done]:
        return [self._attempt(job)] if job.future.set_running_or_notify_cancel() else []

    def _commit(self, batch: list[_Job]) -> list[_Done]:
        wanted = [job for job in batch if job.future.set_running_or_notify_cancel()]
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            done = [self._save(job) for job in wanted]
            self._connection.execute("COMMIT")
        except Exception as error:  # noqa: BLE001 - this is a dispatcher: the futures tell it
            self._roll_back()
            told = self._of(error)
            return [_Done(job.future, error=told) for job in wanted]
        return done

    def _save(self, job: _Job) -> _Done:
        """Raises what ended the transaction for all."""
        connection = self._connection
        connection.execute("SAVEPOINT job")
        done = self._attempt(job)
        if not connection.in_transaction:  # a full disk makes SQLite roll everything back
            raise done.error or sqlite3.OperationalError("the job ended the transaction")
        if done.error is not None:
            connection.execute("ROLLBACK TO job")
        connection.execute("RELEASE job")
        return done

    def _attempt(self, job: _Job) -> _Done:
        try:
            return _Done(job.future, job.work(self._connection))
        except BaseException as error:  # noqa: BLE001 - this is a dispatcher: the future tells it
            return _Done(job.future, error=self._of(error))

    def _of(self, error: BaseException) -> BaseException:
        return self._told(error) if isinstance(error, sqlite3.Error) else error

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            try:
                self._connection.execute("ROLLBACK")
            except sqlite3.Error:  # it ended the transaction itself
                pass
