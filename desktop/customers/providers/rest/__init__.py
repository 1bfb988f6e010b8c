"""A system of the company's own, described in a file: what it is asked, where its answer has what.

It is only read from. What is put into an address is percent-encoded and into a body as JSON, so it
can't become a part of either; a query language inside of these is the system's own to escape. All
calls go to the address in the settings, and every record is verified like anybody's.
"""

from __future__ import annotations

import functools
import urllib.parse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from desktop.customers.card import Card, Order, Ticket, fields_of
from desktop.customers.identify import Kind, Query
from desktop.customers.identify.phone import tail_of
from desktop.customers.plain import line
from desktop.customers.providers.base import (
    MOST_CARDS,
    Can,
    Fault,
    FaultKind,
    Manifest,
    Need,
)
from desktop.customers.providers.calls import Calls
from desktop.customers.providers.helpdesk import basic
from desktop.customers.providers.http_provider import HttpProvider
from desktop.customers.providers.records import moment_of, text_of
from desktop.customers.providers.rest.description import (
    PLACEHOLDER,
    Description,
    Find,
    Things,
    load,
)
from desktop.customers.providers.rest.places import found_at, read_place
from desktop.net.deadline import Cancellation, Deadline

_MOST_WITH_CALLS = 5
"""Records whose tickets and orders are asked for by calls of their own."""
_MOST_THINGS = 10
_DEEPEST = 8
_Make = Callable[..., Ticket | Order]


class Rest(HttpProvider):
    """See the module."""

    @functools.cached_property
    def _description(self) -> Description:
        """Read once, with the first lookup."""
        return load(self.setup.data / Path(self.setup.values["file"]).expanduser())

    def find(
        self, query: Query, deadline: Deadline, cancellation: Cancellation
    ) -> Sequence[Card] | Fault:
        """Records as the description finds them.

        Raises:
            UserError: the description can't be read or is not right, or the secret is missing.
        """
        how = self._description.find.get(query.kind)
        given = _given(query)
        if how is None or not _fit(how.path, given):
            return []
        calls = Calls(self, self._headers(), deadline, cancellation)
        answer = _ask(calls, how, given)
        if answer is None or isinstance(answer, Fault):
            return [] if answer is None else answer
        records = _listed(answer, how.items)
        if isinstance(records, Fault):
            return records
        cards: list[Card] = []
        for record in records[:MOST_CARDS]:
            card = self._card(record, calls if len(cards) < _MOST_WITH_CALLS else None)
            if isinstance(card, Fault):
                return card
            cards.append(card)
        return cards

    def _headers(self) -> Mapping[str, str]:
        wanted = {name for text in self._description.headers.values() for name in _names(text)}
        secret = self.secret() if wanted & {"secret", "basic"} else ""
        user = self.setup.values.get("user", "")
        given = {"user": user, "secret": secret}
        given["basic"] = basic(user, secret)["Authorization"].removeprefix("Basic ")
        return {name: _filled(text, given) for name, text in self._description.headers.items()}

    def _card(self, record: object, calls: Calls | None) -> Card | Fault:
        described = self._description
        values = [
            (field, text)
            for field in described.fields
            for place in described.places(field)
            for text in _texts(record, place)
        ]
        number = _first(record, described.id)
        tickets = self._things(described.tickets, record, number, calls, Ticket)
        if isinstance(tickets, Fault):
            return tickets
        orders = self._things(described.orders, record, number, calls, Order)
        if isinstance(orders, Fault):
            return orders
        return Card(
            self.setup.name,
            line(number, 100),
            fields_of(self.setup.name, self.setup.clock.now(), values),
            tickets=tuple(one for one in tickets if isinstance(one, Ticket)),
            orders=tuple(one for one in orders if isinstance(one, Order)),
            url=self._link(described.link, number),
        )

    def _things(
        self, how: Things | None, record: object, number: str, calls: Calls | None, make: _Make
    ) -> Sequence[Ticket | Order] | Fault:
        if how is None:
            return []
        whole: object = record
        if how.path:
            if calls is None or not _fit(how.path, {"id": number}):
                return []
            answer = calls.get(object, _encoded(how.path, {"id": number}))
            if answer is None or isinstance(answer, Fault):
                return [] if answer is None else answer
            whole = answer
        things = _listed(whole, how.items)
        if isinstance(things, Fault):  # in a record, what is empty may be left out
            return things if how.path else []
        return [self._thing(how, one, make) for one in things[:_MOST_THINGS]]

    def _thing(self, how: Things, thing: object, make: _Make) -> Ticket | Order:
        number, status = _first(thing, how.id), _first(thing, how.status)
        return make(
            line(number, 100),
            line(_first(thing, how.subject)),
            self.setup.name,
            line(status, 100),
            not how.open or status in how.open,
            moment_of({"moment": _first(thing, how.moment)}, "moment"),
            self._link(how.link, number),
        )

    def _link(self, path: str, number: str) -> str:
        given = {"id": number}
        if not path or not _fit(path, given):
            return ""
        return self.client.address.at(_encoded(path, given))


