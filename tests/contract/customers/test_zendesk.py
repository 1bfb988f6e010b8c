"""Zendesk, by a stand-in that does as its documentation says."""

from __future__ import annotations

import pytest

from desktop.customers.card import Match
from desktop.customers.identify import Kind, Query
from desktop.customers.providers.base import (
    CustomerMessage,
    Fault,
    FaultKind,
    InternalNote,
    Provider,
    SignedIn,
    Writer,
)
from desktop.customers.providers.sending import Delivered, Kept, Outgoing
from desktop.customers.providers.zendesk import PROVIDER
from desktop.net.deadline import Cancellation, Deadline
from tests.contract.customers.asking import (
    CLOCK,
    Account,
    checked,
    found_by,
    made,
    setup_of,
    written,
)
from tests.contract.customers.desk_of_zendesk import JANE, Desk
from tests.contract.translation.stand_in import Asked, StandIn, Wire, answer_json, stand_in

NOTE = "Called — <b>no</b> answer.\n\n  *not* bold 🙂"
ACCOUNT = Account(PROVIDER, {"user": "agent@desk.test"})
look_up = ACCOUNT.look_up


def test_a_user_is_known_by_a_second_address_with_all_of_them(server: StandIn) -> None:
    (card,) = look_up(server, Kind.EMAIL, JANE).cards
    assert (card.id, card.verified, card.active) == ("12", Match.YES, True)
    assert {name: card.values(name) for name in card.fields} == {
        "name": ("Jane O'Neil",),
        "email": ("other@example.com", JANE),
        "phone": ("(513) 555-7611",),
        "customer_number": ("C-77",),
        "language": ("en-US",),
        "time_zone": ("America/New_York",),
        "company": ("Example Ltd",),
        "tag": ("vip",),
    }
    assert [one.text for one in card.notes] == ["Likes\nshort <b>answers</b>"]
    assert [(one.id, one.status, one.open) for one in card.tickets] == [
        ("2", "solved", False), ("1", "open", True),
    ]  # fmt: skip
    assert card.tickets[1].url == server.url("/agent/tickets/1")
    assert card.url == server.url("/agent/users/12")
    # The one whose name holds the address was found too, and not asked about further.
    assert [one.path for one in server.asked] == [
        "/api/v2/users/search", "/api/v2/users/show_many", "/api/v2/users/12/tickets/requested",
    ]  # fmt: skip
    assert server.asked[0].query["query"] == f'email:"{JANE}"'


@pytest.mark.parametrize(
    ("kind", "value", "match"),
    [
        (Kind.PHONE, "+15135557611", Match.YES),
        (Kind.CUSTOMER, "C77", Match.YES),
        (Kind.TICKET, "1", Match.YES),
        (Kind.ORDER, "AB10001", Match.MAYBE),
    ],
)
def test_the_same_user_by_other_ways(server: StandIn, kind: Kind, value: str, match: Match) -> None:
    written = {Kind.CUSTOMER: "C-77", Kind.ORDER: "AB-10001"}.get(kind, "")
    cards = look_up(server, kind, value, written=written).cards
    assert [(one.id, one.verified) for one in cards] == [("12", match)]


def test_a_name_is_a_maybe(server: StandIn) -> None:
    cards = look_up(server, Kind.NAME, "jane ot").cards
    assert [(one.id, one.verified) for one in cards] == [("13", Match.MAYBE)]


def test_an_order_brings_the_tickets_that_speak_of_it(server: StandIn) -> None:
    (card,) = look_up(server, Kind.ORDER, "AB10001", written="AB-10001").cards
    assert {one.id for one in card.tickets} == {"1", "2"}


@pytest.mark.parametrize(
    ("kind", "value", "query"),
    [
        (Kind.EMAIL, 'a"b role:admin@example.com', 'email:"a b role:admin@example.com"'),
        (Kind.EMAIL, "a\\@example.com", 'email:"a @example.com"'),
        (Kind.NAME, 'role:admin -x "y" <z> *', "role:end-user role admin x y z"),
        (Kind.PHONE, "+15135550000", "role:end-user phone:*5550000"),
        (Kind.ORDER, 'A" type:user "', 'type:ticket "A  type:user  "'),
    ],
)
def test_what_is_asked_for_can_not_ask_for_more(
    server: StandIn, kind: Kind, value: str, query: str
) -> None:
    assert look_up(server, kind, value).cards == ()
    assert server.asked[0].query["query"] == query


