"""Drift, by a stand-in that does as its documentation says."""

from __future__ import annotations

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
from desktop.customers.providers.drift import PROVIDER
from desktop.customers.providers.sending import Delivered, Kept, Outgoing
from tests.contract.customers.asking import Account, checked, found_by, written
from tests.contract.customers.desk_of_drift import JANE, Desk, talk
from tests.contract.translation.stand_in import Asked, StandIn, Wire, answer_json, stand_in

NOTE = 'Called — <b>no</b> answer.\n\n  "x" & &amp; 🙂'
PAGES = "https://app.drift.com"
ACCOUNT = Account(PROVIDER)
look_up = ACCOUNT.look_up


def test_all_contacts_with_an_address_are_found_with_their_conversations(server: StandIn) -> None:
    first, second = look_up(server, Kind.EMAIL, JANE).cards
    assert (first.id, first.verified, second.id) == ("11", Match.YES, "12")
    assert {name: first.values(name) for name in first.fields} == {
        "name": ("Jane O'Neil",),
        "email": (JANE,),
        "phone": ("(513) 555-7611",),
        "customer_number": ("C-77",),
        "tag": ("vip",),
    }
    assert second.values("name") == ("Jane Again",)
    assert [(one.id, one.status, one.open, one.url) for one in first.tickets] == [
        ("21", "open", True, f"{PAGES}/conversations/21"),
        ("23", "closed", False, f"{PAGES}/conversations/23"),
    ]
    assert first.tickets[0].moment is not None
    assert first.tickets[0].moment.year == 2023
    assert first.url == f"{PAGES}/contacts/11"
    assert second.tickets == ()


@pytest.mark.parametrize(
    ("kind", "value", "cards"),
    [
        (Kind.CUSTOMER, "C77", ["11"]),
        (Kind.TICKET, "23", ["11"]),
        (Kind.TICKET, "99", []),
        (Kind.TICKET, "../x", []),
        (Kind.CUSTOMER, "C99", []),
        (Kind.EMAIL, "nobody@example.com", []),
    ],
)
def test_the_same_people_by_other_ways(
    server: StandIn, kind: Kind, value: str, cards: list[str]
) -> None:
    found = look_up(server, kind, value, written="C-77" if value == "C77" else "")
    assert found.answers["crm"].ok
    assert [one.id for one in found.cards] == cards
    assert all(one.verified is Match.YES for one in found.cards)


@pytest.mark.parametrize("linked", [False, True])
def test_of_the_company_s_conversations_a_few_pages_are_read_on_its_own_host(
    desk: Desk, server: StandIn, linked: bool
) -> None:
    desk.linked = linked
    desk.talks[1:1] = [talk(number, 13, "closed", 1) for number in range(100, 104)]
    desk.talks += [talk(number, 13, "closed", 1) for number in range(200, 300)]
    desk.talks.append(talk(999, 11, "open", 1))
    (card,) = look_up(server, Kind.CUSTOMER, "C77", written="C-77").cards
    assert [one.id for one in card.tickets] == ["21", "23"]
    assert len([one for one in server.asked if one.path == "/conversations/list"]) == 4


def test_a_server_that_answers_with_everybody_shows_nobody_else(desk: Desk) -> None:
    def everybody(asked: Asked, wire: Wire) -> None:
        if asked.path == "/contacts":
            answer_json({"data": desk.contacts})(asked, wire)
        else:
            desk(asked, wire)

    with stand_in(everybody) as server:
        for kind, value in ((Kind.EMAIL, "nobody@example.com"), (Kind.CUSTOMER, "C99")):
            assert look_up(server, kind, value).cards == (), kind
        assert [one.id for one in look_up(server, Kind.CUSTOMER, "C78").cards] == ["13"]


def test_what_the_account_may_not_see_is_left_out(desk: Desk, server: StandIn) -> None:
    desk.refuse = {"/conversations": 403}
    assert [(one.id, one.tickets) for one in look_up(server, Kind.EMAIL, JANE).cards] == [
        ("11", ()), ("12", ()),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "kind"),
    [(403, FaultKind.FORBIDDEN), (400, FaultKind.REFUSED), (502, FaultKind.BUSY)],
)
def test_a_refusal_is_a_fault_of_its_kind(
    desk: Desk, server: StandIn, status: int, kind: FaultKind
) -> None:
    desk.refuse = {"/contacts": status}
    assert found_by(ACCOUNT.at(server.url()), Kind.EMAIL, JANE) == Fault(kind)


