"""The lists of a customer book as a window has them: looked at, taken in, deleted."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.core.clock import Clock
from desktop.core.results import UserError
from desktop.customers.book.book import Book, BookList, Taken
from desktop.customers.book.importing import Preview, import_list
from desktop.customers.providers.book import BookProvider
from desktop.customers.providers.registry import make
from desktop.net.deadline import Cancellation
from desktop.settings.declare import Reader
from desktop.settings.secrets import Secrets


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that is to become a list."""

    path: Path
    name: str
    """Of the list; one of that name is replaced."""
    preview: Preview
    columns: tuple[str, ...]
    """What each column is, as the agent confirmed it."""


class BookLists:
    """Of the book that the agent calls ``name``. Each method blocks; use it off the main thread."""

    def __init__(
        self, name: str, settings: Reader, secrets: Secrets, clock: Clock, data: Path
    ) -> None:
        """Nothing is opened."""
        self._name = name
        self._settings = settings
        self._secrets = secrets
        self._clock = clock
        self._data = data

    def lists(self) -> tuple[BookList, ...]:
        """Those that are in it; none while there is no book.

        Raises:
            UserError: it can't be read.
        """
        with self._provider() as provider:
            return provider.book().lists() if provider.path.exists() else ()

    def take(
        self,
        wanted: Wanted,
        progress: Callable[[float, int], None],
        cancellation: Cancellation,
    ) -> Taken:
        """Take a file in; see :func:`import_list`, of which it raises what that does."""
        with self._provider() as provider:
            return import_list(
                provider.book_for_lists(),
                wanted.path,
                wanted.name,
                wanted.preview,
                columns=wanted.columns,
                progress=progress,
                cancellation=cancellation,
            )

    def delete(self, names: Sequence[str]) -> None:
        """Delete lists and everybody in them.

        Raises:
            UserError: the book can't be written.
        """
        with self._book() as book:
            for name in names:
                book.remove(name).result()

    @contextlib.contextmanager
    def _book(self) -> Iterator[Book]:
        with self._provider() as provider:
            yield provider.book()

    @contextlib.contextmanager
    def _provider(self) -> Iterator[BookProvider]:
        ready = make(self._name, self._settings, self._secrets, self._clock, self._data)
        try:
            if not isinstance(ready.provider, BookProvider):
                raise UserError("This is no customer book", place=self._name)
            yield ready.provider
        finally:
            ready.provider.close()
