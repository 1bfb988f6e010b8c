"""The customer book as a provider: the default, so that Deskhand is useful with no account."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.results import UserError
from desktop.customers.card import Card
from desktop.customers.identify import Kind, Query
from desktop.customers.providers.base import MOST_CARDS, Can, Fault, Manifest, Setup
from desktop.net.address import Reach
from desktop.net.deadline import Cancellation, Deadline

if TYPE_CHECKING:
    from desktop.customers.book.book import Book

FILE = "customers.db"
"""In the profile's folder for data."""


class BookProvider:
    """Opens the book with the first question."""

    reach = Reach.MACHINE

    def __init__(self, setup: Setup) -> None:
        """Nothing is opened, and the keyring is not asked."""
        self._setup = setup
        self._lock = threading.Lock()
        self._book: Book | None = None

    @property
    def name(self) -> str:
        """What the agent calls it."""
        return self._setup.name

    @property
    def path(self) -> Path:
        """The file."""
        return self._setup.data / FILE

    def find(
        self,
        query: Query,
        deadline: Deadline,  # noqa: ARG002 - it takes milliseconds
        cancellation: Cancellation,  # noqa: ARG002
    ) -> Sequence[Card] | Fault:
        """Whom the query may mean; nobody while there is no book."""
        with self._lock:
            if self._book is None:
                if not self.path.exists():
                    return []
                self._book = self._opened(begin=False)
            book = self._book
        return book.find(query, self._setup.name, self._setup.region, MOST_CARDS)

    def book(self) -> Book:
        """The book, to import into it; begun if there is none.

        Raises:
            UserError: it can't be read or begun, or there is no keyring for its key; then nothing
                is kept.
        """
        with self._lock:
            if self._book is None:
                self._book = self._opened(begin=True)
            return self._book

    def book_for_lists(self) -> Book:
        """The same, to import into: in place of one whose key is lost a new one is begun.

        Raises:
            UserError: as :meth:`book`, or the old one can't be put aside.
        """
        from desktop.customers.sealed_file import LostKey

        try:
            return self.book()
        except LostKey:
            self._put_aside()
            return self.book()

    def _put_aside(self) -> None:
        """Give a book that can't be read another name; its key may come back."""
        from desktop.customers.seal import new_key

        number = 1
        while (other := self.path.with_name(f"customers.unreadable-{number}.db")).exists():
            number += 1
        self._setup.keep(new_key())  # the one in the keyring may be damaged
        try:
            # The log first: left alone it would be taken for the new file's.
            for ending in ("-wal", "-shm", ""):
                part = self.path.with_name(self.path.name + ending)
                if part.exists():
                    part.rename(other.with_name(other.name + ending))
        except OSError as error:
            raise UserError(
                "The customer book that can't be read could not be put aside",
                todo="Check the permissions of the file, and that no other Deskhand has it open",
                place=self.path.name,
            ) from error

    def close(self) -> None:
        """Close the book; the next question opens it again."""
        with self._lock:
            book, self._book = self._book, None
        if book is not None:
            book.close()

    def _opened(self, *, begin: bool) -> Book:
        from desktop.customers.book.book import BOOK, Book

        seal = BOOK.seal(self.path, self._setup.secret, self._setup.keep, begin=begin)
        return Book(self.path, seal, self._setup.clock)


PROVIDER = Manifest(
    name="book",
    title="Your customer book",
    make=BookProvider,
    finds=frozenset({Kind.EMAIL, Kind.PHONE, Kind.CUSTOMER, Kind.NAME}),
    can=frozenset({Can.NOTES}),
    cached=False,
)
