"""LiveChat, by a stand-in that does as its documentation says."""

from __future__ import annotations

import base64
from typing import Any

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
from desktop.customers.providers.livechat import PROVIDER
from desktop.customers.providers.sending import Delivered, Kept, Outgoing
from desktop.net.deadline import Cancellation, Deadline
from tests.contract.customers.asking import CLOCK, Account, checked, found_by, made, written
from tests.contract.customers.desk_of_livechat import JANE, Desk, P, event, thread
from tests.contract.translation.stand_in import Asked, StandIn, Wire, answer_json, stand_in

NOTE = 'Called — <b>no</b> answer.\n\n  "x" & &amp; 🙂'
PAGES = "https://my.livechatinc.com/archives"
ENDED, RUNNING = "PJ0MRSHTDG", "PJ0MRSHTDH"
ACCOUNT = Account(PROVIDER, {"user": "account-1"})
look_up = ACCOUNT.look_up


def test_a_customer_is_known_by_the_address_with_running_and_ended_chats(server: StandIn) -> None:
    (card,) = look_up(server, Kind.EMAIL, JANE).cards
    assert (card.id, card.verified, card.active) == (P[0], Match.YES, True)
    assert {name: card.values(name) for name in card.fields} == {
        "name": ("Jane O'Neil",),
        "email": (JANE,),
        "time_zone": ("Europe/Warsaw",),
        "city": ("Wroclaw",),
        "country": ("Poland",),
        "tag": ("vip",),
        "plan": ("gold",),
    }
    # A chat that has two threads is one, and shows the newest.
    assert [(one.id, one.subject, one.status, one.open, one.url) for one in card.tickets] == [
        (RUNNING, "", "active", True, f"{PAGES}/K600PKZOP8"),
        (ENDED, "Where is <b>AB-10001</b>?", "closed", False, f"{PAGES}/K600PKZON8"),
    ]
    assert card.tickets[1].moment is not None


@pytest.mark.parametrize(
    ("kind", "value", "cards"),
    [
        (Kind.CUSTOMER, P[0].upper(), [(P[0], Match.YES)]),
        (Kind.CUSTOMER, "C77", []),
        (Kind.TICKET, ENDED, [(P[0], Match.YES)]),
        (Kind.TICKET, "PJ0MRSHTDX", []),
        (Kind.TICKET, "../x", []),
        (Kind.ORDER, "AB10001", [(P[0], Match.MAYBE)]),
        (Kind.NAME, "Jane Ot", [(P[1], Match.MAYBE)]),
    ],
)
def test_the_same_people_by_other_ways(
    server: StandIn, kind: Kind, value: str, cards: list[tuple[str, Match]]
) -> None:
    written = {Kind.ORDER: "AB-10001", Kind.CUSTOMER: value}.get(kind, "")
    value = value.replace("-", "") if kind is Kind.CUSTOMER else value
    found = look_up(server, kind, value, written=written)
    assert found.answers["crm"].ok
    assert [(one.id, one.verified) for one in found.cards] == cards


def test_a_server_that_answers_with_everybody_shows_nobody_else(desk: Desk) -> None:
    def everybody(asked: Asked, wire: Wire) -> None:
        if asked.path.endswith("list_archives"):
            answer_json(desk._list_archives({"limit": 100})[0])(asked, wire)
        else:
            desk(asked, wire)

    with stand_in(everybody) as server:
        for kind, value in ((Kind.EMAIL, "nobody@example.com"), (Kind.ORDER, "AB1"),
                            (Kind.NAME, "Bob")):  # fmt: skip
            assert look_up(server, kind, value).cards == (), kind
        # Nor do somebody else's chats show.
        cards = found_by(ACCOUNT.at(server.url()), Kind.CUSTOMER, P[1])
        assert not isinstance(cards, Fault)
        assert [one.id for card in cards for one in card.tickets] == ["PJ0MRSHTDI"]
        assert [card.values("tag") for card in cards] == [()]


def test_what_the_account_may_not_see_is_left_out(desk: Desk, server: StandIn) -> None:
    desk.forbidden = ("get_customer",)
    (card,) = look_up(server, Kind.EMAIL, JANE).cards
    assert (card.id, card.value("plan"), len(card.tickets)) == (P[0], "", 2)


def test_the_region_of_the_token_is_said(desk: Desk, server: StandIn) -> None:
    for secret, region in (("pass-word", ""), ("fra:pass-word", "fra")):
        found_by(ACCOUNT.at(server.url(), secret), Kind.EMAIL, JANE)
        signed = base64.b64encode(f"account-1:{secret}".encode()).decode()
        assert desk.signed[-1] == (f"Basic {signed}", region)
    found_by(made(PROVIDER, server.url(), "dal:pass-word"), Kind.EMAIL, JANE)
    assert desk.signed[-1] == ("Bearer dal:pass-word", "dal")


def test_too_often_is_a_rest_though_nothing_says_how_long(desk: Desk, server: StandIn) -> None:
    desk.limited = True
    fault = look_up(server, Kind.EMAIL, JANE).answers["crm"].fault
    assert fault is not None
    assert fault.kind is FaultKind.RATE_LIMITED
    assert 4 < (fault.retry_after or 0) <= 5


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (answer_json({"error": {"type": "authorization"}}, 403), FaultKind.FORBIDDEN),
        (answer_json({"error": {"type": "validation"}}, 400), FaultKind.REFUSED),
        (answer_json({"error": {"type": "misdirected_request"}}, 421), FaultKind.REFUSED),
        (answer_json({"error": {"type": "internal"}}, 500), FaultKind.BUSY),
        (answer_json({"found_chats": 1}), FaultKind.BAD_ANSWER),
    ],
)
def test_a_refusal_is_a_fault_of_its_kind(answer: Any, kind: FaultKind) -> None:
    with stand_in(answer) as server:
        assert found_by(made(PROVIDER, server.url()), Kind.EMAIL, JANE) == Fault(kind)


