"""The sound server's protocol, against servers that do not do their part."""

from __future__ import annotations

import select
import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("fcntl", reason="Unix only")

from desktop.host.x11 import pulse
from desktop.host.x11.pulse import PulseError, PulseLink, read_values, server_path


class Server:
    """Takes one connection and says what the test says, whatever it is asked."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(path))
        self._listening.listen()
        self._thread: threading.Thread | None = None

    def say(self, data: bytes, *, hang_up: bool = False) -> None:
        def serve() -> None:
            link, _ = self._listening.accept()
            with link:
                link.recv(4096)
                try:
                    link.sendall(data)
                    if not hang_up:
                        link.recv(1 << 20)  # until it gives up
                except OSError:
                    return

        self._thread = threading.Thread(target=serve)
        self._thread.start()

    def close(self) -> None:
        if self._thread is not None:
            self._thread.join()
        self._listening.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path / "native")
    yield made
    made.close()


def wait(source: socket.socket, seconds: float) -> bool:
    return bool(select.select([source], [], [], seconds)[0])


def framed(body: bytes, length: int | None = None) -> bytes:
    said = len(body) if length is None else length
    return struct.pack(">IIIII", said, 0xFFFFFFFF, 0, 0, 0) + body


def numbers(*values: int) -> bytes:
    return b"".join(b"L" + struct.pack(">I", one) for one in values)


@pytest.mark.parametrize(
    "said",
    [
        framed(b"", 1 << 30),  # endless
        framed(b"L\0"),
        framed(b"?"),
        framed(b"t" + b"no end"),
        framed(b"1" * 8),
        framed(numbers(2, 1, 12)),  # an old version
        framed(numbers(0, 1, 3)),  # refused
    ],
)
def test_nonsense_is_no_server(server: Server, said: bytes) -> None:
    server.say(said)
    with pytest.raises(PulseError):
        PulseLink(server.path, wait)


def test_one_that_hangs_up_is_none(server: Server) -> None:
    server.say(b"", hang_up=True)
    with pytest.raises(PulseError):
        PulseLink(server.path, wait)


def test_one_that_says_nothing_is_given_up(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulse, "WITHIN_S", 0.05)
    server.say(b"")
    with pytest.raises(PulseError):
        PulseLink(server.path, wait)


def test_nobody_there(tmp_path: Path) -> None:
    with pytest.raises(PulseError):
        PulseLink(tmp_path / "nothing", wait)


@given(st.binary(max_size=200))
def test_any_bytes_are_values_or_none(body: bytes) -> None:
    try:
        read_values(body)
    except PulseError:
        return


@pytest.mark.parametrize(
    ("environment", "path"),
    [
        ({"XDG_RUNTIME_DIR": "/run/user/7"}, "/run/user/7/pulse/native"),
        ({"XDG_RUNTIME_DIR": "/run/user/7", "PULSE_RUNTIME_PATH": "/p"}, "/p/native"),
        ({"PULSE_SERVER": "unix:/s/native", "PULSE_RUNTIME_PATH": "/p"}, "/s/native"),
        ({"PULSE_SERVER": "{abc}unix:/s/native {abc}tcp:host:4713"}, "/s/native"),
        ({"PULSE_SERVER": "/s/native"}, "/s/native"),
        ({"PULSE_SERVER": "tcp:host:4713", "XDG_RUNTIME_DIR": "/run/user/7"}, None),
        ({}, None),
    ],
)
def test_where_the_server_is(environment: dict[str, str], path: str | None) -> None:
    assert server_path(environment) == (None if path is None else Path(path))
