"""Notes of the agent's own about customers of the book, within a transaction of its writer.

A note stands by what is known of the customer, not by their place in a list: a list that is
imported again brings its customers back in other places, and their notes are still theirs.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator

import msgspec

from desktop.core.results import UserError
from desktop.customers.book import rows
from desktop.customers.book.changes import Values, same
from desktop.customers.book.marks import FORMS
from desktop.customers.seal import Seal
from desktop.storage.migrations import statements

MOST = 20
"""Of one customer that are shown, the newest."""
_KEPT = frozenset({*FORMS, "name", "first_name", "last_name"})
"""Fields by which a note knows its customer."""

TABLES = statements(
    "CREATE TABLE notes (id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE,"
    " sealed BLOB NOT NULL)",
    "CREATE TABLE of_notes (field TEXT NOT NULL, mark INTEGER NOT NULL,"
    " note INTEGER NOT NULL REFERENCES notes (id) ON DELETE CASCADE,"
    " PRIMARY KEY (mark, note)) WITHOUT ROWID",
    "CREATE INDEX marks_of_note ON of_notes (note)",
)


class BookNote(msgspec.Struct, frozen=True, array_like=True):
    """One."""

    of: list[tuple[str, str]]
    text: str
    written: dt.datetime


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(BookNote).decode


def add(
    connection: sqlite3.Connection,
    seal: Seal,
    values: Values,
    text: str,
    key: str,
    now: dt.datetime,
) -> None:
    """Write a note about this customer; one of this ``key`` that is there already is left alone.

    Raises:
        UserError: nothing that is known would tell whose it is.
    """
    marks = list(_marks(seal, values))
    if not marks:
        raise UserError(
            "The note can't be kept with this customer",
            "Only a name is known, which others may have as well",
            "Give the customer an e-mail address, a phone number or a customer number",
        )
    if connection.execute("SELECT 1 FROM notes WHERE key = ?", (key,)).fetchone() is not None:
        return
    note = BookNote([(name, value) for name, value in values if name in _KEPT], text, now)
    row = connection.execute(
        "INSERT INTO notes (key, sealed) VALUES (?, ?)", (key, seal.close(_encode(note)))
    )
    connection.executemany(
        "INSERT OR IGNORE INTO of_notes VALUES (?, ?, ?)",
        [(field, mark, row.lastrowid) for field, mark in marks],
    )


def of(connection: sqlite3.Connection, seal: Seal, values: Values) -> list[BookNote]:
    """The newest of this customer's notes, the newest first."""
    found = []
    for _, note in _of(connection, seal, values):
        found.append(note)
        if len(found) == MOST:
            break
    return found


def forget(connection: sqlite3.Connection, seal: Seal, values: Values) -> None:
    """Delete all of this customer's."""
    gone = [(number,) for number, _ in _of(connection, seal, values)]
    connection.executemany("DELETE FROM notes WHERE id = ?", gone)


def sweep(connection: sqlite3.Connection) -> None:
    """Delete those whose customer is in no list any more."""
    marks = connection.execute("SELECT note, field, mark FROM of_notes").fetchall()
    every = {note for note, _, _ in marks}
    held = {note for note, field, mark in marks if rows.marked(connection, field, mark, 1)}
    connection.executemany("DELETE FROM notes WHERE id = ?", [(one,) for one in every - held])


def _of(
    connection: sqlite3.Connection, seal: Seal, values: Values
) -> Iterator[tuple[int, BookNote]]:
    numbers: set[int] = set()
    for _, mark in _marks(seal, values):
        found = connection.execute("SELECT note FROM of_notes WHERE mark = ?", (mark,))
        numbers |= {row[0] for row in found}
    for number in sorted(numbers, reverse=True):
        row = connection.execute("SELECT sealed FROM notes WHERE id = ?", (number,)).fetchone()
        note = _decode(seal.open(bytes(row[0])))
        # A phone may be a family's: then the names decide.
        if same(note.of, values):
            yield number, note


def _marks(seal: Seal, values: Values) -> Iterable[tuple[str, int]]:
    found = {
        (name, seal.marker(name)(form))
        for name, value in values
        if name in FORMS and (form := FORMS[name](value))
    }
    return sorted(found)
