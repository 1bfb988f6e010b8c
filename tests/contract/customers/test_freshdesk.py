"""Freshdesk, by a stand-in that does as its documentation says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.customers.card import Match
from desktop.customers.identify import Kind
from desktop.customers.providers.base import (
    CustomerMessage,
    Fault,
    FaultKind,
    InternalNote,
    SignedIn,
    Writer,
)
from desktop.customers.providers.freshdesk import PROVIDER
from desktop.customers.providers.sending import Delivered, Kept, Outgoing
from desktop.net.deadline import Cancellation, Deadline
from tests.contract.customers.asking import CLOCK, Account, checked, found_by, written
from tests.contract.customers.desk_of_freshdesk import JANE, Desk, contact
from tests.contract.translation.stand_in import Asked, StandIn, Wire, answer_json, stand_in

NOTE = 'Called — <b>no</b> answer.\n\n  "x" & &amp; 🙂'
RECORDED = Path(__file__).parents[4] / "shared" / "data" / "crm" / "freshdesk"
ACCOUNT = Account(PROVIDER)
look_up = ACCOUNT.look_up


def test_a_contact_is_known_by_another_address_with_old_tickets(server: StandIn) -> None:
    (card,) = look_up(server, Kind.EMAIL, JANE).cards
    assert (card.id, card.verified, card.active) == ("7", Match.YES, True)
    assert {name: card.values(name) for name in card.fields} == {
        "name": ("Jane O'Neil",),
        "email": ("other@example.com", JANE),
        "phone": ("(513) 555-7611",),
        "customer_number": ("C-77",),
        "language": ("en",),
        "tag": ("vip",),
    }
    assert [one.text for one in card.notes] == ["Likes\nshort <b>answers</b>"]
    assert [(one.id, one.subject, one.status, one.open) for one in card.tickets] == [
        ("2", "Thanks", "Closed", False),
        ("3", "Our own status", "6", True),
        ("1", "Where is my <i>parcel</i>?", "Open", True),
    ]
    assert card.tickets[0].url == server.url("/a/tickets/2")
    assert card.url == server.url("/a/contacts/7")


def test_the_first_address_costs_two_calls(server: StandIn) -> None:
    (card,) = look_up(server, Kind.EMAIL, "Other@Example.com".lower()).cards
    assert card.id == "7"
    assert [one.path for one in server.asked] == ["/api/v2/contacts", "/api/v2/tickets"]


@pytest.mark.parametrize(
    ("kind", "value", "match"),
    [
        (Kind.PHONE, "+15135557611", Match.YES),
        (Kind.CUSTOMER, "C77", Match.YES),
        (Kind.TICKET, "1", Match.YES),
        (Kind.NAME, "jane o'n", Match.MAYBE),
    ],
)
def test_the_same_contact_by_other_ways(
    server: StandIn, kind: Kind, value: str, match: Match
) -> None:
    written = "C-77" if kind is Kind.CUSTOMER else ""
    cards = look_up(server, kind, value, written=written).cards
    assert [(one.id, one.verified) for one in cards] == [("7", match)]


@pytest.mark.parametrize(
    "stored", ["+15135557612", "15135557612", "+1 513-555-7612", "(513) 555-7612", "5135557612"]
)
def test_a_number_is_found_in_each_usual_way_of_writing_it(
    desk: Desk, server: StandIn, stored: str
) -> None:
    desk.contacts.append(contact(9, "Bob", "bob@example.com", phone=stored))
    cards = look_up(server, Kind.PHONE, "+15135557612").cards
    assert [(one.id, one.verified) for one in cards] == [("9", Match.YES)]


def test_a_number_that_the_search_does_not_know_yet(desk: Desk, server: StandIn) -> None:
    desk.indexed = False
    assert [one.id for one in look_up(server, Kind.PHONE, "+15135559999").cards] == ["8"]


@pytest.mark.parametrize("value", ["' OR name:'x", "1' OR phone:'2", '"', "+1", "0" * 600])
def test_a_number_can_not_ask_for_more(server: StandIn, value: str) -> None:
    found = look_up(server, Kind.PHONE, value)
    assert found.cards == ()
    assert found.answers["crm"].ok


def test_a_server_that_answers_with_everybody_shows_nobody_else(desk: Desk) -> None:
    def everybody(asked: Asked, wire: Wire) -> None:
        if asked.path.endswith("/search/contacts"):
            answer_json({"results": desk.contacts})(asked, wire)
        elif asked.path.endswith("/contacts"):
            answer_json(desk.contacts)(asked, wire)
        else:
            desk(asked, wire)

    with stand_in(everybody) as server:
        for kind, value in ((Kind.EMAIL, "nobody@example.com"), (Kind.PHONE, "+15135550000"),
                            (Kind.CUSTOMER, "C78")):  # fmt: skip
            assert look_up(server, kind, value).cards == (), kind


@pytest.mark.parametrize(
    ("refused", "kind"),
    [
        ((403, {"code": "access_denied", "message": "no"}, {}), FaultKind.FORBIDDEN),
        ((403, {"code": "access_denied"}, {"X_RateLimit_Remaining": "0"}), FaultKind.RATE_LIMITED),
        ((403, {"code": "access_denied"}, {"Retry_After": "9"}), FaultKind.RATE_LIMITED),
        ((429, {"message": "too many"}, {"Retry_After": "9"}), FaultKind.RATE_LIMITED),
        ((400, [{"code": "invalid_field"}], {}), FaultKind.REFUSED),
        ((500, [], {}), FaultKind.BUSY),
        ((200, {"description": "not a list"}, {}), FaultKind.BAD_ANSWER),
        ((200, [5, "x"], {}), FaultKind.BAD_ANSWER),
    ],
)
def test_a_refusal_is_a_fault_of_its_kind(
    desk: Desk, server: StandIn, refused: tuple[int, object, dict[str, str]], kind: FaultKind
) -> None:
    desk.refuse = refused
    fault = look_up(server, Kind.EMAIL, JANE).answers["crm"].fault
    assert fault is not None
    assert fault.kind is kind


def test_a_wrong_key_is_said(server: StandIn) -> None:
    fault = found_by(ACCOUNT.at(server.url(), "old-key"), Kind.EMAIL, JANE)
    assert isinstance(fault, Fault)
    assert fault.kind is FaultKind.AUTH


def test_a_note_is_private_and_shows_as_it_was_written(desk: Desk, writer: Writer) -> None:
    done, _ = written(writer, Outgoing(InternalNote("1", NOTE)))
    assert done == Delivered("500")
    (note,) = desk.conversations[1]
    assert note["private"] is True
    assert note["body"] == (
        '<div>Called — &lt;b&gt;no&lt;/b&gt; answer.<br><br>&nbsp; "x" &amp; &amp;amp; 🙂</div>'
    )


def test_the_customer_gets_only_what_names_them(desk: Desk, writer: Writer) -> None:
    done, _ = written(writer, Outgoing(CustomerMessage("1", "Dear Bob", "bob@example.com")))
    assert isinstance(done, Kept)
    assert done.fault.kind is FaultKind.NOT_THEIRS
    assert desk.conversations == {}
    message = CustomerMessage("1", "Dear Jane", "Other@Example.com")
    assert written(writer, Outgoing(message))[0] == Delivered("500")
    assert [(one["body_text"], one["private"]) for one in desk.conversations[1]] == [
        ("Dear Jane", False)
    ]


def test_a_note_whose_answer_is_lost_is_found_on_the_last_page(desk: Desk) -> None:
    desk.conversations[1] = [
        {"id": number, "body_text": NOTE, "private": True, "incoming": False}
        for number in range(150)
    ]
    done, times = ACCOUNT.write_unanswered(
        InternalNote("1", NOTE), desk, desk.answer, lambda one: one.method == "POST"
    )
    assert (done, times) == (Delivered("650", found=True), 1)


def test_a_ticket_that_takes_nothing_says_so(desk: Desk, writer: Writer) -> None:
    for number in ("99", "1/notes", ""):
        done, _ = written(writer, Outgoing(InternalNote(number, NOTE)))
        assert isinstance(done, Kept)
        assert (done.fault.kind, done.outgoing.tried) == (FaultKind.MISSING, None), number
    assert desk.conversations == {}


def test_a_status_is_given_and_looked_at(desk: Desk, writer: Writer) -> None:
    deadline, token = Deadline(CLOCK, 20), Cancellation()
    assert writer.statuses("2", deadline, token) == ["Closed", "Open", "Pending", "Resolved"]
    assert writer.statuses("3", deadline, token) == ["6", "Open", "Pending", "Resolved", "Closed"]
    assert writer.set_status("1", "Resolved", deadline, token) is None
    assert desk.tickets[0]["status"] == 4
    for number, status in (("1", "6"), ("1", "gone"), ("4", "Resolved"), ("99", "Open")):
        fault = writer.set_status(number, status, deadline, token)
        assert fault is not None
        assert fault.kind is FaultKind.REFUSED


def test_a_sign_in_is_tested(desk: Desk, server: StandIn) -> None:
    assert checked(ACCOUNT.at(server.url())) == SignedIn("Ann Agent")
    desk.scope = 3
    limits = ("Your account does not see all tickets",)
    assert checked(ACCOUNT.at(server.url())) == SignedIn("Ann Agent", limits)
    assert checked(ACCOUNT.at(server.url(), "old-key")) == Fault(FaultKind.AUTH)


def test_answers_that_were_really_given_are_understood() -> None:
    if not RECORDED.exists():
        pytest.skip("not in the project: answers that Freshdesk really gave")
    known = json.loads((RECORDED / "contact.json").read_text())
    tickets = json.loads((RECORDED / "all_tickets.json").read_text())
    for one in tickets:
        one["requester_id"] = known["id"]

    def recorded(asked: Asked, wire: Wire) -> None:
        answer_json([known] if asked.path.endswith("/contacts") else tickets)(asked, wire)

    with stand_in(recorded) as server:
        (card,) = look_up(server, Kind.EMAIL, known["email"]).cards
    assert card.value("name") == known["name"]
    assert [one.subject for one in card.tickets] == [one["subject"] for one in tickets[:10]]
    assert all(one.moment for one in card.tickets)
