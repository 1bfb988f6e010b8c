"""Contacts of Intercom as cards, with their conversations and tickets."""

from __future__ import annotations

import dataclasses
import re
import urllib.parse
from collections.abc import Callable, Mapping, Sequence

from desktop.customers.card import (
    COMPANY,
    EMAIL,
    NAME,
    NUMBER,
    PHONE,
    Card,
    Note,
    Ticket,
    fields_of,
)
from desktop.customers.identify import Kind, Query
from desktop.customers.identify.email import folded
from desktop.customers.identify.phone import tail_of
from desktop.customers.names import begins
from desktop.customers.plain import line, lines
from desktop.customers.providers.base import Fault, FaultKind, Setup
from desktop.customers.providers.calls import Calls
from desktop.customers.providers.helpdesk import is_number
from desktop.customers.providers.markup import as_text
from desktop.customers.providers.parts import allowed, own_fields
from desktop.customers.providers.records import (
    Answer,
    Record,
    counted_moment_of,
    number_of,
    records_of,
    text_of,
)
from desktop.customers.providers.ways import ways_of_writing

MOST_CONTACTS = 5
MOST_TICKETS = 10
_MOST_FOUND = 25
_MOST_NOTES = 10
_MOST_FILTERS = 15
"""Of one group in a search."""
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SUBJECT = 200
_DONE = frozenset({"closed", "resolved"})
_FIELDS = (
    ("name", NAME),
    ("email", EMAIL),
    ("phone", PHONE),
    ("external_id", NUMBER),
    ("language_override", "language"),
    ("browser_language", "language"),
    ("role", "role"),
)
_PLACES = (("city", "city"), ("country", "country"))


