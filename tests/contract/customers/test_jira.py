"""Jira Service Management, by a stand-in that does as Atlassian documents it."""

from __future__ import annotations

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
from desktop.customers.providers.jira import PROVIDER
from desktop.customers.providers.sending import Delivered, Kept, Outgoing
from desktop.net.deadline import Cancellation, Deadline
from tests.contract.customers.asking import CLOCK, Account, checked, found_by, made, written
from tests.contract.customers.desk_of_jira import JANE, JANES, SHY, Desk, document
from tests.contract.translation.stand_in import StandIn, answer_json, stand_in

NOTE = 'Called — *no* answer.\n\n  "x" <b> 🙂'
ACCOUNT = Account(PROVIDER, {"user": "agent@desk.test"})
look_up = ACCOUNT.look_up


def test_a_customer_of_one_desk_with_their_requests_newest_first(server: StandIn) -> None:
    (card,) = look_up(server, Kind.EMAIL, JANE).cards
    assert (card.id, card.verified, card.active) == (JANES, Match.YES, True)
    assert {name: card.values(name) for name in card.fields} == {
        "name": ("Jane O'Neil",),
        "email": (JANE,),
        "language": ("en_US",),
        "time_zone": ("America/New_York",),
    }
    assert [(one.id, one.subject, one.status, one.open, one.url) for one in card.tickets] == [
        ("SUP-2", "Thanks", "Resolved", False, server.url("/browse/SUP-2")),
        ("SUP-1", "Where is AB-10001?", "Waiting for support", True, server.url("/browse/SUP-1")),
    ]
    moment = card.tickets[0].moment
    assert moment is not None
    assert moment.isoformat() == "2026-11-12T12:40:10.123000-05:00"
    link = urllib.parse.urlsplit(card.url)
    assert link.path == "/issues/"
    assert urllib.parse.parse_qs(link.query) == {
        "jql": [f'reporter = "{JANES}" ORDER BY updated DESC']
    }


def test_pages_that_are_not_full_are_followed_by_their_token(server: StandIn) -> None:
    look_up(server, Kind.EMAIL, JANE)
    pages = [one for one in server.asked if one.path == "/rest/api/3/search/jql"]
    assert [one.query.get("nextPageToken") for one in pages] == [None, "1"]
    assert "/rest/api/3/search" not in {one.path for one in server.asked}


def test_who_hides_their_address_is_a_maybe(server: StandIn) -> None:
    found = look_up(server, Kind.EMAIL, "shy@example.com")
    (card,) = found.cards
    assert (card.id, card.verified, card.values("email")) == (SHY, Match.MAYBE, ())
    assert found.customer() is None


def test_another_customer_whom_the_search_brings_is_left_out(desk: Desk, server: StandIn) -> None:
    desk.customers["1"][1]["displayName"] = f"{JANE}'s husband"
    assert [one.id for one in look_up(server, Kind.EMAIL, JANE).cards] == [JANES]
    asked = [one.query["jql"] for one in server.asked if "jql" in one.query]
    assert len({x for x in asked if "qm:1:bob" in x}) == 0


def test_without_the_search_of_all_users_the_desks_are_asked(desk: Desk, server: StandIn) -> None:
    desk.may = frozenset()
    assert [one.id for one in look_up(server, Kind.EMAIL, JANE).cards] == [JANES]


def test_a_desk_that_is_closed_does_not_close_the_others(desk: Desk, server: StandIn) -> None:
    desk.refuse["/rest/servicedeskapi/servicedesk/1/"] = 403
    assert [one.id for one in look_up(server, Kind.EMAIL, JANE).cards] == [JANES]
    desk.refuse["/rest/servicedeskapi/servicedesk/2/"] = 403
    desk.may = frozenset()
    fault = found_by(ACCOUNT.at(server.url()), Kind.EMAIL, JANE)
    assert isinstance(fault, Fault)
    assert fault.kind is FaultKind.FORBIDDEN


def test_a_name_brings_people_and_no_requests(server: StandIn) -> None:
    (card,) = look_up(server, Kind.NAME, "Jane").cards
    assert (card.id, card.verified, card.tickets) == (JANES, Match.MAYBE, ())


@pytest.mark.parametrize(
    ("value", "written"),
    [("SUP1", "sup-1"), ("SUP1", "SUP1"), ("SUP1", ""), ("SUP-1", "")],
)
def test_a_request_is_known_by_its_key(server: StandIn, value: str, written: str) -> None:
    provider = ACCOUNT.at(server.url())
    try:
        query = Query(Kind.TICKET, value, written=written)
        found = provider.find(query, Deadline(CLOCK, 20), Cancellation())
    finally:
        provider.close()
    assert not isinstance(found, Fault)
    assert [(one.id, [ticket.id for ticket in one.tickets]) for one in found] == [
        (JANES, ["SUP-1"])
    ]


@pytest.mark.parametrize("value", ["1", "../myself", "SUP-1/comment", "SUP-0", "", "A" * 400])
def test_what_is_no_key_is_not_asked_for(server: StandIn, value: str) -> None:
    assert found_by(made(PROVIDER, server.url(), user="a@b.test"), Kind.TICKET, value) == []
    assert server.asked == []


def test_a_request_that_is_not_there(server: StandIn) -> None:
    assert look_up(server, Kind.TICKET, "SUP99", written="SUP-99").answers["crm"].ok


def test_a_token_that_ended_is_said_where_jira_says_not_there(server: StandIn) -> None:
    provider = ACCOUNT.at(server.url(), "old")
    fault = found_by(provider, Kind.TICKET, "SUP-1")
    assert isinstance(fault, Fault)
    assert fault.kind is FaultKind.AUTH


