"""Contacts of HubSpot as cards, with their tickets, orders and notes."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from desktop.core.forms import bare
from desktop.customers.card import (
    COMPANY,
    EMAIL,
    NAME,
    PHONE,
    Card,
    Note,
    Order,
    Ticket,
    fields_of,
)
from desktop.customers.identify import Kind, Query
from desktop.customers.identify.email import folded
from desktop.customers.identify.phone import tail_of
from desktop.customers.names import begins
from desktop.customers.plain import line, lines
from desktop.customers.providers.base import Fault, FaultKind, Setup
from desktop.customers.providers.helpdesk import is_number
from desktop.customers.providers.hubspot.asking import (
    CHANGED,
    MOST_OF_A_BATCH,
    Asking,
    linked,
    value_of,
)
from desktop.customers.providers.markup import as_text
from desktop.customers.providers.parts import allowed
from desktop.customers.providers.records import Record, moment_of, records_of, text_of

MOST_CONTACTS = 5
MOST_TICKETS = 10
_MOST_FOUND = 25
_MOST_NOTES = 10
_EMAILS = ("email", "hs_additional_emails")
_PHONES = (
    "phone",
    "mobilephone",
    "hs_calculated_phone_number",
    "hs_calculated_mobile_number",
)
_OTHERS = (
    ("firstname", "first_name"),
    ("lastname", "last_name"),
    ("company", COMPANY),
    ("jobtitle", "job"),
    ("hs_language", "language"),
    ("city", "city"),
    ("country", "country"),
    ("lifecyclestage", "stage"),
)
_CONTACT = (*_EMAILS, *_PHONES, *(name for name, _ in _OTHERS), "hs_timezone")
_TICKET = ("subject", "hs_pipeline", "hs_pipeline_stage", CHANGED, "closed_date")
_ORDER = ("hs_order_name", "hs_external_order_id", "hs_external_order_status",
          "hs_fulfillment_status", CHANGED)  # fmt: skip
_NOTE = ("hs_note_body", "hs_timestamp")
_WITH = ("companies", "tickets", "notes", "orders")
_DONE = frozenset({"fulfilled", "delivered", "cancelled", "canceled", "returned", "closed"})


class Reading:
    """One lookup."""

    def __init__(self, setup: Setup, asking: Asking, home: Callable[[], str]) -> None:
        """``home`` says where the company's records show in the browser."""
        self._setup = setup
        self._asking = asking
        self._home = home

    def find(self, query: Query) -> Sequence[Card] | Fault:
        """Cards of whom is asked for, and perhaps of others."""
        if query.kind is Kind.TICKET:
            return self._of_ticket(query.value)
        if query.kind is Kind.ORDER:
            return self._of_order(query)
        contacts = self._contacts(query)
        if isinstance(contacts, Fault):
            return contacts
        cards = []
        for contact in contacts[:MOST_CONTACTS]:
            named = query.kind is Kind.NAME
            card = self._card(contact) if named else self._whole(contact)
            if isinstance(card, Fault):
                return card
            cards.append(card)
        return cards

    def _contacts(self, query: Query) -> Sequence[Record] | Fault:
        if query.kind is Kind.EMAIL:
            return self._writing_from(query.value)
        if query.kind is Kind.CUSTOMER:
            found = self._contact(query.value)
            return found if isinstance(found, Fault) else [found] if found else []
        if query.kind is Kind.NAME:
            return self._named(query.value)
        tail = tail_of(query.value)
        if not tail:
            return []
        token = "CONTAINS_TOKEN"  # noqa: S105 - the name of an operator
        groups = [
            [("hs_searchable_calculated_phone_number", token, f"*{tail}")],
            [("hs_searchable_calculated_mobile_number", token, f"*{tail}")],
            [("phone", token, f"*{tail}")],
            [("phone", "EQ", query.value)],
            [("mobilephone", "EQ", query.value)],
        ]
        every = self._asking.search("contacts", groups, ("hs_object_id", *_PHONES), _MOST_FOUND)
        if isinstance(every, Fault):
            return every
        return self._read([x for x in every if tail in {tail_of(y) for y in _phones(x)}])

    def _named(self, name: str) -> Sequence[Record] | Fault:
        """Words are found in addresses, too, and in companies: whose name it is comes first."""
        every = self._asking.search("contacts", [], _CONTACT, _MOST_FOUND, words=name)
        if isinstance(every, Fault):
            return every
        theirs = [one for one in every if begins(name, _name(one))]
        firms = [one for one in every if begins(name, value_of(one, "company"))]
        return [*theirs, *(one for one in firms if one not in theirs)]

    def _writing_from(self, address: str) -> Sequence[Record] | Fault:
        """By the first address at once, by another when the search knows."""
        found = self._asked(address, by="email")
        if isinstance(found, Fault):
            return found
        if found is not None:
            return [found] if folded(address) in _emails(found) else []
        groups = [[(name, "CONTAINS_TOKEN", address)] for name in _EMAILS]
        every = self._asking.search("contacts", groups, ("hs_object_id", *_EMAILS), _MOST_FOUND)
        if isinstance(every, Fault):
            return every
        return self._read([one for one in every if folded(address) in _emails(one)])

    def _read(self, found: Sequence[Record]) -> Sequence[Record] | Fault:
        """With what they are associated with, which a search leaves out."""
        every = []
        for one in found[:MOST_CONTACTS]:
            contact = self._contact(text_of(one, "id"))
            if isinstance(contact, Fault):
                return contact
            if contact is not None:
                every.append(contact)
        return every

    def _contact(self, number: str) -> Record | Fault | None:
        if not is_number(number):
            return None
        found = self._asked(number)
        ours = isinstance(found, Mapping) and text_of(found, "id") == number
        return found if ours or not isinstance(found, Mapping) else None

    def _asked(self, number: str, by: str = "") -> Record | Fault | None:
        found = self._asking.one("contacts", number, _CONTACT, _WITH, by)
        if isinstance(found, Fault) and found.kind is FaultKind.FORBIDDEN:
            # One kind of the others that the app may not read spoils the whole answer.
            found = self._asking.one("contacts", number, _CONTACT, (), by)
        if isinstance(found, Mapping) and not text_of(found, "id"):
            return Fault(FaultKind.BAD_ANSWER)
        return found

    def _of_ticket(self, number: str) -> Sequence[Card] | Fault:
        """Whose ticket it is."""
        return self._of("tickets", number, _TICKET) if is_number(number) else []

    def _of_order(self, query: Query) -> Sequence[Card] | Fault:
        """Whose order it is."""
        written = dict.fromkeys((query.written or query.value, query.value))
        groups = [[(name, "EQ", one)] for one in written for name in
                  ("hs_external_order_id", "hs_order_name")]  # fmt: skip
        found = self._asking.search("order", groups, _ORDER, MOST_CONTACTS)
        if isinstance(found, Fault):
            return found
        cards: list[Card] = []
        for one in found:
            number = text_of(one, "id")
            if bare(_order_number(one)) == query.value and is_number(number):
                more = self._of("order", number, _ORDER)
                if isinstance(more, Fault):
                    return more
                cards += more
        return cards[:MOST_CONTACTS]

    def _of(self, kind: str, number: str, properties: Sequence[str]) -> list[Card] | Fault:
        record = self._asking.one(kind, number, properties, ("contacts",))
        if not isinstance(record, Mapping):
            return record or []
        if text_of(record, "id") != number:
            return Fault(FaultKind.BAD_ANSWER)
        people = self._asking.some("contacts", linked(record, "contacts")[0], _CONTACT)
        if isinstance(people, Fault):
            return people
        theirs = ([record], []) if kind == "tickets" else ([], [record])
        stages = self._stages() if kind == "tickets" else {}
        if isinstance(stages, Fault):
            return stages
        return [self._card(one, *theirs, stages=stages) for one in people[:MOST_CONTACTS]]

    def _whole(self, contact: Record) -> Card | Fault:
        """With all that belongs to them; what the app may not read is left out."""
        parts = allowed(
            {
                "tickets": lambda: self._tickets(contact),
                "orders": lambda: self._asking.some("order", _newest(contact, "orders"), _ORDER),
                "notes": lambda: self._asking.some("notes", _newest(contact, "notes"), _NOTE),
                "companies": lambda: self._asking.some(
                    "companies", linked(contact, "companies")[0][:5], ("name",)
                ),
            }
        )
        if isinstance(parts, Fault):
            return parts
        stages = self._stages() if parts["tickets"] else {}
        if isinstance(stages, Fault):
            return stages
        return self._card(contact, parts["tickets"], parts["orders"], parts["notes"],
                          parts["companies"], stages)  # fmt: skip

    def _tickets(self, contact: Record) -> Sequence[Record] | Fault:
        numbers, all_of_them = linked(contact, "tickets")
        if not all_of_them:
            every = self._asking.associated("contacts", text_of(contact, "id"), "tickets")
            if isinstance(every, Fault):
                return every
            numbers = every
        return self._asking.some("tickets", _greatest(numbers, MOST_OF_A_BATCH), _TICKET)

    def _stages(self) -> Mapping[str, tuple[str, bool]] | Fault:
        """What each stage of a ticket is called, and whether it is open there."""
        found = self._asking.pipelines()
        if isinstance(found, Fault):
            return {} if found.kind is FaultKind.FORBIDDEN else found
        return {
            text_of(stage, "id"): (
                line(text_of(stage, "label"), 100),
                text_of(stage.get("metadata"), "ticketState") != "CLOSED",
            )
            for way in found
            for stage in records_of(way, "stages", 100)
        }

    def _card(
        self,
        contact: Record,
        tickets: Sequence[Record] = (),
        orders: Sequence[Record] = (),
        notes: Sequence[Record] = (),
        companies: Sequence[Record] = (),
        stages: Mapping[str, tuple[str, bool]] = MappingProxyType({}),
    ) -> Card:
        name, home, number = self._setup.name, self._home(), line(text_of(contact, "id"), 100)
        values = [(NAME, _name(contact))]
        values += [(EMAIL, one) for key in _EMAILS for one in value_of(contact, key).split(";")]
        values += [(PHONE, one) for one in _phones(contact)]
        values += [(COMPANY, value_of(one, "name")) for one in companies]
        values += [(field, value_of(contact, key)) for key, field in _OTHERS]
        values += [("time_zone", _zone(value_of(contact, "hs_timezone")))]
        made = [self._ticket(one, home, stages) for one in _latest(tickets, CHANGED)]
        return Card(
            name,
            number,
            fields_of(name, self._setup.clock.now(), values),
            tickets=tuple(made[:MOST_TICKETS]),
            orders=tuple(self._order(one, home) for one in _latest(orders, CHANGED)),
            notes=tuple(
                Note(text, name, moment=_moment(one, "hs_timestamp"))
                for one in _latest(notes, "hs_timestamp")[:_MOST_NOTES]
                if (text := lines(as_text(value_of(one, "hs_note_body"))))
            ),
            url=_page(home, "0-1", number),
            active=contact.get("archived") is not True,
        )

    def _ticket(self, ticket: Record, home: str, stages: Mapping[str, tuple[str, bool]]) -> Ticket:
        number = line(text_of(ticket, "id"), 100)
        stage = value_of(ticket, "hs_pipeline_stage")
        label, open_ = stages.get(stage, (line(stage, 100), not value_of(ticket, "closed_date")))
        moment = _moment(ticket, CHANGED)
        subject = line(value_of(ticket, "subject"))
        return Ticket(
            number, subject, self._setup.name, label, open_, moment, _page(home, "0-5", number)
        )

    def _order(self, order: Record, home: str) -> Order:
        status = value_of(order, "hs_fulfillment_status")
        status = line(status or value_of(order, "hs_external_order_status"), 100)
        return Order(
            line(_order_number(order), 100),
            line(value_of(order, "hs_order_name")),
            self._setup.name,
            status,
            status.casefold() not in _DONE,
            _moment(order, CHANGED),
            _page(home, "0-123", line(text_of(order, "id"), 100)),
        )


