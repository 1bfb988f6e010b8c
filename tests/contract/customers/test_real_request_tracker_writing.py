"""Notes, answers and statuses in Request Tracker 5 itself, read back from it."""

from __future__ import annotations

import contextlib
import datetime as dt
import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from desktop.core.clock import FixedClock
from desktop.customers.providers.base import (
    CustomerMessage,
    Fault,
    FaultKind,
    InternalNote,
    Writer,
)
from desktop.customers.providers.request_tracker import PROVIDER
from desktop.customers.providers.sending import SETTLE_S, Delivered, Kept, Outgoing
from desktop.net.deadline import Cancellation, Deadline
from tests.contract.customers.asking import CLOCK, made, written
from tests.contract.customers.real_request_tracker import Tracker

pytestmark = pytest.mark.slow

JANE = Tracker.jane
NOTE = "Called — <b>no</b> answer.\n\n  \"Ünï\" \\ 'q' 🙂 100%"


Sign = Callable[..., Writer]


@pytest.fixture
def writer() -> Iterator[Sign]:
    """Makes providers that are closed after the test."""
    providers = []

    def sign_in(url: str, user: str = "root", secret: str = "password") -> Writer:
        provider = made(PROVIDER, url, secret, user=user)
        providers.append(provider)
        assert isinstance(provider, Writer)
        return provider

    yield sign_in
    for provider in providers:
        provider.close()


def entries(tracker: Tracker, ticket: int) -> list[tuple[str, str]]:
    """The texts of a ticket's history: how each was written, and what."""
    found = []
    history = tracker.call("GET", f"/ticket/{ticket}/history?fields=Type&per_page=100")
    for entry in history["items"]:
        if entry["Type"] in ("Comment", "Correspond"):
            path = f"/transaction/{entry['id']}/attachments?fields=Content"
            (part,) = tracker.call("GET", path)["items"]
            found.append((entry["Type"], part["Content"]))
    return found


def mailed(tracker: Tracker, ticket: int) -> int:
    """How many mails went out about it."""
    history = tracker.call("GET", f"/ticket/{ticket}/history?fields=Type&per_page=100")
    return sum(entry["Type"] == "EmailRecord" for entry in history["items"])


def test_a_note_is_there_and_nobody_outside_hears_of_it(tracker: Tracker, writer: Sign) -> None:
    ticket = tracker.add_ticket(JANE, "Parcel")
    before = mailed(tracker, ticket)
    done, remembered = written(writer(tracker.url), Outgoing(InternalNote(str(ticket), NOTE)))
    assert isinstance(done, Delivered)
    assert not done.found
    assert [one.tried is not None for one in remembered] == [True]
    assert entries(tracker, ticket) == [("Comment", NOTE)]
    assert mailed(tracker, ticket) == before


def test_the_customer_hears_only_of_what_is_meant_for_them(tracker: Tracker, writer: Sign) -> None:
    ticket = tracker.add_ticket(JANE, "Parcel")
    other = CustomerMessage(str(ticket), "Dear Bob", "bob@example.com")
    done, _ = written(writer(tracker.url), Outgoing(other))
    assert isinstance(done, Kept)
    assert done.fault.kind is FaultKind.NOT_THEIRS
    assert done.outgoing.tried is None
    assert entries(tracker, ticket) == []
    before = mailed(tracker, ticket)
    message = CustomerMessage(str(ticket), "Dear Jane", JANE.upper())
    done, _ = written(writer(tracker.url), Outgoing(message))
    assert isinstance(done, Delivered)
    assert entries(tracker, ticket) == [("Correspond", "Dear Jane")]
    assert mailed(tracker, ticket) == before + 1


def test_a_status_is_one_of_the_tickets_life(tracker: Tracker, writer: Sign) -> None:
    ticket = str(tracker.add_ticket(JANE, "Parcel"))
    root = writer(tracker.url)
    deadline, token = Deadline(CLOCK, 60), Cancellation()
    offered = root.statuses(ticket, deadline, token)
    assert not isinstance(offered, Fault)
    assert offered[0] == "new"
    assert {"open", "resolved"} < set(offered)
    assert root.set_status(ticket, "resolved", deadline, token) is None
    assert root.set_status(ticket, "resolved", deadline, token) is None
    assert tracker.ticket(int(ticket))["Status"] == "resolved"
    # It answers these two with status 200.
    assert root.set_status(ticket, "bogus", deadline, token) == Fault(FaultKind.REFUSED)
    tracker.add_user(Name="reader", Password="pass-word-1", Privileged=1)
    agent = writer(tracker.url, "reader", "pass-word-1")
    refused = agent.set_status(ticket, "open", deadline, token)
    assert refused is not None
    assert refused.kind in (FaultKind.REFUSED, FaultKind.FORBIDDEN)
    assert tracker.ticket(int(ticket))["Status"] == "resolved"


@pytest.mark.parametrize("ticket", ["999999", "1/../2", "", "٣"])
def test_a_ticket_that_is_not_there_takes_nothing(
    tracker: Tracker, writer: Sign, ticket: str
) -> None:
    done, _ = written(writer(tracker.url), Outgoing(InternalNote(ticket, NOTE)))
    assert isinstance(done, Kept)
    assert done.fault.kind in (FaultKind.MISSING, FaultKind.REFUSED)
    assert done.outgoing.tried is None


