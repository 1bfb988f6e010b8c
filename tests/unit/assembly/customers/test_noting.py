"""assembly.noting: notes go through the providers that are set up, and wait where they must."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.assembly.customers.noting import Noting
from desktop.customers.card import Ticket
from desktop.customers.inquiry import State
from desktop.customers.kept.whose import owner
from desktop.customers.merge import CustomerCard
from desktop.customers.providers.base import Does, FaultKind, Manifest
from desktop.customers.providers.registry import Ready
from desktop.customers.writing import note_writer
from desktop.customers.writing.drafts import Draft
from desktop.customers.writing.note_writer import Told, Wanted
from desktop.customers.writing.places import Place, Way
from tests.unit.assembly.customers.customer_room import SECONDS, Room
from tests.unit.customers.making import card
from tests.unit.customers.writing.acted_writing import WritingDesk

ANA = "ana@example.com"


class TicketDesk(WritingDesk):
    """The room's provider, with tickets that can be written into."""

    @property
    def ready(self) -> Ready:
        plain = super().ready.manifest
        does = frozenset(Does) - {Does.PERSON_NOTE}
        manifest = Manifest(plain.name, plain.title, plain.make, plain.finds, does=does)
        return Ready(self.name, manifest, self)


class NotingRoom(Room):
    """With news of notes."""

    def __init__(self, home: Path, patch: pytest.MonkeyPatch) -> None:
        super().__init__(home, patch)
        self.tickets = TicketDesk()
        self.desk = self.tickets
        self.desk.knows[ANA] = [
            card("desk", "7", name="Ana Gil", email=ANA, tickets=(Ticket("41", "Parcel", "desk"),))
        ]
        self.notes: list[Told] = []
        self.noting.told.connect(lambda one: self.note(self.notes, one))

    def shown(self) -> tuple[CustomerCard, list[Place]]:
        """Look Ana up: her card, and where something can be written."""
        self.customers.look_up(ANA, self.ask())
        inquiry = self.until_state(State.CARD)
        assert inquiry.card is not None
        heard: list[list[Place]] = []
        ready = threading.Event()

        def tell(places: list[Place]) -> None:
            heard.append(places)
            ready.set()

        self.noting.places(inquiry.card, tell)
        assert ready.wait(SECONDS)
        return inquiry.card, heard[0]

    def write(self, customer: CustomerCard, place: Place, text: str) -> Told:
        values = tuple((k, one.value) for k, known in customer.fields.items() for one in known)
        key = self.noting.writer().write(Wanted(place, text, owner(customer), values=values))

        def done() -> bool:
            ended = [one for one in self.notes if one.key == key]
            return bool(ended) and ended[-1].state is not note_writer.State.SENDING

        self.until(done)
        return next(one for one in reversed(self.notes) if one.key == key)


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[NotingRoom]:
    made = NotingRoom(tmp_path, monkeypatch)
    made.customers.start()
    yield made
    made.noting.close()
    made.customers.close()


def again(room: NotingRoom, make: Callable[[], Noting]) -> Noting:
    room.noting.close()
    room.noting = make()
    return room.noting


def test_a_note_goes_into_the_ticket_of_the_customer_in_sight(room: NotingRoom) -> None:
    customer, places = room.shown()
    assert [(one.way, one.id) for one in places] == [(Way.TICKET, "41"), (Way.BOOK, "")]
    assert room.write(customer, places[0], "Rang.").state is note_writer.State.SENT
    assert room.tickets.texts() == ["Rang."]


def test_a_note_in_the_book_is_shown_at_the_next_look(room: NotingRoom) -> None:
    customer, places = room.shown()
    told = room.write(customer, places[1], "Prefers mail.")
    assert told.state is note_writer.State.SENT
    room.customers.finder().again()

    def seen() -> bool:
        inquiry = room.told[-1]
        cards = inquiry.found.cards if inquiry is not None and inquiry.found is not None else ()
        return any(note.text == "Prefers mail." for one in cards for note in one.notes)

    room.until(seen)


def test_after_the_start_it_is_said_what_was_not_sent(room: NotingRoom) -> None:
    room.tickets.says, room.tickets.takes = FaultKind.FORBIDDEN, False
    customer, places = room.shown()
    assert room.write(customer, places[0], "Rang.").state is note_writer.State.KEPT

    def make() -> Noting:
        return Noting(room.customers, room.settings, room.clock, room.interactions)

    noting = again(room, make)
    heard: list[int] = []
    noting.found_unsent.connect(lambda every: room.note(heard, len(every)))
    noting.start(any_kept=room.customers.has_kept())
    room.until(lambda: heard == [1])


def test_forgetting_the_customer_reaches_notes_and_drafts(room: NotingRoom) -> None:
    room.tickets.says, room.tickets.takes = FaultKind.FORBIDDEN, False
    customer, places = room.shown()
    room.write(customer, places[0], "Rang.")
    room.noting.drafts().save("", owner(customer), Draft("Half"))
    loaded = threading.Event()
    room.noting.drafts().load("", owner(customer), lambda _: loaded.set())
    assert loaded.wait(SECONDS)
    inquiry = room.told[-1]
    assert inquiry is not None
    gone: list[object] = []
    room.customers.forgot.connect(lambda one: room.note(gone, one))
    room.customers.forget_customer(inquiry)
    room.until(lambda: bool(gone))
    assert room.customers.kept().count("unsent note") == 0
    assert room.customers.kept().count("note draft") == 0
