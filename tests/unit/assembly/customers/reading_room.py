"""A profile with knowledge bases on the loopback."""

from __future__ import annotations

import queue
from pathlib import Path

from desktop.assembly.customers.reading_up import ReadingUp
from desktop.core.clock import SystemClock
from desktop.core.results import Problem
from desktop.customers.articles.search import Found
from desktop.settings.paths import places, prepare
from desktop.settings.secrets import Secret, Secrets
from desktop.settings.sections.customers import PROVIDERS, SERVICES, ProviderSettings
from desktop.settings.store import Settings
from tests.contract.translation.stand_in import StandIn
from tests.unit.assembly.acting import FakeClipboard
from tests.unit.customers.book.keeping import MemoryKeyring

SECONDS = 10.0


class Room:
    """A profile and what its knowledge bases said."""

    def __init__(self, home: Path) -> None:
        self.places = places(home)
        prepare(self.places)
        clock = SystemClock()
        self.settings = Settings(self.places.settings, clock)
        secrets = Secrets(home, MemoryKeyring())
        for name in ("confluence", "guru"):
            secrets.set(f"customers.{name}.key", Secret("pass-word"))
        self.clipboard = FakeClipboard()
        self.reading = ReadingUp(self.places, self.settings, secrets, clock, self.clipboard)
        self.known: queue.SimpleQueue[tuple[str, ...]] = queue.SimpleQueue()
        self.found: queue.SimpleQueue[Found] = queue.SimpleQueue()
        self.problems: queue.SimpleQueue[Problem] = queue.SimpleQueue()
        self.reading.known.connect(self.known.put)
        self.reading.trouble.connect(self.problems.put)

    def set_up(self, **servers: StandIn) -> None:
        rows = {
            name: ProviderSettings(address=server.url(), user="agent@desk.test")
            for name, server in servers.items()
        }
        self.settings.apply({SERVICES: rows, PROVIDERS: ("book", *servers)})
