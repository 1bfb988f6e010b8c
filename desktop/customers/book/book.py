"""The customer book: who is in it, found in milliseconds, readable with its key only."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

import msgspec

from desktop.core.clock import Clock
from desktop.core.results import UserError
from desktop.customers.book import changes, notes, rows
from desktop.customers.book.filling import Filling
from desktop.customers.book.marks import NAMES, asked
from desktop.customers.card import NAME, Card, Match, Note, fields_of
from desktop.customers.identify import Kind, Query
from desktop.customers.names import all_begin, words
from desktop.customers.seal import Seal
from desktop.customers.sealed_file import SealedFile
from desktop.customers.verify import verify
from desktop.net.deadline import Cancellation
from desktop.storage.database import Database

MOST_CUSTOMERS = 5_000_000
"""Of one list."""

_AT_ONCE = 4000
"""Customers sealed between two looks at whether to go on."""
_MOST_OPENED = 600
"""Customers that are unsealed to find those of a name."""
_ID = "row "
"""Before the number of a customer in the id of their card."""

_values = msgspec.msgpack.Decoder(list[str])

BOOK = SealedFile(
    "customer book",
    todo_without_key="Unlock the keyring that it was kept with, or import your lists again: they"
    " come into a new book, and the old one stays beside it",
    todo_anew="Import your lists again: they come into a new book, and the old one stays beside it",
)


class Stopped(Exception):  # noqa: N818 - not an error: somebody asked for it
    """A list was not taken in, because it is not wanted any more."""


@dataclass(frozen=True, slots=True)
class BookList:
    """One list that was imported."""

    name: str
    imported: dt.datetime
    columns: tuple[str, ...]
    """What its columns are, as fields of a card."""
    customers: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a list."""

    customers: int
    left_out: int
    """Rows by which nobody could be found."""


