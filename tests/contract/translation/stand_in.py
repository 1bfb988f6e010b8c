"""A server on the loopback that does as it is told: as a vendor's documentation says, or badly."""

from __future__ import annotations

import contextlib
import json
import select
import socket
import ssl
import struct
import threading
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Asked:
    """One request."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def query(self) -> dict[str, str]:
        return dict(urllib.parse.parse_qsl(self.target.partition("?")[2]))

    @property
    def form(self) -> dict[str, str]:
        return dict(urllib.parse.parse_qsl(self.body.decode()))

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Wire:
    """The connection of one request."""

    socket: socket.socket
    ending: threading.Event
    """Set when the server ends: what hangs must stop hanging."""
    keep: bool = True

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def gone(self, seconds: float) -> bool:
        """Wait that long, or until the other side or the server ends; True then."""
        readable, _, _ = select.select([self.socket], [], [], seconds)
        return bool(readable) or self.ending.is_set()


Answer = Callable[[Asked, Wire], None]


def page(status: int, body: str | bytes, kind: str = "application/json", **headers: str) -> Answer:
    """Answer with this."""
    data = body if isinstance(body, bytes) else body.encode()
    lines = [f"HTTP/1.1 {status} Said", f"Content-Type: {kind}", f"Content-Length: {len(data)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    whole = "\r\n".join(lines).encode() + b"\r\n\r\n" + data
    return lambda _asked, wire: wire.send(whole)


def answer_json(content: object, status: int = 200, **headers: str) -> Answer:
    return page(status, json.dumps(content, ensure_ascii=False), **headers)


def hang(_asked: Asked, wire: Wire) -> None:
    while not wire.gone(0.05):
        pass
    wire.keep = False


def drip_head(_asked: Asked, wire: Wire) -> None:
    """A header that never ends, a byte at a time: no single wait is ever long."""
    wire.send(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not wire.gone(0.02):
        wire.send(b"a")
    wire.keep = False


def drip_body(_asked: Asked, wire: Wire) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n")
    while not wire.gone(0.02):
        wire.send(b" ")
    wire.keep = False


def reset(_asked: Asked, wire: Wire) -> None:
    wire.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    wire.keep = False


def reset_midway(asked: Asked, wire: Wire) -> None:
    wire.send(b'HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n{"translatedText": "Hol')
    reset(asked, wire)


def endless(_asked: Asked, wire: Wire) -> None:
    """Ten megabytes without saying so beforehand."""
    wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n")
    with contextlib.suppress(OSError):
        for _ in range(160):
            wire.send(b"x" * 65536)
    wire.keep = False


@dataclass
class StandIn:
    """See the module. ``answer`` may be changed at any time."""

    answer: Answer
    tls: ssl.SSLContext | None = None
    asked: list[Asked] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._ending = threading.Event()
        self._threads: list[threading.Thread] = []
        self._start(self._listen)

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def url(self, path: str = "") -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}{path}"

    def close(self) -> None:
        self._ending.set()
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def _start(self, run: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=run, args=arguments)
        self._threads.append(thread)
        thread.start()

    def _listen(self) -> None:
        while not self._ending.is_set():
            readable, _, _ = select.select([self._listener], [], [], 0.02)
            if readable:
                self._start(self._serve, self._listener.accept()[0])

    def _serve(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.settimeout(10)
        try:
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
            wire = Wire(connection, self._ending)
            while wire.keep:
                asked = self._read(connection)
                if asked is None:
                    break
                self.asked.append(asked)
                self.answer(asked, wire)
        except OSError:
            pass
        finally:
            connection.close()

    def _read(self, connection: socket.socket) -> Asked | None:
        data = b""
        while b"\r\n\r\n" not in data:
            while not select.select([connection], [], [], 0.02)[0]:
                if self._ending.is_set():
                    return None
            more = connection.recv(65536)
            if not more:
                return None
            data += more
        head, _, body = data.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)
        }
        while len(body) < int(headers.get("content-length", 0)):
            body += connection.recv(65536)
        method, target, _ = first.split(" ", 2)
        return Asked(method, target, headers, body)


@contextlib.contextmanager
def stand_in(answer: Answer, tls: ssl.SSLContext | None = None) -> Iterator[StandIn]:
    """One that ends with the block."""
    server = StandIn(answer, tls)
    try:
        yield server
    finally:
        server.close()
