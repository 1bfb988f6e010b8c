"""The history beside the breaks' thread: written seldom, read when asked, never waited for.

A thread of its own comes with the first thing to do and goes when all is done; the file is open
only meanwhile. What can't be written waits in memory for the next time, as much as a day brings.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop.core.faults import traced
from desktop.core.results import Problem, Severity, UserError

if TYPE_CHECKING:
    from desktop.breaks.history.records import Records
    from desktop.breaks.history.store import History
    from desktop.breaks.register import KeptBreak
    from desktop.breaks.roster import Planned

log = logging.getLogger(__name__)

_MOST_WAITING: Final = 2_000
"""Records of one sort that wait to be written: more than a day of minutes."""
_GOODBYE_S: Final = 10.0
_FAULT: Final = "It is a fault of the program"


@dataclass(frozen=True, slots=True)
class Now:
    """What goes on."""

    running: KeptBreak | None = None
    """The break that is on, as far as it has come."""
    breaks: tuple[Planned, ...] = ()
    """Of the roster, also those to come."""
    shifts: tuple[Planned, ...] = ()


@dataclass(frozen=True, slots=True)
class LookedBack:
    """What was, and what is."""

    records: Records
    now: Now


class RestHistory:
    """Any thread may call."""

    def __init__(self, folder: Path, trouble: Callable[[Problem], None]) -> None:
        """Nothing is opened yet; ``trouble`` is told on the thread of the history."""
        self._folder = folder
        self._trouble = trouble
        self._lock = threading.Lock()
        self._jobs: deque[Callable[[History | None], None]] = deque()
        self._thread: threading.Thread | None = None
        self._waiting: Records | None = None
        """What is not written yet; the history's thread alone touches it."""
        self._told = False

    def keep(self, records: Records, forget_before: dt.datetime | None = None) -> None:
        """Write these down, and delete what is older than that."""

        def job(history: History | None) -> None:
            self._add(records)
            if history is not None:
                self._write(history)
                if forget_before is not None:
                    history.forget_before(forget_before)

        self._put(job)

    def read(
        self, begins: dt.datetime, ends: dt.datetime, now: Now, then: Callable[[LookedBack], None]
    ) -> None:
        """What happened in that time, handed to ``then`` on the history's thread.

        What could not be written is among it.
        """

        def job(history: History | None) -> None:
            from desktop.breaks.history.records import Records

            found = Records()
            try:
                if history is not None:
                    found = history.read(begins, ends)
            finally:
                if self._waiting:
                    found.add(self._waiting.between(begins, ends))
                then(LookedBack(found, now))

        self._put(job)

    def close(self) -> None:
        """Wait for what is being done."""
        with self._lock:
            thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join(_GOODBYE_S)

    # --- the thread ---

    def _put(self, job: Callable[[History | None], None]) -> None:
        with self._lock:
            self._jobs.append(job)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="history", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        """A dispatcher."""
        while True:
            history = self._open()
            try:
                while (job := self._next()) is not None:
                    try:
                        job(history)
                    except UserError as error:
                        self._tell(error.problem)
                    except Exception as error:  # noqa: BLE001 - a dispatcher: the breaks go on
                        log.error("the history failed: %s", traced(error))
                        self._tell(Problem("What was is not kept", _FAULT))
            finally:
                if history is not None:
                    history.close()
            with self._lock:
                if not self._jobs:
                    self._thread = None
                    return

    def _next(self) -> Callable[[History | None], None] | None:
        with self._lock:
            return self._jobs.popleft() if self._jobs else None

    def _open(self) -> History | None:
        from desktop.breaks.history.store import History

        try:
            history = History(self._folder)
        except UserError as error:
            self._tell(error.problem)
            return None
        if history.problem is not None:
            self._trouble(history.problem)
        return history

    def _add(self, records: Records) -> None:
        if self._waiting is None:
            self._waiting = records
        else:
            self._waiting.add(records)
            self._waiting.trim(_MOST_WAITING)

    def _write(self, history: History) -> None:
        if self._waiting:
            history.write(self._waiting)
            self._waiting = None
        self._told = False

    def _tell(self, problem: Problem) -> None:
        log.info("the history is not kept: %s", problem.what)
        if not self._told:
            self._told = True
            self._trouble(
                Problem(
                    "The history of your breaks is not being written",
                    problem.why or problem.what,
                    "Breaks go on. What can't be written waits in memory and is written later; "
                    "what is there already is safe",
                    Severity.WARNING,
                    problem.place,
                )
            )