@pytest.mark.parametrize(
    ("kind", "value"), [(Kind.NAME, '"-*:"'), (Kind.PHONE, "12"), (Kind.TICKET, "1/x")]
)
def test_what_can_not_be_asked_for_is_not(server: StandIn, kind: Kind, value: str) -> None:
    assert look_up(server, kind, value).answers["crm"].ok
    assert server.asked == []


def test_a_server_that_answers_with_everybody_shows_nobody_else(desk: Desk) -> None:
    def everybody(asked: Asked, wire: Wire) -> None:
        if asked.path.endswith(("/search", "/show_many")):
            every = {"users": desk.users, "identities": desk.identities, "results": desk.tickets}
            answer_json(every)(asked, wire)
        else:
            desk(asked, wire)

    with stand_in(everybody) as server:
        for kind, value in ((Kind.EMAIL, "nobody@example.com"), (Kind.PHONE, "+15135550000"),
                            (Kind.CUSTOMER, "C78"), (Kind.ORDER, "XY1")):  # fmt: skip
            assert look_up(server, kind, value).cards == (), kind


def test_who_is_suspended_is_said_to_be(desk: Desk, server: StandIn) -> None:
    (card,) = look_up(server, Kind.EMAIL, "third@example.com").cards
    assert not card.active


def test_a_token_of_oauth_goes_without_a_name(desk: Desk, server: StandIn) -> None:
    cards = found_by(made(PROVIDER, server.url()), Kind.EMAIL, JANE)
    assert not isinstance(cards, Fault)
    assert set(desk.headers) == {"Bearer pass-word"}


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (403, FaultKind.FORBIDDEN),
        (422, FaultKind.REFUSED),
        (503, FaultKind.BUSY),
        (404, FaultKind.REFUSED),
    ],
)
@pytest.mark.parametrize("path", ["/users/search", "/users/show_many", "/users/12/tickets"])
def test_a_refusal_anywhere_is_a_fault(
    desk: Desk, server: StandIn, path: str, status: int, kind: FaultKind
) -> None:
    desk.refuse[path] = status
    fault = look_up(server, Kind.EMAIL, JANE).answers["crm"].fault
    assert fault is not None
    assert fault.kind is kind


def test_a_wrong_token_is_said(server: StandIn) -> None:
    fault = found_by(ACCOUNT.at(server.url(), "old"), Kind.EMAIL, JANE)
    assert isinstance(fault, Fault)
    assert fault.kind is FaultKind.AUTH


def test_too_often_is_a_rest_for_all_calls(
    desk: Desk, server: StandIn, provider: Provider, writer: Writer
) -> None:
    desk.refuse["/users/search"] = 429
    deadline, token = Deadline(CLOCK, 20), Cancellation()
    fault = provider.find(Query(Kind.EMAIL, JANE), deadline, token)
    assert isinstance(fault, Fault)
    assert fault.kind is FaultKind.RATE_LIMITED
    assert 16 < (fault.retry_after or 0) <= 17
    done, _ = written(writer, Outgoing(InternalNote("1", NOTE)))
    assert isinstance(done, Kept)
    assert done.fault.kind is FaultKind.RATE_LIMITED
    assert len(server.asked) == 1


def test_too_often_is_a_rest_for_the_window_of_systems_and_after_a_change_of_settings_too(
    desk: Desk, server: StandIn
) -> None:
    desk.refuse["/users/search"] = 429
    setup = setup_of(server.url(), "pass-word", {"user": "agent@desk.test"})
    deadline, token = Deadline(CLOCK, 20), Cancellation()
    for _ in range(2):
        provider = PROVIDER.make(setup)
        fault = provider.find(Query(Kind.EMAIL, JANE), deadline, token)
        provider.close()
        assert isinstance(fault, Fault)
        assert fault.kind is FaultKind.RATE_LIMITED
    assert len(server.asked) == 1


def test_the_last_call_of_the_minute_is_heard(desk: Desk, server: StandIn, writer: Writer) -> None:
    desk.remaining = 0
    deadline, token = Deadline(CLOCK, 20), Cancellation()
    assert isinstance(writer.statuses("1", deadline, token), list)
    fault = writer.set_status("1", "solved", deadline, token)
    assert fault is not None
    assert 40 < (fault.retry_after or 0) <= 41
    assert len(server.asked) == 1


