"""Users and tickets of Request Tracker as cards."""

from __future__ import annotations

import urllib.parse
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from desktop.customers.card import Card, Ticket, fields_of
from desktop.customers.identify import Kind, Query
from desktop.customers.identify.phone import tail_of
from desktop.customers.plain import line
from desktop.customers.providers.base import Fault, FaultKind, Setup
from desktop.customers.providers.calls import Calls
from desktop.customers.providers.mentions import loosely, mentions
from desktop.customers.providers.records import Record, moment_of, records_of, text_of
from desktop.net.address import Address

MOST_USERS = 5
MOST_TICKETS = 10
_MOST_FOUND = 50
"""Tickets by which users are looked for."""
_USER_FIELDS = (
    "id,Name,RealName,EmailAddress,WorkPhone,MobilePhone,HomePhone,Organization,Lang,Timezone,"
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
_PHONES = ("WorkPhone", "MobilePhone", "HomePhone")

_Records = list[dict[str, Any]]


class Listed(msgspec.Struct):
    """An answer that is a list."""

    items: _Records


class Reading:
    """One lookup."""

    def __init__(self, setup: Setup, address: Address, calls: Calls) -> None:
        """``calls`` are those of the lookup."""
        self._setup = setup
        self._address = address
        self._calls = calls

    def find(self, query: Query) -> Sequence[Card] | Fault:
        """Cards of whom is asked for, and perhaps of others."""
        if query.kind is Kind.TICKET:
            return self._of_ticket(query.value)
        if query.kind is Kind.PHONE:
            return self._of_phone(query.value)
        if query.kind is Kind.ORDER:
            return self._of_order(query.value)
        return self._of_user(query)

    def _of_user(self, query: Query) -> Sequence[Card] | Fault:
        field, operator = ("EmailAddress", "=")
        if query.kind is Kind.NAME:
            field, operator = ("RealName", "LIKE")
        users = self._users(field, operator, query.value)
        if isinstance(users, Fault):
            return users
        asked = query.value.casefold()
        if query.kind is Kind.EMAIL:  # tickets of the others would be asked for in vain
            users = [one for one in users if text_of(one, "EmailAddress").casefold() == asked]
        cards = []
        for user in users[:MOST_USERS]:
            address = text_of(user, "EmailAddress")
            where = f"Requestor.EmailAddress = {quoted(address)}"
            tickets = self._tickets(where, MOST_TICKETS) if address else []
            if isinstance(tickets, Fault):
                return tickets
            cards.append(self._card(user, tickets))
        return cards

    def _of_ticket(self, number: str) -> Sequence[Card] | Fault:
        """Who asked for help by this ticket."""
        if not (number.isascii() and number.isdecimal()):
            return []
        ticket = self._calls.get(dict[str, Any], f"/REST/2.0/ticket/{number}")
        if not isinstance(ticket, Mapping):
            return ticket or []
        if not isinstance(ticket.get("Requestor"), list):
            return Fault(FaultKind.BAD_ANSWER)
        cards = []
        for requestor in records_of(ticket, "Requestor", MOST_USERS):
            name = urllib.parse.quote(text_of(requestor, "id"), safe="")
            user = self._calls.get(dict[str, Any], f"/REST/2.0/user/{name}") if name else None
            if isinstance(user, Fault):
                return user
            if user is not None:
                cards.append(self._card(user, [ticket]))
        return cards

    def _of_phone(self, number: str) -> Sequence[Card] | Fault:
        tail = tail_of(number)
        pattern = quoted(loosely(tail))
        where = " OR ".join(f"Requestor.{field} LIKE {pattern}" for field in _PHONES)
        tickets = self._tickets(where, _MOST_FOUND) if tail else []
        return tickets if isinstance(tickets, Fault) else self._people(tickets)

    def _of_order(self, number: str) -> Sequence[Card] | Fault:
        pattern = loosely(number)
        tickets = self._tickets(f"Subject LIKE {quoted(pattern)}", _MOST_FOUND) if pattern else []
        if isinstance(tickets, Fault):
            return tickets
        return self._people([one for one in tickets if mentions(text_of(one, "Subject"), number)])

    def _people(self, tickets: Sequence[Record]) -> Sequence[Card]:
        """Who asked for help by these tickets, each once, with their own."""
        users: dict[str, Record] = {}
        theirs: dict[str, list[Record]] = {}
        for ticket in tickets:
            for requestor in records_of(ticket, "Requestor", MOST_USERS):
                number = text_of(requestor, "id")
                if number:
                    users.setdefault(number, requestor)
                    theirs.setdefault(number, []).append(ticket)
        return [self._card(user, theirs[number]) for number, user in users.items()][:MOST_USERS]

    def _users(self, field: str, operator: str, value: str) -> _Records | Fault:
        """Those of whom this is so, and perhaps others."""
        found = self._calls.post(
            Listed,
            "/REST/2.0/users",
            [{"field": field, "operator": operator, "value": value}],
            {"fields": _USER_FIELDS, "per_page": "20"},
        )
        return found if isinstance(found, Fault) else found.items

    def _tickets(self, where: str, most: int) -> _Records | Fault:
        """Tickets, the last touched first."""
        query = {
            "query": where,
            "orderby": "LastUpdated",
            "order": "DESC",
            "fields": "Subject,Status,LastUpdated,Requestor",
            "fields[Requestor]": _USER_FIELDS,
            "per_page": str(most),
        }
        found = self._calls.listed(Listed, "/REST/2.0/tickets", query)
        return found if isinstance(found, Fault) else found.items[:most]

    def _card(self, user: Record, tickets: Sequence[Record]) -> Card:
        values = [(name, text_of(user, key)) for key, name in _FIELDS]
        number = text_of(user, "id")
        return Card(
            self._setup.name,
            line(number, 100),
            fields_of(self._setup.name, self._setup.clock.now(), values),
            tickets=tuple(self._ticket(one) for one in tickets[:MOST_TICKETS]),
            url=self._address.at(f"/User/Summary.html?id={urllib.parse.quote(number)}"),
            active=text_of(user, "Disabled") != "1",
        )

    def _ticket(self, ticket: Record) -> Ticket:
        number, status = line(text_of(ticket, "id"), 100), line(text_of(ticket, "Status"), 100)
        return Ticket(
            number,
            line(text_of(ticket, "Subject")),
            self._setup.name,
            status,
            status in _OPEN,
            moment_of(ticket, "LastUpdated"),
            self._address.at(f"/Ticket/Display.html?id={urllib.parse.quote(number)}"),
        )


def quoted(text: str) -> str:
    """As a text in TicketSQL."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