def test_an_order_in_summary_or_description(server: StandIn) -> None:
    (card,) = look_up(server, Kind.ORDER, "AB10001", written="AB-10001").cards
    assert (card.id, card.verified) == (JANES, Match.MAYBE)
    assert {one.id for one in card.tickets} == {"SUP-1", "SUP-2"}


@pytest.mark.parametrize(
    "value",
    ['x" OR reporter is not EMPTY --', "back\\", '\\" OR 1=1', "a\nb", "'", "~*?"],
)
def test_no_text_changes_the_question(desk: Desk, server: StandIn, value: str) -> None:
    """What is not understood as the one phrase it is would be a 400 here."""
    assert look_up(server, Kind.ORDER, value, written=value).answers["crm"].ok
    desk.customers["2"][0]["accountId"] = value
    assert look_up(server, Kind.EMAIL, JANE).answers["crm"].ok


@pytest.mark.parametrize(
    ("status", "kind"),
    [(401, FaultKind.AUTH), (429, FaultKind.RATE_LIMITED), (500, FaultKind.BUSY),
     (503, FaultKind.BUSY), (400, FaultKind.REFUSED), (404, FaultKind.REFUSED)],
)  # fmt: skip
def test_what_the_server_refuses(desk: Desk, server: StandIn, status: int, kind: FaultKind) -> None:
    desk.refuse["/rest/api/3/user/search"] = status
    fault = found_by(ACCOUNT.at(server.url()), Kind.EMAIL, JANE)
    assert isinstance(fault, Fault)
    assert fault.kind is kind
    if status == 429:
        assert 16 < (fault.retry_after or 0) <= 17


def test_no_other_host_gets_the_token(desk: Desk) -> None:
    with stand_in(desk) as other:
        with stand_in(answer_json({}, 302, Location=other.url("/"))) as server:
            fault = found_by(made(PROVIDER, server.url(), user="a@b.test"), Kind.EMAIL, JANE)
        assert fault == Fault(FaultKind.BAD_ANSWER)
        assert other.asked == []


def test_a_note_is_internal_and_there_once(desk: Desk, server: StandIn, writer: Writer) -> None:
    done, _ = written(writer, Outgoing(InternalNote("SUP-1", NOTE)))
    assert done == Delivered("100")
    (comment,) = desk.requests[0].comments
    assert comment["jsdPublic"] is False
    (post,) = [one for one in server.asked if one.method == "POST"]
    assert post.json == {"body": NOTE, "public": False}


def test_the_customer_gets_only_what_names_them(desk: Desk, writer: Writer) -> None:
    for key, address in (("SUP-1", "bob@example.com"), ("SUP-4", "shy@example.com")):
        done, _ = written(writer, Outgoing(CustomerMessage(key, "Dear Bob", address)))
        assert isinstance(done, Kept)
        assert done.fault.kind is FaultKind.NOT_THEIRS
    assert all(one.comments == [] for one in desk.requests)
    message = CustomerMessage("SUP-1", "Dear Jane", JANE)
    assert written(writer, Outgoing(message))[0] == Delivered("100")
    assert desk.requests[0].comments[0]["jsdPublic"] is True


def test_a_note_whose_answer_is_lost_is_found_and_not_sent_again(desk: Desk) -> None:
    desk.requests[0].comments = [
        {"id": "7", "body": document(NOTE), "jsdPublic": False},
        {"id": "8", "body": document(NOTE), "jsdPublic": True},
    ]
    done, times = ACCOUNT.write_unanswered(
        InternalNote("SUP-1", NOTE), desk, desk.answered, lambda one: one.method == "POST"
    )
    assert (done, times) == (Delivered("102", found=True), 1)


def test_a_request_that_is_not_there_takes_nothing(desk: Desk, writer: Writer) -> None:
    for key in ("SUP-99", "../myself", "1"):
        done, _ = written(writer, Outgoing(InternalNote(key, NOTE)))
        assert isinstance(done, Kept)
        assert (done.fault.kind, done.outgoing.tried) == (FaultKind.MISSING, None), key


def test_a_status_is_a_way_of_the_workflow(desk: Desk, writer: Writer) -> None:
    deadline, token = Deadline(CLOCK, 20), Cancellation()
    assert writer.statuses("SUP-1", deadline, token) == [
        "Waiting for support", "In progress", "Resolved", "Escalated",
    ]  # fmt: skip
    assert writer.set_status("SUP-1", "Resolved", deadline, token) is None
    assert writer.set_status("SUP-1", "Resolved", deadline, token) is None
    assert desk.requests[0].status == "Resolved"
    desk.required = frozenset({"Escalated"})
    for key, status, kind in (("SUP-1", "Escalated", FaultKind.REFUSED),
                              ("SUP-1", "Gone", FaultKind.REFUSED),
                              ("SUP-99", "Resolved", FaultKind.MISSING)):  # fmt: skip
        fault = writer.set_status(key, status, deadline, token)
        assert fault is not None
        assert fault.kind is kind


def test_a_sign_in_is_tested(desk: Desk, server: StandIn) -> None:
    def check(secret: str = "pass-word") -> SignedIn | Fault:
        return checked(ACCOUNT.at(server.url(), secret))

    assert check() == SignedIn("Ann Agent")
    assert check("old") == Fault(FaultKind.AUTH)
    desk.may, desk.agent = frozenset({"ADD_COMMENTS"}), False
    answer = check()
    assert isinstance(answer, SignedIn)
    assert answer.may_not == (
        "Your account can't search all users, only customers of its service desks",
        "Your account can't change the status of requests",
        "Your account is no agent of a service desk",
    )
