"""Keeps what snippets saved, if the agent wants that: opened on first use, never waited for."""

from __future__ import annotations

import datetime as dt
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING

from desktop.core.clock import Clock
from desktop.core.events import Event
from desktop.core.results import Problem, Severity, UserError
from desktop.host.base import Places
from desktop.settings.sections.snippets import KEEP_USES_DAYS, USES_KEPT
from desktop.settings.store import Settings

if TYPE_CHECKING:
    from desktop.snippets.savings.ledger import Ledger
    from desktop.snippets.savings.uses import Sum, Use

NOT_KEPT = Problem(
    "What your snippets save can't be kept",
    todo="Make room on the disk; snippets themselves work as before",
    severity=Severity.WARNING,
)


class Savings:
    """See the module. Any thread may call."""

    def __init__(self, places: Places, settings: Settings, clock: Clock) -> None:
        """Nothing is opened yet."""
        self.changed: Event[None] = Event("savings changed")
        self.trouble: Event[Problem] = Event("trouble with savings")
        self._places = places
        self._settings = settings
        self._clock = clock
        self._lock = threading.Lock()
        self._made: Ledger | None = None
        self._failed = False
        self._ended = False

    def used(self, use: Use) -> None:
        """A snippet came out."""
        self._add(use, 1)

    def unused(self, use: Use) -> None:
        """It was taken back at once."""
        self._add(use, -1)

    def read(self, since: dt.date | None = None) -> list[Sum]:
        """What was kept. Blocks for a moment.

        Raises:
            UserError: it can't be read.
        """
        ledger = self._ledger()
        return ledger.read(since) if ledger is not None else []

    def forget(self) -> None:
        """Delete everything. Blocks until it is gone.

        Raises:
            UserError: it can't be deleted.
        """
        ledger = self._ledger()
        if ledger is not None:
            ledger.forget().result()
            self.changed.emit(None)

    def close(self) -> None:
        """Write what waits."""
        with self._lock:
            self._ended = True
            made, self._made = self._made, None
        if made is not None:
            made.close()

    def _add(self, use: Use, times: int) -> None:
        if not self._settings.get(USES_KEPT) or self._failed:
            return
        try:
            ledger = self._ledger()
        except UserError as error:
            self._tell(error.problem)
            return
        if ledger is not None:
            ledger.add(self._clock.now().date(), use, times).add_done_callback(self._done)

    def _ledger(self) -> Ledger | None:
        from desktop.snippets.savings.ledger import Ledger

        with self._lock:
            if self._ended:
                return None
            if self._made is None:
                self._places.data.mkdir(parents=True, exist_ok=True)
                self._made = Ledger(self._places.data)
                if self._made.problem is not None:
                    self.trouble.emit(self._made.problem)
                days = dt.timedelta(days=self._settings.get(KEEP_USES_DAYS))
                self._made.forget(self._clock.now().date() - days)
            return self._made

    def _done(self, written: Future[None]) -> None:
        """On the ledger's own thread."""
        if not written.cancelled() and written.exception() is not None:
            self._tell(NOT_KEPT)
        else:
            self.changed.emit(None)

    def _tell(self, problem: Problem) -> None:
        """Once: it is nothing that an agent could do without in a shift."""
        if not self._failed:
            self._failed = True
            self.trouble.emit(problem)
