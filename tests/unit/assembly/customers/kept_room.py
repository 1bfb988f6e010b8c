"""A profile in which things are kept about customers, over several starts."""

from __future__ import annotations

from pathlib import Path

from desktop.core.clock import SleepClock
from desktop.core.results import Problem
from desktop.customers.kept.rows import SealedRows
from desktop.interaction import Interactions
from desktop.settings.paths import places, prepare
from desktop.settings.secrets import Secrets
from desktop.settings.store import Settings
from tests.unit.customers.book.keeping import MemoryKeyring
from tests.unit.hearing import Hearing

SECONDS = 10.0


class KeptRoom(Hearing):
    """What outlives a start, and waiting for what is told."""

    def __init__(self, home: Path, clock: SleepClock) -> None:
        super().__init__(SECONDS)
        self.home = home
        self.places = places(home)
        prepare(self.places)
        self.clock = clock
        self.settings = Settings(self.places.settings, clock)
        self.keyring = MemoryKeyring()
        self.problems: list[Problem] = []
        self.open()

    def open(self) -> None:
        """What a start makes."""
        self.interactions = Interactions(self.clock)
        self.rows = SealedRows(self.places.data, Secrets(self.home, self.keyring), self.clock)

    def heard(self) -> object:
        return self.problems

    def on_disk(self) -> bytes:
        return b"".join(one.read_bytes() for one in self.places.data.glob("kept*"))
