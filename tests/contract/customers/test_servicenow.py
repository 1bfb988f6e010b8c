"""ServiceNow, by a stand-in that does as its documentation says."""

from __future__ import annotations

import dataclasses
import urllib.parse

import pytest

from desktop.customers.card import Match
from desktop.customers.identify import Kind, Query
from desktop.customers.providers.base import (
    CustomerMessage,
    Fault,
    FaultKind,
    InternalNote,
    SignedIn,
    Writer,
)
from desktop.customers.providers.sending import Delivered, Kept, Outgoing
from desktop.customers.providers.servicenow import PROVIDER
from desktop.net.deadline import Cancellation, Deadline
from tests.contract.customers.asking import (
    CLOCK,
    Account,
    checked,
    found_by,
    made,
    setup_of,
    signed_in,
    written,
)
from tests.contract.customers.desk_of_servicenow import JANE, Desk, number_of, person
from tests.contract.translation.stand_in import StandIn, answer_json, stand_in

NOTE = 'Called — <b>no</b> answer.\n\n  "x" ^NQ javascript:1 🙂'
ACCOUNT = Account(PROVIDER, {"user": "ann"})
look_up = ACCOUNT.look_up


def test_a_person_with_cases_and_incidents_newest_first(server: StandIn) -> None:
    (card,) = look_up(server, Kind.EMAIL, JANE).cards
    assert (card.id, card.verified, card.active) == (number_of(12), Match.YES, True)
    assert {name: card.values(name) for name in card.fields} == {
        "name": ("Jane O'Neil",),
        "email": (JANE,),
        "phone": ("(513) 555-7611",),
        "company": ("Example Ltd",),
        "job": ("Buyer",),
        "language": ("English",),
    }
    assert [(one.id, one.subject, one.status, one.open) for one in card.tickets] == [
        ("INC0010002", "Thanks", "Geschlossen", False),
        ("INC0010001", "Where is AB-10001?", "In Bearbeitung", True),
        ("CS0001001", "A case", "In Bearbeitung", True),
    ]
    moment = card.tickets[0].moment
    assert moment is not None
    assert moment.isoformat() == "2026-11-22T01:40:10+00:00"
    link = urllib.parse.urlsplit(card.tickets[0].url)
    assert link.path == "/nav_to.do"
    assert urllib.parse.parse_qs(link.query) == {"uri": [f"incident.do?sys_id={number_of(52)}"]}


@pytest.mark.parametrize(
    ("number", "who"),
    [("+15135557611", 12), ("+15135559999", 13), ("+493012345678", 31), ("+15135550000", None)],
)
def test_a_number_however_it_is_written(server: StandIn, number: str, who: int | None) -> None:
    cards = look_up(server, Kind.PHONE, number).cards
    assert [one.id for one in cards] == ([number_of(who)] if who else [])


def test_the_tickets_of_others_with_the_same_last_digits_are_not_asked_for(
    desk: Desk, server: StandIn
) -> None:
    others = [person(100 + n, f"A{n}", "", phone=f"+4930{n}7611") for n in range(100_000, 100_020)]
    desk.tables["sys_user"] = others + desk.tables["sys_user"]
    assert [one.id for one in look_up(server, Kind.PHONE, "+15135557611").cards] == [number_of(12)]
    assert len(server.asked) == 3


def test_a_consumer_where_the_company_has_them(desk: Desk, server: StandIn) -> None:
    (card,) = look_up(server, Kind.EMAIL, "carl@example.com").cards
    assert (card.value("customer_number"), [one.id for one in card.tickets]) == (
        "CNSR001",
        ["CS0001002"],
    )
    del desk.tables["csm_consumer"], desk.tables["sn_customerservice_case"]
    assert look_up(server, Kind.EMAIL, "carl@example.com").answers["crm"].ok
    (card,) = look_up(server, Kind.EMAIL, JANE).cards
    assert {one.id for one in card.tickets} == {"INC0010001", "INC0010002"}


def test_tables_that_are_all_closed_are_said(desk: Desk, server: StandIn) -> None:
    desk.forbidden = {"incident", "sn_customerservice_case"}
    fault = found_by(ACCOUNT.at(server.url()), Kind.EMAIL, JANE)
    assert isinstance(fault, Fault)
    assert fault.kind is FaultKind.FORBIDDEN


