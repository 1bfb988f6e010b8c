"""CSV files, as spreadsheets write and read them: the memory's pairs and the glossary's terms.

Read: UTF-8 or UTF-16 with or without a byte order mark; comma, semicolon, tab or bar between the
columns (or as a first line ``sep=;`` says); quoted where needed; columns in any order, by the names
in the first line. A cell that a spreadsheet would take for a formula is written with an apostrophe
before it, and read without (owasp.org/www-community/attacks/CSV_Injection).
"""

from __future__ import annotations

import codecs
import csv
import io
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from desktop.core.tags import primary
from desktop.translation.engines.codes import ISO_639_3
from desktop.translation.exchange.files import whole_file
from desktop.translation.exchange.units import ImportRefused, Item, Reason, Skipped, Unit
from desktop.translation.glossary import LONGEST as LONGEST_TERM
from desktop.translation.glossary import MOST, Term
from desktop.translation.memory_changes import LONGEST, Stopped
from desktop.translation.memory_rows import Pair, Segment
from desktop.translation.tags import canonical

_LONGEST_LINE: Final = 256 * 1024
"""Characters up to a line's end."""
_MOST_COLUMNS: Final = 100
_SEPARATORS: Final = ",;\t|"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")

_NAMES: Final[Mapping[str, str]] = {
    "source": "source", "source text": "source", "src": "source", "original": "source",
    "term": "source",
    "target": "target", "target text": "target", "trg": "target", "translation": "target",
    "source language": "source language", "source lang": "source language",
    "srclang": "source language", "from": "source language",
    "target language": "target language", "target lang": "target language",
    "trglang": "target language", "to": "target language",
    "kinds": "kinds",
    "case": "case", "exact case": "case", "case sensitive": "case",
    "do not translate": "keep", "dnt": "keep",
}  # fmt: skip
_YES: Final = frozenset({"yes", "y", "true", "1", "x", "exact"})


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: Mapping[str, str]
    """By what their column means."""
    whole: bool
    """Has it a cell in every column?"""


def read_csv(path: Path, source_language: str = "", target_language: str = "") -> Iterator[Item]:
    """The pairs in a file; the languages are those of rows that name none.

    A column may also be named by the language that is in it: ``en`` and ``pt-BR``.

    Raises:
        ImportRefused: it can't be read, or is no such table.
    """
    for row in _rows(path, ("source", "target")):
        source, target = row.cells.get("source", ""), row.cells.get("target", "")
        languages = (
            canonical(row.cells.get("source language", "").strip() or source_language),
            canonical(row.cells.get("target language", "").strip() or target_language),
        )
        if not row.whole and not (source and target):
            yield Skipped(row.line, Reason.COLUMNS)
        elif not source.strip() or not target.strip():
            yield Skipped(row.line, Reason.EMPTY)
        elif languages[0] is None or languages[1] is None:
            yield Skipped(row.line, Reason.LANGUAGE)
        elif languages[0] == languages[1]:
            yield Skipped(row.line, Reason.SAME_LANGUAGE)
        elif max(len(source), len(target)) > LONGEST:
            yield Skipped(row.line, Reason.TOO_LONG)
        else:
            kinds = tuple(row.cells.get("kinds", "").split())
            yield Unit(row.line, Pair(source, target, languages[0], languages[1], kinds))


def write_csv(
    path: Path, segments: Iterable[Segment], go_on: Callable[[int], bool] = lambda _: True
) -> int:
    """Write them; gives how many. ``go_on`` hears that on the way.

    Raises:
        UserError: it can't be written; what was there is unchanged.
        Stopped: ``go_on`` said no; the same.
    """
    count = 0
    with whole_file(path) as file:
        write = _table(file, "source language", "target language", "source", "target", "kinds")
        for one in segments:
            kinds = " ".join(one.kinds)
            write(one.source_language, one.target_language, one.source, one.target, kinds)
            count += 1
            if not go_on(count):
                raise Stopped
    return count


def read_glossary(path: Path) -> tuple[list[Term], list[Skipped]]:
    """The terms in a file, and what was left out.

    Columns ``source``, ``target`` (empty: not translated), ``source language`` and ``target
    language`` (empty or ``*``: every one), ``case`` (``exact``: only as written).

    Raises:
        ImportRefused: it can't be read, is no such table, or has too many terms.
    """
    terms: list[Term] = []
    skipped = []
    for row in _rows(path, ("source",)):
        found = _term(row)
        if isinstance(found, Term):
            terms.append(found)
        else:
            skipped.append(Skipped(row.line, found))
        if len(terms) + len(skipped) > MOST:
            raise ImportRefused(
                f"The glossary has more than {MOST:,} terms", todo="Shorten it", place=path.name
            )
    return terms, skipped


def write_glossary(path: Path, terms: Iterable[Term]) -> None:
    """Write them all.

    Raises:
        UserError: it can't be written; what was there is unchanged.
    """
    with whole_file(path) as file:
        write = _table(file, "source", "target", "source language", "target language", "case")
        for one in terms:
            case = "exact" if one.exact_case else ""
            write(one.source, one.target or "", one.source_language, one.target_language, case)


