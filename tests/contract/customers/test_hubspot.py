"""HubSpot, by a stand-in that does as its documentation says."""

from __future__ import annotations

import re
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
    SignedIn,
    Writer,
)
from desktop.customers.providers.hubspot import PROVIDER
from desktop.customers.providers.sending import Content, Delivered, Kept, Outgoing
from desktop.net.deadline import Cancellation, Deadline
from tests.contract.customers.asking import CLOCK, Account, checked, found_by, written
from tests.contract.customers.desk_of_hubspot import JANE, Desk, record
from tests.contract.translation.stand_in import Asked, StandIn, Wire, answer_json, stand_in

NOTE = 'Called — <b>no</b> answer.\n\n  "x" & &amp; 🙂'
PAGES = "https://app-eu1.hubspot.com/contacts/1234567/record"
ACCOUNT = Account(PROVIDER)
look_up = ACCOUNT.look_up


def test_a_contact_is_known_by_another_address_with_all_that_is_theirs(server: StandIn) -> None:
    (card,) = look_up(server, Kind.EMAIL, JANE).cards
    assert (card.id, card.verified, card.active) == ("101", Match.YES, True)
    assert {name: card.values(name) for name in card.fields} == {
        "name": ("Jane O'Neil",),
        "email": ("other@example.com", "third@example.com", JANE),
        "phone": ("(513) 555-7611", "+15135557611"),
        "company": ("Example Ltd", "typed in"),
        "first_name": ("Jane",),
        "last_name": ("O'Neil",),
        "language": ("pt-br",),
        "time_zone": ("America/New_York",),
        "city": ("Dayton",),
        "stage": ("customer",),
    }
    assert [(one.id, one.subject, one.status, one.open) for one in card.tickets] == [
        ("202", "Thanks", "Closed", False),
        ("201", "Where is <i>it</i>?", "New", True),
    ]
    assert [(one.id, one.subject, one.status, one.open) for one in card.orders] == [
        ("AB-10001", "Boots", "Shipped", True)
    ]
    assert [one.text for one in card.notes] == ["Likes\nshort <b>answers"]
    moments = [x.moment for x in (card.tickets[0], card.orders[0], card.notes[0])]
    assert None not in moments
    links = (card.url, card.tickets[1].url, card.orders[0].url)
    assert links == (f"{PAGES}/0-1/101", f"{PAGES}/0-5/201", f"{PAGES}/0-123/301")


def test_the_first_address_is_known_before_the_search_learns_of_it(
    desk: Desk, server: StandIn
) -> None:
    desk.indexed = False
    assert [one.id for one in look_up(server, Kind.EMAIL, "other@example.com").cards] == ["101"]
    assert not any(one.path.endswith("/search") for one in server.asked)


@pytest.mark.parametrize(
    ("kind", "value", "cards"),
    [
        (Kind.PHONE, "+15135557611", [("101", Match.YES)]),
        (Kind.PHONE, "+4930901820", [("102", Match.YES)]),
        (Kind.CUSTOMER, "101", [("101", Match.YES)]),
        (Kind.CUSTOMER, "C77", []),
        (Kind.TICKET, "201", [("101", Match.YES)]),
        (Kind.TICKET, "99", []),
        (Kind.TICKET, "../contacts/101", []),
        (Kind.ORDER, "AB10001", [("101", Match.YES)]),
        (Kind.NAME, "jane ot", [("102", Match.MAYBE)]),
        (Kind.PHONE, "+1", []),
    ],
)
def test_the_same_people_by_other_ways(
    server: StandIn, kind: Kind, value: str, cards: list[tuple[str, Match]]
) -> None:
    found = look_up(server, kind, value, written="AB-10001" if kind is Kind.ORDER else "")
    assert found.answers["crm"].ok
    assert [(one.id, one.verified) for one in found.cards] == cards


@pytest.mark.parametrize(
    "stored", ["+15135557612", "15135557612", "+1 513-555-7612", "(513) 555-7612", "5135557612"]
)
def test_a_number_is_found_in_each_usual_way_of_writing_it(
    desk: Desk, server: StandIn, stored: str
) -> None:
    digits = re.sub(r"\D", "", stored)[-10:]
    desk.objects["contacts"]["109"] = record(
        "109", phone=stored, hs_searchable_calculated_phone_number=digits
    )
    cards = look_up(server, Kind.PHONE, "+15135557612").cards
    assert [(one.id, one.verified) for one in cards] == [("109", Match.YES)]


