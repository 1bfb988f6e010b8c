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

    def begin_anew(self) -> None:
        """Delete the book with all its lists, as when its key is lost.

        Raises:
            UserError: it can't be deleted.
        """
        self.close()
        try:
            for ending in ("", "-wal", "-shm"):
                self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        except OSError as error:
            raise UserError(
                "The customer book can't be deleted",
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
