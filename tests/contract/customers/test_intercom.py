"""Intercom, by a stand-in that does as its documentation says."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.customers.card import Match
from desktop.customers.identify import Kind
from desktop.customers.providers.base import (
    CustomerMessage,
    Fault,
    FaultKind,
    InternalNote,
    PersonNote,
    PersonNoter,
    SignedIn,
    Writer,
)
from desktop.customers.providers.intercom import PROVIDER
from desktop.customers.providers.sending import Delivered, Kept, Outgoing
from desktop.net.deadline import Cancellation, Deadline
from tests.contract.customers.asking import CLOCK, Account, checked, found_by, written
from tests.contract.customers.desk_of_intercom import ADMIN, JANE, Desk, U, contact
from tests.contract.translation.stand_in import Asked, StandIn, Wire, answer_json, hang, stand_in

NOTE = 'Called — <b>no</b> answer.\n\n  "x" & &amp; 🙂'
PAGES = "https://app.intercom.com/a"
ACCOUNT = Account(PROVIDER)
look_up = ACCOUNT.look_up


def test_a_user_and_a_lead_with_one_address_are_both_found(server: StandIn) -> None:
    found = look_up(server, Kind.EMAIL, JANE)
    user, lead = found.cards
    assert (user.id, user.verified, lead.id, lead.verified) == (U[0], Match.YES, U[1], Match.YES)
    assert found.customer() is None  # the agent chooses
    assert {name: user.values(name) for name in user.fields} == {
        "name": ("Jane O'Neil",),
        "email": (JANE,),
        "phone": ("+15135557611",),
        "customer_number": ("C-77",),
        "language": ("pt-BR",),
        "role": ("user",),
        "city": ("Dublin",),
        "country": ("Ireland",),
        "company": ("Example Ltd",),
        "tag": ("vip",),
        "plan": ("gold",),
        "seats": ("3",),
    }
    assert [(one.text, one.author) for one in user.notes] == [
        ("Likes\nshort <b>answers</b>", "Ann Agent")
    ]
    assert user.url == f"{PAGES}/apps/ecahpwf5/users/{U[0]}"
    # Nothing is asked for of whom there is nothing.
    assert [one.path for one in server.asked if U[1] in one.path] == []


def test_conversations_and_tickets_are_one_list_each_once(server: StandIn) -> None:
    user = look_up(server, Kind.EMAIL, JANE).cards[0]
    assert [(one.id, one.subject, one.status, one.open) for one in user.tickets] == [
        ("633", "#40 Broken screen", "Submitted", True),
        ("515", "Where is my parcel & invoice?", "open", True),
        ("516", "Old one", "closed", False),
        ("517", "Both of us", "open", True),
    ]
    assert user.tickets[1].url == f"{PAGES}/inbox/ecahpwf5/inbox/conversation/515"
    assert user.tickets[1].moment is not None
    assert user.tickets[1].moment.year == 2024


@pytest.mark.parametrize(
    ("kind", "value", "cards"),
    [
        (Kind.PHONE, "+15135557611", [(U[0], Match.YES)]),
        (Kind.PHONE, "+15135559999", [(U[2], Match.YES)]),
        (Kind.CUSTOMER, "C77", [(U[0], Match.YES)]),
        (Kind.TICKET, "633", [(U[0], Match.YES)]),
        (Kind.TICKET, "517", [(U[0], Match.YES), (U[2], Match.YES)]),
        (Kind.TICKET, "40", []),
        (Kind.TICKET, "99", []),
        (Kind.TICKET, "../me", []),
        (Kind.NAME, "jane ot", [(U[2], Match.MAYBE)]),
        (Kind.CUSTOMER, "..", []),
        (Kind.CUSTOMER, "C-77/notes", []),
        (Kind.PHONE, "+1", []),
    ],
)
def test_the_same_people_by_other_ways(
    server: StandIn, kind: Kind, value: str, cards: list[tuple[str, Match]]
) -> None:
    found = look_up(server, kind, value, written="C-77" if value == "C77" else "")
    assert found.answers["crm"].ok
    assert [(one.id, one.verified) for one in found.cards] == cards


@pytest.mark.parametrize(
    "stored", ["+15135557612", "15135557612", "+1 513-555-7612", "(513) 555-7612", "5135557612"]
)
def test_a_number_is_found_in_each_usual_way_of_writing_it(
    desk: Desk, server: StandIn, stored: str
) -> None:
    desk.contacts.append(contact("abc", "Bob", "bob@example.com", phone=stored))
    cards = look_up(server, Kind.PHONE, "+15135557612").cards
    assert [(one.id, one.verified) for one in cards] == [("abc", Match.YES)]


def test_a_part_of_a_name_does_not_take_the_place_of_others(desk: Desk, server: StandIn) -> None:
    desk.contacts += [contact(f"x{x}", "Kaanne", "", updated_at=10**9 * 2) for x in range(9)]
    desk.contacts.append(contact("abc", "Anne Bell", "anne@example.com"))
    assert [one.id for one in look_up(server, Kind.NAME, "anne").cards] == ["abc"]


def test_what_the_search_does_not_know_yet_is_known_by_its_number(
    desk: Desk, server: StandIn
) -> None:
    desk.indexed = False
    assert look_up(server, Kind.EMAIL, JANE).cards == ()
    assert [one.id for one in look_up(server, Kind.CUSTOMER, "C77", written="C-77").cards] == [U[0]]


def test_a_server_that_answers_with_everybody_shows_nobody_else(desk: Desk) -> None:
    def everybody(asked: Asked, wire: Wire) -> None:
        if asked.path == "/contacts/search":
            answer_json({"type": "list", "data": desk.contacts})(asked, wire)
        elif asked.path == "/tickets/search":
            answer_json({"type": "ticket.list", "tickets": desk.tickets})(asked, wire)
        else:
            desk(asked, wire)

    with stand_in(everybody) as server:
        for kind, value in ((Kind.EMAIL, "nobody@example.com"), (Kind.PHONE, "+15135550000")):
            assert look_up(server, kind, value).cards == (), kind
        # Nor does somebody else's ticket show.
        (card,) = look_up(server, Kind.EMAIL, "jane@elsewhere.example").cards
        assert [one.id for one in card.tickets] == ["517"]


def test_what_the_account_may_not_see_is_left_out(desk: Desk, server: StandIn) -> None:
    desk.forbidden = ("/tickets", f"/contacts/{U[0]}/notes")
    user = look_up(server, Kind.EMAIL, JANE).cards[0]
    assert {one.id for one in user.tickets} == {"515", "516", "517", "633"}
    assert user.notes == ()
    assert user.values("tag") == ("vip",)
    assert [one.id for one in look_up(server, Kind.TICKET, "515").cards] == [U[0]]


def test_too_often_is_heard_without_retry_after(desk: Desk, server: StandIn) -> None:
    desk.remaining, desk.reset = 0, 8
    fault = look_up(server, Kind.EMAIL, JANE).answers["crm"].fault
    assert fault is not None
    assert fault.kind is FaultKind.RATE_LIMITED
    assert 6 < (fault.retry_after or 0) <= 8


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (answer_json({"type": "error.list", "errors": []}, 403), FaultKind.FORBIDDEN),
        (answer_json({"type": "error.list", "errors": []}, 400), FaultKind.REFUSED),
        (answer_json({"type": "error.list"}, 502), FaultKind.BUSY),
        (answer_json({"type": "list"}), FaultKind.BAD_ANSWER),
        (answer_json([{"type": "list"}]), FaultKind.BAD_ANSWER),
    ],
)
def test_a_refusal_is_a_fault_of_its_kind(answer: Any, kind: FaultKind) -> None:
    with stand_in(answer) as server:
        assert found_by(ACCOUNT.at(server.url()), Kind.EMAIL, JANE) == Fault(kind)


def test_a_wrong_token_is_said(server: StandIn) -> None:
    fault = found_by(ACCOUNT.at(server.url(), "old"), Kind.EMAIL, JANE)
    assert fault == Fault(FaultKind.AUTH)


@pytest.mark.parametrize("place", ["515", "633"])
def test_a_note_is_internal_and_there_once(
    desk: Desk, server: StandIn, writer: Writer, place: str
) -> None:
    done, _ = written(writer, Outgoing(InternalNote(place, NOTE)))
    assert done == Delivered("900")
    (part,) = desk.parts[place]
    assert part["part_type"] == "note"
    (sent,) = [one for one in server.asked if one.path.endswith("/reply")]
    assert sent.path.startswith("/tickets/" if place == "633" else "/conversations/")
    assert sent.json == {
        "message_type": "note",
        "type": "admin",
        "admin_id": ADMIN,
        "body": "<p>Called — &lt;b&gt;no&lt;/b&gt; answer.<br><br>"
        '&nbsp; "x" &amp; &amp;amp; 🙂</p>',
    }


def test_the_customer_gets_only_what_names_them(desk: Desk, writer: Writer) -> None:
    # 517 reaches somebody else as well.
    for place, address in (("515", "bob@example.com"), ("517", JANE)):
        done, _ = written(writer, Outgoing(CustomerMessage(place, "Dear Bob", address)))
        assert isinstance(done, Kept)
        assert done.fault.kind is FaultKind.NOT_THEIRS
    assert desk.parts == {}
    message = CustomerMessage("515", "Dear Jane", JANE.upper())
    assert written(writer, Outgoing(message))[0] == Delivered("900")
    assert [one["part_type"] for one in desk.parts["515"]] == ["comment"]


@pytest.mark.parametrize("place", ["515", "633"])
def test_a_note_whose_answer_is_lost_is_found_and_not_sent_again(desk: Desk, place: str) -> None:
    desk.parts[place] = [
        {"id": "7", "part_type": "note", "body": "<p>Called</p>"},
        {"id": "8", "part_type": "comment", "body": "<p>Called</p>"},
    ]
    done, times = ACCOUNT.write_unanswered(
        InternalNote(place, NOTE), desk, desk.answer, lambda one: one.path.endswith("/reply")
    )
    assert (done, times) == (Delivered("902", found=True), 1)


def test_what_is_not_there_takes_nothing(desk: Desk, server: StandIn, writer: Writer) -> None:
    for number in ("99", "515/parts", ""):
        done, _ = written(writer, Outgoing(InternalNote(number, NOTE)))
        assert isinstance(done, Kept)
        assert (done.fault.kind, done.outgoing.tried) == (FaultKind.MISSING, None), number
    assert [one.path for one in server.asked if one.method == "POST"] == []


def test_a_note_on_a_contact_is_there_once_though_its_answer_is_lost(desk: Desk) -> None:
    def losing(asked: Asked, wire: Wire) -> None:
        if asked.method == "POST":
            desk.answer(asked)
            hang(asked, wire)
        else:
            desk(asked, wire)

    desk.notes[U[1]] = ["<p>Called — &lt;b&gt;no</p>"]
    note = PersonNote(U[1], NOTE)
    for answer, done in ((desk, Delivered("1")), (losing, Delivered("2", found=True))):
        with stand_in(answer) as server:
            provider = ACCOUNT.at(server.url())
            assert isinstance(provider, PersonNoter)
            assert written(provider, Outgoing(note), seconds=1)[0] == done
            for nobody in ("gone", "../me", ""):
                kept, _ = written(provider, Outgoing(PersonNote(nobody, NOTE)), seconds=1)
                assert isinstance(kept, Kept)
                assert kept.fault.kind is FaultKind.MISSING
            provider.close()
    assert len(desk.notes[U[1]]) == 3


def test_a_conversation_is_closed_and_opened(desk: Desk, writer: Writer) -> None:
    deadline, token = Deadline(CLOCK, 20), Cancellation()
    assert writer.statuses("515", deadline, token) == ["open", "closed"]
    assert writer.set_status("515", "closed", deadline, token) is None
    assert writer.statuses("515", deadline, token) == ["closed", "open"]
    assert writer.set_status("515", "snoozed", deadline, token) == Fault(FaultKind.REFUSED)
    assert writer.set_status("99", "closed", deadline, token) == Fault(FaultKind.MISSING)


def test_a_ticket_gets_a_state_of_its_type(desk: Desk, writer: Writer) -> None:
    deadline, token = Deadline(CLOCK, 20), Cancellation()
    labels = ["Submitted", "With the workshop", "Resolved"]
    assert writer.statuses("633", deadline, token) == labels
    assert writer.set_status("633", "With the workshop", deadline, token) is None
    assert desk.tickets[0]["ticket_state"]["id"] == "8578"
    for label in ("Gone", "Of another type", "open"):
        assert writer.set_status("633", label, deadline, token) == Fault(FaultKind.REFUSED)


def test_a_sign_in_is_tested(desk: Desk, server: StandIn) -> None:
    assert checked(ACCOUNT.at(server.url())) == SignedIn("Ann Agent")
    desk.forbidden = ("/tickets/search", "/conversations/search")
    limits = ("Your account does not see conversations", "Your account does not see tickets")
    assert checked(ACCOUNT.at(server.url())) == SignedIn("Ann Agent", limits)
    assert checked(ACCOUNT.at(server.url(), "old")) == Fault(FaultKind.AUTH)
