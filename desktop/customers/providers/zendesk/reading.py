"""Users and tickets of Zendesk as cards."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from desktop.customers.card import NUMBER, Card, Note, Ticket, fields_of
from desktop.customers.identify import Kind, Query
from desktop.customers.identify.email import folded
from desktop.customers.identify.phone import tail_of
from desktop.customers.plain import line, lines
from desktop.customers.providers.base import Fault, FaultKind, Setup
from desktop.customers.providers.calls import Calls
from desktop.customers.providers.helpdesk import is_number
from desktop.customers.providers.mentions import mentions
from desktop.customers.providers.records import (
    Answer,
    Record,
    moment_of,
    records_of,
    text_of,
    texts_of,
)
from desktop.net.address import Address

MOST_USERS = 5
MOST_TICKETS = 10
_MOST_FOUND = 25
_OPEN = frozenset({"new", "open", "pending", "hold"})
_FIELDS = (
    ("name", "name"),
    ("email", "email"),
    ("phone", "phone"),
    ("external_id", NUMBER),
    ("locale", "language"),
    ("iana_time_zone", "time_zone"),
)
_IDENTITIES = {"email": "email", "phone_number": "phone"}
# A quotation mark ends a phrase; nothing escapes it, nor the sign that would.
_ENDS_PHRASE = re.compile(r'["\\]')
_OPERATORS = re.compile(r'["\\:<>*\-]')


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
        if query.kind is Kind.ORDER:
            return self._of_order(query)
        asked = _asked_by(query)
        if not asked:
            return []
        found = self._calls.listed(Answer, "/api/v2/users/search", asked)
        users = found if isinstance(found, Fault) else _list(found, "users")
        if isinstance(users, Fault):
            return users
        numbers = [text_of(one, "id") for one in users]
        return self._cards(numbers, query)

    def _of_ticket(self, number: str) -> Sequence[Card] | Fault:
        """Who asked for help by this ticket."""
        if not is_number(number):
            return []
        answer = self._calls.get(Answer, f"/api/v2/tickets/{number}")
        if not isinstance(answer, Mapping):
            return answer or []
        ticket = answer.get("ticket")
        if not isinstance(ticket, Mapping):
            return Fault(FaultKind.BAD_ANSWER)
        return self._cards_of([ticket])

    def _of_order(self, query: Query) -> Sequence[Card] | Fault:
        """Who asked for help by tickets that speak of it."""
        phrase = _ENDS_PHRASE.sub(" ", query.written or query.value)
        asked = {
            "query": f'type:ticket "{phrase}"',
            "sort_by": "updated_at",
            "sort_order": "desc",
            "per_page": str(_MOST_FOUND),
        }
        found = self._calls.listed(Answer, "/api/v2/search", asked)
        tickets = found if isinstance(found, Fault) else _list(found, "results")
        if isinstance(tickets, Fault):
            return tickets
        return self._cards_of(
            [
                one
                for one in tickets
                if mentions(text_of(one, "subject"), query.value)
                or mentions(text_of(one, "description"), query.value)
            ]
        )

    def _cards_of(self, tickets: Sequence[Record]) -> Sequence[Card] | Fault:
        theirs: dict[str, list[Record]] = {}
        for ticket in tickets:
            theirs.setdefault(text_of(ticket, "requester_id"), []).append(ticket)
        users = self._whole(theirs)
        if isinstance(users, Fault):
            return users
        return [self._card(one, theirs.get(text_of(one, "id"), [])) for one in users[:MOST_USERS]]

    def _cards(self, numbers: Sequence[str], query: Query) -> Sequence[Card] | Fault:
        users = self._whole(numbers)
        if isinstance(users, Fault):
            return users
        cards = []
        # Tickets of the others would be asked for in vain.
        for user in [one for one in users if _may_be(one, query)][:MOST_USERS]:
            tickets = self._tickets(text_of(user, "id"))
            if isinstance(tickets, Fault):
                return tickets
            cards.append(self._card(user, tickets))
        return cards

    def _whole(self, numbers: Sequence[str] | Mapping[str, object]) -> list[Record] | Fault:
        """Users with all their addresses, numbers and their organization."""
        wanted = [one for one in numbers if is_number(one)][:_MOST_FOUND]
        if not wanted:
            return []
        asked = {"ids": ",".join(wanted), "include": "identities,organizations"}
        found = self._calls.listed(Answer, "/api/v2/users/show_many", asked)
        if isinstance(found, Fault):
            return found
        users = _list(found, "users")
        if isinstance(users, Fault):
            return users
        companies = {
            text_of(one, "id"): text_of(one, "name")
            for one in records_of(found, "organizations", 100)
        }
        whole: list[Record] = []
        for user in users[:_MOST_FOUND]:
            number = text_of(user, "id")
            mine = [
                one
                for one in records_of(found, "identities", 500)
                if text_of(one, "user_id") == number
            ]
            company = companies.get(text_of(user, "organization_id"), "")
            whole.append({**user, "identities": mine, "company": company})
        return whole

    def _tickets(self, user: str) -> list[Record] | Fault:
        """The tickets last touched."""
        asked = {"sort_by": "updated_at", "sort_order": "desc", "per_page": str(MOST_TICKETS)}
        path = f"/api/v2/users/{user}/tickets/requested"
        found = self._calls.listed(Answer, path, asked)
        tickets = found if isinstance(found, Fault) else _list(found, "tickets")
        if isinstance(tickets, Fault):
            return tickets
        return [one for one in tickets if text_of(one, "requester_id") == user]

    def _card(self, user: Record, tickets: Sequence[Record]) -> Card:
        values = [(name, text_of(user, key)) for key, name in _FIELDS]
        values += [
            (_IDENTITIES[kind], text_of(one, "value"))
            for one in records_of(user, "identities", 50)
            if (kind := text_of(one, "type")) in _IDENTITIES
        ]
        values += [("company", text_of(user, "company"))]
        values += [("tag", tag) for tag in texts_of(user, "tags")]
        number, name = line(text_of(user, "id"), 100), self._setup.name
        notes = [lines(text_of(user, key)) for key in ("notes", "details")]
        return Card(
            name,
            number,
            fields_of(name, self._setup.clock.now(), values),
            tickets=tuple(self._ticket(one) for one in tickets[:MOST_TICKETS]),
            notes=tuple(Note(text, name) for text in notes if text),
            url=self._address.at(f"/agent/users/{number}") if is_number(number) else "",
            active=user.get("active") is not False and user.get("suspended") is not True,
        )

    def _ticket(self, ticket: Record) -> Ticket:
        number, status = line(text_of(ticket, "id"), 100), line(text_of(ticket, "status"), 100)
        return Ticket(
            number,
            line(text_of(ticket, "subject")),
            self._setup.name,
            status,
            status in _OPEN,
            moment_of(ticket, "updated_at"),
            self._address.at(f"/agent/tickets/{number}") if is_number(number) else "",
        )


def _asked_by(query: Query) -> Mapping[str, str]:
    """What the search of users is asked; empty: nobody can be found by this."""
    if query.kind is Kind.CUSTOMER:
        return {"external_id": query.written or query.value}
    words = ""
    if query.kind is Kind.EMAIL:
        words = f'email:"{_ENDS_PHRASE.sub(" ", query.value)}"'
    elif query.kind is Kind.PHONE and (tail := tail_of(query.value)):
        words = f"role:end-user phone:*{tail}"
    elif query.kind is Kind.NAME and (name := " ".join(_OPERATORS.sub(" ", query.value).split())):
        words = f"role:end-user {name}"
    return {"query": words, "per_page": str(_MOST_FOUND)} if words else {}


def _may_be(user: Record, query: Query) -> bool:
    """Has one of the user's addresses or numbers what was asked for?"""
    if query.kind not in (Kind.EMAIL, Kind.PHONE):
        return True
    field, kind = ("email", "email") if query.kind is Kind.EMAIL else ("phone", "phone_number")
    identities = [x for x in records_of(user, "identities", 50) if text_of(x, "type") == kind]
    every = [text_of(user, field), *(text_of(one, "value") for one in identities)]
    if query.kind is Kind.EMAIL:
        return folded(query.value) in {folded(one) for one in every}
    return tail_of(query.value) in {tail_of(one) for one in every}


def _list(answer: Record, key: str) -> Sequence[Record] | Fault:
    """The records of an answer, which must have a list of them."""
    if not isinstance(answer.get(key), list):
        return Fault(FaultKind.BAD_ANSWER)
    return records_of(answer, key, 100)
