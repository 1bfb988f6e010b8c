"""People, cases and incidents of ServiceNow as cards."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from desktop.customers.card import NUMBER, Card, Ticket, fields_of
from desktop.customers.identify import Kind, Query
from desktop.customers.identify.email import folded
from desktop.customers.identify.phone import tail_of
from desktop.customers.plain import line
from desktop.customers.providers.base import Fault, FaultKind, Setup
from desktop.customers.providers.mentions import mentions
from desktop.customers.providers.records import Record, moment_of
from desktop.customers.providers.servicenow.asking import (
    Tables,
    Unsafe,
    any_of,
    condition,
    is_id,
    is_table,
    kept,
    shown,
    unsafe,
)
from desktop.net.address import Address

MOST_PEOPLE = 5
MOST_TICKETS = 10
_MOST_FOUND = 50
_MOST_CALLING = 200
"""Who has a number with the same last digits."""
_NUMBER = re.compile(r"[A-Z]{2,10}[0-9]{3,15}")
_ID, _CLASS = "sys_id", "sys_class_name"


@dataclass(frozen=True, slots=True)
class People:
    """A table of people."""

    table: str
    phones: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]
    """What a card shows, and under which name."""

    @property
    def asked(self) -> tuple[str, ...]:
        """The fields of a call."""
        return (_ID, "active", "locked_out", *(name for name, _ in self.fields))


_NAMED = (("name", "name"), ("email", "email"))
# A contact of a company is a user too, of a table that is made from this one.
USERS = People(
    "sys_user",
    ("phone", "mobile_phone", "home_phone"),
    (*_NAMED, ("phone", "phone"), ("mobile_phone", "phone"), ("home_phone", "phone"),
     ("company", "company"), ("title", "job"), ("preferred_language", "language"),
     ("time_zone", "time_zone")),
)  # fmt: skip
CONSUMERS = People(
    "csm_consumer",
    ("mobile_phone", "business_phone", "home_phone"),
    (*_NAMED, ("mobile_phone", "phone"), ("business_phone", "phone"), ("home_phone", "phone"),
     ("number", NUMBER), ("preferred_language", "language"), ("time_zone", "time_zone")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tickets:
    """A table of tickets."""

    table: str
    persons: tuple[tuple[str, People], ...]
    """Its fields that say whose a ticket is."""

    @property
    def asked(self) -> tuple[str, ...]:
        """The fields of a call."""
        every = ("number", "short_description", "state", "active", "sys_updated_on")
        return (_ID, _CLASS, *every, *(name for name, _ in self.persons))


INCIDENTS = Tickets("incident", (("caller_id", USERS),))
CASES = Tickets("sn_customerservice_case", (("contact", USERS), ("consumer", CONSUMERS)))
EVERY = (CASES, INCIDENTS)


def tickets_of(table: str) -> Tickets:
    """What a ticket of a table is, by its class: some have tables made from these."""
    persons = {name: people for one in EVERY for name, people in one.persons}
    return Tickets(table, tuple(persons.items()))


class Reading:
    """One lookup."""

    def __init__(self, setup: Setup, address: Address, tables: Tables) -> None:
        """``tables`` are those of the lookup."""
        self._setup = setup
        self._address = address
        self._tables = tables

    def find(self, query: Query) -> Sequence[Card] | Fault:
        """Cards of whom is asked for, and perhaps of others."""
        try:
            if query.kind is Kind.TICKET:
                return self._of_ticket(query)
            if query.kind is Kind.ORDER:
                return self._of_order(query)
            return self._of_person(query)
        except Unsafe:
            return unsafe()

    # --- by who they are ---

    def _of_person(self, query: Query) -> Sequence[Card] | Fault:
        """Consumers only when no user is it: not every company has them."""
        users = self._people(USERS, query)
        if isinstance(users, Fault):
            return users
        if users:
            return self._cards(USERS, users, query)
        consumers = self._people(CONSUMERS, query)
        if isinstance(consumers, Fault):
            return [] if _is_closed(consumers) else consumers
        return self._cards(CONSUMERS, consumers, query)

    def _people(self, people: People, query: Query) -> list[Record] | Fault:
        asked = _asked_by(people, query)
        if not asked:
            return []
        most = _MOST_CALLING if query.kind is Kind.PHONE else _MOST_FOUND
        found = self._tables.rows(people.table, f"{asked}^ORDERBYname", people.asked, most)
        if isinstance(found, Fault):
            return found
        return [one for one in found if _may_be(people, one, query)][:MOST_PEOPLE]

    def _cards(
        self, people: People, found: Sequence[Record], query: Query
    ) -> Sequence[Card] | Fault:
        cards = []
        for person in found:
            tickets = [] if query.kind is Kind.NAME else self._tickets(people, kept(person, _ID))
            if isinstance(tickets, Fault):
                return tickets
            cards.append(self._card(people, person, tickets))
        return cards

    def _tickets(self, people: People, person: str) -> list[Record] | Fault:
        """The cases and incidents last touched; one of the two may be closed to this account."""
        if not is_id(person):
            return []
        every: list[Record] = []
        faults = []
        kinds = [one for one in EVERY if people in dict(one.persons).values()]
        for kind in kinds:
            fields = [name for name, whose in kind.persons if whose is people]
            words = any_of(condition(name, "=", person) for name in fields)
            query = f"{words}^ORDERBYDESCsys_updated_on"
            found = self._tables.rows(kind.table, query, kind.asked, MOST_TICKETS)
            if not isinstance(found, Fault):
                every += [one for one in found if person in {kept(one, name) for name in fields}]
            elif _is_closed(found):
                faults.append(found)
            else:
                return found
        if len(faults) == len(kinds):
            return faults[-1]
        every.sort(key=lambda one: kept(one, "sys_updated_on"), reverse=True)
        return every[:MOST_TICKETS]

    # --- by their tickets ---

    def _of_ticket(self, query: Query) -> Sequence[Card] | Fault:
        """Who has this case or incident."""
        found = find_ticket(self._tables, query.value)
        if found is None or isinstance(found, Fault):
            return found or []
        return self._cards_of([found])

    def _of_order(self, query: Query) -> Sequence[Card] | Fault:
        """Who has cases or incidents that speak of it."""
        said = ("short_description", "description")
        words = any_of(condition(one, "LIKE", query.written or query.value) for one in said)
        every: list[Record] = []
        faults = []
        for kind in EVERY:
            asked = (*kind.asked, "description")
            order = f"{words}^ORDERBYDESCsys_updated_on"
            found = self._tables.rows(kind.table, order, asked, _MOST_FOUND)
            if not isinstance(found, Fault):
                every += found
            elif _is_closed(found):
                faults.append(found)
            else:
                return found
        if len(faults) == len(EVERY):
            return faults[-1]
        return self._cards_of(
            [one for one in every if any(mentions(shown(one, x), query.value) for x in said)]
        )

    def _cards_of(self, tickets: Sequence[Record]) -> Sequence[Card] | Fault:
        theirs: dict[tuple[str, str], list[Record]] = {}
        whose: dict[tuple[str, str], People] = {}
        for ticket in tickets:
            for name, people in tickets_of("").persons:
                number = kept(ticket, name)
                if is_id(number):
                    theirs.setdefault((people.table, number), []).append(ticket)
                    whose[people.table, number] = people
                    break
        cards = []
        for key in list(theirs)[:MOST_PEOPLE]:
            person = self._tables.row(*key, whose[key].asked)
            if isinstance(person, Fault):
                return person
            if person is not None and kept(person, _ID) == key[1]:
                cards.append(self._card(whose[key], person, theirs[key]))
        return cards

    # --- cards ---

    def _card(self, people: People, person: Record, tickets: Sequence[Record]) -> Card:
        values = [(name, shown(person, key)) for key, name in people.fields]
        number, name = line(kept(person, _ID), 100), self._setup.name
        return Card(
            name,
            number,
            fields_of(name, self._setup.clock.now(), values),
            tickets=tuple(self._ticket(one) for one in tickets[:MOST_TICKETS]),
            url=self._link(people.table, number),
            active=kept(person, "active") != "false" and kept(person, "locked_out") != "true",
        )

    def _ticket(self, ticket: Record) -> Ticket:
        table = kept(ticket, _CLASS)
        return Ticket(
            line(shown(ticket, "number"), 100),
            line(shown(ticket, "short_description")),
            self._setup.name,
            line(shown(ticket, "state"), 100),
            kept(ticket, "active") != "false",
            moment_of({"at": kept(ticket, "sys_updated_on")}, "at"),
            self._link(table, kept(ticket, _ID)),
        )

    def _link(self, table: str, number: str) -> str:
        if not (is_table(table) and is_id(number)):
            return ""
        within = urllib.parse.quote(f"{table}.do?sys_id={number}", safe="")
        return self._address.at(f"/nav_to.do?uri={within}")


def find_ticket(tables: Tables, number: str, more: Sequence[str] = ()) -> Record | Fault | None:
    """A case, an incident or another task by the number that people give it.

    The table of all tasks knows its class, and only the class's own table whose it is.
    """
    if not _NUMBER.fullmatch(number):
        return None
    query = condition("number", "=", number)
    found = tables.rows("task", query, (_ID, _CLASS, "number"), 2)
    if isinstance(found, Fault):
        return found
    this = [one for one in found if kept(one, "number") == number]
    if len(this) != 1:
        return None
    table = kept(this[0], _CLASS)
    return tables.row(table, kept(this[0], _ID), (*tickets_of(table).asked, *more))


def _asked_by(people: People, query: Query) -> str:
    """The conditions; empty: nobody can be found by this."""
    if query.kind is Kind.EMAIL:
        return condition("email", "=", query.value)
    if query.kind is Kind.NAME:
        return condition("name", "LIKE", query.value)
    tail = tail_of(query.value)
    if not tail:
        return ""
    # Numbers are kept as somebody wrote them, so the last digits are looked for in a few ways.
    last = tail[-4:]
    ends = (last, f"{last[:2]} {last[2:]}", f"{last[:2]}-{last[2:]}", f"{last[0]} {last[1:]}")
    return any_of(condition(field, "ENDSWITH", end) for field in people.phones for end in ends)


def _may_be(people: People, person: Record, query: Query) -> bool:
    """Has this one what was asked for? The server may have left the condition out."""
    known: Mapping[Kind, Callable[[], bool]] = {
        Kind.EMAIL: lambda: folded(shown(person, "email")) == folded(query.value),
        Kind.PHONE: lambda: (
            tail_of(query.value) in {tail_of(shown(person, one)) for one in people.phones}
        ),
        Kind.NAME: lambda: query.value.casefold() in shown(person, "name").casefold(),
    }
    return known[query.kind]()


def _is_closed(fault: Fault) -> bool:
    """Is it only that there is no such table (400), or not for this account?"""
    return fault.kind in (FaultKind.REFUSED, FaultKind.FORBIDDEN)