def test_an_agent_without_the_right_writes_nothing(tracker: Tracker, writer: Sign) -> None:
    ticket = tracker.add_ticket(JANE, "Parcel")
    tracker.add_user(Name="guest", Password="pass-word-1", Privileged=1)
    agent = writer(tracker.url, "guest", "pass-word-1")
    done, _ = written(agent, Outgoing(InternalNote(str(ticket), NOTE)))
    assert isinstance(done, Kept)
    assert done.outgoing.tried is None
    done, _ = written(
        writer(tracker.url, secret="wrong"), Outgoing(InternalNote(str(ticket), NOTE))
    )
    assert isinstance(done, Kept)
    assert done.fault.kind is FaultKind.AUTH
    assert entries(tracker, ticket) == []


class Swallowing:
    """Between Deskhand and the server: passes everything on, and loses chosen answers."""

    def __init__(self, port: int, *, lose_requests: bool = False) -> None:
        self._port = port
        self._lose_requests = lose_requests
        self.lose = True
        self.lost = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.02)
        self._ending = threading.Event()
        self._threads = [threading.Thread(target=self._listen)]
        self._threads[0].start()
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def close(self) -> None:
        self._ending.set()
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def _listen(self) -> None:
        while not self._ending.is_set():
            with contextlib.suppress(TimeoutError):
                connection, _ = self._listener.accept()
                thread = threading.Thread(target=self._serve, args=(connection,))
                self._threads.append(thread)
                thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            request = b""
            while b"\r\n\r\n" not in request:
                request += connection.recv(65536)
            head, _, body = request.partition(b"\r\n\r\n")
            for line in head.lower().split(b"\r\n"):
                if line.startswith(b"content-length:"):
                    while len(body) < int(line.partition(b":")[2]):
                        body += connection.recv(65536)
            swallow = self.lose and b"/comment" in head.split(b"\r\n")[0]
            answer = b"" if swallow and self._lose_requests else self._ask(head, body)
            if not swallow:
                connection.sendall(answer)
                return
            self.lost += 1
            connection.settimeout(20)
            connection.recv(1)  # until it gives up

    def _ask(self, head: bytes, body: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self._port)) as onward:
            onward.sendall(head + b"\r\nConnection: close\r\n\r\n" + body)
            answer = b""
            while part := onward.recv(65536):
                answer += part
            return answer


@contextlib.contextmanager
def swallowing(tracker: Tracker, *, lose_requests: bool = False) -> Iterator[Swallowing]:
    between = Swallowing(int(tracker.url.rpartition(":")[2]), lose_requests=lose_requests)
    try:
        yield between
    finally:
        between.close()


def test_a_note_whose_answer_is_lost_is_found_and_not_sent_again(
    tracker: Tracker, writer: Sign
) -> None:
    ticket = tracker.add_ticket(JANE, "Parcel")
    same = Outgoing(InternalNote(str(ticket), NOTE))
    assert isinstance(written(writer(tracker.url), same)[0], Delivered)
    with swallowing(tracker) as between:
        done, remembered = written(writer(between.url), same, seconds=5)
        assert between.lost == 1
    assert isinstance(done, Delivered)
    assert done.found
    assert [len(one.before) > 0 for one in remembered] == [True]
    assert entries(tracker, ticket) == [("Comment", NOTE)] * 2  # and the first was not taken for it


def test_a_note_that_never_arrived_is_sent_again_only_when_that_is_sure(
    tracker: Tracker, writer: Sign
) -> None:
    ticket = tracker.add_ticket(JANE, "Parcel")
    clock = FixedClock(dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
    with swallowing(tracker, lose_requests=True) as between:
        through = writer(between.url)
        done, _ = written(through, Outgoing(InternalNote(str(ticket), NOTE)), 5, clock)
        assert isinstance(done, Kept)
        assert done.fault == Fault(FaultKind.UNSURE, SETTLE_S)
        between.lose = False
        clock.advance(SETTLE_S / 2)
        again, remembered = written(through, done.outgoing, 5, clock)
        assert isinstance(again, Kept)
        assert (again.fault.kind, remembered) == (FaultKind.UNSURE, [])
        assert entries(tracker, ticket) == []
        clock.advance(SETTLE_S / 2)
        last, _ = written(through, again.outgoing, 5, clock)
        assert last == Delivered()
        assert between.lost == 1
    assert entries(tracker, ticket) == [("Comment", NOTE)]


def test_a_program_that_ended_while_sending_finds_what_it_sent(
    tracker: Tracker, writer: Sign
) -> None:
    ticket = tracker.add_ticket(JANE, "Parcel")
    _, remembered = written(writer(tracker.url), Outgoing(InternalNote(str(ticket), NOTE)))
    done, again = written(writer(tracker.url), remembered[0])
    assert isinstance(done, Delivered)
    assert (done.found, again) == (True, [])
    assert entries(tracker, ticket) == [("Comment", NOTE)]