def test_who_only_works_where_the_name_is_does_not_take_the_place_of_others(
    desk: Desk, server: StandIn
) -> None:
    contacts = desk.objects["contacts"]
    firms = {str(x): record(str(x), firstname="Bob", company="Zoe Ltd") for x in range(500, 510)}
    desk.objects["contacts"] = {**contacts, **firms, "600": record("600", lastname="Zoe")}
    found = [one.id for one in look_up(server, Kind.NAME, "Zoe").cards]
    assert found == ["600", "500", "501", "502", "503"]


def test_a_server_that_answers_with_everybody_shows_nobody_else(desk: Desk) -> None:
    def everybody(asked: Asked, wire: Wire) -> None:
        if asked.path.endswith("/search"):
            answer_json({"results": list(desk.objects["contacts"].values())})(asked, wire)
        else:
            desk(asked, wire)

    with stand_in(everybody) as server:
        for kind, value in ((Kind.EMAIL, "nobody@example.com"), (Kind.PHONE, "+15135550000"),
                            (Kind.ORDER, "AB1")):  # fmt: skip
            assert look_up(server, kind, value).cards == (), kind


def test_another_s_record_for_an_address_is_not_believed(desk: Desk) -> None:
    def mistaken(asked: Asked, wire: Wire) -> None:
        if "idProperty" in asked.target:
            answer_json(desk.objects["contacts"]["102"])(asked, wire)
        else:
            desk(asked, wire)

    with stand_in(mistaken) as server:
        assert look_up(server, Kind.EMAIL, JANE).cards == ()


def test_the_newest_of_more_tickets_than_one_answer_has_are_read(desk: Desk) -> None:
    def cut(asked: Asked, wire: Wire) -> None:
        content, status = desk.answer(asked)
        if isinstance(content, dict) and "tickets" in content.get("associations", {}):
            page = content["associations"]["tickets"]
            page |= {"results": page["results"][:1], "paging": {"next": {"after": "1"}}}
        answer_json(content, status)(asked, wire)

    desk.page = 50
    for number in range(1000, 1150):
        desk.objects["tickets"][str(number)] = record(
            str(number), subject="x", hs_lastmodifieddate=f"2026-11-23T10:00:00.{number - 1000:03}Z"
        )
        desk.links.append(("101", str(number)))
    with stand_in(cut) as server:
        (card,) = look_up(server, Kind.EMAIL, "other@example.com").cards
    assert [one.id for one in card.tickets] == [str(x) for x in range(1149, 1139, -1)]
    (read,) = [one for one in server.asked if one.path.endswith("/tickets/batch/read")
               and "objects" in one.path]  # fmt: skip
    assert len(read.json["inputs"]) == 100


def test_records_that_were_not_asked_for_are_not_shown(desk: Desk) -> None:
    def everything(asked: Asked, wire: Wire) -> None:
        if asked.path.endswith("/batch/read") and "objects" in asked.path:
            kind = asked.path.split("/")[4]
            answer_json({"results": list(desk.objects[kind].values())})(asked, wire)
        else:
            desk(asked, wire)

    with stand_in(everything) as server:
        (card,) = look_up(server, Kind.CUSTOMER, "102").cards
        assert (card.tickets, card.notes) == ((), ())
        assert [one.id for one in card.orders] == ["AB-100010"]
        assert [one.id for one in look_up(server, Kind.TICKET, "201").cards] == ["101"]


def test_what_the_app_may_not_read_is_left_out(desk: Desk, server: StandIn) -> None:
    desk.forbidden = ("orders", "order")
    (card,) = look_up(server, Kind.EMAIL, "other@example.com").cards
    assert (card.id, card.orders, card.tickets) == ("101", (), ())
    desk.forbidden = ("notes",)
    assert [one.id for one in look_up(server, Kind.PHONE, "+15135557611").cards] == ["101"]


