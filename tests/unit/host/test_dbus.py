"""Our side of a D-Bus connection, against a bus that does not do its part."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import pytest

pytest.importorskip("fcntl", reason="Unix only")

from jeepney import DBusAddress, HeaderFields, MatchRule, new_signal

from desktop.host.x11.dbus import Bus, Buses, session_address

SOMEBODY = DBusAddress("/somewhere", "org.example.Somebody", "org.example.Somebody")
LONG_S = 5.0


class Server:
    """What listens at the address of a bus; the test answers in its place."""

    def __init__(self, folder: Path) -> None:
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(folder / "bus"))
        self._listening.listen()
        self.address = f"unix:path={folder / 'bus'}"
        self._link: socket.socket | None = None

    @property
    def link(self) -> socket.socket:
        if self._link is None:
            self._link, _ = self._listening.accept()
            self._link.settimeout(LONG_S)
        return self._link

    def sign_in(self) -> None:
        assert self.link.recv(4096).startswith(b"\0AUTH EXTERNAL ")
        self.link.sendall(b"OK 0123\r\n")

    def close(self) -> None:
        self._listening.close()
        if self._link is not None:
            self._link.close()


@pytest.fixture
def server() -> Iterator[Server]:
    with TemporaryDirectory() as folder:
        made = Server(Path(folder))
        yield made
        made.close()


@pytest.fixture
def bus(server: Server) -> Iterator[Bus]:
    made = Bus(server.address)
    yield made
    made.close()


def until(bus: Bus, done: Callable[[], object]) -> None:
    end = time.monotonic() + LONG_S
    while not done():
        assert time.monotonic() < end
        bus.handle()


def test_questions_go_out_behind_the_sign_in(server: Server, bus: Bus) -> None:
    bus.call(SOMEBODY, "Speak")
    server.sign_in()
    sent = b""
    until(bus, lambda: not bus.open or bus._signing_in is None)
    while b"Speak" not in sent:
        sent += server.link.recv(4096)
    assert sent.startswith(b"BEGIN\r\nl")
    assert sent.index(b"Hello") < sent.index(b"Speak")


@pytest.mark.parametrize("said", [b"REJECTED EXTERNAL\r\n", b"x" * 9000, b"OK 1\r\nl\1\0\1"])
def test_a_bus_that_does_not_take_us(server: Server, bus: Bus, said: bytes) -> None:
    answers: list[object] = []
    bus.call(SOMEBODY, "Speak", answers.append)
    server.link.sendall(said)
    until(bus, lambda: not bus.open)
    assert answers == [None]


def test_messages_that_name_a_file_they_do_not_bring_are_left_out(
    server: Server, bus: Bus, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[object] = []
    bus.follow(MatchRule(type="signal", member="Say"), lambda *said: heard.append(said))
    server.sign_in()
    until(bus, lambda: bus._signing_in is None)
    for kind in (b"h", b"h", b"u"):
        signal = new_signal(DBusAddress("/a", interface="org.example.A"), "Say", "v", (("u", 7),))
        signal.header.fields[HeaderFields.sender] = ":1.1"
        server.link.sendall(signal.serialise(1).replace(b"\1u\0", b"\1" + kind + b"\0"))
    until(bus, lambda: heard)
    assert heard == [(":1.1", "/a", (("u", 7),))]
    assert bus.open
    assert caplog.text.count("could not be read") == 1


def test_what_is_no_message_at_all(
    server: Server, bus: Bus, caplog: pytest.LogCaptureFixture
) -> None:
    server.sign_in()
    until(bus, lambda: bus._signing_in is None)
    server.link.sendall(b"x" * 64)
    until(bus, lambda: not bus.open)
    assert "could not be read" in caplog.text


def test_a_message_beyond_all_measure(server: Server, bus: Bus) -> None:
    server.sign_in()
    until(bus, lambda: bus._signing_in is None)
    server.link.sendall(b"l\4\0\1" + ((1 << 27) + 1).to_bytes(4, "little") + b"\1\0\0\0\0\0\0\0")
    until(bus, lambda: not bus.open)


@pytest.mark.parametrize("size", [2 << 20, 5 << 20])
def test_behind_a_message_of_megabytes_others_are_heard(
    server: Server, bus: Bus, size: int
) -> None:
    heard: list[object] = []
    bus.follow(MatchRule(type="signal", member="Say"), lambda *said: heard.append(said))
    server.sign_in()
    until(bus, lambda: bus._signing_in is None)
    emitter = DBusAddress("/a", interface="org.example.A")
    large = new_signal(emitter, "Say", "s", ("x" * size,)).serialise(1)
    sending = threading.Thread(
        target=lambda: server.link.sendall(
            large + new_signal(emitter, "Say", "s", ("small",)).serialise(2)
        )
    )
    sending.start()
    until(bus, lambda: heard)
    sending.join()
    assert heard == [("", "/a", ("small",))]
    assert bus.open


def test_a_bus_that_ends_answers_nothing_more(server: Server, bus: Bus) -> None:
    answers: list[object] = []
    bus.call(SOMEBODY, "Speak", answers.append)
    server.link.close()
    until(bus, lambda: not bus.open)
    bus.call(SOMEBODY, "Speak", answers.append)
    bus.handle()
    assert answers == [None, None]


def test_an_answer_that_does_not_come_in_time(server: Server, bus: Bus) -> None:
    answers: list[object] = []
    bus.call(SOMEBODY, "Speak", answers.append, within=0.0)
    until(bus, lambda: answers)
    assert answers == [None]
    assert bus.open


def test_a_bus_that_is_slow_does_not_say_that_nobody_has_a_name(
    server: Server, bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[bool] = []
    bus.follow_owner("org.example.Somebody", heard.append)
    later = SimpleNamespace(monotonic=lambda: time.monotonic() + 2.0)
    monkeypatch.setattr("desktop.host.x11.dbus.time", later)
    bus.handle()
    assert heard == []


def test_a_silent_bus_keeps_nobody_waiting(server: Server, bus: Bus) -> None:
    begun = time.monotonic()
    for _ in range(100):
        bus.call(SOMEBODY, "Speak", lambda _: None)
        bus.handle()
    assert time.monotonic() - begun < LONG_S / 5


@pytest.mark.parametrize(
    "address",
    ["", "disabled:", "autolaunch:", "tcp:host=localhost,port=1", "nonsense", "unix:path=/nowhere",
     "unix:path", f"unix:path=/{'x' * 200}", "unix:path=%00"],
)  # fmt: skip
def test_addresses_where_nobody_listens(address: str) -> None:
    buses = Buses()
    assert buses.open(address) is None
    assert not buses.sources()


def test_the_address_of_the_session(tmp_path: Path) -> None:
    assert session_address({"DBUS_SESSION_BUS_ADDRESS": "unix:path=/a"}) == "unix:path=/a"
    environment = {"XDG_RUNTIME_DIR": str(tmp_path)}
    assert not session_address(environment)
    assert not session_address({})
    (tmp_path / "bus").touch()
    assert session_address(environment) == f"unix:path={tmp_path / 'bus'}"