def _ask(calls: Calls, how: Find, given: Mapping[str, str]) -> object | Fault | None:
    path = _encoded(how.path, given)
    if how.body is None:
        return calls.get(object, path)
    return calls.post(object, path, _filled_in(how.body, given))


def _given(query: Query) -> Mapping[str, str]:
    """What the placeholders stand for; what a query does not have is empty."""
    return {
        "value": query.value,
        "written": query.written or query.value,
        "digits": "".join(one for one in query.value if one.isascii() and one.isdigit()),
        "tail": tail_of(query.value) if query.kind is Kind.PHONE else "",
    }


def _names(text: str) -> list[str]:
    return PLACEHOLDER.findall(text)


def _fit(path: str, given: Mapping[str, str]) -> bool:
    """Can all of it be filled in? What is empty, or would be several steps or one upwards, can't.

    Some servers take an encoded slash for one.
    """
    steps = _names(path.partition("?")[0])
    if any(given[name] in (".", "..") or set(given[name]) & set("/\\") for name in steps):
        return False
    return all(given[name] for name in _names(path))


def _encoded(path: str, given: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda x: urllib.parse.quote(given[x[1]], safe=""), path)


def _filled(text: str, given: Mapping[str, str]) -> str:
    """With what it does not know left as it is: a body may have braces of its own."""
    return PLACEHOLDER.sub(lambda x: given.get(x[1], x[0]), text)


def _filled_in(body: object, given: Mapping[str, str], depth: int = 0) -> object:
    if isinstance(body, str):
        return _filled(body, given)
    if depth < _DEEPEST and isinstance(body, Mapping):
        return {name: _filled_in(one, given, depth + 1) for name, one in body.items()}
    if depth < _DEEPEST and isinstance(body, list):
        return [_filled_in(one, given, depth + 1) for one in body]
    return body


def _listed(whole: object, place: str) -> list[object] | Fault:
    """The records at a place, whether it is a list or one; a fault when it is neither."""
    steps = read_place(place) or ()
    while steps and steps[-1] is None:
        steps = steps[:-1]
    found = found_at(whole, steps)
    if not found or not all(isinstance(one, list | Mapping) for one in found):
        return Fault(FaultKind.BAD_ANSWER)
    every = [more for one in found for more in (one if isinstance(one, list) else [one])]
    return [one for one in every if isinstance(one, Mapping)]


def _texts(record: object, place: str) -> list[str]:
    found = found_at(record, read_place(place) or ())
    every = [text_of({"value": one}, "value") for one in found]
    return [one for one in every if one]


def _first(record: object, place: str) -> str:
    return next(iter(_texts(record, place)), "") if place else ""


PROVIDER = Manifest(
    name="rest",
    title="Your own system",
    make=Rest,
    finds=frozenset(Kind),
    can=frozenset({Can.TICKETS, Can.ORDERS}),
    secret_optional=True,
    needs=(Need("address", required=True), Need("file", required=True), Need("user")),
)
