"""Request Tracker 5 by its REST 2.0 interface (docs.bestpractical.com/rt/5.0.3/RT/REST2.html).

It answers a filter that it does not know with all users and status 200, the phone numbers of users
among these; so it is not asked by phone, and every record is verified like anybody's.
"""

from __future__ import annotations

import base64
import datetime as dt
import urllib.parse
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from desktop.customers.card import Card, Ticket, fields_of
from desktop.customers.identify import Kind, Query
from desktop.customers.plain import line
from desktop.customers.providers.base import (
    Can,
    Fault,
    FaultKind,
    HttpProvider,
    Manifest,
    Need,
    Setup,
)
from desktop.net.deadline import Cancellation, Deadline
from desktop.net.replies import Reply

_MOST_USERS = 5
_MOST_TICKETS = 10
_USER_FIELDS = (
    "Name,RealName,EmailAddress,WorkPhone,MobilePhone,HomePhone,Organization,Lang,Timezone,"
    "City,Country,Disabled"
)
_OPEN = frozenset({"new", "open", "stalled"})
_FIELDS = (
    ("RealName", "name"),
    ("EmailAddress", "email"),
    ("WorkPhone", "phone"),
    ("MobilePhone", "phone"),
    ("HomePhone", "phone"),
    ("Organization", "company"),
    ("Lang", "language"),
    ("Timezone", "time_zone"),
    ("City", "city"),
    ("Country", "country"),
)

_Record = Mapping[str, Any]
"""What RT says of one thing; which types its values have depends on the version."""


class _List(msgspec.Struct):
    items: list[dict[str, Any]]


class RequestTracker(HttpProvider):
    """See the module."""

    def __init__(self, setup: Setup) -> None:
        """At the address in the settings, which is that of its first page."""
        super().__init__(setup)
        self._user = setup.values.get("user", "")

    def find(
        self, query: Query, deadline: Deadline, cancellation: Cancellation
    ) -> Sequence[Card] | Fault:
        """Users, each with the tickets last touched."""
        ask = _Asking(self, self._headers(), deadline, cancellation)
        if query.kind is Kind.TICKET:
            return self._of_ticket(ask, query.value)
        field, operator = ("EmailAddress", "=")
        if query.kind is Kind.NAME:
            field, operator = ("RealName", "LIKE")
        users = ask.users(field, operator, query.value)
        if isinstance(users, Fault):
            return users
        asked = query.value.casefold()
        if query.kind is Kind.EMAIL:  # tickets of the others would be asked for in vain
            users = [one for one in users if _text(one, "EmailAddress").casefold() == asked]
        cards = []
        for user in users[:_MOST_USERS]:
            tickets = ask.tickets(_text(user, "EmailAddress"))
            if isinstance(tickets, Fault):
                return tickets
            cards.append(self._card(user, tickets))
        return cards

    def _of_ticket(self, ask: _Asking, number: str) -> Sequence[Card] | Fault:
        """Who asked for help by this ticket."""
        if not (number.isascii() and number.isdecimal()):
            return []
        ticket = ask.one(f"/REST/2.0/ticket/{number}")
        if not isinstance(ticket, Mapping):
            return ticket or []
        cards = []
        for requestor in (ticket.get("Requestor") or [])[:_MOST_USERS]:
            name = urllib.parse.quote(_text(requestor, "id"), safe="")
            user = ask.one(f"/REST/2.0/user/{name}") if name else None
            if isinstance(user, Fault):
                return user
            if user is not None:
                cards.append(self._card(user, [ticket]))
        return cards

    def _card(self, user: _Record, tickets: Sequence[_Record]) -> Card:
        values = [(name, _text(user, key)) for key, name in _FIELDS]
        number = _text(user, "id")
        now = self.setup.clock.now()
        return Card(
            self.setup.name,
            line(number, 100),
            fields_of(self.setup.name, now, values),
            tickets=tuple(self._ticket(one) for one in tickets),
            url=self._link(f"/User/Summary.html?id={urllib.parse.quote(number)}"),
            active=_text(user, "Disabled") != "1",
        )

    def _ticket(self, ticket: _Record) -> Ticket:
        number, status = line(_text(ticket, "id"), 100), line(_text(ticket, "Status"), 100)
        return Ticket(
            number,
            line(_text(ticket, "Subject")),
            self.setup.name,
            status,
            status in _OPEN,
            _moment(_text(ticket, "LastUpdated")),
            self._link(f"/Ticket/Display.html?id={urllib.parse.quote(number)}"),
        )

    def _link(self, path: str) -> str:
        return self.client.address.at(path)

    def _headers(self) -> Mapping[str, str]:
        """With a name it is a password; without, one of RT's own tokens."""
        secret = self.secret()
        if not self._user:
            return {"Authorization": f"token {secret}"}
        both = base64.b64encode(f"{self._user}:{secret}".encode()).decode("ascii")
        return {"Authorization": f"Basic {both}"}


class _Asking:
    """The calls of one lookup."""

    def __init__(
        self,
        provider: RequestTracker,
        headers: Mapping[str, str],
        deadline: Deadline,
        cancellation: Cancellation,
    ) -> None:
        self._provider = provider
        self._headers = headers
        self._deadline = deadline
        self._cancellation = cancellation

    def users(self, field: str, operator: str, value: str) -> list[dict[str, Any]] | Fault:
        """Those of whom this is so, and perhaps others."""
        reply = self._provider.client.post_json(
            "/REST/2.0/users",
            [{"field": field, "operator": operator, "value": value}],
            self._deadline,
            query={"fields": _USER_FIELDS, "per_page": "20"},
            headers=self._headers,
            cancellation=self._cancellation,
        )
        found = reply.read(_List) if isinstance(reply, Reply) and reply.ok else None
        return self._provider.fault(reply) if found is None else found.items

    def tickets(self, address: str) -> list[dict[str, Any]] | Fault:
        """The tickets that were last touched, of whom this address is."""
        if not address:
            return []
        reply = self._provider.client.get(
            "/REST/2.0/tickets",
            self._deadline,
            query={
                "query": f"Requestor.EmailAddress = {quoted(address)}",
                "orderby": "-LastUpdated",
                "fields": "Subject,Status,LastUpdated",
                "per_page": str(_MOST_TICKETS),
            },
            headers=self._headers,
            cancellation=self._cancellation,
        )
        found = reply.read(_List) if isinstance(reply, Reply) and reply.ok else None
        return self._provider.fault(reply) if found is None else found.items

    def one(self, path: str) -> dict[str, Any] | Fault | None:
        """One thing; None when there is none."""
        reply = self._provider.client.get(
            path, self._deadline, headers=self._headers, cancellation=self._cancellation
        )
        if isinstance(reply, Reply):
            if reply.status == 404:
                return None
            if reply.ok:
                return reply.read(dict[str, Any]) or Fault(FaultKind.BAD_ANSWER)
        return self._provider.fault(reply)


def quoted(text: str) -> str:
    """As a text in TicketSQL."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _text(record: object, key: str) -> str:
    value = record.get(key) if isinstance(record, Mapping) else None
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _moment(text: str) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return moment if moment.year > 1970 else None  # which RT says for never


PROVIDER = Manifest(
    name="request_tracker",
    title="Request Tracker",
    make=RequestTracker,
    finds=frozenset({Kind.EMAIL, Kind.NAME, Kind.TICKET}),
    can=frozenset({Can.TICKETS}),
    needs=(Need("address", required=True), Need("user")),
    secret_required=True,
)
