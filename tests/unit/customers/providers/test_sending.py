"""A text is written once, whatever becomes of the answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pytest

from desktop.core.clock import FixedClock
from desktop.customers.providers.base import (
    CustomerMessage,
    Fault,
    FaultKind,
    InternalNote,
    PersonNote,
)
from desktop.customers.providers.sending import (
    LONGEST,
    SETTLE_S,
    Delivered,
    Kept,
    Outgoing,
    deliver,
    same,
)
from desktop.net.deadline import Cancellation, Deadline

NOTE = InternalNote("7", "Called, no answer")
MESSAGE = CustomerMessage("7", "Dear Jane", "jane@example.com")
UNSURE = [FaultKind.TIMEOUT, FaultKind.UNREACHABLE, FaultKind.BUSY, FaultKind.BAD_ANSWER,
          FaultKind.CANCELLED]  # fmt: skip


@dataclass
class Ticket:
    """A writer on one ticket, which fails as it is told."""

    notes: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    takes: bool = True
    """Does what is sent arrive?"""
    says: FaultKind | None = None
    """In place of an answer to what is sent."""
    hides: FaultKind | None = None
    """In place of the history."""

    def _history(self, sent: InternalNote | CustomerMessage) -> list[str]:
        return self.notes if isinstance(sent, InternalNote) else self.messages

    def marks(self, ticket: str, deadline: Deadline, cancellation: Cancellation) -> (
        frozenset[str] | Fault
    ):  # fmt: skip
        if self.hides:
            return Fault(self.hides)
        return frozenset(
            f"{name}{number}"
            for name, texts in (("note", self.notes), ("message", self.messages))
            for number in range(len(texts))
        )

    def arrived(
        self,
        sent: InternalNote | CustomerMessage,
        before: frozenset[str],
        deadline: Deadline,
        cancellation: Cancellation,
    ) -> str | Fault | None:
        if self.hides:
            return Fault(self.hides)
        name = "note" if isinstance(sent, InternalNote) else "message"
        for number, text in enumerate(self._history(sent)):
            if f"{name}{number}" not in before and text == sent.text:
                return f"{name}{number}"
        return None

    def _take(self, sent: InternalNote | CustomerMessage) -> str | Fault:
        if self.takes:
            self._history(sent).append(sent.text)
        return Fault(self.says) if self.says else "new"

    def add_note(
        self, note: InternalNote, deadline: Deadline, cancellation: Cancellation
    ) -> str | Fault:
        return self._take(note)

    def send_to_customer(
        self, message: CustomerMessage, deadline: Deadline, cancellation: Cancellation
    ) -> str | Fault:
        return self._take(message)

    def statuses(self, ticket: str, deadline: Deadline, cancellation: Cancellation) -> (
        list[str] | Fault
    ):  # fmt: skip
        return []

    def set_status(
        self, ticket: str, status: str, deadline: Deadline, cancellation: Cancellation
    ) -> Fault | None:
        return None


class Record:
    """A person's record with notes."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.says: FaultKind | None = None
        self.takes = True

    def person_marks(
        self, person: str, deadline: Deadline, cancellation: Cancellation
    ) -> frozenset[str] | Fault:
        return frozenset(map(str, range(len(self.notes))))

    def person_arrived(
        self,
        sent: PersonNote,
        before: frozenset[str],
        deadline: Deadline,
        cancellation: Cancellation,
    ) -> str | Fault | None:
        known = {str(place): text for place, text in enumerate(self.notes)}
        return next(
            (mark for mark, text in known.items() if mark not in before and text == sent.text), None
        )

    def add_person_note(
        self, note: PersonNote, deadline: Deadline, cancellation: Cancellation
    ) -> str | Fault:
        if self.takes:
            self.notes.append(note.text)
        return Fault(self.says) if self.says else "new"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(dt.datetime(2026, 11, 22, tzinfo=dt.UTC))


def send(
    ticket: Ticket, clock: FixedClock, outgoing: Outgoing
) -> tuple[Delivered | Kept, list[Outgoing]]:
    remembered: list[Outgoing] = []
    return deliver(ticket, outgoing, clock, 5, Cancellation(), remembered.append), remembered


@pytest.mark.parametrize("content", [NOTE, MESSAGE])
def test_it_is_written_where_it_belongs(
    clock: FixedClock, content: InternalNote | CustomerMessage
) -> None:
    ticket = Ticket()
    done, remembered = send(ticket, clock, Outgoing(content))
    assert done == Delivered("new")
    assert ticket.notes == ([NOTE.text] if content is NOTE else [])
    assert ticket.messages == ([MESSAGE.text] if content is MESSAGE else [])
    assert [one.tried for one in remembered] == [clock.now()]


