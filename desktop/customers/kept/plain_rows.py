"""Rows whose content is plain values: how they are written, and read with care."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from desktop.customers.kept.rows import Row

T = TypeVar("T")
log = logging.getLogger(__name__)


def content(plain: Mapping[str, Any]) -> bytes:
    """Values as a row's content."""
    return json.dumps(plain, ensure_ascii=False).encode(errors="surrogatepass")


def understood(rows: Iterable[Row], make: Callable[[int, Mapping[str, Any]], T]) -> list[T]:
    """What ``make`` makes of each row by its number; it raises ValueError for what is damaged.

    That is left out: one row that can't be understood must not hide the others.
    """
    found = []
    for row in rows:
        try:
            found.append(make(row.id, json.loads(row.content.decode(errors="surrogatepass"))))
        except ValueError as error:
            log.error("row %d of %s can't be read: %s", row.id, row.kind, type(error).__name__)
    return found
