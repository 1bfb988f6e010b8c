"""Somebody at a computer in memory: input, locks, sleep, microphone and quiet as a test says."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Generic, TypeVar

from desktop.core.clock import FixedClock
from desktop.host.base import Attendance, Quiet, Recorder

T = TypeVar("T")


class MemoryPresence:
    """See :class:`desktop.host.base.Presence`; input comes when a test says so."""

    def __init__(self, clock: FixedClock) -> None:
        """Input has just come."""
        self._clock = clock
        self._input = clock.awake()
        self._watchers: list[Callable[[Attendance], None]] = []
        self.tells = True
        """False: the system does not say."""
        self.asked = 0
        """How often it was asked."""

    def touch(self) -> None:
        """A key is pressed."""
        self._input = self._clock.awake()

    def tell(self, attendance: Attendance) -> None:
        """The screen is locked, the computer sleeps, or the reverse."""
        for tell in tuple(self._watchers):
            tell(attendance)

    def idle_s(self) -> float | None:
        """Seconds since :meth:`touch`."""
        self.asked += 1
        return self._clock.awake() - self._input if self.tells else None

    def watch(self, tell: Callable[[Attendance], None]) -> Callable[[], None]:
        """Told within :meth:`tell`, on its thread."""
        told = partial(tell)  # one of its own for each that watches

        def stop() -> None:
            if told in self._watchers:
                self._watchers.remove(told)

        self._watchers.append(told)
        return stop


class _Told(Generic[T]):
    """What is told to whoever watches, on the thread of the test."""

    def __init__(self) -> None:
        """Nobody watches yet."""
        self._watchers: list[Callable[[frozenset[T]], None]] = []

    def is_watched(self) -> bool:
        """Does somebody watch?"""
        return bool(self._watchers)

    def say(self, *now: T) -> None:
        """So it is from now on."""
        for tell in tuple(self._watchers):
            tell(frozenset(now))

    def watch(self, tell: Callable[[frozenset[T]], None]) -> Callable[[], None]:
        """Told within :meth:`say`."""
        told = partial(tell)  # one of its own for each that watches

        def stop() -> None:
            if told in self._watchers:
                self._watchers.remove(told)

        self._watchers.append(told)
        return stop


class MemoryMicrophone(_Told[Recorder]):
    """See :class:`desktop.host.base.Microphone`."""


class MemoryCalm(_Told[Quiet]):
    """See :class:`desktop.host.base.Calm`."""