def test_a_field_that_the_table_has_not_brings_everybody_and_nobody_is_shown(
    desk: Desk, server: StandIn
) -> None:
    for one in desk.tables["sys_user"]:
        del one["email"]
    found = look_up(server, Kind.EMAIL, JANE)
    assert (found.cards, found.answers["crm"].ok) == ((), True)


@pytest.mark.parametrize(
    "value",
    ["x^NQactive=true", "x^ORactive=true", "javascript:gs.getUserID()", " JavaScript:x",
     "a\nb", "^", "", "x" * 500],
)  # fmt: skip
@pytest.mark.parametrize("kind", [Kind.EMAIL, Kind.NAME, Kind.ORDER])
def test_what_would_be_more_than_a_value_is_not_sent(
    desk: Desk, server: StandIn, kind: Kind, value: str
) -> None:
    fault = found_by(ACCOUNT.at(server.url()), kind, value)
    assert isinstance(fault, Fault)
    assert (fault.kind, server.asked, desk.ran) == (FaultKind.REFUSED, [], [])
    assert "nothing was sent" in fault.problem("ServiceNow").sentence()
    assert value.strip() == "" or value not in fault.problem("ServiceNow").sentence()


@pytest.mark.parametrize("value", ["INC0010001", "CS0001001"])
def test_a_ticket_of_any_table_by_its_number(server: StandIn, value: str) -> None:
    (card,) = look_up(server, Kind.TICKET, value).cards
    assert (card.id, card.verified, [one.id for one in card.tickets]) == (
        number_of(12),
        Match.YES,
        [value],
    )


@pytest.mark.parametrize("value", ["1", "../sys_user", "INC1^NQnumber=INC0010001", "INC", ""])
def test_what_is_no_number_is_not_asked_for(server: StandIn, value: str) -> None:
    assert found_by(ACCOUNT.at(server.url()), Kind.TICKET, value) == []
    assert server.asked == []


def test_an_order_in_what_was_said(server: StandIn) -> None:
    (card,) = look_up(server, Kind.ORDER, "AB10001", written="AB-10001").cards
    assert (card.id, card.verified) == (number_of(12), Match.MAYBE)
    assert {one.id for one in card.tickets} == {"INC0010001", "INC0010002"}


@pytest.mark.parametrize(
    ("status", "kind"),
    [(403, FaultKind.FORBIDDEN), (429, FaultKind.RATE_LIMITED), (500, FaultKind.BUSY),
     (400, FaultKind.REFUSED)],
)  # fmt: skip
def test_what_the_server_refuses(desk: Desk, server: StandIn, status: int, kind: FaultKind) -> None:
    desk.status = status
    fault = found_by(ACCOUNT.at(server.url()), Kind.EMAIL, JANE)
    assert isinstance(fault, Fault)
    assert fault.kind is kind
    if status == 429:
        assert 1799 < (fault.retry_after or 0) <= 1800


def test_a_password_or_a_token(server: StandIn) -> None:
    fault = found_by(ACCOUNT.at(server.url(), "old"), Kind.EMAIL, JANE)
    assert isinstance(fault, Fault)
    assert fault.kind is FaultKind.AUTH
    found = found_by(made(PROVIDER, server.url()), Kind.EMAIL, JANE)
    assert not isinstance(found, Fault)
    assert len(found) == 1


def test_who_signed_in_by_the_browser_needs_no_password(desk: Desk, server: StandIn) -> None:
    assert PROVIDER.oauth is not None
    sign_in = signed_in(PROVIDER.oauth, server.url(), "pass-word")
    setup = setup_of(server.url(), "", {"user": "somebody else"})
    provider = PROVIDER.make(dataclasses.replace(setup, sign_in=sign_in))
    found = provider.find(Query(Kind.EMAIL, JANE), Deadline(CLOCK, 20), Cancellation())
    assert not isinstance(found, Fault)
    assert len(found) == 1
    assert {one.headers["authorization"] for one in server.asked} == {"Bearer pass-word"}
    desk.write(desk.tables["incident"][0], "work_notes", "before")
    assert checked(provider) == SignedIn("Ann Agent")


def test_no_other_host_gets_the_password(desk: Desk) -> None:
    with stand_in(desk) as other:
        with stand_in(answer_json({}, 302, Location=other.url("/"))) as server:
            fault = found_by(ACCOUNT.at(server.url()), Kind.EMAIL, JANE)
        assert fault == Fault(FaultKind.BAD_ANSWER)
        assert other.asked == []


