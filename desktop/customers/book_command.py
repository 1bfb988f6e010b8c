"""What ``deskhand customers`` does: lists of customers taken into the book, told, given up."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from desktop.core.clock import SystemClock
from desktop.core.results import UserError
from desktop.customers.book.book import Book, BookList, Taken
from desktop.customers.book.importing import import_list, look_at
from desktop.customers.providers.book import BookProvider
from desktop.customers.providers.registry import build
from desktop.host.base import Places
from desktop.settings.declare import Reader
from desktop.settings.secrets import Secrets


def take(
    settings: Reader,
    places: Places,
    secrets: Secrets,
    file: Path,
    name: str = "",
    columns: Sequence[str] = (),
    tell: Callable[[str], None] = lambda _: None,
) -> Taken:
    """Take a CSV or Excel file in as the list ``name`` (its own name), in place of one before.

    ``columns`` are what its columns are, in their order, where the guess is wrong; an empty one is
    left out. ``tell`` hears what each was taken for.

    Raises:
        UserError: it can't be read or kept, or nobody could be found by its columns.
    """
    preview = look_at(file)
    chosen = tuple(columns) or preview.columns
    if len(chosen) != len(preview.columns):
        raise UserError(
            f"The list has {len(preview.columns)} columns, and {len(chosen)} were named",
            todo="Name each column, and nothing between two commas for one to be left out",
            place=file.name,
        )
    for title, column in zip(preview.titles, chosen, strict=True):
        tell(f"{title or 'a column'}: {column or 'left out'}")
    with _provider(settings, places, secrets) as provider:
        book = provider.book_for_lists()
        return import_list(book, file, name or file.stem, preview, columns=chosen)


def lists(settings: Reader, places: Places, secrets: Secrets) -> tuple[BookList, ...]:
    """The lists that are in the book.

    Raises:
        UserError: it can't be read.
    """
    with _book(settings, places, secrets) as book:
        return book.lists()


def give_up(settings: Reader, places: Places, secrets: Secrets, name: str) -> None:
    """Delete a list and everybody in it.

    Raises:
        UserError: there is no such list, or the book can't be written.
    """
    with _book(settings, places, secrets) as book:
        names = [one.name for one in book.lists()]
        if name not in names:
            known = f"There are: {', '.join(names)}" if names else "There is none"
            raise UserError(f"There is no list “{name}”", known)
        book.remove(name).result()


@contextlib.contextmanager
def _book(settings: Reader, places: Places, secrets: Secrets) -> Iterator[Book]:
    with _provider(settings, places, secrets) as provider:
        yield provider.book()


@contextlib.contextmanager
def _provider(settings: Reader, places: Places, secrets: Secrets) -> Iterator[BookProvider]:
    ready, _ = build(settings, secrets, SystemClock(), places.data)
    providers = [one.provider for one in ready if isinstance(one.provider, BookProvider)]
    if not providers:
        raise UserError(
            "There is no customer book",
            "The providers in the settings do not name it",
            "Add “book” to them",
        )
    try:
        yield providers[0]
    finally:
        for one in ready:
            one.provider.close()
