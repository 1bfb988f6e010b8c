"""Intercom's own specification: what is sent is in it, and what Prism answers by it is understood.

Needs the specification and Prism (installers/prism.py fetches it); without the specification
the stand-in of test_intercom.py covers the same ground. Prism is started once, in 4 s.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

import pytest

from desktop.customers.identify import Kind, Query
from desktop.customers.providers.base import (
    CustomerMessage,
    Fault,
    InternalNote,
    PersonNote,
    PersonNoter,
    SignedIn,
    Writer,
)
from desktop.customers.providers.intercom import PROVIDER
from desktop.customers.providers.sending import Delivered, Outgoing
from desktop.net.deadline import Cancellation, Deadline
from installers.prism import SPECIFICATION
from tests.contract.customers.asking import CLOCK, checked, found_by, looked_up, made, written
from tests.contract.customers.desk_of_intercom import JANE, Desk, U
from tests.contract.customers.real_prism import Prism, missing, prism
from tests.contract.customers.specification import Specification, requests_of
from tests.contract.translation.stand_in import Asked, StandIn, Wire, answer_json, stand_in

KINDS = (
    (Kind.EMAIL, JANE),
    (Kind.PHONE, "+15135557611"),
    (Kind.CUSTOMER, "C77"),
    (Kind.NAME, "jane o'neil"),
    (Kind.TICKET, "633"),
    (Kind.TICKET, "515"),
)

ERRATA = ((f"/contacts/{U[0]}/notes", f"$: '{U[0]}' is not of type 'integer'"),)
"""Where the specification does not agree with its own examples, and those are right."""


@functools.cache
def specification() -> Specification:
    return Specification(SPECIFICATION)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prism]:
    if missing():
        pytest.skip(missing())
    with prism(tmp_path_factory.mktemp("prism") / "log") as one:
        yield one


@pytest.fixture
def through(running: Prism) -> Iterator[StandIn]:
    """Prism, with what it is asked looked at."""
    running.prefer = ""
    running.said.clear()
    with stand_in(running) as server:
        yield server
    assert running.wrong_with_requests() == []
    assert_all_described(server)


def assert_all_described(server: StandIn) -> None:
    wrong = [(one.path, what) for one in server.asked for what in specification().wrong_with(one)]
    assert [one for one in wrong if one not in ERRATA] == [], requests_of(server.asked)
    assert server.asked


def test_all_that_is_sent_and_what_the_stand_in_answers_is_described() -> None:
    if not SPECIFICATION.exists():
        pytest.skip("not in the project: Intercom's own specification of its interface")
    desk = Desk()
    wrong: list[tuple[str, str]] = []

    def watched(asked: Asked, wire: Wire) -> None:
        content, status = desk.answer(asked)
        wrong.extend(
            (asked.target, one) for one in specification().wrong_with_answer(asked, status, content)
        )
        answer_json(content, status)(asked, wire)

    with stand_in(watched) as server:
        checked(made(PROVIDER, server.url()))
        for kind, value in KINDS:
            query = Query(kind, value, written="C-77" if kind is Kind.CUSTOMER else value)
            assert looked_up(PROVIDER, made(PROVIDER, server.url()), query).cards, kind
        _write(server, "515", "closed")
        _write(server, "633", "Resolved")
        _note(server, U[0])
        assert_all_described(server)
    assert wrong == [], wrong
    paths = {one.path for one in server.asked}
    assert {"/me", "/contacts/search", "/conversations/515/reply", "/conversations/515/parts",
            "/tickets/633/reply", "/ticket_states", "/tickets/search"} <= paths  # fmt: skip


def _write(server: StandIn, place: str, status: str) -> None:
    provider = made(PROVIDER, server.url())
    assert isinstance(provider, Writer)
    deadline, token = Deadline(CLOCK, 30), Cancellation()
    for content in (InternalNote(place, "Called"), CustomerMessage(place, "Dear Jane", JANE)):
        assert isinstance(written(provider, Outgoing(content))[0], Delivered), content
    assert isinstance(provider.statuses(place, deadline, token), list)
    assert provider.set_status(place, status, deadline, token) is None
    provider.close()


def _note(server: StandIn, person: str) -> None:
    provider = made(PROVIDER, server.url())
    assert isinstance(provider, PersonNoter)
    assert isinstance(written(provider, Outgoing(PersonNote(person, "Called")))[0], Delivered)
    provider.close()


def test_the_check_of_requests_finds_what_prism_lets_through() -> None:
    if not SPECIFICATION.exists():
        pytest.skip("not in the project: Intercom's own specification of its interface")
    headers = {"intercom-version": "2.14"}
    for method, target, body in (
        ("POST", "/contacts/search", b'{"query": 5}'),
        ("POST", "/contacts/search", b'{"query": {"field": "email", "operator": "LIKE"}}'),
        ("POST", "/conversations/1/reply", b'{"message_type": "note", "body": "x"}'),
        ("POST", "/tickets/1/reply", b'{"message_type": "note", "type": "admin", "admin_id": 5}'),
        ("GET", "/conversations/x", b""),
        ("GET", "/conversations/1?as=text", b""),
        ("GET", "/nowhere", b""),
        ("GET", "/me", b"{}"),
    ):  # fmt: skip
        assert specification().wrong_with(Asked(method, target, headers, body)), target
    assert specification().wrong_with(Asked("GET", "/me", {"intercom-version": "9"}, b""))


def test_prism_knows_us(through: StandIn) -> None:
    me = specification().example("get", "/me")
    known = checked(made(PROVIDER, through.url()))
    assert known == SignedIn(me["name"])


def test_a_ticket_of_the_specification_is_read(through: StandIn) -> None:
    ticket = specification().example("get", "/tickets/{ticket_id}")
    contact = specification().example("get", "/contacts/{contact_id}")
    number = str(ticket["id"])
    cards = found_by(made(PROVIDER, through.url()), Kind.TICKET, number, 30)
    # Prism has one contact for all: it may be another than the ticket's.
    same = ticket["contacts"]["contacts"][0]["id"] == contact["id"]
    assert not isinstance(cards, Fault)
    assert len(cards) == same
    paths = [one.path for one in through.asked]
    assert paths == [f"/tickets/{number}", f"/contacts/{ticket['contacts']['contacts'][0]['id']}"]


def test_what_is_written_is_taken(through: StandIn) -> None:
    number = str(specification().example("get", "/tickets/{ticket_id}")["id"])
    provider = made(PROVIDER, through.url())
    assert isinstance(provider, Writer)
    done, _ = written(provider, Outgoing(InternalNote(number, "Called <b>& gone</b>")), 30)
    states = provider.statuses(number, Deadline(CLOCK, 30), Cancellation())
    provider.close()
    assert isinstance(done, Delivered)
    assert isinstance(states, list)
    assert states
    assert "/reply" in "".join(one.path for one in through.asked)


def test_made_up_answers_of_the_described_shape_are_understood(
    running: Prism, through: StandIn
) -> None:
    """Prism fills each field with something; nothing of that is a fault, nobody is mistaken."""
    running.prefer = "dynamic=true"
    for kind, value in KINDS[:4]:
        cards = found_by(made(PROVIDER, through.url()), kind, value, 30)
        assert not isinstance(cards, Fault), (kind, cards)
        if kind is Kind.CUSTOMER:  # asked for by a path, so it is somebody, whoever
            assert len(cards) == 1
        seen = looked_up(PROVIDER, made(PROVIDER, through.url()), Query(kind, value))
        assert seen.customer() is None
