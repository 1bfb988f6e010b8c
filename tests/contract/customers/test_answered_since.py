"""Whether something was written that the customer sees: at each helpdesk that can tell."""

from __future__ import annotations

import datetime as dt
import threading

import pytest

from desktop.customers.identify import Kind
from desktop.customers.providers.base import Fault, FaultKind, Manifest
from desktop.customers.providers.freshdesk import PROVIDER as FRESHDESK
from desktop.customers.providers.request_tracker import PROVIDER as REQUEST_TRACKER
from desktop.customers.providers.zendesk import PROVIDER as ZENDESK
from desktop.customers.watching.looking import TellsAnswers
from desktop.net.deadline import Cancellation, Deadline
from tests.contract.customers import desk_of_freshdesk, desk_of_zendesk
from tests.contract.customers.asking import CLOCK, found_by, made
from tests.contract.customers.real_request_tracker import Tracker
from tests.contract.translation.stand_in import stand_in

SINCE = dt.datetime(2026, 11, 29, 12, 0, tzinfo=dt.UTC)
BEFORE, AFTER = "2026-11-29T12:00:00Z", "2026-11-29T12:00:01Z"


def asked(
    manifest: Manifest,
    url: str,
    ticket: str,
    since: dt.datetime = SINCE,
    **values: str,
) -> bool | Fault | None:
    provider = made(manifest, url, values.pop("secret", "key"), **values)
    try:
        assert isinstance(provider, TellsAnswers)
        return provider.answered_since(ticket, since, Deadline(CLOCK, 20), Cancellation())
    finally:
        provider.close()


@pytest.mark.parametrize(
    ("public", "at", "answered"),
    [(True, AFTER, True), (False, AFTER, False), (True, BEFORE, False), (True, "when?", False)],
)
def test_zendesk_tells_public_comments_from_notes(public: bool, at: str, answered: bool) -> None:
    desk = desk_of_zendesk.Desk()
    desk.comments[1] = [{"id": 7, "body": "x", "public": public, "created_at": at}]
    with stand_in(desk) as server:
        found = asked(ZENDESK, server.url(), "1", secret="pass-word", user="agent@desk.test")
    assert found is answered


@pytest.mark.parametrize(
    ("private", "at", "answered"),
    [(False, AFTER, True), (True, AFTER, False), (False, BEFORE, False)],
)
def test_freshdesk_tells_replies_from_notes(private: bool, at: str, answered: bool) -> None:
    desk = desk_of_freshdesk.Desk()
    desk.conversations[1] = [{"id": 7, "body_text": "x", "private": private, "created_at": at}]
    with stand_in(desk) as server:
        assert asked(FRESHDESK, server.url(), "1", secret="pass-word") is answered


def test_what_is_no_ticket_is_none() -> None:
    with stand_in(desk_of_zendesk.Desk()) as server:
        found = asked(ZENDESK, server.url(), "1/../2", secret="pass-word", user="agent@desk.test")
    assert isinstance(found, Fault)
    assert found.kind is FaultKind.MISSING


@pytest.mark.slow
def test_request_tracker_itself_tells_correspondence_from_comments(tracker: Tracker) -> None:
    number = tracker.add_ticket(tracker.jane, "Where is it?")

    def seen() -> dt.datetime:
        provider = made(REQUEST_TRACKER, tracker.url, "password", user="root")
        cards = found_by(provider, Kind.TICKET, str(number))
        assert not isinstance(cards, Fault)
        (ticket,) = cards[0].tickets
        assert ticket.moment is not None
        return ticket.moment

    def answered(since: dt.datetime) -> bool | Fault | None:
        about = {"secret": "password", "user": "root"}
        return asked(REQUEST_TRACKER, tracker.url, str(number), since, **about)

    def next_second(since: dt.datetime) -> None:
        while dt.datetime.now(dt.UTC) < since + dt.timedelta(seconds=1):
            threading.Event().wait(0.05)

    content = {"ContentType": "text/plain", "Content": "Hello"}
    base = seen()
    next_second(base)
    tracker.call("POST", f"/ticket/{number}/comment", content)
    noted = seen()
    assert noted > base
    assert answered(base) is False
    next_second(noted)
    tracker.call("POST", f"/ticket/{number}/correspond", content)
    assert seen() > noted
    assert answered(noted) is True