@pytest.mark.parametrize("number", ["INC0010001", "CS0001001"])
def test_a_note_is_internal_and_there_once(
    desk: Desk, server: StandIn, writer: Writer, number: str
) -> None:
    done, _ = written(writer, Outgoing(InternalNote(number, NOTE)))
    assert done == Delivered()
    (entry,) = desk.tables["sys_journal_field"]
    assert (entry["element"], entry["value"]) == ("work_notes", NOTE)
    (put,) = [one for one in server.asked if one.method == "PUT"]
    assert put.json == {"work_notes": NOTE}
    assert desk.ran == []


def test_the_customer_gets_only_what_names_them(desk: Desk, writer: Writer) -> None:
    message = CustomerMessage("INC0010001", "Dear Bob", "bob@example.com")
    done, _ = written(writer, Outgoing(message))
    assert isinstance(done, Kept)
    assert done.fault.kind is FaultKind.NOT_THEIRS
    assert desk.tables["sys_journal_field"] == []
    for number, address in (("INC0010001", JANE), ("CS0001002", "carl@example.com")):
        assert written(writer, Outgoing(CustomerMessage(number, "Dear", address)))[0] == Delivered()
    assert [one["element"] for one in desk.tables["sys_journal_field"]] == ["comments"] * 2


def test_a_note_whose_answer_is_lost_is_found_and_not_sent_again(desk: Desk) -> None:
    row = desk.tables["incident"][0]
    desk.write(row, "work_notes", NOTE)
    desk.write(row, "comments", NOTE)
    done, times = ACCOUNT.write_unanswered(
        InternalNote("INC0010001", NOTE), desk, desk.answered, lambda one: one.method == "PUT"
    )
    assert (done, times) == (Delivered(number_of(902), found=True), 1)


@pytest.mark.parametrize("hidden", [True, False])
def test_who_may_not_read_what_was_written_sends_nothing(
    desk: Desk, writer: Writer, hidden: bool
) -> None:
    """An empty history would look as if nothing had arrived, and it would be sent again."""
    desk.write(desk.tables["incident"][0], "work_notes", "before")
    (desk.hidden if hidden else desk.forbidden).add("sys_journal_field")
    done, remembered = written(writer, Outgoing(InternalNote("INC0010001", NOTE)))
    assert isinstance(done, Kept)
    assert (done.fault.kind, remembered) == (FaultKind.FORBIDDEN, [])
    assert "sys_journal_field" in done.fault.problem("ServiceNow").sentence()


def test_a_ticket_that_is_not_there_takes_nothing(desk: Desk, writer: Writer) -> None:
    for number in ("INC0099999", "../sys_user", "1"):
        done, _ = written(writer, Outgoing(InternalNote(number, NOTE)))
        assert isinstance(done, Kept)
        assert (done.fault.kind, done.outgoing.tried) == (FaultKind.MISSING, None), number


def test_a_status_is_one_of_the_list_in_the_agents_language(desk: Desk, writer: Writer) -> None:
    deadline, token = Deadline(CLOCK, 20), Cancellation()
    statuses = writer.statuses("INC0010001", deadline, token)
    assert statuses == ["In Bearbeitung", "Neu", "Geschlossen"]
    assert writer.set_status("INC0010001", "Neu", deadline, token) is None
    assert desk.tables["incident"][0]["state"] == ("1", "Neu")
    desk.strict = frozenset({"7"})
    for number, status, kind in (("INC0010001", "Geschlossen", FaultKind.REFUSED),
                                 ("INC0010001", "Closed", FaultKind.REFUSED),
                                 ("INC0099999", "Neu", FaultKind.MISSING)):  # fmt: skip
        fault = writer.set_status(number, status, deadline, token)
        assert fault is not None
        assert fault.kind is kind


def test_a_sign_in_is_tested(desk: Desk, server: StandIn) -> None:
    desk.write(desk.tables["incident"][0], "work_notes", "before")
    assert checked(ACCOUNT.at(server.url())) == SignedIn("Ann Agent")
    assert checked(made(PROVIDER, server.url())) == SignedIn("Ann Agent")
    assert checked(ACCOUNT.at(server.url(), "old")) == Fault(FaultKind.AUTH)
    desk.forbidden = {"incident"}
    desk.hidden = {"sys_journal_field", "sys_user"}
    answer = checked(ACCOUNT.at(server.url()))
    assert answer == SignedIn(
        "",
        (
            "Your account does not see the table incident",
            "Your account does not see what was written in tickets, so no notes",
        ),
    )
