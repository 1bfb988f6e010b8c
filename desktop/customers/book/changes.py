"""Changes to single customers of the book, within a transaction of its writer.

Whole lists come by :mod:`.importing`. A customer who is remembered by hand is in a list of their
own name, which is small and written anew each time; one who is forgotten leaves any list.
"""

from __future__ import annotations

import itertools
import sqlite3
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import msgspec

from desktop.core.results import UserError
from desktop.customers.book import rows
from desktop.customers.book.filling import Filling
from desktop.customers.book.marks import FORMS, MOST_WORDS, NAMES, beginnings
from desktop.customers.card import EMAIL, NAME, NUMBER, PHONE
from desktop.customers.names import agree, words
from desktop.customers.seal import Seal

REMEMBERED = "remembered"
"""The list of those whom the agent remembered one by one."""
MOST_REMEMBERED = 2_000
"""Customers; more than that are a list to import."""

Values = Sequence[tuple[str, str]]
"""What is known of one customer: names of fields with a value each, a name once or more."""

_decode = msgspec.msgpack.Decoder(list[str]).decode


def remember(connection: sqlite3.Connection, seal: Seal, values: Values, imported: str) -> None:
    """Add a customer to those remembered, or correct one who is the same.

    Raises:
        UserError: nobody could be found by ``values``, or too many are remembered.
    """
    list_ = next((row for row in rows.lists(connection) if row.name == REMEMBERED), None)
    people: list[Values] = []
    if list_ is not None:
        names = list_.columns.split("\t")
        for _, sealed in rows.sealed(connection, range(list_.first, list_.last + 1)):
            known = zip(names, _decode(seal.open(sealed)), strict=True)
            people.append([(name, value) for name, value in known if value])
        rows.delete_list(connection, list_)
    people = [one for one in people if not same(one, values)]
    people.append(values)
    if len(people) > MOST_REMEMBERED:
        raise UserError(
            f"{MOST_REMEMBERED:,} customers are remembered, which is all that the book keeps so",
            todo="Keep them in a list of your own, and import that",
        )
    counts = [Counter(name for name, _ in one) for one in people]
    columns = sorted(
        itertools.chain.from_iterable(
            [name] * max(count[name] for count in counts) for name in set().union(*counts)
        )
    )
    filling = Filling(seal, columns, rows.next_id(connection))
    first = filling.number
    rows.add(connection, *filling.sealed(_laid_out(one, columns) for one in people))
    if filling.number - first < len(people):
        raise UserError(
            "Nobody could be found by what is known of this customer",
            todo="Give an e-mail address, a phone number, a customer number or a name",
        )
    rows.fill_names(connection, filling.named())
    row = rows.ListRow(REMEMBERED, imported, "\t".join(columns), first, filling.number - 1)
    rows.add_list(connection, row)


def forget(
    connection: sqlite3.Connection,
    seal: Seal,
    number: int,
    fits: Callable[[rows.ListRow, Sequence[str]], bool],
) -> bool:
    """Delete the customer of this id with all marks, if ``fits`` says that it still is theirs.

    The ids of a list that was imported again may be other people's.
    """
    for row in rows.lists(connection):
        for _, sealed in rows.sealed(
            connection, [number] if row.first <= number <= row.last else []
        ):
            values = _decode(seal.open(sealed))
            if not fits(row, values):
                return False
            rows.delete_customer(connection, number)
            for mark in _name_marks(seal, row.columns.split("\t"), values):
                _leave(connection, mark, number, row)
            return True
    return False


def same(one: Values, other: Values) -> bool:
    """Are these one customer? A phone may be a family's, so the names must agree as well."""

    def share(field: str) -> bool:
        return bool(_forms(one, field) & _forms(other, field))

    if share(EMAIL) or share(NUMBER):
        return True
    mine, theirs = (_named(values) for values in (one, other))
    return share(PHONE) and (not mine or not theirs or agree(mine, theirs))


def _forms(values: Values, field: str) -> set[str]:
    return {form for name, value in values if name == field and (form := FORMS[field](value))}


def _named(values: Values) -> str:
    known = dict(reversed(values))
    parts = [known.get("first_name", ""), known.get("last_name", "")]
    return known.get(NAME) or " ".join(part for part in parts if part)


def _laid_out(values: Values, columns: Sequence[str]) -> list[str]:
    waiting: dict[str, list[str]] = {}
    for name, value in values:
        waiting.setdefault(name, []).append(value)
    return [waiting[name].pop(0) if waiting.get(name) else "" for name in columns]


def _name_marks(seal: Seal, columns: Sequence[str], values: Sequence[str]) -> Iterable[int]:
    mark = seal.marker(NAME)
    parts: set[str] = set()
    for name, value in zip(columns, values, strict=True):
        if name in NAMES:
            for word in words(value)[:MOST_WORDS]:
                parts.update(beginnings(word))
    return map(mark, parts)


def _leave(connection: sqlite3.Connection, mark: int, number: int, row: rows.ListRow) -> None:
    """Take one out of those who are found by a mark."""
    for first, packed in rows.names(connection, mark, row):
        ids = array("I")
        ids.frombytes(packed)
        if number in ids:
            left = array("I", (one for one in ids if one != number))
            rows.delete_names(connection, mark, first)
            if left:
                rows.fill_names(connection, {mark: left})
