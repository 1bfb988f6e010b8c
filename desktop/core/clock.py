"""The one place for clocks, so that a test or the command line can set the time."""

from __future__ import annotations

import datetime as dt
import time
from typing import Protocol

_BOOTTIME: int | None = getattr(time, "CLOCK_BOOTTIME", None)
"""Linux's clock that goes on during sleep."""


class Clock(Protocol):
    """Tells the time; passed in wherever time matters."""

    def now(self) -> dt.datetime:
        """The wall time, with its zone."""

    def monotonic(self) -> float:
        """Seconds that only ever grow; their start means nothing."""


class SleepClock(Clock, Protocol):
    """A clock that knows how long the computer slept."""

    def awake(self) -> float:
        """Seconds that stand still while the computer sleeps."""

    def with_sleep(self) -> float:
        """Seconds that go on while it sleeps."""


class SystemClock:
    """The clock of this machine."""

    def now(self) -> dt.datetime:
        """The wall time in the machine's own zone."""
        return dt.datetime.now().astimezone()

    def monotonic(self) -> float:
        """Seconds from :func:`time.monotonic`."""
        return time.monotonic()

    def awake(self) -> float:
        """Seconds without sleep, where the system tells them apart."""
        return time.monotonic() if _BOOTTIME is None else time.clock_gettime(time.CLOCK_MONOTONIC)

    def with_sleep(self) -> float:
        """Seconds with sleep; the same as :meth:`awake` where the system does not tell."""
        return time.monotonic() if _BOOTTIME is None else time.clock_gettime(_BOOTTIME)


class FixedClock:
    """A clock that stands still until it is told to move: for ``--now`` and for tests."""

    def __init__(self, now: dt.datetime) -> None:
        """Start at ``now``; a time without a zone is taken in the machine's own."""
        self._now = now if now.tzinfo else now.astimezone()
        self._seconds = 0.0
        self._slept = 0.0

    def now(self) -> dt.datetime:
        """The wall time that was set."""
        return self._now

    def monotonic(self) -> float:
        """Seconds passed by :meth:`advance`."""
        return self._seconds

    def awake(self) -> float:
        """As :meth:`monotonic`."""
        return self._seconds

    def with_sleep(self) -> float:
        """Seconds passed by :meth:`advance` and :meth:`sleep`."""
        return self._seconds + self._slept

    def advance(self, seconds: float) -> None:
        """Let all times move on."""
        self._now += dt.timedelta(seconds=seconds)
        self._seconds += seconds

    def sleep(self, seconds: float) -> None:
        """Let the computer sleep so long."""
        self._now += dt.timedelta(seconds=seconds)
        self._slept += seconds
