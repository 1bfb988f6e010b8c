"""A chat page and a translation server on the loopback, as a program of its own.

``python -m tests.screen.chat_house [--alone]``. Its first line on standard output is JSON with the
addresses ``page`` and ``engine``, and with the name of what translates: ``apy`` or ``apertium``.
Each line on standard input is answered by one line: what stands in the page, what was sent there,
and whatever the engine was asked, byte for byte. ``stall MS`` has the page do nothing for so long
when the next Ctrl goes down in it; any other line changes nothing. It ends with its standard input.

Apertium's own server, apertium-apy, listens on all addresses of a machine, and no option says
otherwise. So it is started only with ``--alone``, which says that this process has a network of
its own that nobody else is in (``unshare --net``; the loopback is turned on here). Else the same
questions are answered by the ``apertium`` command.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.contract.translation import vendors
from tests.contract.translation.stand_in import Answer, Asked, Wire, answer_json, page, stand_in

HERE = Path(__file__).parent
PAIRS = "/usr/share/apertium"
START_S = 60.0
_SIOCGIFFLAGS, _SIOCSIFFLAGS, _UP = 0x8913, 0x8914, 1
MODES = {("spa", "eng"): "spa-eng", ("eng", "spa"): "eng-spa"}


def turn_on_the_loopback() -> None:
    """A new network has one, turned off."""
    with socket.socket() as any_socket:
        asked = struct.pack("16sH14x", b"lo", 0)
        flags = struct.unpack("16sH14x", fcntl.ioctl(any_socket, _SIOCGIFFLAGS, asked))[1]
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", flags | _UP))


class Page:
    """``chat.html`` and what it tells."""

    def __init__(self) -> None:
        self.state: dict[str, object] = {}
        self.sent: list[str] = []
        self.stall = 0

    def answer(self, asked: Asked, wire: Wire) -> None:
        if asked.path == "/state":
            self.state = asked.json
        elif asked.path == "/sent":
            self.sent.append(asked.json)
        elif asked.path == "/":
            page(200, (HERE / "chat.html").read_bytes(), "text/html")(asked, wire)
            return
        else:
            page(404, "")(asked, wire)
            return
        answer_json({"stall": self.stall})(asked, wire)


def by_command(text: str, source: str, target: str) -> str | None:
    mode = MODES.get((source, target))
    if mode is None:
        return None
    words = ["apertium", "-u", mode]
    done = subprocess.run(words, input=text, capture_output=True, text=True, check=True, timeout=20)
    return done.stdout


def through(base: str) -> Answer:
    """Hand every question on to another server, and its answer back."""

    def answer(asked: Asked, wire: Wire) -> None:
        request = urllib.request.Request(base + asked.target, asked.body or None)
        request.add_header("Content-Type", asked.headers.get("content-type", ""))
        try:
            with urllib.request.urlopen(request, timeout=20) as reply:
                status, body = reply.status, reply.read()
        except urllib.error.HTTPError as error:
            status, body = error.code, error.read()
        except OSError:
            answer_json({"status": "error"}, 502)(asked, wire)
            return
        page(status, body)(asked, wire)

    return answer


@contextmanager
def apy() -> Iterator[str]:
    """Apertium's server, which needs a network of its own; its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen(
        ["apertium-apy", "-p", str(port), PAIRS], stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        until = time.monotonic() + START_S
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except ConnectionRefusedError:
                if server.poll() is not None or time.monotonic() > until:
                    raise
                time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(server.pid, signal.SIGKILL)  # with the pipelines that it started
        server.wait()


def main() -> int:
    """See the module."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--alone", action="store_true")
    alone = parser.parse_args().alone
    chat = Page()
    with ExitStack() as stack:
        if alone:
            turn_on_the_loopback()
            translate = through(stack.enter_context(apy()))
        else:
            translate = vendors.apertium(by_command)
        pages = stack.enter_context(stand_in(chat.answer))
        engine = stack.enter_context(stand_in(translate))
        how = "apy" if alone else "apertium"
        print(json.dumps({"page": pages.url("/"), "engine": engine.url(), "how": how}), flush=True)
        for line in sys.stdin:
            verb, _, number = line.strip().partition(" ")
            if verb == "stall":
                chat.stall = int(number)
            asked = [f"{one.target}\n{one.body.decode()}" for one in list(engine.asked)]
            print(json.dumps({**chat.state, "sent": chat.sent, "asked": asked}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
