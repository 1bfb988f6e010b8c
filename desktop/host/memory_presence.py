"""Somebody at a computer in memory: input, locks, sleep, microphone and quiet as a test says."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Generic, TypeVar

from desktop.core.clock import FixedClock
from desktop.host.base import Attendance, Quiet, Recorder

T = TypeVar("T")


class _Watched(Generic[T]):
    """Tells whoever watches, on the thread of the test."""

    def __init__(self) -> None:
        """Nobody watches yet."""
        self._watchers: list[Callable[[T], None]] = []

    def tell(self, news: T) -> None:
        """Let all of them hear it."""
        for tell in tuple(self._watchers):
            tell(news)

    def watch(self, tell: Callable[[T], None]) -> Callable[[], None]:
        """Told within :meth:`tell`."""
        told = partial(tell)  # one of its own for each that watches

        def stop() -> None:
            if told in self._watchers:
                self._watchers.remove(told)

        self._watchers.append(told)
        return stop


class MemoryPresence(_Watched[Attendance]):
    """See :class:`desktop.host.base.Presence`; input comes when a test says so."""

    def __init__(self, clock: FixedClock) -> None:
        """Input has just come."""
        super().__init__()
        self._clock = clock
        self._input = clock.awake()
        self.tells = True
        """False: the system does not say."""
        self.asked = 0
        """How often it was asked."""

    def touch(self) -> None:
        """A key is pressed."""
        self._input = self._clock.awake()

    def idle_s(self) -> float | None:
        """Seconds since :meth:`touch`."""
        self.asked += 1
        return self._clock.awake() - self._input if self.tells else None


class _Told(_Watched[frozenset[T]]):
    """What holds now, told as a whole."""

    def is_watched(self) -> bool:
        """Does somebody watch?"""
        return bool(self._watchers)

    def say(self, *now: T) -> None:
        """So it is from now on."""
        self.tell(frozenset(now))


class MemoryMicrophone(_Told[Recorder]):
    """See :class:`desktop.host.base.Microphone`."""


class MemoryCalm(_Told[Quiet]):
    """See :class:`desktop.host.base.Calm`."""
