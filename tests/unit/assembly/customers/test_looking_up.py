"""assembly.customers.looking_up: links, phone systems and the agent all come to one lookup."""

from __future__ import annotations

import dataclasses
import json
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.assembly.customers import looking_up as module
from desktop.assembly.customers.looking_up import LookingUp, wrong_with_link
from desktop.core.results import UserError
from desktop.customers.inquiry import Origin, State
from desktop.customers.merge import CustomerCard
from desktop.customers.providers.base import Fault, FaultKind
from desktop.host.base import Window
from desktop.interaction import MOST_OPEN, Channel
from desktop.settings.secrets import Secret, Secrets
from desktop.settings.sections import customers
from tests.unit.assembly.customers.customer_room import NUMBER, SECONDS, Room


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    made = Room(tmp_path, monkeypatch)
    made.customers.start()
    yield made
    made.customers.close()


def test_nothing_of_customers_is_imported_before_the_first_use() -> None:
    code = (
        "import sys; import desktop.assembly;"
        "print([one for one in sys.modules if one.startswith('desktop.customers')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_forgetting_before_the_first_use_makes_nothing(room: Room) -> None:
    room.customers.forget()
    assert room.customers._made is None


# --- calls ---


def test_a_call_opens_an_interaction_once_and_says_who_it_is(room: Room) -> None:
    room.customers.call(" +49 30 123456 ", "call-1", "SOUZA")
    first = room.interactions.front()
    assert first is not None
    assert (first.channel, first.source) == (Channel.PHONE, "phone system")
    room.until_state(State.CARD)
    assert room.front.value("name") == "Ana Souza"
    room.customers.call("030 9999999", "call-2")
    room.customers.call("+49 30 123456", "call-1", "SOUZA")
    assert [one.reference for one in room.interactions.all()] == ["call-1", "call-2"]


@pytest.mark.parametrize("number", ["", " ", "%PFANI%", "{phone}", "$caller$", "Anonymous"])
def test_a_call_without_a_number_has_none(room: Room, number: str) -> None:
    room.customers.call(number, "%PFCALLID%", "{CALLERNAME}")
    front = room.interactions.front()
    assert front is not None
    assert not front.customer
    assert front.reference == ""
    problem = room.until_state(State.FAILED).problem
    assert problem is not None
    assert "number" in problem.what


def test_the_number_may_come_with_the_second_word_of_a_call(room: Room) -> None:
    room.customers.call("unknown", "call-1")
    room.until_state(State.FAILED)
    room.customers.call(NUMBER, "call-1")
    assert room.front.value("phone") == NUMBER
    room.until_state(State.CARD)
    assert room.front.value("name") == "Ana Souza"


def test_too_many_calls_are_refused(room: Room) -> None:
    for number in range(MOST_OPEN):
        room.interactions.open("pbx", Channel.PHONE, reference=str(number))
    with pytest.raises(UserError, match="Close some"):
        room.customers.call("1", "one more")


def test_a_hang_up_closes_that_call_and_no_other(room: Room) -> None:
    room.customers.call(NUMBER, "call-1")
    room.customers.call("030 9999999", "call-2")
    room.interactions.open("tray", Channel.PHONE, reference="call-3")
    for reference in ("call-3", "call-4", "%PFCALLID%"):  # of none, or of two
        room.customers.call_ended("", reference)
    assert len(room.interactions.all()) == 3
    room.customers.call_ended("030 9999999", "call-1")  # the id decides
    assert {one.reference for one in room.interactions.all()} == {"call-2", "call-3"}
    room.customers.call_ended("+49 (30) 999-9999")
    assert {one.reference for one in room.interactions.all()} == {"call-3"}
    room.customers.call_ended("12")


@pytest.mark.parametrize(
    ("known", "told", "same"),
    [
        ("+49 30 123456", "030 123456", True),
        ("0049 30 123456", "+4930123456", True),
        ("123456", "+49 30 123456", True),
        ("23456", "+49 30 123456", False),
        ("+49 30 123456", "+49 30 123457", False),
        ("12", "12", True),
        ("", "+49 30 123456", False),
    ],
)
def test_a_number_is_known_in_every_form(room: Room, known: str, told: str, same: bool) -> None:
    room.customers.call(known, "call-1")
    before = len(room.interactions.all())
    room.customers.call_ended(told)
    assert (len(room.interactions.all()) < before) is same


def test_a_call_whose_end_is_told_without_a_word_is_the_only_one_there_is(room: Room) -> None:
    room.customers.call(NUMBER)
    room.customers.call_ended("")
    assert "phone system" not in [one.source for one in room.interactions.all()]


# --- links ---


def test_a_link_looks_up_and_nothing_else(room: Room) -> None:
    room.customers.open_link("deskhand://lookup?phone=%2B4930123456&name=The+Boss")
    shown = room.until_state(State.CARD)
    assert shown.origin is Origin.LINK
    assert room.front.value("name") == "Ana Souza", "what the provider says, not the link"


@pytest.mark.parametrize("url", ["deskhand://note?text=x", "https://example.org", ""])
def test_any_other_link_is_refused(room: Room, url: str) -> None:
    with pytest.raises(UserError, match="can't be opened"):
        room.customers.open_link(url)
    assert "can't be opened" in wrong_with_link(url)
    assert wrong_with_link("deskhand://lookup?phone=1") == ""
    assert room.customers._made is None


def test_of_thousands_of_links_few_are_looked_up_and_the_newest_is(room: Room) -> None:
    begun = time.monotonic()
    for number in range(3000):
        room.customers.open_link(f"deskhand://lookup?email=nobody{number}@example.com")
    room.customers.open_link(f"deskhand://lookup?phone={NUMBER}")
    room.until_state(State.CARD)
    took = time.monotonic() - begun
    assert len(room.desk.asked) <= 3 + took / module.LINK_PAUSE_S
    assert len(room.interactions.all()) == 1


def test_a_call_that_links_tell_of_twice_is_looked_up_once(room: Room) -> None:
    link = f"deskhand://lookup?phone={NUMBER}&callid=7"
    room.customers.open_link(link)
    shown = room.until_state(State.CARD)
    room.interactions.open("tray", Channel.CHAT)
    room.until(lambda: room.told[-1] is None)
    before = len(room.told)
    for url in (link, "deskhand://lookup?phone=+49301111111&callid=8"):
        # Of links that come soon after each other the newest is looked up, whatever its call.
        room.until(lambda: not room.customers._resting)
        room.customers.open_link(url)
    room.until_state(State.UNKNOWN)
    assert room.desk.asked == [NUMBER, "+49301111111"]
    assert {one.text for one in room.told[before:] if one is not None} == {"+49301111111"}
    assert shown.serial == 1


def test_a_link_that_says_nothing_to_look_up_does_nothing(room: Room) -> None:
    room.customers.open_link("deskhand://lookup?direction=in&callid=9")
    room.customers.open_link(f"deskhand://lookup?phone={NUMBER}")
    room.until_state(State.CARD)
    assert room.desk.asked == [NUMBER]


# --- the agent ---


def copy(room: Room, text: str | None) -> None:
    room.clipboard.holds = text
    for tell in room.clipboard.watchers:
        tell(Window())


def test_copies_are_looked_up_only_where_the_agent_wants_it(room: Room) -> None:
    assert room.clipboard.watchers == []
    room.settings.change(customers.WATCH_COPIES, value=True)
    room.until(lambda: bool(room.clipboard.watchers))
    for text in (None, " ", "please call me back", NUMBER):
        copy(room, text)
        read = threading.Event()
        room.customers._errands.put(read.set)
        assert read.wait(SECONDS)
    shown = room.until_state(State.CARD)
    assert shown.origin is Origin.COPY
    assert room.desk.asked == [NUMBER]
    room.settings.change(customers.WATCH_COPIES, value=False)
    room.until(lambda: not room.clipboard.watchers)


def test_copies_are_watched_again_at_the_next_start(room: Room) -> None:
    room.settings.change(customers.WATCH_COPIES, value=True)
    room.until(lambda: bool(room.clipboard.watchers))
    room.customers.close()
    assert room.clipboard.watchers == []


def test_what_the_agent_asks(room: Room) -> None:
    room.customers.look_up("nobody@example.com", None)
    room.until_state(State.UNKNOWN)
    room.customers.look_up(NUMBER, None)
    room.until_state(State.CARD)


@pytest.mark.parametrize(
    ("provider", "url", "may"),
    [
        ("crm", "https://crm.example.com/Ticket/1?x=1", True),
        ("crm", "https://crm.example.com:443/", True),
        ("crm", "http://crm.example.com/", False),
        ("crm", "https://crm.example.com.evil.org/", False),
        ("crm", "https://evil.org/?crm.example.com", False),
        ("crm", "https://crm.example.com@evil.org/", False),
        ("crm", "https://user@crm.example.com/", False),
        ("crm", "https://crm.example.com:8443/", False),
        ("crm", "javascript:alert(1)", False),
        ("crm", "file:///etc/passwd", False),
        ("crm", "https://crm.example.com/ --flag", False),
        ("crm", "https://crm.example.com/\\evil", False),
        ("crm", "https://crm.example.com/" + "x" * 2000, False),
        ("crm", "", False),
        ("own", "http://127.0.0.1:8091/Ticket/1", True),
        ("book", "https://crm.example.com/", False),
        ("bad", "https://crm.example.com/", False),
        # Where a vendor shows its records, as its manifest says:
        ("chats", "https://app.intercom.com/a/apps/abc/users/1", True),
        ("chats", "https://app.eu.intercom.com/a/apps/abc/users/1", True),
        ("chats", "http://app.intercom.com/a/apps/abc/users/1", False),
        ("chats", "https://app.intercom.com.evil.org/a/apps/abc/users/1", False),
        ("chats", "https://app.intercom.com@evil.org/", False),
        ("crm", "https://app.intercom.com/a/apps/abc/users/1", False),
    ],
)
def test_only_the_providers_own_pages_may_be_opened(
    room: Room, provider: str, url: str, may: bool
) -> None:
    row = customers.ProviderSettings
    rows = {
        "crm": row(address="https://crm.example.com/desk"),
        "own": row(address="http://127.0.0.1:8091"),
        "bad": row(address="http://crm.example.com"),
        "book": row(),
        "chats": row(kind="intercom", address="https://api.intercom.io"),
    }
    room.settings.change(customers.SERVICES, rows)
    assert room.customers.may_open(provider, url) is may


def test_one_who_is_remembered_is_known_from_then_on(room: Room) -> None:
    room.interactions.open("tray", Channel.CHAT)
    room.interactions.set_value(room.interactions.all()[0].id, "customer.name", "Eva Novak")
    room.customers.look_up("eva@example.com", room.ask())
    serial = room.until_state(State.UNKNOWN).serial
    assert not room.customers.knows(room.interactions.all()[0])
    room.customers.remember(serial)
    shown = room.until_state(State.CARD)
    assert room.front.value("email") == "eva@example.com"
    assert shown.card is not None
    assert [one.provider for one in shown.card.cards] == ["book"]
    assert set(shown.card.fields) == {"email", "name"}
    front = room.interactions.front()
    assert front is not None
    assert room.customers.knows(front)
    room.customers.forget_customer(shown)
    room.until(lambda: room.told[-1] is None)
    room.until(lambda: bool(room.forgotten))
    assert room.forgotten[0].value("email") == "eva@example.com"
    assert not room.front
    room.customers.look_up("eva@example.com", room.ask())
    room.until_state(State.UNKNOWN)


def test_nobody_is_forgotten_in_the_place_of_whom_the_agent_saw(room: Room) -> None:
    room.interactions.open("tray", Channel.CHAT)
    room.customers.look_up("eva@example.com", room.ask())
    room.customers.remember(room.until_state(State.UNKNOWN).serial)
    shown = room.until_state(State.CARD)
    assert shown.card is not None
    other = dataclasses.replace(shown.card.cards[0], id="another")
    seen = dataclasses.replace(shown, chosen=CustomerCard((other,)))
    room.customers.forget_customer(seen)
    done = threading.Event()
    room.customers.finder().reach(lambda _: done.set())
    assert done.wait(SECONDS)
    assert not room.forgotten


def test_who_is_remembered_gets_nothing_of_the_customer_in_front(room: Room) -> None:
    room.settings.change(customers.PROVIDERS, ("book", "desk"))
    room.interactions.open("tray", Channel.PHONE)
    room.customers.look_up(NUMBER, room.ask())
    room.until_state(State.CARD)
    assert room.front.value("name") == "Ana Souza"
    room.customers.look_up("eva@example.com", room.ask())
    room.customers.remember(room.until_state(State.UNKNOWN).serial)
    shown = room.until_state(State.CARD)
    assert shown.card is not None
    assert {name: one[0].value for name, one in shown.card.fields.items()} == {
        "email": "eva@example.com"
    }
    assert room.front.value("email") == "eva@example.com"
    assert not room.front.value("name")
    ana = room.interactions.all()[1].customer
    assert (ana.value("name"), ana.value("email")) == ("Ana Souza", "")


def test_who_signs_in_sees_their_customer_without_asking_again(room: Room) -> None:
    known = room.desk.knows[NUMBER]
    room.desk.knows[NUMBER] = Fault(FaultKind.AUTH)
    room.customers.look_up(NUMBER, None)
    room.until_state(State.UNKNOWN)
    room.desk.knows[NUMBER] = known
    room.secrets.set("customers.desk.key", Secret("right this time"))
    room.until_state(State.CARD)


def test_without_a_book_nobody_is_remembered_and_it_says_so(room: Room) -> None:
    room.settings.change(customers.PROVIDERS, ())
    room.customers.look_up("eva@example.com", None)
    room.customers.remember(room.until_state(State.UNKNOWN).serial)
    room.until(lambda: bool(room.problems))
    assert "no customer book" in room.problems[0].what


def test_other_providers_hold_at_once(room: Room) -> None:
    room.customers.look_up(NUMBER, None)
    room.until_state(State.CARD)
    room.settings.change(customers.PROVIDERS, ("nonsense",))
    room.customers.look_up(NUMBER, None)
    room.until(lambda: bool(room.problems))
    assert "nonsense" in room.problems[0].what
    assert room.desk.closed == 1
    room.settings.change(customers.HOTKEY, "")
    room.settings.change(customers.WATCH_COPIES, value=True)
    room.customers.look_up(NUMBER, None)
    room.until(lambda: room.desk.asked.count(NUMBER) >= 2)
    assert room.desk.closed == 1


# --- phone systems on this computer ---


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def tell(address: str, number: str) -> int:
    with urllib.request.urlopen(address.replace("NUMBER", number), timeout=10) as answer:
        assert json.loads(answer.read()) == {}
        return int(answer.status)


def test_a_phone_system_tells_of_a_call_once_the_agent_allows_it(room: Room) -> None:
    room.settings.change(customers.RECEIVER_PORT, free_port())
    address = room.customers.phone_systems.address()
    assert address == room.customers.phone_systems.address()
    with pytest.raises(OSError, match="refused"):
        tell(address, "1")
    room.settings.change(customers.RECEIVER, value=True)
    room.until(lambda: room.customers.phone_systems._receiver is not None)
    assert tell(address, "%2B4930123456") == 200
    room.until_state(State.CARD)
    assert room.front.value("name") == "Ana Souza"
    calls = len(room.interactions.all())
    assert tell(address, "030123456&event=hangup") == 200
    assert len(room.interactions.all()) == calls - 1
    room.settings.change(customers.RECEIVER, value=False)
    room.until(lambda: room.customers.phone_systems._receiver is None)
    with pytest.raises(OSError, match="refused"):
        tell(address, "1")


def test_it_is_there_again_at_the_next_start(room: Room) -> None:
    room.settings.change(customers.RECEIVER_PORT, free_port())
    room.settings.change(customers.RECEIVER, value=True)
    room.until(lambda: room.customers.phone_systems._receiver is not None)
    room.customers.close()
    secrets = Secrets(room.places.data.parent, room.keyring)
    again = LookingUp(
        room.places,
        room.settings,
        secrets,
        room.clock,
        room.interactions,
        room.clipboard,
        forget_translations=room.forgotten.append,
    )
    again.start()
    try:
        room.until(lambda: again.phone_systems._receiver is not None)
    finally:
        again.close()


def test_a_port_that_is_taken_is_told(room: Room) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        room.settings.change(customers.RECEIVER_PORT, int(other.getsockname()[1]))
        room.settings.change(customers.RECEIVER, value=True)
        room.until(lambda: bool(room.problems))
    assert "tell Deskhand of calls" in room.problems[0].what
