"""Waits on this computer for the browser to come back with the code; once, and not for long."""

from __future__ import annotations

import hmac
import threading
from dataclasses import dataclass, field

from desktop.core.results import UserError
from desktop.customers.loopback import Incoming, Loopback, Refused, Response, is_here
from desktop.customers.oauth.declared import PATH, PORTS

_LONGEST = 4_000
"""Characters of a code."""
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Deskhand</title>
<style>body{{font:16px system-ui,sans-serif;margin:20vh auto;max-width:26em;text-align:center;
color-scheme:light dark}}</style><p>{}</p></html>
"""
_DONE = "Deskhand goes on from here. You can close this page."
_REFUSED = "You are not signed in. You can close this page; Deskhand says what to do."


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the browser brought."""

    code: str = field(default="", repr=False)
    error: str = ""
    """Instead of a code: a word of RFC 6749, 4.1.2.1."""


class Redirect(Loopback):
    """Takes one request that knows the ``state``, and none after it."""

    def __init__(self, state: str, ports: tuple[int, ...] = PORTS) -> None:
        """Listens at the first of ``ports`` that can be had.

        Raises:
            UserError: there is none.
        """
        super().__init__(0)
        self._state = state
        self._once = threading.Lock()
        self._arrival: Arrival | None = None
        self.arrived = threading.Event()
        for port in ports:
            self.port = port
            try:
                self.listen()
            except OSError:
                continue
            return
        raise UserError(
            "The sign-in could not be started",
            f"Other programs have the ports {', '.join(map(str, ports))} of this computer",
            "Close a sign-in that is still open, or sign out and in to the computer",
        )

    @property
    def arrival(self) -> Arrival | None:
        """What was brought, once it was."""
        with self._once:
            return self._arrival

    def answer(self, incoming: Incoming) -> Response:
        """See :class:`Loopback`. What does not know the state changes nothing."""
        request = incoming.request()
        if not is_here(request, self.port):
            raise Refused(403)
        if request.method != "GET":
            raise Refused(405)
        if request.path != PATH:  # a browser asks for an icon, too
            raise Refused(404)
        given = request.query.get("state", "").encode("utf-8", "surrogatepass")
        if not hmac.compare_digest(given, self._state.encode()):
            raise Refused(403)
        code, error = request.query.get("code", ""), request.query.get("error", "")
        if len(code) > _LONGEST or bool(code) == bool(error):
            raise Refused(400)
        with self._once:
            if self._arrival is not None:
                raise Refused(403)
            self._arrival = Arrival(code, error[:100])
        self.arrived.set()
        words = _DONE if code else _REFUSED
        return Response(200, "text/html; charset=utf-8", _PAGE.format(words).encode())