class Book:
    """An open book. Any thread may call; :meth:`close` it at the end."""

    def __init__(self, path: Path, seal: Seal, clock: Clock) -> None:
        """Open it, or begin one. Its folder must be there.

        Raises:
            UserError: the file can't be used, or was sealed with another key.
        """
        self._seal = seal
        self._clock = clock
        self._database = Database(path, (rows.LISTS, notes.TABLES))
        try:
            BOOK.check(self._database, seal)
        except BaseException:
            self._database.close()
            raise

    def close(self) -> None:
        """Write what waits, and close the file."""
        self._database.close()

    def lists(self) -> tuple[BookList, ...]:
        """All lists, by name."""
        with self._database.reading() as connection:
            return tuple(_book_list(row) for row in rows.lists(connection))

    def find(self, query: Query, source: str, region: str, most: int) -> list[Card]:
        """Cards of the customers whom the query may mean, verified.

        ``source`` is what the cards name as theirs. Of a name that thousands share, some.

        Raises:
            UserError: the file can't be read.
        """
        field, forms = asked(query)
        if not forms:
            return []
        marks = list(map(self._seal.marker(field), forms))
        cards: list[Card] = []
        with self._database.reading() as connection:
            if field == NAME:
                ids = rows.named(connection, marks, _MOST_OPENED)
            else:
                each = (rows.marked(connection, field, mark, _MOST_OPENED) for mark in marks)
                ids = list(itertools.chain.from_iterable(each))
            lists = [_Contents(row, query) for row in rows.lists(connection)] if ids else []
            for number, sealed in rows.sealed(connection, ids):
                values = _values.decode(self._seal.open(sealed))
                contents = next(one for one in lists if one.first <= number <= one.last)
                if not contents.may_mean(values):
                    continue
                card = contents.card(number, values, source)
                if verify(card, query, region) is not Match.NO:
                    cards.append(self._with_notes(connection, card))
                    if len(cards) == most:
                        break
        return cards

    def take(
        self,
        name: str,
        columns: Sequence[str],
        customers: Iterable[Sequence[str]],
        *,
        progress: Callable[[int], None] = lambda _: None,
        cancellation: Cancellation | None = None,
    ) -> Future[Taken]:
        """Take a list in, in place of one of this name; all of it or nothing.

        ``columns`` are fields of a card, an empty one is left out; ``customers`` are read on the
        thread that writes, and rows may be shorter or longer. ``progress`` hears there of how many
        were read. The future fails with :class:`Stopped` after cancelling, and with what
        ``customers`` raise.
        """
        token = cancellation or Cancellation()

        def work(connection: sqlite3.Connection) -> Taken:
            for row in rows.lists(connection):
                if row.name == name:
                    rows.delete_list(connection, row)
            first = rows.next_id(connection)
            filling = Filling(self._seal, columns, first)
            rows.begin_filling(connection)
            read = 0
            for chunk in _chunks(customers):
                if token.cancelled:
                    raise Stopped
                read += len(chunk)
                if read > MOST_CUSTOMERS:
                    raise UserError(f"A list may have {MOST_CUSTOMERS:,} customers at most")
                rows.fill(connection, *filling.sealed(chunk))
                if filling.full:
                    rows.fill_names(connection, filling.named())
                progress(read)
            if token.cancelled:
                raise Stopped
            if filling.number == first:
                raise UserError(
                    "There are no customers in this list, so nothing was changed",
                    f"None of its {read:,} rows has anything by which somebody could be found",
                    "Check the file, and what its columns are",
                    place=name,
                )
            rows.fill_names(connection, filling.named())
            rows.end_filling(connection)
            row = rows.ListRow(
                name,
                self._clock.now().isoformat(),
                "\t".join(filling.names),
                first,
                filling.number - 1,
            )
            rows.add_list(connection, row)
            return Taken(filling.number - first, read - (filling.number - first))

        return self._database.write(work, alone=True)

    def remove(self, name: str) -> Future[None]:
        """Delete a list; there need not be one."""

        def work(connection: sqlite3.Connection) -> None:
            for row in rows.lists(connection):
                if row.name == name:
                    rows.delete_list(connection, row)
            notes.sweep(connection)

        self._database.write(work, alone=True)
        return self._database.scrub()

    def remember(self, values: changes.Values) -> Future[None]:
        """Keep one customer, by fields of a card; one who is the same is corrected.

        The future fails with UserError when nobody could be found by ``values``.
        """
        imported = self._clock.now().isoformat()
        return self._database.write(
            lambda connection: changes.remember(connection, self._seal, values, imported)
        )

    def note(
        self, values: changes.Values, text: str, key: str, *, remember: bool = False
    ) -> Future[None]:
        """Keep a note about the customer of whom this is known, once for each ``key``.

        With ``remember`` the customer is kept as well, as by :meth:`remember`: a note is shown
        with a customer of the book only. The future fails with UserError when nobody could be
        found by ``values``.
        """
        now = self._clock.now()

        def work(connection: sqlite3.Connection) -> None:
            if remember:
                changes.remember(connection, self._seal, values, now.isoformat())
            notes.add(connection, self._seal, values, text, key, now)

        return self._database.write(work)

    def forget(self, card: Card) -> Future[bool]:
        """Delete the customer of a card that :meth:`find` made, whatever list they are in.

        Their notes go, too.

        The future says whether they were still there. A list that is imported again brings its
        customers back.
        """
        number = int(card.id.removeprefix(_ID))

        def fits(row: rows.ListRow, values: Sequence[str]) -> bool:
            known = _Contents(row, None).card(number, values, card.provider).fields
            return {name: card.values(name) for name in card.fields} == {
                name: tuple(one.value for one in every) for name, every in known.items()
            }

        def work(connection: sqlite3.Connection) -> bool:
            notes.forget(connection, self._seal, _values_of(card))
            return changes.forget(connection, self._seal, number, fits)

        done = self._database.write(work)
        self._database.scrub()
        return done

    def _with_notes(self, connection: sqlite3.Connection, card: Card) -> Card:
        known = notes.of(connection, self._seal, _values_of(card))
        if not known:
            return card
        shown = tuple(Note(one.text, card.provider, moment=one.written) for one in known)
        return dataclasses.replace(card, notes=shown)


class _Contents:
    """Makes cards out of what a list says of its customers."""

    def __init__(self, row: rows.ListRow, query: Query | None) -> None:
        self.first, self.last = row.first, row.last
        self._names = row.columns.split("\t")
        self._imported = dt.datetime.fromisoformat(row.imported)
        self._named = [place for place, name in enumerate(self._names) if name in NAMES]
        self._asked = words(query.value) if query and query.kind is Kind.NAME else []

    def may_mean(self, values: Sequence[str]) -> bool:
        """Is a card worth making? Of a name there are many candidates, and cards take longer."""
        if not self._asked:
            return True
        return all_begin(self._asked, words(" ".join([values[place] for place in self._named])))

    def card(self, number: int, values: Sequence[str], source: str) -> Card:
        """The card of one customer."""
        named = list(zip(self._names, values, strict=True))
        if NAME not in self._names:
            parts = [value for name, value in named if name in ("first_name", "last_name")]
            named.insert(0, (NAME, " ".join(part for part in parts if part)))
        return Card(source, f"{_ID}{number}", fields_of(source, self._imported, named))


def _values_of(card: Card) -> list[tuple[str, str]]:
    return [(name, one.value) for name, known in card.fields.items() for one in known]


def _book_list(row: rows.ListRow) -> BookList:
    count = row.last - row.first + 1
    moment = dt.datetime.fromisoformat(row.imported)
    return BookList(row.name, moment, tuple(row.columns.split("\t")), count)


def _chunks(customers: Iterable[Sequence[str]]) -> Iterator[list[Sequence[str]]]:
    every = iter(customers)
    while chunk := list(itertools.islice(every, _AT_ONCE)):
        yield chunk
