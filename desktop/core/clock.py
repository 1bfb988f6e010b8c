"""The one place for clocks, so that a test or the command line can set the time."""

from __future__ import annotations

import datetime as dt
import time
from typing import Protocol


class Clock(Protocol):
    """Tells the time; passed in wherever time matters."""

    def now(self) -> dt.datetime:
        """The wall time, with its zone."""

    def monotonic(self) -> float:
        """Seconds that only ever grow; their start means nothing."""


class SystemClock:
    """The clock of this machine."""

    def now(self) -> dt.datetime:
        """The wall time in the machine's own zone."""
        return dt.datetime.now().astimezone()

    def monotonic(self) -> float:
        """Seconds from :func:`time.monotonic`."""
        return time.monotonic()


class FixedClock:
    """A clock that stands still until it is told to move: for ``--now`` and for tests."""

    def __init__(self, now: dt.datetime) -> None:
        """Start at ``now``; a time without a zone is taken in the machine's own."""
        self._now = now if now.tzinfo else now.astimezone()
        self._seconds = 0.0

    def now(self) -> dt.datetime:
        """The wall time that was set."""
        return self._now

    def monotonic(self) -> float:
        """Seconds passed by :meth:`advance`."""
        return self._seconds

    def advance(self, seconds: float) -> None:
        """Let both times move on."""
        self._now += dt.timedelta(seconds=seconds)
        self._seconds += seconds
