"""Rows of a list in a file: CSV of any delimiter and encoding, or an Excel workbook."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
import os
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from desktop.core.results import UserError
from desktop.core.tables import delimiter_of, encoding_of

LARGEST = 2_000_000_000
"""Bytes of a file."""
LARGEST_UNPACKED = 1_500_000_000
"""Bytes of what a workbook comes to when it is unpacked."""
MOST_COLUMNS = 200
LONGEST_CELL = 130_000
"""Characters; the module csv gives up at more."""

_SAMPLE = 200_000
"""Bytes that a file is judged by."""
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DELIMITER_TOLD = re.compile(r"\ufeff?\"?sep=(?P<sign>[,;\t|])\"?\r?\n", re.IGNORECASE)
"""A first line for Excel alone, which some programs write."""
_WORKBOOKS = frozenset({".xlsx", ".xlsm"})


@dataclass(frozen=True)
class Sheet:
    """An open list."""

    rows: Iterator[Sequence[str]] = field(repr=False)
    """All of them, the titles too; short and long ones as they are. Raises UserError."""
    progress: Callable[[], float]
    """How much of the file is read, from 0 to 1."""


@contextlib.contextmanager
def open_sheet(path: Path) -> Iterator[Sheet]:
    """Read a file; encoding and delimiter are told from its beginning.

    Raises:
        UserError: it can't be read, is too large, or is no list.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise UserError(
                "This list is too large",
                f"It has {size:,} bytes, and Deskhand takes {LARGEST:,}",
                "Take it in in parts",
                place=path.name,
            )
        with path.open("rb") as file:
            if path.suffix.lower() in _WORKBOOKS:
                with _workbook(file, path.name) as sheet:
                    yield sheet
            elif path.suffix.lower() == ".xls" or file.peek(8)[:8] == _OLD_WORKBOOK:
                raise UserError(
                    "This is a workbook of an old Excel, which Deskhand can't read",
                    todo="Save it as .xlsx or .csv",
                    place=path.name,
                )
            else:
                yield _text(file, size, path.name)
    except OSError as error:
        raise UserError(
            "This list can't be read",
            os.strerror(error.errno) if error.errno else "",
            "Check that the file is there and not open elsewhere",
            place=path.name,
        ) from error


def _text(file: BinaryIO, size: int, name: str) -> Sheet:
    sample = file.read(_SAMPLE)
    file.seek(0)
    encoding = encoding_of(sample)
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    begin = sample.decode("utf-8" if encoding == "utf-8-sig" else encoding, "replace")
    told = _DELIMITER_TOLD.match(begin)
    delimiter = told["sign"] if told else delimiter_of(begin)

    def rows() -> Iterator[Sequence[str]]:
        if told:
            text.readline()
        reader = csv.reader(text, delimiter=delimiter)
        try:
            for row in reader:
                if row:
                    yield row if len(row) <= MOST_COLUMNS else row[:MOST_COLUMNS]
        except csv.Error:
            raise UserError(
                "This list can't be read to its end",
                "A field in it does not end, or is longer than any customer's",
                f"Look at line {reader.line_num:,}: a quotation mark may be missing",
                place=name,
            ) from None

    # Its own buffer: the wrapper, once nobody holds it, closes the file.
    return Sheet(rows(), lambda: min(1.0, text.buffer.tell() / size) if size else 1.0)


@contextlib.contextmanager
def _workbook(file: BinaryIO, name: str) -> Iterator[Sheet]:
    import openpyxl  # takes 200 ms
    import openpyxl.utils.exceptions

    broken = UserError(
        "This workbook can't be read",
        "It is damaged, protected by a password, or no workbook",
        "Open it in Excel or LibreOffice and save it as .csv",
        place=name,
    )
    try:
        with zipfile.ZipFile(file) as packed:
            if sum(one.file_size for one in packed.infolist()) > LARGEST_UNPACKED:
                raise broken
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except (zipfile.BadZipFile, openpyxl.utils.exceptions.InvalidFileException, KeyError,
            ValueError, SyntaxError):  # fmt: skip
        raise broken from None
    try:
        sheet = book.worksheets[0] if book.worksheets else None
        if sheet is None:
            raise broken
        total = sheet.max_row or 0
        read = 0

        def rows() -> Iterator[Sequence[str]]:
            nonlocal read
            try:
                for cells in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
                    read += 1
                    row = [_cell(one) for one in cells]
                    while row and not row[-1]:  # as wide as the widest otherwise
                        row.pop()
                    if row:
                        yield row
            except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError):
                raise broken from None

        yield Sheet(rows(), lambda: min(1.0, read / total) if total else 0.0)
    finally:
        book.close()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # a phone number that Excel took for an amount
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return str(value)[:LONGEST_CELL]
