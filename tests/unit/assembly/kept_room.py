"""A profile in which things are kept about customers, over several starts."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from desktop.core.clock import SleepClock
from desktop.core.results import Problem
from desktop.customers.kept.rows import SealedRows
from desktop.interaction import Interactions
from desktop.settings.paths import places, prepare
from desktop.settings.secrets import Secrets
from desktop.settings.store import Settings
from tests.unit.customers.book.keeping import MemoryKeyring

T = TypeVar("T")
SECONDS = 10.0


class KeptRoom:
    """What outlives a start, and waiting for what is told."""

    def __init__(self, home: Path, clock: SleepClock) -> None:
        self.home = home
        self.places = places(home)
        prepare(self.places)
        self.clock = clock
        self.settings = Settings(self.places.settings, clock)
        self.keyring = MemoryKeyring()
        self.news = threading.Condition()
        self.problems: list[Problem] = []
        self.open()

    def open(self) -> None:
        """What a start makes."""
        self.interactions = Interactions(self.clock)
        self.rows = SealedRows(self.places.data, Secrets(self.home, self.keyring), self.clock)

    def note(self, seen: list[T], value: T) -> None:
        with self.news:
            seen.append(value)
            self.news.notify_all()

    def until(self, done: Callable[[], bool]) -> None:
        end = time.monotonic() + SECONDS
        while not done():
            assert time.monotonic() < end, self.problems
            with self.news:
                self.news.wait(0.01)

    def on_disk(self) -> bytes:
        return b"".join(one.read_bytes() for one in self.places.data.glob("kept*"))
