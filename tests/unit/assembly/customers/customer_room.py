"""A profile with customers: the real ways in, a real customer book, and a scripted provider."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.assembly.customers.looking_up import LookingUp
from desktop.assembly.customers.noting import Noting
from desktop.core.clock import SystemClock
from desktop.core.results import Problem
from desktop.customers import setup
from desktop.customers.inquiry import Inquiry, State
from desktop.customers.providers.registry import build
from desktop.interaction import Asked, Customer, Interactions
from desktop.settings.paths import places, prepare
from desktop.settings.secrets import Secrets
from desktop.settings.store import Settings
from tests.unit.assembly.acting import FakeClipboard
from tests.unit.customers.book.keeping import MemoryKeyring
from tests.unit.customers.making import card
from tests.unit.customers.scripted import Scripted
from tests.unit.hearing import Hearing

SECONDS = 10.0
NUMBER = "+4930123456"


class Room(Hearing):
    """A profile with a customer book and one scripted provider."""

    def __init__(self, home: Path, patch: pytest.MonkeyPatch) -> None:
        super().__init__(SECONDS)
        self.places = places(home)
        prepare(self.places)
        self.clock = SystemClock()
        self.settings = Settings(self.places.settings, self.clock)
        self.keyring = MemoryKeyring()
        self.secrets = Secrets(home, self.keyring)
        self.interactions = Interactions(self.clock)
        self.desk = Scripted()
        self.desk.knows = {NUMBER: [card("desk", "1", name="Ana Souza", phone=NUMBER)]}
        self.clipboard = FakeClipboard()
        self.forgotten: list[Customer] = []
        self.told: list[Inquiry | None] = []
        self.problems: list[Problem] = []
        patch.setattr(setup, "build", self._build)
        self.customers = LookingUp(
            self.places,
            self.settings,
            self.secrets,
            self.clock,
            self.interactions,
            self.clipboard,
            forget_translations=self.forgotten.append,
        )
        self.noting = Noting(self.customers, self.settings, self.clock, self.interactions)
        self.customers.told.connect(lambda one: self.note(self.told, one))
        self.customers.trouble.connect(lambda one: self.note(self.problems, one))

    def _build(self, *about: object) -> tuple[tuple[object, ...], tuple[Problem, ...]]:
        ready, problems = build(*about)  # type: ignore[arg-type]  # as it is called
        return (*ready, self.desk.ready), problems

    def heard(self) -> object:
        return self.told, self.problems

    def until_state(self, state: State) -> Inquiry:
        def there() -> bool:
            last = self.told[-1] if self.told else None
            # A card may show while others are asked; the interaction has its customer then.
            settled = last is not None and (last.done or state is not State.CARD)
            return last is not None and last.state is state and settled

        self.until(there)
        found = self.told[-1]
        assert found is not None
        return found

    @property
    def front(self) -> Customer:
        front = self.interactions.front()
        assert front is not None
        return front.customer

    def ask(self) -> Asked | None:
        front = self.interactions.front()
        return self.interactions.ask(front.id) if front is not None else None
