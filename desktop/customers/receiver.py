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
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from desktop.core.results import UserError
from desktop.customers.loopback import (
    PATIENCE_S,
    Incoming,
    Loopback,
    Refused,
    Request,
    Response,
    is_here,
    pairs,
)

LONGEST = 200
"""Characters of a number, a name or an id."""


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


class Receiver(Loopback):
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
        super().__init__(port, patience_s)
        self._token = token
        self._tell = tell

    def start(self) -> None:
        """Listen.

        Raises:
            UserError: the port can't be had.
        """
        try:
            self.listen()
        except OSError as error:
            raise UserError(
                "Phone systems can't tell Deskhand of calls",
                f"Another program has the port {self.port}",
                "Choose another port in the settings, and in the phone system",
            ) from error

    def answer(self, incoming: Incoming) -> Response:
        """Take a call."""
        request = incoming.request()
        self._check(request)
        call = _call_in(request, incoming.body(request))
        if call is not None:
            self._tell(call)
        return Response(200, body=b"{}")

    def _check(self, request: Request) -> None:
        """Who asks, before what is asked is read."""
        if not is_here(request, self.port):
            raise Refused(403)
        # What a browser adds on behalf of a page; “none” is an address typed by the person.
        if "origin" in request.headers or request.headers.get("sec-fetch-site", "none") != "none":
            raise Refused(403)
        given = _token_of(request).encode("utf-8", "surrogatepass")
        if not hmac.compare_digest(given, self._token.encode()):
            raise Refused(401)


def _token_of(request: Request) -> str:
    """Wherever it stands; empty when there is none."""
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return bearer.strip()
    if request.method == "POST":
        return request.path.removeprefix("/cti/") if request.path.startswith("/cti/") else ""
    return request.query.get("token", "")


def _call_in(request: Request, body: bytes) -> Call | None:
    """What the request tells; None when it is nothing for us."""
    if request.method == "GET":
        if request.path != "/call":
            raise Refused(404)
        given = request.query
        ended = given.get("event", "") == "hangup"
        number, call, name = (given.get(one, "") for one in ("number", "id", "name"))
        return _call(number, call, name, ended=ended)
    if request.path != "/cti" and not request.path.startswith("/cti/"):
        raise Refused(404)
    given = _form(request.headers.get("content-type", ""), body)
    event = given.get("event", "")
    if event not in {"newCall", "answer", "hangup"}:
        raise Refused(400)
    customer = "to" if given.get("direction") == "out" else "from"
    if event == "hangup":
        return _call(given.get(customer, ""), given.get("callId", ""), "", ended=True)
    if customer not in given:
        if event == "answer":  # then only who answered is told
            return None
        raise Refused(400)
    return _call(given[customer], given.get("callId", ""), "")


def _form(kind: str, body: bytes) -> Mapping[str, str]:
    kind = kind.partition(";")[0].strip().lower()
    try:
        text = body.decode("utf-8")
        if kind == "application/x-www-form-urlencoded":
            return pairs(text)
        if kind == "application/json":
            values = json.loads(text)
            if isinstance(values, dict):
                return {name: value for name, value in values.items() if isinstance(value, str)}
            raise Refused(400)
    except (ValueError, RecursionError):
        raise Refused(400) from None
    raise Refused(415)


def _call(number: str, call: str, name: str, *, ended: bool = False) -> Call:
    if any(len(one) > LONGEST or "\0" in one for one in (number, call, name)):
        raise Refused(400)
    return Call(number, call, name, ended)