def _term(row: _Row) -> Term | Reason:
    source = row.cells.get("source", "").strip()
    target = row.cells.get("target", "").strip()
    source_language = _range(row.cells.get("source language", ""))
    target_language = _range(row.cells.get("target language", ""))
    if source_language is None or target_language is None:
        return Reason.LANGUAGE
    if not source:
        return Reason.EMPTY
    if max(len(source), len(target)) > LONGEST_TERM:
        return Reason.TOO_LONG
    keep = row.cells.get("keep", "").strip().casefold() in _YES
    return Term(
        source,
        None if keep or not target else target,
        source_language,
        target_language,
        exact_case=row.cells.get("case", "").strip().casefold() in _YES,
    )


def _range(written: str) -> str | None:
    written = written.strip()
    return "*" if written in {"", "*"} else canonical(written)


# --- tables -------------------------------------------------------------------------------------


def _rows(path: Path, needed: Sequence[str]) -> Iterator[_Row]:
    try:
        with path.open("rb") as raw:
            text = io.TextIOWrapper(raw, encoding=_encoding(raw), newline="")
            yield from _read(_Lines(text, path.name), needed, path.name)
    except UnicodeError:
        raise ImportRefused(
            "The file is not text in UTF-8",
            todo="Save it from the spreadsheet as “CSV UTF-8”",
            place=path.name,
        ) from None
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else ""
        raise ImportRefused("The file can't be read", why, place=path.name) from error


def _encoding(raw: IO[bytes]) -> str:
    begin = raw.read(2)
    raw.seek(0)
    # Excel's “Unicode text” is UTF-16.
    return "utf-16" if begin in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE} else "utf-8-sig"


class _Lines:
    """The lines of a file, each bounded, and how many there were."""

    def __init__(self, file: IO[str], name: str) -> None:
        self.count = 0
        self._file = file
        self._name = name
        self._again: list[str] = []

    def __iter__(self) -> Iterator[str]:
        while line := self._again.pop() if self._again else self._file.readline(_LONGEST_LINE):
            if len(line) == _LONGEST_LINE:
                raise ImportRefused("A line is too long", place=f"{self._name}:{self.count + 1}")
            self.count += 1
            yield line

    def first(self) -> str:
        """The first line, which stays to be read unless it only names the separator."""
        line = self._file.readline(_LONGEST_LINE)
        if line[:4].lower() == "sep=" and len(line.rstrip("\r\n")) == 5:
            self.count += 1
            return line[4]
        self._again = [line] if line else []
        return line


def _read(lines: _Lines, needed: Sequence[str], name: str) -> Iterator[_Row]:
    first = lines.first()
    separator = first if len(first) == 1 and first in _SEPARATORS else _separator(first)
    table = csv.reader(lines, delimiter=separator)
    columns: list[str] | None = None
    languages: dict[str, str] = {}
    begun = lines.count + 1
    try:
        for cells in table:
            line, begun = begun, lines.count + 1
            if not any(cell.strip() for cell in cells):
                continue
            if columns is None:
                columns, languages = _columns(cells, needed, f"{name}:{line}")
                continue
            named = dict(zip(columns, map(_plain, cells), strict=False))
            yield _Row(line, {**languages, **named}, len(cells) >= len(columns))
    except csv.Error:
        # Its words may quote the file. What it can be is a cell without end.
        raise ImportRefused(
            "A cell in the file is too long",
            "A quotation mark may not be closed",
            "Nothing was imported; correct it there",
            f"{name}:{begun}",
        ) from None


def _separator(line: str) -> str:
    """What stands most often between the cells of the first line."""
    outside = "".join(line.split('"')[::2])
    return max(_SEPARATORS, key=outside.count)


def _columns(
    cells: Sequence[str], needed: Sequence[str], place: str
) -> tuple[list[str], dict[str, str]]:
    """What each column means, and the languages if the first line names them."""
    written = [" ".join(cell.replace("_", " ").casefold().split()) for cell in cells]
    columns = [_NAMES.get(one, "") for one in written[:_MOST_COLUMNS]]
    languages = {}
    if "target" in needed and not set(needed) <= set(columns):
        tagged = [at for at, cell in enumerate(cells[: len(columns)]) if _names_language(cell)]
        if len(tagged) > 2:  # Indonesian and Norwegian, or a number
            tagged = [at for at in tagged if cells[at].strip().lower() not in {"id", "no"}]
        if len(tagged) == 2:
            for at, which in zip(tagged, ("source", "target"), strict=True):
                columns[at] = which
                languages[f"{which} language"] = cells[at].strip()
    if not set(needed) <= set(columns):
        raise ImportRefused(
            f"The first line does not name the columns {' and '.join(needed)}",
            todo="Name them in the first line",
            place=place,
        )
    return columns, languages


def _names_language(cell: str) -> bool:
    tag = canonical(cell.strip())
    return tag is not None and primary(tag) in ISO_639_3


def _table(file: IO[str], *names: str) -> Callable[..., None]:
    file.write("\ufeff")  # by which Excel knows UTF-8
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(names)
    return lambda *cells: writer.writerow([_safe(cell) for cell in cells])


def _safe(cell: str) -> str:
    return "'" + cell if cell.lstrip("'").startswith(_FORMULA) else cell


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA) else cell