def test_too_often_is_heard_by_its_own_headers(desk: Desk, server: StandIn) -> None:
    for headers, seconds in (
        ({"X_HubSpot_RateLimit_Interval_Milliseconds": "9000"}, 9),
        ({"Retry_After": "7"}, 7),
        ({}, 5),
    ):
        desk.limit = headers
        fault = look_up(server, Kind.EMAIL, JANE).answers["crm"].fault
        assert fault is not None
        assert fault.kind is FaultKind.RATE_LIMITED
        assert seconds - 1 < (fault.retry_after or 0) <= seconds


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (answer_json({"category": "MISSING_SCOPES"}, 403), FaultKind.FORBIDDEN),
        (answer_json({"category": "VALIDATION_ERROR"}, 400), FaultKind.REFUSED),
        (answer_json({"status": "error"}, 502), FaultKind.BUSY),
        (answer_json({"results": []}), FaultKind.BAD_ANSWER),
        (answer_json([]), FaultKind.BAD_ANSWER),
    ],
)
def test_a_refusal_is_a_fault_of_its_kind(answer: Any, kind: FaultKind) -> None:
    with stand_in(answer) as server:
        assert found_by(ACCOUNT.at(server.url()), Kind.EMAIL, JANE) == Fault(kind)


def test_links_lead_to_no_other_host_than_hubspot_s(desk: Desk, server: StandIn) -> None:
    desk.domain = "evil.example"
    (card,) = look_up(server, Kind.EMAIL, "other@example.com").cards
    assert card.url == "https://app.hubspot.com/contacts/1234567/record/0-1/101"


@pytest.mark.parametrize("content", [InternalNote("201", NOTE), PersonNote("101", NOTE)])
def test_a_note_is_there_once_and_has_a_time(
    desk: Desk, server: StandIn, writer: Writer, content: Content
) -> None:
    done, _ = written(writer, Outgoing(content))
    assert done == Delivered("411")
    properties = desk.objects["notes"]["411"]["properties"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z", properties["hs_timestamp"])
    assert properties["hs_note_body"] == (
        '<div>Called — &lt;b&gt;no&lt;/b&gt; answer.<br><br>&nbsp; "x" &amp; &amp;amp; 🙂</div>'
    )
    assert len([one for one in server.asked if one.path.endswith("/notes")]) == 1


@pytest.mark.parametrize("content", [InternalNote("201", NOTE), PersonNote("101", NOTE)])
def test_a_note_whose_answer_is_lost_is_found_on_the_last_page(
    desk: Desk, content: Content
) -> None:
    desk.page = 2
    place = content.person if isinstance(content, PersonNote) else content.ticket
    for number in range(600, 605):
        desk.objects["notes"][str(number)] = record(str(number), hs_note_body=NOTE)
        desk.links.append((place, str(number)))
    done, times = ACCOUNT.write_unanswered(
        content, desk, desk.answer, lambda one: one.path.endswith("/notes")
    )
    assert (done, times) == (Delivered("416", found=True), 1)


def test_what_is_not_there_takes_nothing(desk: Desk, server: StandIn, writer: Writer) -> None:
    for content in (InternalNote("99", NOTE), InternalNote("../x", NOTE), PersonNote("9", NOTE),
                    PersonNote("", NOTE)):  # fmt: skip
        done, _ = written(writer, Outgoing(content))
        assert isinstance(done, Kept)
        assert (done.fault.kind, done.outgoing.tried) == (FaultKind.MISSING, None)
    done, _ = written(writer, Outgoing(CustomerMessage("201", "Dear Jane", JANE)))
    assert isinstance(done, Kept)
    assert done.fault.kind is FaultKind.REFUSED
    assert len(desk.objects["notes"]) == 1


def test_a_ticket_gets_a_stage_of_its_pipeline(desk: Desk, writer: Writer) -> None:
    deadline, token = Deadline(CLOCK, 20), Cancellation()
    assert writer.statuses("202", deadline, token) == ["Closed", "New"]
    assert writer.set_status("201", "Closed", deadline, token) is None
    assert desk.objects["tickets"]["201"]["properties"]["hs_pipeline_stage"] == "4"
    for label in ("Gone", "Elsewhere", "1"):
        assert writer.set_status("201", label, deadline, token) == Fault(FaultKind.REFUSED)
    assert writer.set_status("99", "New", deadline, token) == Fault(FaultKind.MISSING)
    desk.keeps = False  # a rule of the company
    assert writer.set_status("201", "New", deadline, token) == Fault(FaultKind.REFUSED)


def test_a_sign_in_is_tested(desk: Desk, server: StandIn) -> None:
    assert checked(ACCOUNT.at(server.url())) == SignedIn("HubSpot account 1234567")
    desk.forbidden = ("order", "notes")
    limits = ("Your account does not see notes", "Your account does not see orders")
    known = SignedIn("HubSpot account 1234567", limits)
    assert checked(ACCOUNT.at(server.url())) == known
    assert checked(ACCOUNT.at(server.url(), "old")) == Fault(FaultKind.AUTH)
