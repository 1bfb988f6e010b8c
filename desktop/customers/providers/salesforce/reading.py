"""Contacts, leads and accounts of Salesforce as cards, with their cases and orders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from desktop.customers.card import NUMBER, Card, Note, Order, Ticket, fields_of
from desktop.customers.identify import Kind, Query
from desktop.customers.identify.phone import tail_of
from desktop.customers.plain import line, lines
from desktop.customers.providers.base import Fault, Setup
from desktop.customers.providers.records import Record, moment_of, text_of
from desktop.customers.providers.salesforce.language import (
    is_id,
    name_search,
    one_of,
    phone_search,
)
from desktop.customers.providers.salesforce.objects import Columns, Objects, Refusal, inner
from desktop.customers.providers.salesforce.people import (
    KINDS,
    MOST_FOUND,
    NAMED,
    PERSON_ACCOUNT,
    Person,
    account_of,
    equal_to,
    has_owner,
    has_tail,
    in_ids,
    is_of,
    is_order_of,
    is_person,
    is_task_of,
    numbered,
    people_query,
    persons,
    phones_like,
    selected,
    things_query,
)
from desktop.net.address import Address

MOST_CASES = 10
_CASE = ("Id", "CaseNumber", "Subject", "Status", "IsClosed", "LastModifiedDate", "ContactId",
         "AccountId", "SuppliedName", "SuppliedEmail", "SuppliedPhone")  # fmt: skip
_ORDER = ("Id", "OrderNumber", "Name", "Status", "StatusCode", "EffectiveDate", "AccountId",
          "BillToContactId", "ShipToContactId", "OrderReferenceNumber")  # fmt: skip
_TASK = ("Id", "Subject", "Description", "CreatedDate", "WhoId", "WhatId", "IsClosed")
_OVER = frozenset({"Completed", "Canceled", "Cancelled", "Closed", "Expired"})


class Reading:
    """One lookup."""

    def __init__(self, setup: Setup, address: Address, objects: Objects) -> None:
        """``objects`` are those of the lookup."""
        self._setup = setup
        self._address = address
        self._objects = objects

    def find(self, query: Query) -> Sequence[Card] | Fault:
        """Cards of whom is asked for, and perhaps of others."""
        if query.kind is Kind.TICKET:
            return self._of_case(query)
        if query.kind is Kind.ORDER:
            return self._of_order(query)
        people = self._people(query)
        return people if isinstance(people, Fault) else self._cards(people)

    # --- who ---

    def _people(self, query: Query) -> list[Person] | Fault:
        if query.kind is Kind.EMAIL:
            return self._where(lambda columns: equal_to(columns, "email", query.value))
        if query.kind is Kind.CUSTOMER:
            return self._where(lambda columns: numbered(columns, query))
        if query.kind is Kind.NAME:
            return self._searched(name_search(query.value), "NAME FIELDS")
        found = self._searched(phone_search(query.value), "PHONE FIELDS")
        tail = tail_of(query.value)
        if isinstance(found, Fault) or not tail or any(has_tail(one, tail) for one in found):
            return found
        # What was written just now is not in the index, nor is any spelling for sure.
        return self._where(lambda columns: phones_like(columns, tail))

    def _where(self, condition: Callable[[Columns], str]) -> list[Person] | Fault:
        """By SOQL, which knows at once what was written."""
        people: list[Person] = []
        for kind in KINDS:
            rows = self._rows(kind, condition)
            if isinstance(rows, Fault):
                return rows
            people += [Person(kind, text_of(row, "Id"), row) for row in rows]
        return persons(people)

    def _rows(self, kind: str, condition: Callable[[Columns], str]) -> Sequence[Record] | Fault:
        accounts = self._objects.columns("Account") if kind == "Contact" else {}
        if isinstance(accounts, Fault):
            return accounts
        return self._objects.select(
            kind, lambda columns: people_query(kind, columns, condition(columns), accounts)
        )

    def _searched(self, words: str, where: str) -> list[Person] | Fault:
        """By SOSL, which searches all objects at once."""
        if not words:
            return []
        returning = []
        accounts = self._objects.columns("Account")
        if isinstance(accounts, Fault):
            return accounts
        for kind in KINDS:
            columns = self._objects.columns(kind)
            if isinstance(columns, Fault):
                return columns
            if columns:
                names = ", ".join(selected(kind, columns, accounts))
                returning.append(f"{kind}({names} LIMIT {MOST_FOUND})")
        if not returning:
            return []
        found = self._objects.search(
            f"FIND {{{words}}} IN {where} RETURNING {', '.join(returning)} LIMIT {MOST_FOUND}"
        )
        if isinstance(found, Fault):
            return found
        people = [
            Person(inner(row, "attributes", "type"), text_of(row, "Id"), row) for row in found
        ]
        # A lead that was converted is a contact now.
        return persons(
            one for one in people if one.kind in KINDS and one.record.get("IsConverted") is not True
        )

    def _by_ids(self, contacts: Iterable[str], accounts: Iterable[str]) -> list[Person] | Fault:
        people: list[Person] = []
        for kind, ids in (("Contact", contacts), ("Account", accounts)):
            known = [one for one in ids if is_id(one)][:MOST_FOUND]
            asked = f"Id IN {one_of(known)}" if known else ""
            rows = self._rows(kind, lambda _: asked) if asked else []  # noqa: B023 - called at once
            if isinstance(rows, Fault):
                return rows
            people += [Person(kind, text_of(row, "Id"), row) for row in rows]
        return persons(people)

    # --- by cases and orders ---

    def _of_case(self, query: Query) -> Sequence[Card] | Fault:
        """Who asked for help by this case."""
        numbers = one_of(one for one in (query.written, query.value) if one)
        cases = self._things("Case", _CASE, f"CaseNumber IN {numbers}", "LastModifiedDate", 5)
        if isinstance(cases, Fault):
            return cases
        people = self._by_ids(
            [text_of(one, "ContactId") for one in cases],
            # A company's own card only where the case names nobody of it.
            [text_of(one, "AccountId") for one in cases if not text_of(one, "ContactId")],
        )
        if isinstance(people, Fault):
            return people
        cards = [self._card(one, [x for x in cases if is_of(x, one)]) for one in people]
        strangers = [one for one in cases if not has_owner(one)]
        return [*cards, *(self._stranger(one) for one in strangers)]

    def _of_order(self, query: Query) -> Sequence[Card] | Fault:
        """Whose order it is."""
        numbers = one_of(one for one in (query.written, query.value) if one)

        def condition(columns: Columns) -> str:
            names = [x for x in ("OrderNumber", "OrderReferenceNumber") if x in columns]
            return " OR ".join(f"{one} IN {numbers}" for one in names)

        orders = self._objects.select(
            "Order",
            lambda columns: things_query("Order", _ORDER, columns, condition(columns), "", 5),
        )
        if isinstance(orders, Fault):
            return orders
        contacts = [text_of(one, "BillToContactId") for one in orders]
        accounts = [
            text_of(one, "AccountId") for one in orders if not text_of(one, "BillToContactId")
        ]
        people = self._by_ids(contacts, accounts)
        if isinstance(people, Fault):
            return people
        return [self._card(one, [], [x for x in orders if is_order_of(x, one)]) for one in people]

    # --- what there is of them ---

    def _cards(self, people: Sequence[Person]) -> Sequence[Card] | Fault:
        if not people:
            return []
        cases = self._cases(people)
        orders = cases if isinstance(cases, Fault) else self._orders(people)
        tasks = orders if isinstance(orders, Fault) else self._tasks(people)
        if isinstance(cases, Fault) or isinstance(orders, Fault) or isinstance(tasks, Fault):
            return next(one for one in (cases, orders, tasks) if isinstance(one, Fault))
        return [
            self._card(
                one,
                [x for x in cases if is_of(x, one)],
                [x for x in orders if is_order_of(x, one)],
                [x for x in tasks if is_task_of(x, one)],
            )
            for one in people
        ]

    def _cases(self, people: Sequence[Person]) -> Sequence[Record] | Fault:
        conditions = in_ids("ContactId", people, "Contact") + in_ids("AccountId", people, "Account")
        return self._things("Case", _CASE, " OR ".join(conditions), "LastModifiedDate",
                            MOST_CASES * len(people))  # fmt: skip

    def _orders(self, people: Sequence[Person]) -> Sequence[Record] | Fault:
        def condition(columns: Columns) -> str:
            parts = [
                part
                for name in ("BillToContactId", "ShipToContactId")
                if name in columns
                for part in in_ids(name, people, "Contact")
            ]
            own = [one for one in people if one.kind == "Account" or is_person(one)]
            accounts = [account_of(one) for one in own]
            known = [one for one in accounts if is_id(one)]
            parts += [f"AccountId IN {one_of(known)}"] if known and "AccountId" in columns else []
            return " OR ".join(parts)

        most = MOST_CASES * len(people)
        return self._objects.select(
            "Order",
            lambda columns: things_query(
                "Order", _ORDER, columns, condition(columns), "EffectiveDate", most
            ),
        )

    def _tasks(self, people: Sequence[Person]) -> Sequence[Record] | Fault:
        """Calls and notes that colleagues logged."""
        who = [one.id for one in people if one.kind != "Account" and is_id(one.id)]
        what = [one.id for one in people if one.kind == "Account" and is_id(one.id)]
        parts = [f"WhoId IN {one_of(who)}"] if who else []
        parts += [f"WhatId IN {one_of(what)}"] if what else []
        either = " OR ".join(parts)
        condition = f"IsClosed = true AND ({either})" if either else ""
        return self._things("Task", _TASK, condition, "CreatedDate", MOST_CASES)

    def _things(
        self, name: str, wanted: Sequence[str], condition: str, order: str, most: int
    ) -> Sequence[Record] | Fault:
        if not condition:
            return []
        rows = self._objects.select(
            name, lambda columns: things_query(name, wanted, columns, condition, order, most)
        )
        # What it is looked for by is hidden: then there is none for this account.
        hidden = isinstance(rows, Refusal) and rows.code == "INVALID_FIELD"
        return [] if hidden else rows

    # --- as cards ---

    def _card(
        self,
        person: Person,
        cases: Sequence[Record],
        orders: Sequence[Record] = (),
        tasks: Sequence[Record] = (),
    ) -> Card:
        kind, number = person.kind, person.id
        columns = self._objects.columns(kind)
        shown = {} if isinstance(columns, Fault) else columns
        record = person.record
        named = PERSON_ACCOUNT if kind == "Account" and is_person(person) else NAMED[kind]
        values = [(name, text_of(record, key)) for key, name in named]
        values += [("company", inner(record, "Account", "Name"))]
        for one in shown.values():
            value = text_of(record, one.name)
            if one.kind in ("email", "phone"):
                values.append((one.kind, value))
            elif one.external:
                values.append((NUMBER, value))
        name = self._setup.name
        if is_person(person) and is_id(text_of(record, "AccountId")):
            kind, number = "Account", text_of(record, "AccountId")
        return Card(
            name,
            line(person.id, 100),
            fields_of(name, self._setup.clock.now(), values),
            tickets=tuple(self._ticket(one) for one in cases[:MOST_CASES]),
            orders=tuple(self._order(one) for one in orders[:MOST_CASES]),
            notes=tuple(self._note(one) for one in tasks if text_of(one, "Description")),
            url=self._link(kind, number),
        )

    def _stranger(self, case: Record) -> Card:
        """Who wrote without being a contact: all there is stands in the case."""
        named = (("SuppliedName", "name"), ("SuppliedEmail", "email"), ("SuppliedPhone", "phone"))
        values = [(name, text_of(case, key)) for key, name in named]
        return Card(
            self._setup.name,
            line(text_of(case, "Id"), 100),
            fields_of(self._setup.name, self._setup.clock.now(), values),
            tickets=(self._ticket(case),),
            url=self._link("Case", text_of(case, "Id")),
        )

    def _ticket(self, case: Record) -> Ticket:
        return Ticket(
            line(text_of(case, "CaseNumber"), 100),
            line(text_of(case, "Subject")),
            self._setup.name,
            line(text_of(case, "Status"), 100),
            case.get("IsClosed") is not True,
            moment_of(case, "LastModifiedDate"),
            self._link("Case", text_of(case, "Id")),
        )

    def _order(self, order: Record) -> Order:
        status = line(text_of(order, "Status"), 100)
        return Order(
            line(text_of(order, "OrderNumber"), 100),
            line(text_of(order, "Name")),
            self._setup.name,
            status,
            not {status, text_of(order, "StatusCode")} & _OVER,
            moment_of(order, "EffectiveDate"),
            self._link("Order", text_of(order, "Id")),
        )

    def _note(self, task: Record) -> Note:
        subject, text = line(text_of(task, "Subject")), lines(text_of(task, "Description"))
        whole = text if text.startswith(subject) else f"{subject}\n{text}"
        return Note(whole, self._setup.name, moment=moment_of(task, "CreatedDate"))

    def _link(self, kind: str, number: str) -> str:
        path = f"/lightning/r/{kind}/{number}/view"
        return self._address.at(path) if is_id(number) else ""
