"""Takes calls from phone programs on this computer, over HTTP on 127.0.0.1 and nowhere else.

Off unless the agent turns it on. Any web page that the agent visits can try to reach a port of this
computer, by a name of its own that leads here too. So the host must be named as this computer, no
page's origin is let in, nothing is answered that a page could read, and without the token nothing
is said at all. All that a call can do is to be told of.

Two forms: ``POST /cti/TOKEN`` with the fields of Zammad's generic CTI (form or JSON), and
``GET /call?token=TOKEN&number=…&id=…&name=…``, with ``&event=hangup`` at the call's end. The token
may be a bearer's instead.
"""

from __future__ import annotations

import hmac
import json
import logging
import secrets
import socket
import threading
import time
import urllib.parse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from desktop.core.results import UserError

log = logging.getLogger(__name__)

ADDRESS = "127.0.0.1"
MOST_HEAD = 8_192
"""Bytes of a request before its body."""
MOST_BODY = 16_384
PATIENCE_S = 3.0
"""For a whole request, however slowly it comes."""
MOST_AT_ONCE = 8
"""Requests; further ones are closed at once."""
LONGEST = 200
"""Characters of a number, a name or an id."""
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


@dataclass(frozen=True, slots=True)
class Call:
    """What a phone system tells."""

    number: str = field(repr=False)
    id: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    ended: bool = False
    """Somebody hung up."""


def new_token() -> str:
    """For the keyring, and for the phone system's settings."""
    return secrets.token_urlsafe(24)


class Receiver:
    """Listens from :meth:`start` to :meth:`close`."""

    def __init__(
        self,
        port: int,
        token: str,
        tell: Callable[[Call], None],
        patience_s: float = PATIENCE_S,
    ) -> None:
        """``tell`` is called on a thread of the receiver; port 0 is any that is free."""
        if not token:
            raise ValueError("a receiver without a token would take anything")
        self.port = port
        """Where it listens, once it does."""
        self._token = token
        self._tell = tell
        self._patience_s = patience_s
        self._socket: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self._ended = threading.Event()
        self._free = threading.BoundedSemaphore(MOST_AT_ONCE)
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()

    def start(self) -> None:
        """Listen.

        Raises:
            UserError: the port can't be had.
        """
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            # On Windows the first would let another program take over the port.
            option = getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR)
            listening.setsockopt(socket.SOL_SOCKET, option, 1)
            listening.bind((ADDRESS, self.port))
            listening.listen(MOST_AT_ONCE)
        except OSError as error:
            listening.close()
            raise UserError(
                "Phone systems can't tell Deskhand of calls",
                f"Another program has the port {self.port}",
                "Choose another port in the settings, and in the phone system",
            ) from error
        self._socket = listening
        self.port = int(listening.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, name="phone systems", daemon=True)
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
            threading.Thread(
                target=self._take, args=(link,), name="phone system", daemon=True
            ).start()

    def _take(self, link: socket.socket) -> None:
        """One connection: one request, one answer. A dispatcher."""
        try:
            status = self._answer(link)
            body = b"{}" if status == 200 else b""
            head = (
                f"HTTP/1.1 {status} {_REASONS[status]}\r\n"
                "Content-Type: application/json\r\n"
                f"Content-Length: {len(body)}\r\n"
                "Cache-Control: no-store\r\n"
                "Connection: close\r\n\r\n"
            )
            link.settimeout(self._patience_s)
            link.sendall(head.encode("ascii") + body)
            _shut(link, socket.SHUT_WR)
            _drain(link)
        except OSError:  # it hung up
            pass
        except Exception as error:  # noqa: BLE001 - a dispatcher
            log.error("a phone system's call could not be taken: %s", type(error).__name__)
        finally:
            with self._lock:
                self._open.discard(link)
            link.close()
            self._free.release()

    def _answer(self, link: socket.socket) -> int:
        incoming = _Incoming(link, time.monotonic() + self._patience_s)
        try:
            request = incoming.request()
            self._check(request)
            call = _call_in(request, incoming.body(request))
        except _Refused as refused:
            return refused.status
        except TimeoutError:
            return 408
        if call is not None:
            self._tell(call)
        return 200

    def _check(self, request: _Request) -> None:
        """Who asks, before what is asked is read."""
        if request.headers.get("host", "") not in {
            f"{ADDRESS}:{self.port}",
            f"localhost:{self.port}",
        }:
            raise _Refused(403)
        # What a browser adds on behalf of a page; “none” is an address typed by the person.
        if "origin" in request.headers or request.headers.get("sec-fetch-site", "none") != "none":
            raise _Refused(403)
        given = request.token.encode("utf-8", "surrogatepass")
        if not hmac.compare_digest(given, self._token.encode()):
            raise _Refused(401)