def test_too_often_is_a_rest_though_nothing_says_how_long(desk: Desk, server: StandIn) -> None:
    desk.refuse = {"/contacts": 429}
    fault = look_up(server, Kind.EMAIL, JANE).answers["crm"].fault
    assert fault is not None
    assert fault.kind is FaultKind.RATE_LIMITED
    assert 4 < (fault.retry_after or 0) <= 5


@pytest.mark.parametrize("whole", [True, False])
def test_a_note_is_private_and_there_once(
    desk: Desk, server: StandIn, writer: Writer, whole: bool
) -> None:
    desk.whole = whole
    done, _ = written(writer, Outgoing(InternalNote("21", NOTE)))
    assert done == Delivered("900")
    (message,) = desk.messages[21]
    assert message["type"] == "private_note"
    (sent,) = [one for one in server.asked if one.method == "POST"]
    assert sent.json == {
        "type": "private_note",
        "body": "<p>Called — &lt;b&gt;no&lt;/b&gt; answer.<br><br>"
        '&nbsp; "x" &amp; &amp;amp; 🙂</p>',
    }


def test_the_customer_gets_only_what_names_them(desk: Desk, writer: Writer) -> None:
    done, _ = written(writer, Outgoing(CustomerMessage("21", "Dear Bob", "bob@example.com")))
    assert isinstance(done, Kept)
    assert done.fault.kind is FaultKind.NOT_THEIRS
    assert not desk.messages.get(21)
    message = CustomerMessage("21", "Dear Jane", JANE.upper())
    assert written(writer, Outgoing(message))[0] == Delivered("900")
    assert desk.messages[21][0]["type"] == "chat"


def test_a_note_whose_answer_is_lost_is_found_on_the_last_page(desk: Desk) -> None:
    desk.messages[21] = [
        {"id": 1, "type": "private_note", "body": "<p>Called</p>"},
        {"id": 2, "type": "chat", "body": "<p>Called</p>"},
        {"id": 3, "type": "private_note", "body": "<p>Other</p>"},
    ]
    done, times = ACCOUNT.write_unanswered(
        InternalNote("21", "Called"), desk, desk.answer, lambda one: one.method == "POST"
    )
    assert (done, times) == (Delivered("903", found=True), 1)


def test_a_conversation_without_an_end_is_not_written_into(desk: Desk, writer: Writer) -> None:
    """Who can't read all of it can't tell afterwards whether something arrived."""
    desk.messages[21] = [{"id": x, "type": "chat", "body": "x"} for x in range(81)]
    done, _ = written(writer, Outgoing(InternalNote("21", NOTE)))
    assert isinstance(done, Kept)
    assert done.fault.kind is FaultKind.REFUSED
    assert len(desk.messages[21]) == 81


def test_what_is_not_there_takes_nothing(desk: Desk, server: StandIn, writer: Writer) -> None:
    for content in (InternalNote("99", NOTE), InternalNote("../x", NOTE), InternalNote("", NOTE),
                    CustomerMessage("99", NOTE, JANE)):  # fmt: skip
        done, _ = written(writer, Outgoing(content))
        assert isinstance(done, Kept)
        assert (done.fault.kind, done.outgoing.tried) == (FaultKind.MISSING, None)
    assert not any(one.method == "POST" for one in server.asked)


def test_a_sign_in_is_tested(desk: Desk, server: StandIn) -> None:
    assert checked(ACCOUNT.at(server.url())) == SignedIn("")
    assert checked(ACCOUNT.at(server.url(), "old")) == Fault(FaultKind.AUTH)
    desk.refuse = {"/conversations": 403}
    limits = ("Your account does not see conversations",)
    assert checked(ACCOUNT.at(server.url())) == SignedIn("", limits)
    desk.refuse = {"/contacts": 403}
    assert checked(ACCOUNT.at(server.url())) == Fault(FaultKind.FORBIDDEN)
