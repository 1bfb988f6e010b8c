"""The tables of the customer book: lists, their sealed customers, and marks to find them by."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from desktop.customers.card import EMAIL, NUMBER, PHONE
from desktop.customers.sealed_file import ABOUT
from desktop.storage.migrations import statements

COLUMNS = (EMAIL, PHONE, NUMBER)
"""Each has a column for the first mark of a customer; further ones are in a table of their own."""

_INDEXES = tuple(f"CREATE INDEX by_{one} ON customers ({one})" for one in COLUMNS)

LISTS = statements(
    ABOUT,
    # The customers of a list have the ids from first to last.
    "CREATE TABLE lists (name TEXT PRIMARY KEY, imported TEXT NOT NULL,"
    " columns TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE customers (id INTEGER PRIMARY KEY, email INTEGER, phone INTEGER,"
    " customer_number INTEGER, sealed BLOB NOT NULL)",
    *_INDEXES,
    "CREATE TABLE others (mark INTEGER, customer INTEGER, PRIMARY KEY (mark, customer))"
    " WITHOUT ROWID",
    # One row for many customers whose names begin alike: packed ids, the first of them apart.
    "CREATE TABLE names (mark INTEGER, first INTEGER, customers BLOB NOT NULL,"
    " PRIMARY KEY (mark, first)) WITHOUT ROWID",
)

Sealed = tuple[int, int | None, int | None, int | None, bytes]
"""A row of customers."""


@dataclass(frozen=True, slots=True)
class ListRow:
    """One imported list."""

    name: str
    imported: str
    columns: str
    first: int
    last: int


def lists(connection: sqlite3.Connection) -> list[ListRow]:
    """All lists, by name."""
    rows = connection.execute(
        "SELECT name, imported, columns, first, last FROM lists ORDER BY name"
    )
    return [ListRow(*row) for row in rows]


def add_list(connection: sqlite3.Connection, row: ListRow) -> None:
    """Whose customers are there already."""
    values = (row.name, row.imported, row.columns, row.first, row.last)
    connection.execute("INSERT INTO lists VALUES (?, ?, ?, ?, ?)", values)


def next_id(connection: sqlite3.Connection) -> int:
    """Greater than that of any customer there is."""
    row = connection.execute("SELECT max(last) FROM lists").fetchone()
    return int(row[0] or 0) + 1


def delete_list(connection: sqlite3.Connection, row: ListRow) -> None:
    """With its customers and marks."""
    connection.execute("DELETE FROM lists WHERE name = ?", (row.name,))
    if connection.execute("SELECT count(*) FROM lists").fetchone()[0] == 0:
        # Without a condition SQLite empties a table at once.
        for table in ("customers", "others", "names"):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608 - one of these three
        return
    span = (row.first, row.last)
    connection.execute("DELETE FROM customers WHERE id BETWEEN ? AND ?", span)
    connection.execute("DELETE FROM others WHERE customer BETWEEN ? AND ?", span)
    connection.execute("DELETE FROM names WHERE first BETWEEN ? AND ?", span)


def delete_customer(connection: sqlite3.Connection, number: int) -> None:
    """One, with the marks of their addresses and numbers."""
    connection.execute("DELETE FROM customers WHERE id = ?", (number,))
    connection.execute("DELETE FROM others WHERE customer = ?", (number,))


def names(connection: sqlite3.Connection, mark: int, row: ListRow) -> list[tuple[int, bytes]]:
    """Who of a list has this mark of a name: packed ids, each with the first of them."""
    found = connection.execute(
        "SELECT first, customers FROM names WHERE mark = ? AND first BETWEEN ? AND ?",
        (mark, row.first, row.last),
    )
    return found.fetchall()


def delete_names(connection: sqlite3.Connection, mark: int, first: int) -> None:
    """One row of these."""
    connection.execute("DELETE FROM names WHERE mark = ? AND first = ?", (mark, first))


def add(
    connection: sqlite3.Connection, customers: Iterable[Sealed], others: Iterable[tuple[int, int]]
) -> None:
    """Add a few, with their further marks, while the indexes stay."""
    connection.executemany("INSERT INTO customers VALUES (?, ?, ?, ?, ?)", customers)
    connection.executemany("INSERT OR IGNORE INTO others VALUES (?, ?)", others)


def begin_filling(connection: sqlite3.Connection) -> None:
    """Before many customers come: an index is made much faster than it is kept."""
    for column in COLUMNS:
        connection.execute(f"DROP INDEX IF EXISTS by_{column}")
    connection.execute("CREATE TEMP TABLE fresh (mark INTEGER, customer INTEGER)")


def fill(
    connection: sqlite3.Connection, customers: Iterable[Sealed], others: Iterable[tuple[int, int]]
) -> None:
    """Add some, with their further marks."""
    connection.executemany("INSERT INTO customers VALUES (?, ?, ?, ?, ?)", customers)
    connection.executemany("INSERT INTO temp.fresh VALUES (?, ?)", others)


def fill_names(connection: sqlite3.Connection, names: Mapping[int, array[int]]) -> None:
    """Add who is found by which mark of a name."""
    rows = ((mark, names[mark][0], names[mark].tobytes()) for mark in sorted(names))
    connection.executemany("INSERT INTO names VALUES (?, ?, ?)", rows)


def end_filling(connection: sqlite3.Connection) -> None:
    """Make the indexes."""
    # In their order, so that each page of the tree is written once.
    connection.execute(
        "INSERT INTO others SELECT DISTINCT mark, customer FROM temp.fresh ORDER BY 1, 2"
    )
    connection.execute("DROP TABLE temp.fresh")
    for index in _INDEXES:
        connection.execute(index)


def marked(connection: sqlite3.Connection, column: str, mark: int, most: int) -> list[int]:
    """The ids of customers with this mark in one of :data:`COLUMNS` or besides."""
    rows = connection.execute(
        f"SELECT id FROM customers WHERE {column} = :mark"  # noqa: S608 - one of COLUMNS
        " UNION SELECT customer FROM others WHERE mark = :mark LIMIT :most",
        {"mark": mark, "most": most},
    )
    return [row[0] for row in rows]


def named(connection: sqlite3.Connection, marks: Sequence[int], most: int) -> list[int]:
    """The ids of customers with all of these marks of names."""
    if not marks:
        return []
    every = [_having_name(connection, mark) for mark in marks]
    if len(every) == 1:
        return list(dict.fromkeys(every[0][: most * 2]))[:most]
    every.sort(key=len)
    common = reduce(lambda some, more: some.intersection(more), every[1:], set(every[0]))
    return sorted(common)[:most]


def sealed(connection: sqlite3.Connection, ids: Sequence[int]) -> Iterable[tuple[int, bytes]]:
    """What is sealed of each."""
    for one in ids:
        row = connection.execute("SELECT sealed FROM customers WHERE id = ?", (one,)).fetchone()
        if row is not None:
            yield one, row[0]


def _having_name(connection: sqlite3.Connection, mark: int) -> array[int]:
    found = array("I")
    for row in connection.execute("SELECT customers FROM names WHERE mark = ?", (mark,)):
        found.frombytes(row[0])
    return found
