"""A desk whose answers a test decides, and a writer of notes on it with all that it says."""

from __future__ import annotations

import threading
from pathlib import Path

from desktop.core.clock import FixedClock
from desktop.core.results import Problem
from desktop.customers.kept.rows import SealedRows
from desktop.customers.kept.whose import Owner, owner
from desktop.customers.merge import CustomerCard
from desktop.customers.providers.base import (
    CustomerMessage,
    Fault,
    FaultKind,
    InternalNote,
    Provider,
)
from desktop.customers.writing.note_writer import NoteWriter, State, Told, Wanted
from desktop.customers.writing.places import Place, Way
from desktop.customers.writing.unsent import Unsent
from desktop.net.deadline import Cancellation, Deadline
from desktop.settings.secrets import Secrets
from tests.unit.customers.book.keeping import MemoryKeyring
from tests.unit.customers.making import NOW, card
from tests.unit.customers.scripted import SECONDS, Scripted
from tests.unit.hearing import Hearing

ANA = CustomerCard((card("desk", "7", name="Ana Gil", email="ana@example.com"),))
BEA = CustomerCard((card("desk", "8", name="Bea Gil", email="bea@example.com"),))
TICKET = Place(Way.TICKET, "desk", "Desk", "41", "Parcel", address="ana@example.com", changes=True)


class WritingDesk(Scripted):
    """A provider with tickets, each with a history."""

    def __init__(self, name: str = "desk") -> None:
        super().__init__(name)
        self.history: dict[str, list[InternalNote | CustomerMessage]] = {}
        self.says: FaultKind | None = None
        """In place of an answer to what is sent."""
        self.takes = True
        """Does it arrive all the same?"""
        self.hides: FaultKind | None = None
        """In place of the history."""
        self.gate = threading.Event()
        """What is sent is answered when this is set."""
        self.gate.set()
        self.arrived_at = threading.Event()
        self.states = ["open", "solved"]

    def marks(
        self, ticket: str, deadline: Deadline, cancellation: Cancellation
    ) -> frozenset[str] | Fault:
        if self.hides:
            return Fault(self.hides)
        return frozenset(map(str, range(len(self.history.get(ticket, [])))))

    def arrived(
        self,
        sent: InternalNote | CustomerMessage,
        before: frozenset[str],
        deadline: Deadline,
        cancellation: Cancellation,
    ) -> str | Fault | None:
        if self.hides:
            return Fault(self.hides)
        for place, one in enumerate(self.history.get(sent.ticket, [])):
            if str(place) not in before and one == sent:
                return str(place)
        return None

    def add_note(
        self, note: InternalNote, deadline: Deadline, cancellation: Cancellation
    ) -> str | Fault:
        return self._take(note)

    def send_to_customer(
        self, message: CustomerMessage, deadline: Deadline, cancellation: Cancellation
    ) -> str | Fault:
        return self._take(message)

    def statuses(
        self, ticket: str, deadline: Deadline, cancellation: Cancellation
    ) -> list[str] | Fault:
        return Fault(self.says) if self.says else self.states

    def set_status(
        self, ticket: str, status: str, deadline: Deadline, cancellation: Cancellation
    ) -> Fault | None:
        says = self.says
        self.arrived_at.set()
        self.gate.wait(SECONDS)
        if says:
            return Fault(says)
        self.states = [status, *(one for one in self.states if one != status)]
        return None

    def _take(self, sent: InternalNote | CustomerMessage) -> str | Fault:
        if self.takes:
            self.history.setdefault(sent.ticket, []).append(sent)
        self.arrived_at.set()
        self.gate.wait(SECONDS)
        return Fault(self.says) if self.says else "new"

    def texts(self, ticket: str = "41") -> list[str]:
        """What stands in a ticket."""
        return [one.text for one in self.history.get(ticket, [])]


class Writing(Hearing):
    """A profile over several starts of the program."""

    def __init__(self, folder: Path) -> None:
        super().__init__(SECONDS)
        self.folder = folder
        self.keyring = MemoryKeyring()
        self.clock = FixedClock(NOW)
        self.desk = WritingDesk()
        self.providers: dict[str, Provider] = {"desk": self.desk}
        self.told: list[Told] = []
        self.killed: list[NoteWriter] = []
        self.problems: list[Problem] = []
        self.start()

    def start(self) -> None:
        rows = SealedRows(self.folder, Secrets(self.folder, self.keyring), self.clock, 0.05)
        self.rows = rows
        self.writer = NoteWriter(
            lambda: rows, lambda act: act(self.providers), self.clock, lambda: 5.0
        )
        self.deaf = self.writer.told.connect(lambda one: self.note(self.told, one))
        self.writer.trouble.connect(self.problems.append)

    def stop(self) -> None:
        self.desk.gate.set()
        for one in (*self.killed, self.writer):
            one.close()
        self.rows.close()

    def kill(self) -> None:
        """Another start, while the program before can't write anything any more."""
        self.rows.close()
        self.deaf()
        self.killed.append(self.writer)
        self.start()

    def again(self) -> None:
        self.stop()
        self.start()

    def heard(self) -> object:
        return self.told

    def write(
        self,
        text: str,
        place: Place = TICKET,
        customer: CustomerCard = ANA,
        to: str = "",
        values: tuple[tuple[str, str], ...] = (),
    ) -> str:
        return self.writer.write(
            Wanted(place, text, owner(customer), "Ana Gil", "ana@example.com", to, values)
        )

    def until_told(self, key: str, *states: State) -> Told:
        """The first news of this text with one of these states, and it is taken off the list."""

        def news() -> list[Told]:
            return [one for one in self.told if one.key == key and one.state in states]

        self.until(lambda: bool(news()))
        told = news()[0]
        self.told.remove(told)
        return told

    def done(self, key: str) -> Told:
        return self.until_told(key, State.SENT, State.KEPT, State.GONE)

    def offered(self, whose: Owner | None = None) -> list[Unsent]:
        heard: list[tuple[Unsent, ...]] = []
        ready = threading.Event()

        def tell(every: tuple[Unsent, ...]) -> None:
            heard.append(every)
            ready.set()

        self.writer.offer(whose, tell)
        assert ready.wait(SECONDS)
        return list(heard[0])
