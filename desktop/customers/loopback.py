"""A port of this computer that programs on it can ask, and nobody else: bounded in all it takes.

Web pages that a person visits can try to reach it, by a name of their own that leads here too; so
whoever listens looks at :attr:`Request.headers` before anything else.
"""

from __future__ import annotations

import abc
import logging
import socket
import threading
import time
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from desktop.core.faults import traced

log = logging.getLogger(__name__)

ADDRESS = "127.0.0.1"
MOST_HEAD = 8_192
"""Bytes of a request before its body."""
MOST_BODY = 16_384
PATIENCE_S = 3.0
"""For a whole request, however slowly it comes."""
MOST_AT_ONCE = 8
"""Requests; further ones are closed at once."""
_MOST_FIELDS = 40
_RETRY_S = 0.2
_DRAIN_S = 0.5
"""For the rest of a request that was refused before its end; else the answer may be lost."""
_GOODBYE_S = 5.0

_REASONS = {
    200: "OK",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    408: "Request Timeout",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    431: "Request Header Fields Too Large",
}


class Refused(Exception):  # noqa: N818 - an answer, not an error
    """No such request is taken."""

    def __init__(self, status: int) -> None:
        """With which status it is answered."""
        self.status = status
        super().__init__(status)


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked, without its body. A header or a field that comes twice is refused."""

    method: str
    path: str = field(repr=False)
    query: Mapping[str, str] = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    """By name in small letters."""


class Response(NamedTuple):
    """What is said to it."""

    status: int
    kind: str = "application/json"
    body: bytes = b""


class Loopback(abc.ABC):
    """Listens from :meth:`listen` to :meth:`close`; each request has a thread."""

    def __init__(self, port: int, patience_s: float = PATIENCE_S) -> None:
        """Port 0 is any that is free."""
        self.port = port
        """Where it listens, once it does."""
        self._patience_s = patience_s
        self._socket: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self._ended = threading.Event()
        self._free = threading.BoundedSemaphore(MOST_AT_ONCE)
        self._lock = threading.Lock()
        self._left = threading.Condition(self._lock)
        self._open: set[socket.socket] = set()

    @abc.abstractmethod
    def answer(self, incoming: Incoming) -> Response:
        """Read a request and answer it; a :class:`Refused` and a time-out are answered as such."""

    def listen(self) -> None:
        """Begin.

        Raises:
            OSError: the port can't be had.
        """
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            # On Windows the first would let another program take over the port.
            option = getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR)
            listening.setsockopt(socket.SOL_SOCKET, option, 1)
            listening.bind((ADDRESS, self.port))
            listening.listen(MOST_AT_ONCE)
        except OSError:
            listening.close()
            raise
        self._socket = listening
        self.port = int(listening.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, name="loopback", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Listen no more, and cut off who is still sending; again it does nothing."""
        if self._ended.is_set():
            return
        self._ended.set()
        with self._lock:
            for link in self._open:
                _shut(link)
        if self._socket is None or self._thread is None:
            return
        try:
            socket.create_connection((ADDRESS, self.port), _GOODBYE_S).close()  # wakes it up
        except OSError:  # it is on its way out already
            pass
        self._thread.join(_GOODBYE_S)
        self._socket.close()

    def finish(self, seconds: float) -> None:
        """Let those who are here get their answers, for so long, before :meth:`close`."""
        with self._left:
            self._left.wait_for(lambda: not self._open, seconds)
        self.close()

    def _serve(self) -> None:
        listening = self._socket
        while listening is not None and not self._ended.is_set():
            try:
                link, _ = listening.accept()
            except OSError:  # out of files, say: others go on, and so does this a little later
                self._ended.wait(_RETRY_S)
                continue
            if self._ended.is_set() or not self._free.acquire(blocking=False):
                link.close()
                continue
            with self._lock:
                self._open.add(link)
            threading.Thread(target=self._take, args=(link,), name="request", daemon=True).start()

    def _take(self, link: socket.socket) -> None:
        """One connection: one request, one answer. A dispatcher."""
        try:
            status, kind, body = self._said(link)
            head = (
                f"HTTP/1.1 {status} {_REASONS[status]}\r\n"
                f"Content-Type: {kind}\r\n"
                f"Content-Length: {len(body)}\r\n"
                "Cache-Control: no-store\r\n"
                "X-Content-Type-Options: nosniff\r\n"
                "Referrer-Policy: no-referrer\r\n"
                "Connection: close\r\n\r\n"
            )
            link.settimeout(self._patience_s)
            link.sendall(head.encode("ascii") + body)
            _shut(link, socket.SHUT_WR)
            _drain(link)
        except OSError:  # it hung up
            pass
        except Exception as error:  # noqa: BLE001 - a dispatcher
            log.error("a request to this computer could not be taken: %s", traced(error))
        finally:
            with self._left:
                self._open.discard(link)
                self._left.notify_all()
            link.close()
            self._free.release()

    def _said(self, link: socket.socket) -> Response:
        try:
            return self.answer(Incoming(link, time.monotonic() + self._patience_s))
        except Refused as refused:
            return Response(refused.status)
        except TimeoutError:
            return Response(408)