class _Refused(Exception):  # noqa: N818 - an answer, not an error
    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(status)


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    path: str = field(repr=False)
    query: Mapping[str, str] = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)

    @property
    def token(self) -> str:
        """Wherever it stands; empty when there is none."""
        scheme, _, bearer = self.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return bearer.strip()
        if self.method == "POST":
            return self.path.removeprefix("/cti/") if self.path.startswith("/cti/") else ""
        return self.query.get("token", "")


class _Incoming:
    """Reads a request, no more of it than is allowed and no longer than until ``end``."""

    def __init__(self, link: socket.socket, end: float) -> None:
        self._link = link
        self._end = end
        self._read = b""

    def request(self) -> _Request:
        while b"\r\n\r\n" not in self._read:
            if len(self._read) > MOST_HEAD:
                raise _Refused(431)
            self._more()
        head, _, self._read = self._read.partition(b"\r\n\r\n")
        if len(head) > MOST_HEAD:
            raise _Refused(431)
        return _parsed(head)

    def body(self, request: _Request) -> bytes:
        length = request.headers.get("content-length", "0")
        if "transfer-encoding" in request.headers or not (length.isascii() and length.isdecimal()):
            raise _Refused(400)
        if len(length) > 9 or int(length) > MOST_BODY:
            raise _Refused(413)
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
            raise _Refused(400)
        self._read += piece


def _parsed(head: bytes) -> _Request:
    try:
        first, *lines = head.decode("ascii").split("\r\n")
        method, target, version = first.split(" ")
    except ValueError:
        raise _Refused(400) from None
    if not version.startswith("HTTP/1.") or not target.startswith("/"):
        raise _Refused(400)
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        # Folded lines, and a header twice, are how a request is made to mean two things.
        if not colon or not name or name != name.strip() or name.lower() in headers:
            raise _Refused(400)
        headers[name.lower()] = value.strip()
    if method not in {"GET", "POST"}:
        raise _Refused(405)
    path, _, query = target.partition("?")
    return _Request(method, path, _pairs(query), headers)


def _pairs(text: str) -> dict[str, str]:
    """The fields of a form; of one that comes twice the first."""
    if not text:
        return {}
    found: dict[str, str] = {}
    try:
        pairs = urllib.parse.parse_qsl(
            text, keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict"
        )
    except ValueError:
        raise _Refused(400) from None
    for name, value in pairs:
        found.setdefault(name, value)
    return found


def _call_in(request: _Request, body: bytes) -> Call | None:
    """What the request tells; None when it is nothing for us."""
    if request.method == "GET":
        if request.path != "/call":
            raise _Refused(404)
        given = request.query
        ended = given.get("event", "") == "hangup"
        number, call, name = (given.get(one, "") for one in ("number", "id", "name"))
        return _call(number, call, name, ended=ended)
    if request.path != "/cti" and not request.path.startswith("/cti/"):
        raise _Refused(404)
    given = _form(request.headers.get("content-type", ""), body)
    event = given.get("event", "")
    if event not in {"newCall", "answer", "hangup"}:
        raise _Refused(400)
    customer = "to" if given.get("direction") == "out" else "from"
    if event == "hangup":
        return _call(given.get(customer, ""), given.get("callId", ""), "", ended=True)
    if customer not in given:
        if event == "answer":  # then only who answered is told
            return None
        raise _Refused(400)
    return _call(given[customer], given.get("callId", ""), "")


def _form(kind: str, body: bytes) -> Mapping[str, str]:
    kind = kind.partition(";")[0].strip().lower()
    try:
        text = body.decode("utf-8")
        if kind == "application/x-www-form-urlencoded":
            return _pairs(text)
        if kind == "application/json":
            values = json.loads(text)
            if isinstance(values, dict):
                return {name: value for name, value in values.items() if isinstance(value, str)}
            raise _Refused(400)
    except (ValueError, RecursionError):
        raise _Refused(400) from None
    raise _Refused(415)


def _call(number: str, call: str, name: str, *, ended: bool = False) -> Call:
    if any(len(one) > LONGEST or "\0" in one for one in (number, call, name)):
        raise _Refused(400)
    return Call(number, call, name, ended)


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
