"""Contacts of Drift as cards, with their conversations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desktop.core.forms import bare
from desktop.customers.card import COMPANY, EMAIL, NAME, NUMBER, PHONE, Card, Ticket, fields_of
from desktop.customers.identify import Kind, Query
from desktop.customers.identify.email import folded
from desktop.customers.plain import line
from desktop.customers.providers.base import Fault, FaultKind, Setup
from desktop.customers.providers.calls import Calls
from desktop.customers.providers.drift.paging import PAGES, in_data, pages
from desktop.customers.providers.helpdesk import is_number
from desktop.customers.providers.records import (
    Answer,
    Record,
    counted_moment_of,
    records_of,
    text_of,
)

MOST_CONTACTS = 5
MOST_TICKETS = 10
_MOST_PAGES = 4
_PAGE = 50
"""Conversations of a page, and the newest of the company are looked through: 200."""
_FIELDS = (
    ("name", NAME),
    ("first_name", "first_name"),
    ("last_name", "last_name"),
    ("email", EMAIL),
    ("phone", PHONE),
    ("externalId", NUMBER),
    ("company", COMPANY),
    ("employment_name", COMPANY),
    ("title", "job"),
    ("locale", "language"),
    ("timezone", "time_zone"),
    ("city", "city"),
    ("country", "country"),
)
_OPEN = frozenset({"open", "pending"})


class Reading:
    """One lookup."""

    def __init__(self, setup: Setup, calls: Calls) -> None:
        """``calls`` are those of the lookup."""
        self._setup = setup
        self._calls = calls

    def find(self, query: Query) -> Sequence[Card] | Fault:
        """Cards of whom is asked for, and perhaps of others."""
        if query.kind is Kind.TICKET:
            return self._of_conversation(query.value)
        if query.kind is Kind.EMAIL:
            asked = {"email": query.value}
        else:
            asked = {"idType": "external", "id": query.written or query.value}
        found = self._calls.get(Answer, "/contacts", {**asked, "limit": "25"})
        if found is None or isinstance(found, Fault):
            return found or []
        contacts = in_data(found)
        if contacts is None:
            return Fault(FaultKind.BAD_ANSWER)
        mine = [one for one in contacts if _is(one, query)][:MOST_CONTACTS]
        talks = self._conversations(mine)
        if isinstance(talks, Fault):
            return talks
        return [self._card(one, talks) for one in mine]

    def _of_conversation(self, number: str) -> Sequence[Card] | Fault:
        """Who wrote in it."""
        if not is_number(number):
            return []
        found = self._calls.get(Answer, f"/conversations/{number}")
        if found is None or isinstance(found, Fault):
            return found or []
        talk = found.get("data")
        if not isinstance(talk, Mapping) or text_of(talk, "id") != number:
            return Fault(FaultKind.BAD_ANSWER)
        contact = text_of(talk, "contactId")
        whole = self._calls.get(Answer, f"/contacts/{contact}") if is_number(contact) else None
        if whole is None or isinstance(whole, Fault):
            return whole or []
        person = whole.get("data")
        ours = isinstance(person, Mapping) and text_of(person, "id") == contact
        return [self._card(person, [talk])] if ours and isinstance(person, Mapping) else []

    def _conversations(self, contacts: Sequence[Record]) -> list[Record] | Fault:
        """Theirs, of the newest that the company has."""
        wanted = {text_of(one, "id") for one in contacts}
        mine: list[Record] = []
        if not wanted:
            return mine
        query = {"limit": str(_PAGE)}
        path = "/conversations/list"
        for page, _last in pages(self._calls, path, query, in_data, _MOST_PAGES):
            if isinstance(page, Fault) and page.kind is not FaultKind.FORBIDDEN:
                return page
            if page is None or isinstance(page, Fault):
                return mine
            mine += [one for one in page if text_of(one, "contactId") in wanted]
        return mine

    def _card(self, contact: Record, talks: Sequence[Record]) -> Card:
        number, name = line(text_of(contact, "id"), 100), self._setup.name
        about = contact.get("attributes")
        values = [(field, text_of(about, key)) for key, field in _FIELDS]
        if not text_of(about, "name"):
            first, last = text_of(about, "first_name"), text_of(about, "last_name")
            values.append((NAME, f"{first} {last}".strip()))
        values += [("tag", text_of(one, "name")) for one in records_of(about, "tags", 50)]
        tickets = [self._ticket(x) for x in talks if text_of(x, "contactId") == number]
        return Card(
            name,
            number,
            fields_of(name, self._setup.clock.now(), values),
            tickets=tuple(tickets[:MOST_TICKETS]),
            url=f"https://{PAGES}/contacts/{number}" if is_number(number) else "",
        )

    def _ticket(self, talk: Record) -> Ticket:
        number, status = line(text_of(talk, "id"), 100), line(text_of(talk, "status"), 100)
        return Ticket(
            number,
            "",
            self._setup.name,
            status,
            status in _OPEN,
            counted_moment_of(talk, "updatedAt", 1000),
            f"https://{PAGES}/conversations/{number}" if is_number(number) else "",
        )


def _is(contact: Record, query: Query) -> bool:
    about = contact.get("attributes")
    if query.kind is Kind.EMAIL:
        return folded(text_of(about, "email")) == folded(query.value)
    return bare(text_of(about, "externalId")) == query.value