def is_here(request: Request, port: int) -> bool:
    """Is the host named as this computer, as no page of another name can have it?"""
    return request.headers.get("host", "") in {f"{ADDRESS}:{port}", f"localhost:{port}"}


class Incoming:
    """Reads a request, no more of it than is allowed and no longer than until ``end``."""

    def __init__(self, link: socket.socket, end: float) -> None:
        """Nothing is read yet."""
        self._link = link
        self._end = end
        self._read = b""

    def request(self) -> Request:
        """Its head."""
        while b"\r\n\r\n" not in self._read:
            if len(self._read) > MOST_HEAD:
                raise Refused(431)
            self._more()
        head, _, self._read = self._read.partition(b"\r\n\r\n")
        if len(head) > MOST_HEAD:
            raise Refused(431)
        return _parsed(head)

    def body(self, request: Request) -> bytes:
        """What comes after its head."""
        length = request.headers.get("content-length", "0")
        if "transfer-encoding" in request.headers or not (length.isascii() and length.isdecimal()):
            raise Refused(400)
        if len(length) > 9 or int(length) > MOST_BODY:
            raise Refused(413)
        while len(self._read) < int(length):
            self._more()
        return self._read[: int(length)]

    def _more(self) -> None:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._link.settimeout(left)
        piece = self._link.recv(4096)
        if not piece:
            raise Refused(400)
        self._read += piece


def _parsed(head: bytes) -> Request:
    try:
        first, *lines = head.decode("ascii").split("\r\n")
        method, target, version = first.split(" ")
    except ValueError:
        raise Refused(400) from None
    if not version.startswith("HTTP/1.") or not target.startswith("/"):
        raise Refused(400)
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        # Folded lines, and a header twice, are how a request is made to mean two things.
        if not colon or not name or name != name.strip() or name.lower() in headers:
            raise Refused(400)
        headers[name.lower()] = value.strip()
    if method not in {"GET", "POST"}:
        raise Refused(405)
    path, _, query = target.partition("?")
    return Request(method, path, pairs(query), headers)


def pairs(text: str) -> dict[str, str]:
    """The fields of a form; of one that comes twice the first."""
    if not text:
        return {}
    found: dict[str, str] = {}
    try:
        pairs = urllib.parse.parse_qsl(
            text, keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict"
        )
    except ValueError:
        raise Refused(400) from None
    for name, value in pairs:
        found.setdefault(name, value)
    return found


def _drain(link: socket.socket) -> None:
    end = time.monotonic() + _DRAIN_S
    left = MOST_BODY
    while left > 0 and time.monotonic() < end:
        link.settimeout(_DRAIN_S)
        piece = link.recv(4096)
        if not piece:
            return
        left -= len(piece)


def _shut(link: socket.socket, how: int = socket.SHUT_RDWR) -> None:
    try:
        link.shutdown(how)
    except OSError:  # the other side was faster
        pass
