"""From a file to a list in the customer book: look at it, choose what its columns are, take it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from desktop.core.results import UserError
from desktop.customers.book.book import Book, Taken
from desktop.customers.book.columns import guess, is_header
from desktop.customers.book.marks import NAMES
from desktop.customers.book.rows import COLUMNS
from desktop.customers.book.sheets import Sheet, open_sheet
from desktop.net.deadline import Cancellation

_SAMPLE_ROWS = 50


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file looks like, for the agent to confirm or correct."""

    titles: tuple[str, ...]
    """Of the columns; empty texts where the file has none."""
    columns: tuple[str, ...]
    """What each is, as a field of a card; empty: left out."""
    sample: tuple[tuple[str, ...], ...] = field(repr=False)
    """Some rows."""
    has_titles: bool


def look_at(path: Path) -> Preview:
    """The beginning of a list, and a guess at its columns.

    Raises:
        UserError: it can't be read, or nothing is in it.
    """
    with open_sheet(path) as sheet:
        rows = list(itertools.islice(sheet.rows, _SAMPLE_ROWS))
    if not rows:
        raise UserError("There is nothing in this list", place=path.name)
    width = max(len(row) for row in rows)
    has_titles = is_header(rows[0])
    sample = rows[1:] if has_titles else rows
    titles = [*(rows[0] if has_titles else ()), *[""] * width][:width]
    cut = tuple(tuple(cell[:200] for cell in row) for row in sample)
    return Preview(tuple(titles), guess(titles, sample), cut, has_titles)


def import_list(
    book: Book,
    path: Path,
    name: str,
    preview: Preview,
    *,
    columns: Sequence[str] | None = None,
    progress: Callable[[float, int], None] = lambda *_: None,
    cancellation: Cancellation | None = None,
) -> Taken:
    """Take the file in as the list ``name``, in place of one of that name; all or nothing.

    ``columns`` are what the agent chose instead of the preview's. ``progress`` gets the part that
    is done (0 to 1) and the rows read, on another thread. Comes back when all is written.

    Raises:
        UserError: it can't be read or kept, or nobody could be found by what is chosen.
        Stopped: it was cancelled, and nothing changed.
    """
    chosen = tuple(preview.columns if columns is None else columns)
    if not set(chosen) & {*COLUMNS, *NAMES}:
        raise UserError(
            "Nobody could be found by these columns",
            "None of them is an e-mail address, a phone number, a customer number or a name",
            "Say which one is",
            place=path.name,
        )
    with open_sheet(path) as sheet:
        rows = _without_titles(sheet) if preview.has_titles else sheet.rows
        return book.take(
            name,
            chosen,
            rows,
            progress=lambda read: progress(sheet.progress(), read),
            cancellation=cancellation,
        ).result()


def _without_titles(sheet: Sheet) -> Iterator[Sequence[str]]:
    next(sheet.rows, None)
    return sheet.rows
