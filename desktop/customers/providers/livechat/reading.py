"""Customers of LiveChat as cards, with their chats."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from desktop.customers.card import EMAIL, NAME, Card, Ticket, fields_of
from desktop.customers.identify import Kind, Query
from desktop.customers.identify.email import folded
from desktop.customers.names import begins
from desktop.customers.plain import line
from desktop.customers.providers.base import Fault, FaultKind, Setup
from desktop.customers.providers.calls import Calls
from desktop.customers.providers.livechat.asking import (
    ACTION,
    PAGES,
    customers_of,
    is_chat,
    is_person,
    thread_of,
)
from desktop.customers.providers.mentions import mentions
from desktop.customers.providers.parts import MOST_OWN, own_fields
from desktop.customers.providers.records import (
    Answer,
    Record,
    moment_of,
    records_of,
    text_of,
    texts_of,
)

MOST_CUSTOMERS = 5
MOST_CHATS = 10
_MOST_FOUND = 25
_MOST_RUNNING = 100
_MOST_EVENTS = 200
_SUBJECT = 200
_PLACES = (("timezone", "time_zone"), ("city", "city"), ("country", "country"))


class Reading:
    """One lookup."""

    def __init__(self, setup: Setup, calls: Calls) -> None:
        """``calls`` are those of the lookup."""
        self._setup = setup
        self._calls = calls

    def find(self, query: Query) -> Sequence[Card] | Fault:
        """Cards of whom is asked for, and perhaps of others."""
        if query.kind is Kind.CUSTOMER:
            return self._of_customer((query.written or query.value).lower())
        if query.kind is Kind.TICKET:
            chats = self._chat(query.value)
        elif query.kind is Kind.EMAIL:
            chats = self._chats_of("customer_email", query.value, running=True)
        else:
            chats = self._archives({"query": query.written or query.value})
        if isinstance(chats, Fault):
            return chats
        if query.kind is Kind.ORDER:
            chats = [one for one in chats if _speaks_of(one, query.value)]
        return self._cards(chats, query)

    def _cards(self, chats: Sequence[Record], query: Query) -> Sequence[Card] | Fault:
        """One of each customer in them whom the query may mean."""
        people: dict[str, Record] = {}
        theirs: dict[str, list[Record]] = {}
        for chat in chats:
            for person in customers_of(chat):
                number = text_of(person, "id")
                people.setdefault(number, person)
                theirs.setdefault(number, []).append(chat)
        cards: list[Card] = []
        for number, person in people.items():
            if len(cards) < MOST_CUSTOMERS and _may_be(person, query):
                named = query.kind is Kind.NAME
                whole = person if named else self._person(number, person)
                if isinstance(whole, Fault):
                    return whole
                cards.append(self._card(whole, theirs[number]))
        return cards

    def _person(self, number: str, known: Record) -> Record | Fault:
        """All that there is of them; what the chat says where the account sees no more."""
        if not is_person(number):
            return known
        found = self._calls.post(Answer, f"{ACTION}/get_customer", {"id": number})
        if isinstance(found, Fault):
            gone = found.kind in (FaultKind.FORBIDDEN, FaultKind.MISSING)
            return known if gone else found
        return found if text_of(found, "id") == number else known

    def _of_customer(self, number: str) -> Sequence[Card] | Fault:
        if not is_person(number):
            return []
        person = self._calls.post(Answer, f"{ACTION}/get_customer", {"id": number})
        if isinstance(person, Fault):
            return [] if person.kind is FaultKind.MISSING else person
        if text_of(person, "id") != number:
            return Fault(FaultKind.BAD_ANSWER)
        chats = self._chats_of("customer_id", number, running=False)
        if isinstance(chats, Fault):
            return chats
        return [self._card(person, [one for one in chats if _is_in(number, one)])]

    def _chat(self, number: str) -> Sequence[Record] | Fault:
        if not is_chat(number):
            return []
        chat = self._calls.post(Answer, f"{ACTION}/get_chat", {"chat_id": number})
        if isinstance(chat, Fault):
            return [] if chat.kind is FaultKind.MISSING else chat
        return [chat] if text_of(chat, "id") == number else Fault(FaultKind.BAD_ANSWER)

    def _chats_of(self, name: str, value: str, *, running: bool) -> list[Record] | Fault:
        """Those of one customer, the running ones first."""
        ended = self._archives({name: value})
        if isinstance(ended, Fault) or not running:
            return ended if isinstance(ended, Fault) else list(ended)
        asked = {"filters": {"active": True}, "limit": _MOST_RUNNING}
        found = self._calls.post(Answer, f"{ACTION}/list_chats", asked)
        if isinstance(found, Fault):
            return found
        # No customer can be asked for in this list.
        now = [
            one
            for one in records_of(found, "chats_summary", _MOST_RUNNING)
            if any(folded(text_of(x, "email")) == folded(value) for x in customers_of(one))
        ]
        return [*now, *ended]

    def _archives(self, filters: Mapping[str, str]) -> Sequence[Record] | Fault:
        asked = {"filters": filters, "limit": _MOST_FOUND, "sort_order": "desc"}
        found = self._calls.post(Answer, f"{ACTION}/list_archives", asked)
        if isinstance(found, Fault):
            return found
        if not isinstance(found.get("chats"), list):
            return Fault(FaultKind.BAD_ANSWER)
        return records_of(found, "chats", _MOST_FOUND)

    def _card(self, person: Record, chats: Sequence[Record]) -> Card:
        """``chats`` are all of them theirs."""
        number, name = line(text_of(person, "id"), 100), self._setup.name
        visits = [person.get("last_visit"), *(thread_of(x).get("customer_visit") for x in chats)]
        places = [x["geolocation"] for x in visits if isinstance(x, Mapping) and "geolocation" in x]
        values = [(NAME, text_of(person, "name")), (EMAIL, text_of(person, "email"))]
        values += [(field, text_of(places[0], key)) for key, field in _PLACES if places]
        values += [("tag", one) for chat in chats for one in texts_of(thread_of(chat), "tags")]
        values += _own(person)
        tickets: dict[str, Ticket] = {}
        for chat in chats:
            ticket = self._ticket(chat, number)
            tickets.setdefault(ticket.id, ticket)
        newest = sorted(tickets.values(), key=_when, reverse=True)
        return Card(
            name,
            number,
            fields_of(name, self._setup.clock.now(), values),
            tickets=tuple(newest[:MOST_CHATS]),
            active=person.get("banned") is not True,
        )

    def _ticket(self, chat: Record, customer: str) -> Ticket:
        thread = thread_of(chat)
        events = records_of(thread, "events", _MOST_EVENTS)
        asked = next((x for x in events if text_of(x, "author_id") == customer
                      and text_of(x, "text")), None)  # fmt: skip
        running, place = thread.get("active") is True, text_of(thread, "id")
        moments = [x for one in events if (x := moment_of(one, "created_at"))]
        return Ticket(
            line(text_of(chat, "id"), 100),
            line(text_of(asked, "text"), _SUBJECT),
            self._setup.name,
            "active" if running else "closed",
            running,
            max(moments, default=moment_of(thread, "created_at")),
            f"https://{PAGES}/archives/{place}" if is_chat(place) else "",
        )


def _may_be(person: Record, query: Query) -> bool:
    """Is it whom the query means? What was written may have been what was found."""
    if query.kind is Kind.EMAIL:
        return folded(text_of(person, "email")) == folded(query.value)
    if query.kind is Kind.NAME:
        return begins(query.value, text_of(person, "name"))
    return True


def _is_in(number: str, chat: Record) -> bool:
    return any(text_of(one, "id") == number for one in customers_of(chat))


def _speaks_of(chat: Record, number: str) -> bool:
    events = records_of(thread_of(chat), "events", _MOST_EVENTS)
    return any(mentions(text_of(one, "text"), number) for one in events)


def _own(person: Record) -> list[tuple[str, str]]:
    """What the company itself keeps of a visit: a list of records with one value each."""
    every = records_of(person, "session_fields", MOST_OWN)
    return own_fields((name, text_of(one, name)) for one in every for name in one)


def _when(ticket: Ticket) -> dt.datetime:
    return ticket.moment or dt.datetime.min.replace(tzinfo=dt.UTC)