def _page(home: str, kind: str, number: str) -> str:
    return f"{home}/{kind}/{number}" if home and is_number(number) else ""


def _order_number(order: Record) -> str:
    """The shop's, else what it is called, else HubSpot's."""
    named = value_of(order, "hs_external_order_id") or value_of(order, "hs_order_name")
    return named or text_of(order, "id")


def _newest(contact: Record, what: str) -> list[str]:
    return _greatest(linked(contact, what)[0], MOST_TICKETS)


def _greatest(numbers: Sequence[str], most: int) -> list[str]:
    """The greatest numbers are the newest."""
    return sorted({one for one in numbers if is_number(one)}, key=int)[-most:]


def _latest(found: Sequence[Record], by: str) -> list[Record]:
    return sorted(found, key=lambda one: value_of(one, by), reverse=True)


def _moment(record: Record, key: str) -> dt.datetime | None:
    return moment_of(record.get("properties"), key)


def _name(contact: Record) -> str:
    return f"{value_of(contact, 'firstname')} {value_of(contact, 'lastname')}".strip()


def _emails(contact: Record) -> set[str]:
    return {folded(one) for key in _EMAILS for one in value_of(contact, key).split(";") if one}


def _phones(contact: Record) -> list[str]:
    return [one for key in _PHONES if (one := value_of(contact, key))]


@functools.cache
def _zones() -> Mapping[str, str]:
    import zoneinfo

    return {one.casefold(): one for one in zoneinfo.available_timezones()}


def _zone(written: str) -> str:
    """A time zone, which it writes like ``america_slash_new_york``."""
    return _zones().get(written.replace("_slash_", "/").casefold(), "") if written else ""
