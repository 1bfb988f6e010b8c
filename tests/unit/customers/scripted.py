"""Providers that answer what a test says, when it says so, and a finder that asks them."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Sequence

from desktop.core.clock import FixedClock
from desktop.core.results import Problem
from desktop.customers.card import Card
from desktop.customers.fanout import Lookups
from desktop.customers.finder import Finder, Means
from desktop.customers.identify import Kind, Patterns, Query
from desktop.customers.inquiry import Inquiry, State
from desktop.customers.providers.base import Fault, Manifest
from desktop.customers.providers.registry import Ready
from desktop.interaction import Asked, Channel, Customer, Field, Interaction, Interactions
from desktop.net.address import Reach
from desktop.net.deadline import Cancellation, Deadline
from tests.unit.hearing import Hearing

SECONDS = 10.0
NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)


class Scripted:
    """Knows customers by what they are asked for; with a gate it answers when that opens."""

    reach = Reach.OFFICE

    def __init__(self, name: str = "desk") -> None:
        self.name = name
        self.knows: dict[str, Sequence[Card] | Fault] = {}
        self.gates: dict[str, threading.Event] = {}
        self.asked: list[str] = []
        self.closed = 0

    def find(
        self, query: Query, deadline: Deadline, cancellation: Cancellation
    ) -> Sequence[Card] | Fault:
        self.asked.append(query.value)
        gate = self.gates.get(query.value)
        if gate is not None:
            gate.wait(SECONDS)
        return self.knows.get(query.value, ())

    def close(self) -> None:
        self.closed += 1

    def hold(self, value: str) -> threading.Event:
        """Do not answer this before the event is set."""
        return self.gates.setdefault(value, threading.Event())

    @property
    def ready(self) -> Ready:
        manifest = Manifest(
            self.name, self.name.title(), lambda _: self, frozenset(Kind) - {Kind.ORDER}
        )
        return Ready(self.name, manifest, self)


class Reception(Hearing):
    """A finder with its interactions, and everything it says."""

    def __init__(self, *providers: Scripted, content_s: float = SECONDS) -> None:
        super().__init__(SECONDS)
        self.clock = FixedClock(NOW)
        self.interactions = Interactions(self.clock)
        self.providers = providers
        self.told: list[Inquiry | None] = []
        self.problems: list[Problem] = []
        self.made: list[Lookups] = []
        self.warnings: tuple[Problem, ...] = ()
        self.finder = Finder(self._make, self.interactions, content_s)
        self.finder.told.connect(lambda one: self.note(self.told, one))
        self.finder.troubled.connect(self.problems.append)

    def _make(self) -> Means:
        lookups = Lookups([one.ready for one in self.providers], self.clock, region="DE")
        self.made.append(lookups)
        return Means(lookups, Patterns(customers=["K-#"]), "DE", self.warnings)

    def heard(self) -> object:
        return self.told, self.problems

    def settle(self) -> None:
        """The finder has done everything that was asked of it so far."""
        done = threading.Event()
        self.finder._worker.put(done.set)
        assert done.wait(SECONDS)

    @property
    def last(self) -> Inquiry | None:
        return self.told[-1] if self.told else None

    def until_state(self, state: State, *, done: bool = True) -> Inquiry:
        """What is shown, once it is so."""

        def there() -> bool:
            return self.last is not None and self.last.state is state and self.last.done is done

        self.until(there)
        self.settle()
        assert self.last is not None
        return self.last

    def open(self, **fields: str) -> Asked:
        """An interaction in front."""
        known = {name: Field(value, "agent", NOW) for name, value in fields.items()}
        one = self.interactions.open("tray", Channel.CHAT, customer=Customer(known))
        return self.ask(one)

    def ask(self, one: Interaction) -> Asked:
        asked = self.interactions.ask(one.id)
        assert asked is not None
        return asked

    def call(self, number: str, reference: str = "", name: str = "") -> Asked:
        """As a phone system tells of it."""
        known = {"phone": number, "name": name}
        fields = {key: Field(one, "phone system", NOW) for key, one in known.items() if one}
        one = self.interactions.open(
            "phone system", Channel.PHONE, reference=reference, customer=Customer(fields)
        )
        asked = self.ask(one)
        self.finder.called(asked, number, name)
        return asked

    @property
    def front(self) -> Customer:
        """The customer of the interaction in front."""
        front = self.interactions.front()
        assert front is not None
        return front.customer

    def close(self) -> None:
        for provider in self.providers:
            for gate in provider.gates.values():
                gate.set()
        self.finder.close()