@pytest.mark.parametrize("says", UNSURE)
@pytest.mark.parametrize("content", [NOTE, MESSAGE])
def test_what_arrived_without_a_word_is_found(
    clock: FixedClock, says: FaultKind, content: InternalNote | CustomerMessage
) -> None:
    ticket = Ticket(notes=[NOTE.text], messages=[MESSAGE.text], says=says)
    done, _ = send(ticket, clock, Outgoing(content))
    assert isinstance(done, Delivered)
    assert done.found
    assert done.mark in ("note1", "message1")
    assert len(ticket.notes) + len(ticket.messages) == 3


@pytest.mark.parametrize("says", UNSURE)
def test_what_did_not_arrive_is_sent_again_by_the_agent_and_after_a_while(
    clock: FixedClock, says: FaultKind
) -> None:
    ticket = Ticket(takes=False, says=says)
    kept, _ = send(ticket, clock, Outgoing(NOTE))
    assert isinstance(kept, Kept)
    assert kept.fault.kind is FaultKind.UNSURE
    ticket.takes, ticket.says = True, None
    clock.advance(SETTLE_S - 1)
    still, remembered = send(ticket, clock, kept.outgoing)
    assert isinstance(still, Kept)
    assert (still.fault, remembered, ticket.notes) == (Fault(FaultKind.UNSURE, 1), [], [])
    clock.advance(1)
    assert send(ticket, clock, still.outgoing)[0] == Delivered("new")
    assert ticket.notes == [NOTE.text]


def test_what_arrives_late_is_found_too(clock: FixedClock) -> None:
    ticket = Ticket(takes=False, says=FaultKind.TIMEOUT)
    kept, _ = send(ticket, clock, Outgoing(NOTE))
    assert isinstance(kept, Kept)
    ticket.notes.append(NOTE.text)
    done, remembered = send(ticket, clock, kept.outgoing)
    assert (done, remembered) == (Delivered("note0", found=True), [])


def test_while_the_history_is_not_to_be_had_nothing_is_sent(clock: FixedClock) -> None:
    ticket = Ticket(hides=FaultKind.BUSY)
    first, remembered = send(ticket, clock, Outgoing(NOTE))
    assert first == Kept(Outgoing(NOTE), Fault(FaultKind.BUSY))
    assert remembered == []
    tried = Outgoing(NOTE, frozenset(), clock.now())
    clock.advance(SETTLE_S * 10)
    again, remembered = send(ticket, clock, tried)
    assert again == Kept(tried, Fault(FaultKind.BUSY))
    assert (ticket.notes, remembered) == ([], [])


@pytest.mark.parametrize(
    "says",
    [FaultKind.AUTH, FaultKind.FORBIDDEN, FaultKind.REFUSED, FaultKind.RATE_LIMITED,
     FaultKind.MISSING, FaultKind.NOT_THEIRS, FaultKind.CERTIFICATE],
)  # fmt: skip
def test_a_refusal_is_no_doubt(clock: FixedClock, says: FaultKind) -> None:
    kept, _ = send(Ticket(takes=False, says=says), clock, Outgoing(NOTE))
    assert isinstance(kept, Kept)
    assert (kept.fault.kind, kept.outgoing.tried) == (says, None)


@pytest.mark.parametrize("text", ["", " \n", "x" * (LONGEST + 1)])
def test_nothing_and_too_much_are_not_sent(clock: FixedClock, text: str) -> None:
    ticket = Ticket()
    kept, _ = send(ticket, clock, Outgoing(InternalNote("7", text)))
    assert isinstance(kept, Kept)
    assert kept.fault.kind is FaultKind.REFUSED
    assert ticket.notes == []


def test_no_repr_shows_a_text() -> None:
    shown = (
        repr(Outgoing(NOTE))
        + repr(Outgoing(MESSAGE))
        + repr(Kept(Outgoing(NOTE), Fault(UNSURE[0])))
    )
    assert not any(word in shown for word in ("Called", "Dear", "jane", "'7'"))


def test_texts_are_compared_as_people_read_them() -> None:
    assert same("a  b\r\n\r\nc ", " a b\nc")
    assert same("u\u0308", "ü")
    assert not same("a b", "ab")


def test_a_note_on_a_person_is_written_once_too(clock: FixedClock) -> None:
    record = Record()
    record.notes.append(NOTE.text)  # an older one that says the same
    record.says, record.takes = FaultKind.TIMEOUT, False

    def again(outgoing: Outgoing) -> Delivered | Kept:
        return deliver(record, outgoing, clock, 5, Cancellation(), lambda _: None)

    kept = again(Outgoing(PersonNote("42", NOTE.text)))
    assert isinstance(kept, Kept)
    assert kept.fault.kind is FaultKind.UNSURE
    record.notes.append(NOTE.text)  # it took its time
    assert again(kept.outgoing) == Delivered("1", found=True)
    assert len(record.notes) == 2


def test_who_keeps_no_notes_on_persons_is_not_asked_to(clock: FixedClock) -> None:
    with pytest.raises(TypeError):
        deliver(Ticket(), Outgoing(PersonNote("1", "x")), clock, 5, Cancellation(), lambda _: None)
