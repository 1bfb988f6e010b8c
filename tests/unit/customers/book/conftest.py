"""A customer book with people in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.customers.book.book import Book
from tests.unit.customers.book.keeping import COLUMNS, PEOPLE, open_book


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    opened = open_book(tmp_path)
    opened.take("people", COLUMNS, PEOPLE).result()
    yield opened
    opened.close()
