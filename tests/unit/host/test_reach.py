"""Whether a screen answers, and whether it lets this user in."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator

import pytest

from desktop.host.x11 import reach

NUMBER = 55_000 + os.getpid() % 4_000
DISPLAY = f":{NUMBER}"


@pytest.fixture
def server() -> Iterator[socket.socket]:
    """Listens where the screen would, beside the file system."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as made:
        made.bind(f"\0/tmp/.X11-unix/X{NUMBER}")
        made.listen()
        yield made


def test_nobody_there() -> None:
    assert not reach.answers(DISPLAY)
    assert not reach.admits(DISPLAY)


@pytest.mark.parametrize("display", ["", "nonsense", ":1:2", "127.0.0.1:59999"])
def test_a_display_that_is_none_admits_nobody(display: str) -> None:
    assert not reach.admits(display)


@pytest.mark.parametrize(("answer", "wanted"), [(b"\1", True), (b"\0", False), (b"", False)])
def test_the_first_byte_tells(server: socket.socket, answer: bytes, wanted: bool) -> None:
    heard: list[bytes] = []

    def serve() -> None:
        link, _ = server.accept()
        with link:
            heard.append(link.recv(1024))
            link.sendall(answer)

    thread = threading.Thread(target=serve)
    thread.start()
    assert reach.admits(DISPLAY) is wanted
    thread.join()
    assert heard[0][:6] == b"l\0\x0b\0\0\0"  # little-endian, protocol 11.0
    assert len(heard[0]) % 4 == 0


def test_one_that_says_nothing_is_not_waited_for(
    server: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reach, "_WAIT_S", 0.05)
    assert reach.answers(DISPLAY)
    assert not reach.admits(DISPLAY)
