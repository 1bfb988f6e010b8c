"""Tables of snippets that no program in particular wrote: a trigger, a text, perhaps a label.

Columns are known by their titles where the first line has some, else by their order.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from desktop.core.results import UserError
from desktop.core.tables import delimiter_of
from desktop.snippets.importers.base import (
    MOST_FILES,
    MOST_SNIPPETS,
    Draft,
    DraftPack,
    Imported,
    Importer,
    LeftOut,
    escaped,
    read_text,
)

_LONGEST_CELL = 130_000
"""Characters; the module csv gives up at more."""
TITLES: Mapping[str, str] = {
    "trigger": "trigger", "abbreviation": "trigger", "shortcut": "trigger", "keyword": "trigger",
    "shortcode": "trigger", "short code": "trigger", "hotstring": "trigger", "kürzel": "trigger",
    "text": "text", "content": "text", "snippet": "text", "replace": "text", "body": "text",
    "replacement": "text", "expansion": "text", "phrase": "text", "message": "text",
    "label": "label", "name": "label", "title": "label", "description": "label",
    "tags": "search", "search terms": "search", "search_terms": "search",
    "pack": "pack", "group": "pack", "folder": "pack", "category": "pack",
}  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would take for a formula; an apostrophe goes before it
(owasp.org/www-community/attacks/CSV_Injection)."""
_ORDER = ("trigger", "text", "label")


def table(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows that have anything in them, with their line.

    Raises:
        UserError: it can't be read, or is no table.
    """
    text = read_text(path)
    delimiter = delimiter_of(text[:200_000])
    if text.startswith("sep=") and text[4:5] and text[5:6] == "\n":  # as Excel writes and reads it
        delimiter, text = text[4], text[6:]
    if '\\"' in text and not _is_regular(text, delimiter):
        doubled = text.replace('\\"', '""')  # as some programs write a quotation mark in a field
        text = doubled if _is_regular(doubled, delimiter) else text
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error:
        raise UserError(
            "This table can't be read to its end",
            f"A field in it does not end, or has more than {_LONGEST_CELL:,} characters",
            f"Look at line {reader.line_num:,}: a quotation mark may be missing",
            place=path.name,
        ) from None


def _is_regular(text: str, delimiter: str) -> bool:
    """Whether no field goes on behind the quotation mark that ends it."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return all(True for _ in reader)
    except csv.Error:
        return False


def columns_of(first: Sequence[str]) -> dict[str, int] | None:
    """Where each column is, if these are titles."""
    found: dict[str, int] = {}
    for place, cell in enumerate(first):
        meaning = TITLES.get(" ".join(cell.casefold().split()))
        if meaning is not None:
            found.setdefault(meaning, place)
    return found if {"trigger", "text"} <= found.keys() else None


MORE = "more"
"""What stands in columns that mean nothing here."""


def rows_of(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows by what their columns mean: what :data:`TITLES` stand for, and the rest.

    Raises:
        UserError: as :func:`table`.
    """
    columns: Mapping[str, int] | None = None
    for line, row in table(path):
        if columns is None:
            columns = columns_of(row)
            if columns is not None:
                continue
            columns = {meaning: place for place, meaning in enumerate(_ORDER)}
        meant = {
            meaning: _bare(row[place]) for meaning, place in columns.items() if place < len(row)
        }
        known = set(columns.values())
        rest = (cell.strip() for place, cell in enumerate(row) if place not in known)
        more = [cell for cell in rest if cell]
        yield line, {**meant, MORE: ", ".join(more)} if more else meant


def _bare(cell: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def tables_in(folder: Path) -> list[Path]:
    """The tables that lie in a folder, by their names."""
    found = (one for one in folder.iterdir() if _is_table(one) and one.is_file())
    return sorted(islice(found, MOST_FILES))


def packs_of_rows(path: Path, draft: Callable[[str, Mapping[str, str], str], Draft]) -> Imported:
    """Every row that has a text a snippet, in the pack that its row names, else that of its table.

    ``path`` is a table or a folder of them. ``draft`` makes a snippet of its name, the row and the
    text.

    Raises:
        UserError: as :func:`table`, for a table alone.
    """
    rows = _Rows(draft)
    if not path.is_dir():
        rows.take(path)
        return rows.found()
    for one in tables_in(path):
        try:
            rows.take(one)
        except UserError as error:
            rows.left_out.append(LeftOut(one.name, error.problem.sentence()))
    return rows.found()


class _Rows:
    """The rows of tables as snippets."""

    def __init__(self, draft: Callable[[str, Mapping[str, str], str], Draft]) -> None:
        self.left_out: list[LeftOut] = []
        self._draft = draft
        self._packs: dict[str, DraftPack] = {}
        self._count = 0

    def found(self) -> Imported:
        return Imported([*self._packs.values()], self.left_out)

    def take(self, path: Path) -> None:
        for line, row in rows_of(path):
            source = row.get("trigger", "").strip() or f"line {line}"
            text = row.get("text", "")
            if not text.strip():
                self.left_out.append(LeftOut(source, "It has no text."))
            elif self._count >= MOST_SNIPPETS:
                self.left_out.append(LeftOut(source, f"Only {MOST_SNIPPETS:,} snippets are taken."))
                break
            else:
                made = self._draft(source, row, text)
                _note_more(made, row)
                name = row.get("pack", "").strip() or path.stem
                self._packs.setdefault(name, DraftPack(name)).drafts.append(made)
                self._count += 1


def _note_more(draft: Draft, row: Mapping[str, str]) -> None:
    """Tell of cells that nothing was made of: a comma may have cut a text in two."""
    more = row.get(MORE, "")
    if more:
        shown = f"{more[:60]}…" if len(more) > 60 else more
        draft.changed(f"What stands in further columns is left out: {shown}")


def read(path: Path) -> Imported:
    """Every row a snippet; its text is taken as it is."""
    return packs_of_rows(path, _draft)


def _draft(source: str, row: Mapping[str, str], text: str) -> Draft:
    trigger = row.get("trigger", "").strip()
    draft = Draft(
        source,
        escaped(text),
        triggers=[trigger] if trigger else [],
        label=row.get("label", "").strip(),
        search_terms=[one.strip() for one in row.get("search", "").split(",") if one.strip()],
    )
    if not trigger:
        draft.changed("It has no trigger, so it is found in the palette only.")
    return draft


def _is_table(path: Path) -> bool:
    return path.suffix.lower() in {".csv", ".tsv"}


def recognises(path: Path, _sample: bytes) -> bool:
    """Any table, or folder with one; programs whose tables mean more come before it."""
    return bool(tables_in(path)) if path.is_dir() else _is_table(path)


IMPORTER = Importer("csv", "a table (CSV)", recognises, read, general=True)
