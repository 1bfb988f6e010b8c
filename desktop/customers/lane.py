"""One provider and the few threads that may ask it."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop.core.clock import Clock
from desktop.core.faults import traced
from desktop.core.results import UserError
from desktop.customers.card import Card
from desktop.customers.identify import Query
from desktop.customers.providers.base import MOST_CARDS, Fault, FaultKind
from desktop.customers.providers.registry import Ready
from desktop.net.deadline import Cancellation, Deadline

log = logging.getLogger(__name__)

MOST_THREADS = 3
"""For one provider; one that hangs holds up only itself."""

_PAUSE_S = 5.0
"""After “too often” without a time."""
_AUTH_PAUSE_S = 30.0
"""Some vendors lock an account out that signs in wrongly again and again."""

Told = Callable[[Sequence[Card] | Fault, float], None]
"""Gets the answer, and how many milliseconds it took."""


@dataclass(frozen=True, slots=True)
class _Job:
    query: Query
    deadline: Deadline
    cancellation: Cancellation
    told: Told


class Lane:
    """Asks in the order of the questions. Any thread may call."""

    def __init__(self, ready: Ready, clock: Clock) -> None:
        """No thread runs while nothing is asked."""
        self.ready = ready
        self._clock = clock
        self._lock = threading.Lock()
        self._jobs: deque[_Job] = deque()
        self._threads = 0
        self._rests_until = 0.0
        self._rests_for = FaultKind.RATE_LIMITED

    def rest(self) -> Fault | None:
        """Why it is not to be asked right now, and for how long."""
        left = self._rests_until - self._clock.monotonic()
        return Fault(self._rests_for, left) if left > 0 else None

    def signed_in(self) -> None:
        """Somebody signed in there: how it was before does not keep it from being asked."""
        if self._rests_for is FaultKind.AUTH:
            self._rests_until = 0.0

    def ask(self, query: Query, deadline: Deadline, cancellation: Cancellation, told: Told) -> None:
        """``told`` is called on a thread of this lane, unless cancelled before it began."""
        with self._lock:
            self._jobs.append(_Job(query, deadline, cancellation, told))
            if self._threads == MOST_THREADS:
                return
            self._threads += 1
        threading.Thread(target=self._run, name=f"ask {self.ready.name}", daemon=True).start()

    def _run(self) -> None:
        while True:
            with self._lock:
                if not self._jobs:
                    self._threads -= 1
                    return
                job = self._jobs.popleft()
            if job.cancellation.cancelled or job.deadline.passed:
                continue
            begun = time.perf_counter()
            answer = self._answer(job)
            job.told(answer, (time.perf_counter() - begun) * 1000)

    def _answer(self, job: _Job) -> Sequence[Card] | Fault:
        try:
            answer = self.ready.provider.find(job.query, job.deadline, job.cancellation)
        except UserError as error:  # no secret, no keyring, a damaged file
            return Fault(FaultKind.SET_UP, told=error.problem)
        except Exception as error:  # noqa: BLE001 - a dispatcher: the others' answers still count
            log.error("the provider %s failed: %s", self.ready.name, traced(error))
            return Fault(FaultKind.BAD_ANSWER)
        if isinstance(answer, Fault):
            self._note(answer)
            return answer
        return answer[:MOST_CARDS]

    def _note(self, fault: Fault) -> None:
        pause = {
            FaultKind.RATE_LIMITED: _PAUSE_S if fault.retry_after is None else fault.retry_after,
            FaultKind.AUTH: _AUTH_PAUSE_S,
        }.get(fault.kind)
        if pause:
            self._rests_for = fault.kind
            self._rests_until = self._clock.monotonic() + pause