class Reading:
    """One lookup."""

    def __init__(self, setup: Setup, pages: str, calls: Calls) -> None:
        """``calls`` are those of the lookup; ``pages`` is where records show in the browser."""
        self._setup = setup
        self._pages = pages
        self._calls = calls

    def find(self, query: Query) -> Sequence[Card] | Fault:
        """Cards of whom is asked for, and perhaps of others."""
        if query.kind is Kind.TICKET:
            return self._of_ticket(query.value)
        contacts = self._contacts(query)
        if isinstance(contacts, Fault):
            return contacts
        cards = []
        for contact in [one for one in contacts if _may_be(one, query)][:MOST_CONTACTS]:
            named = query.kind is Kind.NAME
            card = self._card(contact) if named else self._whole(contact)
            if isinstance(card, Fault):
                return card
            cards.append(card)
        return cards

    def _contacts(self, query: Query) -> Sequence[Record] | Fault:
        if query.kind is Kind.CUSTOMER:
            return self._known_as(query.written or query.value)
        if query.kind is Kind.EMAIL:
            written = dict.fromkeys((query.value, query.value.lower()))
            return self._searched("OR", [("email", "=", one) for one in written])
        if query.kind is Kind.PHONE:
            tail = tail_of(query.value)
            ways = ways_of_writing(query, self._setup.region) if tail else []
            filters = [("phone", "$", tail), *(("phone", "=", one) for one in ways)]
            return self._searched("OR", filters) if tail else []
        # The whole word: what it is compared by has lost its accents.
        return self._searched("AND", [("name", "~", one) for one in query.value.split()])

    def _known_as(self, number: str) -> Sequence[Record] | Fault:
        """By the company's own number; users only, but at once."""
        if not number.strip("."):  # it would name another place
            return []
        place = urllib.parse.quote(number, safe="")
        found = self._calls.get(Answer, f"/contacts/find_by_external_id/{place}")
        if isinstance(found, Fault):
            return found
        return [found] if found else []

    def _searched(
        self, operator: str, filters: Sequence[tuple[str, str, str]]
    ) -> Sequence[Record] | Fault:
        every = [{"field": a, "operator": b, "value": c} for a, b, c in filters[:_MOST_FILTERS]]
        if not every:
            return []
        query = {"operator": operator, "value": every}
        return self._listed("/contacts/search", "data", query, _MOST_FOUND)

    def _listed(
        self, path: str, key: str, query: Mapping[str, object], most: int
    ) -> Sequence[Record] | Fault:
        asked = {
            "query": query,
            "pagination": {"per_page": most},
            "sort": {"field": "updated_at", "order": "descending"},
        }
        found = self._calls.post(Answer, path, asked)
        if isinstance(found, Fault):
            return found
        if not isinstance(found.get(key), list):
            return Fault(FaultKind.BAD_ANSWER)
        return records_of(found, key, most)

    def _of_ticket(self, number: str) -> Sequence[Card] | Fault:
        """Who wrote in this conversation or asked for help by this ticket."""
        if not is_number(number):
            return []
        ticket: Record | Fault | None = self._calls.get(Answer, f"/tickets/{number}")
        made: Callable[[Record, str], Ticket] = self._ticket
        # Not there, or tickets are not for this account: conversations may be.
        if ticket is None or (isinstance(ticket, Fault) and ticket.kind is FaultKind.FORBIDDEN):
            asked = {"display_as": "plaintext"}
            ticket = self._calls.get(Answer, f"/conversations/{number}", asked)
            made = self._conversation
        if not isinstance(ticket, Mapping):
            return ticket or []
        if text_of(ticket, "id") != number:
            return Fault(FaultKind.BAD_ANSWER)
        cards = []
        for contact in _contacts_of(ticket)[:MOST_CONTACTS]:
            whole = self._calls.get(Answer, f"/contacts/{contact}")
            if isinstance(whole, Fault):
                return whole
            if text_of(whole, "id") == contact and whole is not None:
                cards.append(self._card(whole, [made(ticket, text_of(whole, "workspace_id"))]))
        return cards

    def _whole(self, contact: Record) -> Card | Fault:
        """With all that there is about them; what the account may not see is left out."""
        number = text_of(contact, "id")
        if not _ID.fullmatch(number):
            return self._card(contact)
        query = {"field": "contact_ids", "operator": "=", "value": number}
        parts = allowed(
            {
                "tickets": lambda: self._listed("/tickets/search", "tickets", query, MOST_TICKETS),
                "talks": lambda: self._listed(
                    "/conversations/search", "conversations", query, MOST_TICKETS
                ),
                "tags": lambda: self._more(contact, "tags", "data"),
                "companies": lambda: self._more(contact, "companies", "data", "companies"),
                "notes": lambda: self._more(contact, "notes", "data"),
            }
        )
        if isinstance(parts, Fault):
            return parts
        space = text_of(contact, "workspace_id")
        every = [self._ticket(one, space) for one in _of(parts["tickets"], number)]
        # A customer's ticket is a conversation as well.
        known = {one.id for one in every}
        every += [self._conversation(x, space) for x in _of(parts["talks"], number)
                  if text_of(x, "id") not in known]  # fmt: skip
        every.sort(key=lambda one: one.moment.timestamp() if one.moment else 0.0, reverse=True)
        card = self._card(contact, every, parts["tags"], parts["companies"])
        name = self._setup.name
        written = [
            Note(
                lines(as_text(text_of(one, "body"))),
                name,
                line(text_of(one.get("author"), "name"), 200),
                counted_moment_of(one, "created_at"),
            )
            for one in parts["notes"][:_MOST_NOTES]
        ]
        return dataclasses.replace(card, notes=tuple(one for one in written if one.text))

    def _more(self, contact: Record, what: str, *keys: str) -> Sequence[Record] | Fault:
        """What the contact only counts; not asked for when there is nothing."""
        if not number_of(contact.get(what), "total_count"):
            return []
        found = self._calls.listed(Answer, f"/contacts/{text_of(contact, 'id')}/{what}")
        if isinstance(found, Fault):
            return found
        # Its specification and its examples do not agree on the name of the list.
        return next((records_of(found, key, 50) for key in keys if key in found), [])

    def _card(
        self,
        contact: Record,
        tickets: Sequence[Ticket] = (),
        tags: Sequence[Record] = (),
        companies: Sequence[Record] = (),
    ) -> Card:
        values = [(name, text_of(contact, key)) for key, name in _FIELDS]
        values += [(name, text_of(contact.get("location"), key)) for key, name in _PLACES]
        values += [(COMPANY, text_of(one, "name")) for one in companies]
        values += [("tag", text_of(one, "name")) for one in tags]
        values += _attributes(contact.get("custom_attributes"))
        number, name = line(text_of(contact, "id"), 100), self._setup.name
        return Card(
            name,
            number,
            fields_of(name, self._setup.clock.now(), values),
            tickets=tuple(tickets[:MOST_TICKETS]),
            url=self._page(text_of(contact, "workspace_id"), "apps/{}/users/{}", number),
        )

    def _ticket(self, ticket: Record, space: str) -> Ticket:
        state, short = ticket.get("ticket_state"), text_of(ticket, "ticket_id")
        title = text_of(ticket.get("ticket_attributes"), "_default_title_")
        title = title or text_of(ticket.get("ticket_type"), "name")
        category = text_of(state, "category")
        return Ticket(
            number := line(text_of(ticket, "id"), 100),
            line(f"#{short} {title}" if short else title),
            self._setup.name,
            line(text_of(state, "internal_label") or category, 100),
            ticket.get("open") is not False and category not in _DONE,
            counted_moment_of(ticket, "updated_at"),
            self._page(space, "inbox/{}/inbox/conversation/{}", number),
        )

    def _conversation(self, talk: Record, space: str) -> Ticket:
        source, state = talk.get("source"), text_of(talk, "state")
        title = text_of(talk, "title") or as_text(text_of(source, "subject"))
        title = title or as_text(text_of(source, "body"))
        return Ticket(
            number := line(text_of(talk, "id"), 100),
            line(title, _SUBJECT),
            self._setup.name,
            line(state, 100),
            state not in _DONE,
            counted_moment_of(talk, "updated_at"),
            self._page(space, "inbox/{}/inbox/conversation/{}", number),
        )

    def _page(self, space: str, form: str, number: str) -> str:
        """Empty when it can't be said where the record shows."""
        if not (_ID.fullmatch(space) and _ID.fullmatch(number)):
            return ""
        return f"{self._pages}/a/{form.format(space, number)}"


def _may_be(contact: Record, query: Query) -> bool:
    """Has the contact what was asked for? Searches may find more."""
    if query.kind is Kind.EMAIL:
        return folded(text_of(contact, "email")) == folded(query.value)
    if query.kind is Kind.PHONE:
        return tail_of(text_of(contact, "phone")) == tail_of(query.value)
    return query.kind is not Kind.NAME or begins(query.value, text_of(contact, "name"))


def _contacts_of(ticket: Record) -> list[str]:
    every = records_of(ticket.get("contacts"), "contacts", 20)
    return [number for one in every if _ID.fullmatch(number := text_of(one, "id"))]


def _of(found: Sequence[Record], contact: str) -> list[Record]:
    return [one for one in found if contact in _contacts_of(one)]


def _attributes(own: object) -> list[tuple[str, str]]:
    """What the company itself keeps of its customers."""
    if not isinstance(own, Mapping):
        return []
    return own_fields((name, text_of(own, name)) for name in own if isinstance(name, str))
