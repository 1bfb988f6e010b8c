"""The one way to call a server: bounded in time and size, verified, and silent in the logs.

What holds for every call: TLS is verified against the system's authorities, http goes to this
machine or this office only (:mod:`desktop.net.address`), a deadline ends it whatever the server
does, no more than so many bytes are read, redirects stay on the same server, cookies are not
kept, and neither logs nor failures name the address's query, the text or a secret.
"""

from __future__ import annotations

import logging
import threading
import time
import urllib.parse
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import msgspec

from desktop import __version__
from desktop.core.faults import traced
from desktop.net.address import Address
from desktop.net.deadline import Cancellation, Deadline
from desktop.net.replies import Failure, FailureKind, Reply

if TYPE_CHECKING:
    from desktop.net.line import Line

log = logging.getLogger(__name__)

LARGEST = 1_000_000
"""Bytes of a reply, unless the caller says less or more."""
MOST_AT_ONCE = 32
"""Calls of one client at a time; more wait for their turn, within their deadline."""

_IDLE_S = 30.0
"""Servers close connections that rest longer, often just when the next call comes."""
_MOST_IDLE = 4

Sending = Literal["POST", "PUT", "PATCH"]


class Client:
    """Calls one server. Any thread may call; calls never share a connection."""

    def __init__(self, address: Address, largest: int = LARGEST) -> None:
        """Nothing is imported or connected before the first call."""
        self._address = address
        self._largest = largest
        self._lock = threading.Lock()
        self._idle: list[tuple[float, Line]] = []
        self._turns = threading.BoundedSemaphore(MOST_AT_ONCE)
        self._closed = False

    @property
    def address(self) -> Address:
        """The server."""
        return self._address

    def get(
        self,
        path: str,
        deadline: Deadline,
        *,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        cancellation: Cancellation | None = None,
    ) -> Reply | Failure:
        """Ask for something; asked once more by itself when the connection breaks."""
        return self._call("GET", path, query, headers or {}, None, deadline, cancellation)

    def send_json(
        self,
        method: Sending,
        path: str,
        content: object,
        deadline: Deadline,
        *,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        cancellation: Cancellation | None = None,
    ) -> Reply | Failure:
        """Send ``content`` as JSON, once: new, in place of what is there, or as a change of it."""
        every = {**(headers or {}), "Content-Type": "application/json; charset=UTF-8"}
        body = msgspec.json.encode(content)
        return self._call(method, path, query, every, body, deadline, cancellation)

    def post_form(
        self,
        path: str,
        fields: Mapping[str, str],
        deadline: Deadline,
        *,
        cancellation: Cancellation | None = None,
    ) -> Reply | Failure:
        """Send ``fields`` as a web form, once."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        body = urllib.parse.urlencode(fields).encode("ascii")
        return self._call("POST", path, None, headers, body, deadline, cancellation)

    def close(self) -> None:
        """Close what is idle; a call under way ends by itself and is closed then."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for _, line in idle:
            line.close()

    def _call(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None,
        headers: Mapping[str, str],
        body: bytes | None,
        deadline: Deadline,
        cancellation: Cancellation | None,
    ) -> Reply | Failure:
        token = cancellation or Cancellation()
        if token.cancelled:
            return Failure(FailureKind.CANCELLED)
        if not self._turns.acquire(timeout=deadline.left()):
            return Failure(FailureKind.TIMEOUT)
        try:
            line = self._take_line()
        except BaseException:
            self._turns.release()
            raise
        every = {
            "User-Agent": f"Deskhand/{__version__}",
            "Accept": "application/json, */*;q=0.5",
            "Accept-Encoding": "identity",  # the bound on the size is one on what arrives
            **headers,
        }
        url = self._address.at(path) + (f"?{urllib.parse.urlencode(query)}" if query else "")
        call = _Call(self, line)
        call.start(method, url, every, body, self._largest, deadline)
        forget = token.on_cancel(call.done.set)
        call.done.wait(deadline.left())
        forget()
        return call.result(token)

    # For _Call:

    def give_back(self, line: Line, *, sound: bool) -> None:
        """A call is over; ``sound`` says that the line can be used again."""
        with self._lock:
            keep = sound and not self._closed and len(self._idle) < _MOST_IDLE
            if keep:
                self._idle.append((time.monotonic(), line))
        if not keep:
            line.close()
        self._turns.release()

    def _take_line(self) -> Line:
        from desktop.net.line import Line

        stale = []
        found = None
        with self._lock:
            while self._idle and found is None:
                since, line = self._idle.pop()
                if time.monotonic() - since < _IDLE_S:
                    found = line
                else:
                    stale.append(line)
        for line in stale:
            line.close()
        return found or Line(self._address)


class _Call:
    """One call on a thread of its own, so that nothing a server does can hold up who asked.

    A look-up of a name can't be interrupted, for one; its thread is left behind until it ends.
    """

    def __init__(self, client: Client, line: Line) -> None:
        self._client = client
        self._line = line
        self._lock = threading.Lock()
        self._result: Reply | Failure | None = None
        self._given_up = False
        self.done = threading.Event()

    def start(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes | None,
        largest: int,
        deadline: Deadline,
    ) -> None:
        def run() -> None:
            result: Reply | Failure = Failure(FailureKind.UNREACHABLE)
            try:
                result = self._line.send(method, url, headers, body, largest, deadline)
            except Exception as error:  # noqa: BLE001 - a dispatcher: who waits must hear of it
                log.error("a call failed by a fault of its own: %s", traced(error))
            with self._lock:
                self._result = result
                sound = isinstance(result, Reply) and not self._given_up
            self._client.give_back(self._line, sound=sound)
            self.done.set()

        threading.Thread(target=run, name="call", daemon=True).start()

    def result(self, token: Cancellation) -> Reply | Failure:
        """What came of it; if nothing did, the line is cut."""
        with self._lock:
            if self._result is not None and not token.cancelled:
                return self._result
            self._given_up = True
            over = self._result is not None
        if not over:
            self._line.cut()
        return Failure(FailureKind.CANCELLED if token.cancelled else FailureKind.TIMEOUT)