@pytest.mark.parametrize("chat", [ENDED, RUNNING])
def test_a_note_is_for_agents_and_there_once(
    desk: Desk, server: StandIn, writer: Writer, chat: str
) -> None:
    done, _ = written(writer, Outgoing(InternalNote(chat, NOTE)))
    assert isinstance(done, Delivered)
    last = desk.chats[chat]["threads"][-1]["events"][-1]
    assert (last["id"], last["text"], last["visibility"]) == (done.mark, NOTE, "agents")
    assert len([one for one in server.asked if one.path.endswith("send_event")]) == 1


def test_who_is_not_in_a_running_chat_is_told_what_to_do(desk: Desk, writer: Writer) -> None:
    desk.joined = ()
    done, _ = written(writer, Outgoing(InternalNote(RUNNING, NOTE)))
    assert isinstance(done, Kept)
    assert (done.fault.kind, done.outgoing.tried) == (FaultKind.FORBIDDEN, None)
    assert "Join the chat" in done.fault.problem("LiveChat").todo


def test_what_is_too_long_for_one_message_is_not_sent(server: StandIn, writer: Writer) -> None:
    done, _ = written(writer, Outgoing(InternalNote(ENDED, "🙂" * 4001)))
    assert isinstance(done, Kept)
    assert "two parts" in done.fault.problem("LiveChat").todo
    assert done.outgoing.tried is None
    assert not any(one.path.endswith("send_event") for one in server.asked)


def test_the_customer_gets_only_what_names_them_and_while_it_runs(
    desk: Desk, writer: Writer
) -> None:
    for chat, address, kind in ((RUNNING, "bob@example.com", FaultKind.NOT_THEIRS),
                                (ENDED, JANE, FaultKind.REFUSED)):  # fmt: skip
        done, _ = written(writer, Outgoing(CustomerMessage(chat, "Dear Bob", address)))
        assert isinstance(done, Kept)
        assert done.fault.kind is kind
    message = CustomerMessage(RUNNING, "Dear Jane", JANE)
    assert isinstance(written(writer, Outgoing(message))[0], Delivered)
    last = desk.chats[RUNNING]["threads"][-1]["events"][-1]
    assert (last["text"], last["visibility"]) == ("Dear Jane", "all")


def test_a_note_whose_answer_is_lost_is_found_though_a_new_thread_began(desk: Desk) -> None:
    def take(asked: Asked) -> None:
        desk.answer(asked)
        desk.chats[ENDED]["threads"].append(thread("K600PKZOZ8", 23, active=True))

    desk.chats[ENDED]["threads"][-1]["events"] += [
        event("old_1", "agent@desk.test", NOTE, "agents"),
        event("old_2", "agent@desk.test", NOTE, "all"),
    ]
    done, times = ACCOUNT.write_unanswered(
        InternalNote(ENDED, NOTE), desk, take, lambda one: one.path.endswith("send_event")
    )
    assert (done, times) == (Delivered("K600PKZON8_5", found=True), 1)


def test_what_is_not_there_takes_nothing(desk: Desk, server: StandIn, writer: Writer) -> None:
    for chat in ("PJ0MRSHTDX", "../x", ""):
        done, _ = written(writer, Outgoing(InternalNote(chat, NOTE)))
        assert isinstance(done, Kept)
        assert (done.fault.kind, done.outgoing.tried) == (FaultKind.MISSING, None), chat
    assert not any(one.path.endswith("send_event") for one in server.asked)


def test_a_running_chat_is_ended_and_an_ended_one_stays_so(desk: Desk, writer: Writer) -> None:
    deadline, token = Deadline(CLOCK, 20), Cancellation()
    assert writer.statuses(RUNNING, deadline, token) == ["active", "closed"]
    assert writer.statuses(ENDED, deadline, token) == ["closed"]
    assert writer.set_status(RUNNING, "active", deadline, token) is None
    assert writer.set_status(RUNNING, "closed", deadline, token) is None
    assert desk.chats[RUNNING]["threads"][-1]["active"] is False
    assert writer.set_status(RUNNING, "closed", deadline, token) is None
    assert writer.set_status(ENDED, "active", deadline, token) == Fault(FaultKind.REFUSED)
    assert writer.set_status(ENDED, "gone", deadline, token) == Fault(FaultKind.REFUSED)
    gone = writer.set_status("PJ0MRSHTDX", "closed", deadline, token)
    assert gone == Fault(FaultKind.MISSING)


def test_a_sign_in_is_tested(desk: Desk, server: StandIn) -> None:
    assert checked(ACCOUNT.at(server.url())) == SignedIn("")
    desk.forbidden = ("get_customer",)
    limits = ("Your account sees chats, but not the customers' own records",)
    assert checked(ACCOUNT.at(server.url())) == SignedIn("", limits)
    wrong = checked(ACCOUNT.at(server.url(), "old"))
    assert wrong == Fault(FaultKind.AUTH)
