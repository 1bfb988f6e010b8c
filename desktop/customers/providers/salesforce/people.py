"""What is asked for of people in Salesforce, by which conditions, and what is whose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop.customers.card import NUMBER
from desktop.customers.identify import Query
from desktop.customers.identify.phone import tail_of
from desktop.customers.providers.mentions import loosely
from desktop.customers.providers.records import Record, text_of
from desktop.customers.providers.salesforce.language import is_id, literal, one_of, same_id
from desktop.customers.providers.salesforce.objects import Columns

MOST_PEOPLE = 5
MOST_FOUND = 25
_MOST_OWN_COLUMNS = 12
"""Of those that a company added itself."""
KINDS = ("Contact", "Lead", "Account")
NAMED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "Contact": (("Name", "name"), ("Title", "title"), ("MailingCity", "city"),
                ("MailingCountry", "country")),
    "Lead": (("Name", "name"), ("Company", "company"), ("Title", "title"), ("City", "city"),
             ("Country", "country"), ("Status", "status")),
    "Account": (("Name", "company"), ("AccountNumber", NUMBER), ("BillingCity", "city"),
                ("BillingCountry", "country")),
}  # fmt: skip
PERSON_ACCOUNT = (("Name", "name"), *NAMED["Account"][1:])
_OTHERS: Mapping[str, tuple[str, ...]] = {
    "Contact": ("Id", "AccountId", "IsPersonAccount"),
    "Lead": ("Id", "IsConverted"),
    "Account": ("Id", "IsPersonAccount"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """A record of somebody, and of which object."""

    kind: str
    id: str
    record: Record


# --- queries ---


def selected(kind: str, columns: Columns, accounts: Columns) -> list[str]:
    """What is asked for of a record of somebody, of what there is; ``accounts`` have these."""
    wanted = [*_OTHERS[kind], *(key for key, _ in NAMED[kind])]
    found = [one for one in wanted if one in columns]
    own = [x.name for x in columns.values() if x.kind in ("email", "phone") or x.external]
    found += [one for one in own if one not in found][:_MOST_OWN_COLUMNS]
    if kind == "Contact" and "AccountId" in columns and "Name" in accounts:
        found.append("Account.Name")
    return found


def people_query(kind: str, columns: Columns, condition: str, accounts: Columns) -> str:
    """A query for records of somebody; empty where the condition is."""
    if not condition:
        return ""
    if kind == "Lead" and "IsConverted" in columns:
        condition = f"({condition}) AND IsConverted = false"  # it is a contact now
    names = ", ".join(selected(kind, columns, accounts))
    return f"SELECT {names} FROM {kind} WHERE {condition} LIMIT {MOST_FOUND}"  # noqa: S608 - escaped by the language module


def things_query(
    name: str, wanted: Sequence[str], columns: Columns, condition: str, order: str, most: int
) -> str:
    """A query for cases, orders or tasks, the newest first by ``order``."""
    if not condition:
        return ""
    names = ", ".join(one for one in wanted if one in columns)
    by = f" ORDER BY {order} DESC" if order in columns else ""
    return f"SELECT {names} FROM {name} WHERE {condition}{by} LIMIT {most}"  # noqa: S608 - as above


def equal_to(columns: Columns, kind: str, value: str) -> str:
    """Any field of this kind has this value."""
    names = [x.name for x in columns.values() if x.kind == kind and x.filterable]
    return " OR ".join(f"{name} = {literal(value)}" for name in names[:_MOST_OWN_COLUMNS])


def numbered(columns: Columns, query: Query) -> str:
    """An account number or an external id is what was asked for."""
    numbers = one_of(one for one in (query.written, query.value) if one)
    names = [
        x.name
        for x in columns.values()
        if x.filterable
        and (x.name == "AccountNumber" or (x.external and x.kind in ("string", "text")))
    ]
    return " OR ".join(f"{name} IN {numbers}" for name in names[:_MOST_OWN_COLUMNS])


def phones_like(columns: Columns, tail: str) -> str:
    """The last digits stand in a phone number, with anything between them."""
    names = [x.name for x in columns.values() if x.kind == "phone" and x.filterable]
    pattern = literal(f"%{loosely(tail)}%")  # digits only, so nothing in it but ours is a wildcard
    return " OR ".join(f"{name} LIKE {pattern}" for name in names[:_MOST_OWN_COLUMNS])


def in_ids(name: str, people: Sequence[Person], kind: str) -> list[str]:
    """Things of these people, if there are any of this object."""
    found = [one.id for one in people if one.kind == kind and is_id(one.id)]
    return [f"{name} IN {one_of(found)}"] if found else []


# --- whose ---


def persons(people: Iterable[Person]) -> list[Person]:
    """Each once, the likeliest first; a person account is shown as its contact, if that is here."""
    every = list(people)
    shown = {account_of(one)[:15] for one in every if one.kind == "Contact" and is_person(one)}
    known: dict[str, Person] = {}
    for one in every:
        if not (one.kind == "Account" and one.id[:15] in shown):
            known.setdefault(one.id[:15], one)
    return list(known.values())[:MOST_PEOPLE]


def has_tail(person: Person, tail: str) -> bool:
    """Does any of its values end in these digits?"""
    return any(tail_of(one) == tail for one in person.record.values() if isinstance(one, str))


def is_person(person: Person) -> bool:
    """Is it a person account, which is an account and a contact?"""
    return person.record.get("IsPersonAccount") is True


def account_of(person: Person) -> str:
    """The id of its account."""
    return person.id if person.kind == "Account" else text_of(person.record, "AccountId")


def is_of(case: Record, person: Person) -> bool:
    """Is it their case?"""
    key = "AccountId" if person.kind == "Account" else "ContactId"
    return same_id(text_of(case, key), person.id)


def has_owner(case: Record) -> bool:
    """Is it the case of somebody who has a record?"""
    return bool(text_of(case, "ContactId") or text_of(case, "AccountId"))


def is_order_of(order: Record, person: Person) -> bool:
    """Is it their order, and not only one of their company?"""
    if person.kind == "Account" or is_person(person):
        return same_id(text_of(order, "AccountId"), account_of(person))
    named = (text_of(order, "BillToContactId"), text_of(order, "ShipToContactId"))
    return any(same_id(one, person.id) for one in named)


def is_task_of(task: Record, person: Person) -> bool:
    """Was it logged about them?"""
    key = "WhatId" if person.kind == "Account" else "WhoId"
    return same_id(text_of(task, key), person.id)