def test_no_other_host_gets_the_token(desk: Desk) -> None:
    with stand_in(desk) as other:
        onward = answer_json({}, 302, Location=other.url("/api/v2/users/search?query=x"))
        with stand_in(onward) as server:
            fault = found_by(made(PROVIDER, server.url()), Kind.EMAIL, JANE)
        assert fault == Fault(FaultKind.BAD_ANSWER)
        assert other.asked == []


def test_a_note_is_internal_and_there_once(desk: Desk, server: StandIn, writer: Writer) -> None:
    done, _ = written(writer, Outgoing(InternalNote("1", NOTE)))
    assert done == Delivered()
    (comment,) = desk.comments[1]
    assert comment["public"] is False
    (put,) = [one for one in server.asked if one.method == "PUT"]
    assert put.json == {"ticket": {"comment": {"body": NOTE, "public": False}}}


def test_the_customer_gets_only_what_names_them(desk: Desk, writer: Writer) -> None:
    done, _ = written(writer, Outgoing(CustomerMessage("1", "Dear Bob", "bob@example.com")))
    assert isinstance(done, Kept)
    assert done.fault.kind is FaultKind.NOT_THEIRS
    assert desk.comments == {}
    message = CustomerMessage("1", "Dear Jane", "Other@Example.com")
    assert written(writer, Outgoing(message))[0] == Delivered()
    assert [(one["body"], one["public"]) for one in desk.comments[1]] == [("Dear Jane", True)]


def test_a_note_whose_answer_is_lost_is_found_and_not_sent_again(desk: Desk) -> None:
    desk.comments[1] = [{"id": 7, "body": NOTE, "plain_body": NOTE, "public": False},
                        {"id": 8, "body": NOTE, "plain_body": NOTE, "public": True}]  # fmt: skip
    done, times = ACCOUNT.write_unanswered(
        InternalNote("1", NOTE), desk, desk._answer, lambda one: one.method == "PUT"
    )
    assert (done, times) == (Delivered("102", found=True), 1)


def test_a_ticket_that_takes_nothing_says_so(desk: Desk, writer: Writer) -> None:
    for number, kind in (("3", FaultKind.REFUSED), ("99", FaultKind.MISSING),
                         ("../users/12", FaultKind.MISSING)):  # fmt: skip
        done, _ = written(writer, Outgoing(InternalNote(number, NOTE)))
        assert isinstance(done, Kept)
        assert (done.fault.kind, done.outgoing.tried) == (kind, None), number
    assert desk.comments == {}


def test_a_status_is_given_and_looked_at(desk: Desk, writer: Writer) -> None:
    deadline, token = Deadline(CLOCK, 20), Cancellation()
    assert writer.statuses("1", deadline, token) == ["open", "pending", "hold", "solved"]
    assert writer.statuses("3", deadline, token) == ["closed"]
    assert writer.set_status("1", "solved", deadline, token) is None
    assert desk.tickets[0]["status"] == "solved"
    for number, status, kind in (("1", "gone", FaultKind.REFUSED), ("3", "open", FaultKind.REFUSED),
                                 ("99", "open", FaultKind.REFUSED)):  # fmt: skip
        fault = writer.set_status(number, status, deadline, token)
        assert fault is not None
        assert fault.kind is kind


@pytest.mark.parametrize(
    ("me", "answer"),
    [
        ({}, SignedIn("Ann Agent")),
        (
            {"only_private_comments": True, "ticket_restriction": "groups"},
            SignedIn(
                "Ann Agent",
                (
                    "Your account can write notes, but no answers to customers",
                    "Your account does not see all tickets",
                ),
            ),
        ),
        ({"role": "end-user"}, Fault(FaultKind.FORBIDDEN)),
        # Seen of the real one, for a token that is wrong:
        ({"id": None, "role": None, "name": "Anonymous user"}, Fault(FaultKind.AUTH)),
    ],
)
def test_a_sign_in_is_tested(
    desk: Desk, server: StandIn, me: dict[str, object], answer: SignedIn | Fault
) -> None:
    desk.me |= me
    assert checked(ACCOUNT.at(server.url())) == answer
