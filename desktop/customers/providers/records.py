"""Reads what servers say of one thing, whose values may be of any type or missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

Record = Mapping[str, Any]
Answer = dict[str, Any]
"""An object of JSON, as the kind of thing to get from a server."""

_MOST_TEXTS = 20


def text_of(record: object, key: str) -> str:
    """A value as text; empty when there is none, or something of another kind."""
    value = record.get(key) if isinstance(record, Mapping) else None
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def texts_of(record: object, key: str) -> list[str]:
    """The first texts of a list of texts."""
    value = record.get(key) if isinstance(record, Mapping) else None
    every = value[:_MOST_TEXTS] if isinstance(value, list) else []
    return [one for one in every if isinstance(one, str)]


def records_of(record: object, key: str, most: int) -> Sequence[Record]:
    """The first records of a list of records."""
    value = record.get(key) if isinstance(record, Mapping) else None
    every = value[:most] if isinstance(value, list) else []
    return [one for one in every if isinstance(one, Mapping)]


def number_of(record: object, key: str) -> int:
    """A whole number, 0 when there is none."""
    value = record.get(key) if isinstance(record, Mapping) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def moment_of(record: object, key: str) -> dt.datetime | None:
    """A moment as ISO 8601 writes it; None too for 1970, which some servers say for never."""
    try:
        moment = dt.datetime.fromisoformat(text_of(record, key))
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return moment if moment.year > 1970 else None


def is_later(record: object, key: str, than: dt.datetime) -> bool:
    """Is this moment known, and later?"""
    moment = moment_of(record, key)
    return moment is not None and moment > than


def counted_moment_of(record: object, key: str, per_second: int = 1) -> dt.datetime | None:
    """A moment as a count since 1970: of seconds, or of so many parts of one."""
    count = number_of(record, key)
    try:
        return dt.datetime.fromtimestamp(count / per_second, dt.UTC) if count > 0 else None
    except (OverflowError, OSError, ValueError):
        return None
