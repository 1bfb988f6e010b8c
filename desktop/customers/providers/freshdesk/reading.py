"""Contacts and tickets of Freshdesk as cards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from desktop.customers.card import NUMBER, Card, Note, Ticket, fields_of
from desktop.customers.identify import Kind, Query
from desktop.customers.identify.email import folded
from desktop.customers.identify.phone import tail_of
from desktop.customers.plain import line, lines
from desktop.customers.providers.base import Fault, FaultKind, Setup
from desktop.customers.providers.calls import Calls
from desktop.customers.providers.freshdesk.statuses import DONE, name_of
from desktop.customers.providers.helpdesk import is_number
from desktop.customers.providers.records import Answer, Record, moment_of, text_of, texts_of
from desktop.customers.providers.ways import ways_of_writing
from desktop.net.address import Address

MOST_CONTACTS = 5
MOST_TICKETS = 10
_LONGEST_QUERY = 512
"""Characters that the search takes."""
_BACK = dt.timedelta(days=5 * 365)
"""How old the last change of a ticket may be."""
_FIELDS = (
    ("name", "name"),
    ("email", "email"),
    ("phone", "phone"),
    ("mobile", "phone"),
    ("unique_external_id", NUMBER),
    ("language", "language"),
    ("job_title", "job"),
)

_List = list[Answer]


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
        contacts = self._contacts(query)
        if isinstance(contacts, Fault):
            return contacts
        cards = []
        for contact in contacts[:MOST_CONTACTS]:
            tickets = [] if query.kind is Kind.NAME else self._tickets(text_of(contact, "id"))
            if isinstance(tickets, Fault):
                return tickets
            cards.append(self._card(contact, tickets))
        return cards

    def _contacts(self, query: Query) -> Sequence[Record] | Fault:
        if query.kind is Kind.NAME:
            return self._named(query.value)
        if query.kind is Kind.PHONE:
            return self._calling(query)
        if query.kind is Kind.CUSTOMER:
            return self._filtered("unique_external_id", query.written or query.value)
        found = self._filtered("email", query.value)
        if isinstance(found, Fault):
            return found
        mine = []
        for contact in found[:MOST_CONTACTS]:
            whole: Record | Fault | None = contact
            if folded(text_of(contact, "email")) != folded(query.value):
                whole = self._one(contact)  # only there are the other addresses
            if isinstance(whole, Fault):
                return whole
            if whole is not None and folded(query.value) in _addresses(whole):
                mine.append(whole)
        return mine

    def _calling(self, query: Query) -> Sequence[Record] | Fault:
        tail = tail_of(query.value)
        if not tail:
            return []
        asked = _search(ways_of_writing(query, self._setup.region))
        answer = self._calls.listed(Answer, "/api/v2/search/contacts", {"query": asked})
        if isinstance(answer, Fault):
            return answer
        found = answer.get("results")
        if not isinstance(found, list):
            return Fault(FaultKind.BAD_ANSWER)
        every: list[Record] = [one for one in found if isinstance(one, Mapping)]
        for field in ("mobile", "phone"):
            if any(_calls_from(one, tail) for one in every):
                break
            more = self._filtered(field, query.value)
            if isinstance(more, Fault):
                return more
            every += more
        return [one for one in every if _calls_from(one, tail)]

    def _named(self, name: str) -> Sequence[Record] | Fault:
        found = self._calls.listed(_List, "/api/v2/contacts/autocomplete", {"term": name})
        if isinstance(found, Fault):
            return found
        every = []
        for hit in found[:MOST_CONTACTS]:
            contact = self._one(hit)
            if isinstance(contact, Fault):
                return contact
            if contact is not None:
                every.append(contact)
        return every

    def _filtered(self, field: str, value: str) -> _List | Fault:
        return self._calls.listed(_List, "/api/v2/contacts", {field: value})

    def _one(self, contact: Record) -> Answer | Fault | None:
        """All that there is of it; None when it is not a contact any more."""
        number = text_of(contact, "id")
        return self._calls.get(Answer, f"/api/v2/contacts/{number}") if is_number(number) else None

    def _of_ticket(self, number: str) -> Sequence[Card] | Fault:
        """Who asked for help by this ticket."""
        if not is_number(number):
            return []
        ticket = self._calls.get(Answer, f"/api/v2/tickets/{number}", {"include": "requester"})
        if not isinstance(ticket, Mapping):
            return ticket or []
        requester = ticket.get("requester")
        if not isinstance(requester, Mapping):
            return Fault(FaultKind.BAD_ANSWER)
        return [self._card(requester, [ticket])]

    def _tickets(self, contact: str) -> Sequence[Record] | Fault:
        """The tickets last touched."""
        if not is_number(contact):
            return []
        since = self._setup.clock.now().astimezone(dt.UTC) - _BACK
        asked = {
            "requester_id": contact,
            "updated_since": since.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "order_by": "updated_at",
            "order_type": "desc",
            "per_page": str(MOST_TICKETS),
        }
        found = self._calls.listed(_List, "/api/v2/tickets", asked)
        if isinstance(found, Fault):
            return found
        return [one for one in found if text_of(one, "requester_id") == contact]

    def _card(self, contact: Record, tickets: Sequence[Record]) -> Card:
        values = [(name, text_of(contact, key)) for key, name in _FIELDS]
        values += [("email", one) for one in texts_of(contact, "other_emails")]
        values += [("tag", one) for one in texts_of(contact, "tags")]
        number, name = line(text_of(contact, "id"), 100), self._setup.name
        about = lines(text_of(contact, "description"))
        return Card(
            name,
            number,
            fields_of(name, self._setup.clock.now(), values),
            tickets=tuple(self._ticket(one) for one in tickets[:MOST_TICKETS]),
            notes=(Note(about, name),) if about else (),
            url=self._address.at(f"/a/contacts/{number}") if is_number(number) else "",
            # “active” says that the address was confirmed.
            active=contact.get("deleted") is not True and contact.get("blocked") is not True,
        )

    def _ticket(self, ticket: Record) -> Ticket:
        number, status = line(text_of(ticket, "id"), 100), text_of(ticket, "status")
        return Ticket(
            number,
            line(text_of(ticket, "subject")),
            self._setup.name,
            line(name_of(status), 100),
            status not in DONE,
            moment_of(ticket, "updated_at"),
            self._address.at(f"/a/tickets/{number}") if is_number(number) else "",
        )


def _addresses(contact: Record) -> set[str]:
    every = [text_of(contact, "email"), *texts_of(contact, "other_emails")]
    return {folded(one) for one in every}


def _calls_from(contact: Record, tail: str) -> bool:
    """May the contact call from a number that ends so?"""
    return tail in {tail_of(text_of(contact, "phone")), tail_of(text_of(contact, "mobile"))}


def _search(ways: Sequence[str]) -> str:
    """The query, as long as it may be; its values are numbers, in which nothing needs escaping."""
    query = ""
    for way in ways:
        clean = "".join(char for char in way if char.isdigit() or char in "+-() ")
        more = f"{query} OR " if query else ""
        longer = f"{more}phone:'{clean}' OR mobile:'{clean}'"
        if len(longer) + 2 > _LONGEST_QUERY:
            break
        query = longer
    return f'"{query}"'
