"""The history's file: five tables of times, written whole and read by the day."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final, TypeVar

from desktop.breaks.history.records import LoadAt, Records, Said, Share, Spent
from desktop.breaks.register import KeptBreak
from desktop.breaks.roster import Planned
from desktop.core.results import Problem
from desktop.storage.database import Database
from desktop.storage.migrations import statements

T = TypeVar("T")

NAME: Final = "breaks.db"
MIGRATIONS: Final = (
    # Moments are milliseconds of UTC; "zone" is the offset in seconds that was in force then.
    statements(
        "CREATE TABLE spent (begins INTEGER PRIMARY KEY, ends INTEGER NOT NULL,"
        " zone INTEGER NOT NULL, activity TEXT NOT NULL)",
        "CREATE TABLE had (begins INTEGER PRIMARY KEY, ends INTEGER NOT NULL,"
        " zone INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, outcome TEXT NOT NULL)",
        "CREATE TABLE load (at INTEGER PRIMARY KEY, zone INTEGER NOT NULL, value REAL NOT NULL,"
        " shares TEXT NOT NULL)",
        "CREATE TABLE said (at INTEGER PRIMARY KEY, zone INTEGER NOT NULL, tap TEXT NOT NULL)",
        "CREATE TABLE rostered (begins INTEGER NOT NULL, ends INTEGER NOT NULL,"
        " zone INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (begins, name)) WITHOUT ROWID",
    ),
)
_PATIENCE_S: Final = 2.0
"""To wait for another process that writes."""
_LONGEST_MS: Final = 24 * 3600 * 1000
"""No stretch and no break is longer: so far before a time one that touches it may begin."""
_MOMENTS: Final = {
    "spent": "begins",
    "had": "begins",
    "load": "at",
    "said": "at",
    "rostered": "begins",
}


class History:
    """Open while something is done with it. Calls wait for the file: keep them off the planner."""

    def __init__(self, folder: Path) -> None:
        """Open it, or make it.

        Raises:
            StorageError: it can't be used.
        """
        self._database = Database(folder / NAME, MIGRATIONS, patience=_PATIENCE_S)

    @property
    def problem(self) -> Problem | None:
        """A broken one was set aside."""
        return self._database.problem

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def write(self, records: Records) -> None:
        """Keep these, all or none; once more, it changes nothing.

        Raises:
            StorageError: nothing of them was kept.
        """
        self._database.write(lambda connection: _write(connection, records)).result()

    def forget_before(self, moment: dt.datetime) -> None:
        """Delete what is older.

        Raises:
            StorageError: nothing was deleted.
        """
        limit = _ms(moment)

        def work(connection: sqlite3.Connection) -> int:
            gone = 0
            for table, column in _MOMENTS.items():
                words = f"DELETE FROM {table} WHERE {column} < ?"  # noqa: S608 - names from above
                gone += connection.execute(words, (limit,)).rowcount
            return gone

        if self._database.write(work).result():
            self._database.scrub().result()

    def read(self, begins: dt.datetime, ends: dt.datetime) -> Records:
        """What touches that time.

        Raises:
            StorageError: it can't be read.
        """
        since, until = _ms(begins), _ms(ends)
        stretch = (since - _LONGEST_MS, until, since)
        with self._database.reading() as connection:
            ask = connection.execute
            return Records(
                _sound(
                    _spent,
                    ask(
                        "SELECT begins, ends, zone, activity FROM spent"
                        " WHERE begins >= ? AND begins < ? AND ends > ? ORDER BY begins",
                        stretch,
                    ),
                ),
                _sound(
                    _had,
                    ask(
                        "SELECT begins, ends, zone, kind, name, outcome FROM had"
                        " WHERE begins >= ? AND begins < ? AND ends >= ? ORDER BY begins",
                        stretch,
                    ),
                ),
                _sound(
                    _load_at,
                    ask(
                        "SELECT at, zone, value, shares FROM load"
                        " WHERE at >= ? AND at < ? ORDER BY at",
                        (since, until),
                    ),
                ),
                _sound(
                    _said,
                    ask(
                        "SELECT at, zone, tap FROM said WHERE at >= ? AND at < ? ORDER BY at",
                        (since, until),
                    ),
                ),
                _sound(
                    _planned,
                    ask(
                        "SELECT begins, ends, zone, name FROM rostered"
                        " WHERE begins >= ? AND begins < ? AND ends > ? ORDER BY begins",
                        stretch,
                    ),
                ),
            )


def _sound(make: Callable[..., T], rows: Iterable[tuple[Any, ...]]) -> list[T]:
    """What can be made of the rows.

    One that is damaged in a way that SQLite does not see is not worth the days around it.
    """
    found = []
    for row in rows:
        try:
            found.append(make(*row))
        except (ValueError, TypeError, OverflowError, OSError):
            continue
    return found


def _spent(at: int, end: int, zone: int, activity: str) -> Spent:
    return Spent(_wall(at, zone), _wall(end, zone), str(activity))


def _had(at: int, end: int, zone: int, kind: str, name: str, outcome: str) -> KeptBreak:
    return KeptBreak(_wall(at, zone), _wall(end, zone), str(kind), str(name), str(outcome))


def _load_at(at: int, zone: int, value: float, shares: str) -> LoadAt:
    return LoadAt(_wall(at, zone), float(value), tuple(_shares(shares, zone)))


def _said(at: int, zone: int, tap: str) -> Said:
    return Said(_wall(at, zone), str(tap))


def _planned(at: int, end: int, zone: int, name: str) -> Planned:
    return Planned(_wall(at, zone), _wall(end, zone), str(name))


def _write(connection: sqlite3.Connection, records: Records) -> None:
    many = connection.executemany
    many(
        "INSERT OR REPLACE INTO spent VALUES (?, ?, ?, ?)",
        (
            (_ms(one.begins), _ms(one.ends), _zone(one.begins), one.activity)
            for one in records.spent
        ),
    )
    many(
        "INSERT OR REPLACE INTO had VALUES (?, ?, ?, ?, ?, ?)",
        (
            (_ms(one.begins), _ms(one.ends), _zone(one.begins), one.kind, one.name, one.outcome)
            for one in records.breaks
        ),
    )
    many(
        "INSERT OR REPLACE INTO load VALUES (?, ?, ?, ?)",
        ((_ms(one.at), _zone(one.at), one.value, _plain(one.shares)) for one in records.load),
    )
    many(
        "INSERT OR REPLACE INTO said VALUES (?, ?, ?)",
        ((_ms(one.at), _zone(one.at), one.tap) for one in records.taps),
    )
    many(
        "INSERT OR REPLACE INTO rostered VALUES (?, ?, ?, ?)",
        ((_ms(one.begins), _ms(one.ends), _zone(one.begins), one.name) for one in records.rostered),
    )


def _plain(shares: Iterable[Share]) -> str:
    return json.dumps(
        [
            [one.what, one.value] if one.at is None else [one.what, one.value, _ms(one.at)]
            for one in shares
        ]
    )


def _shares(text: object, zone: int) -> Iterable[Share]:
    try:
        found = json.loads(str(text))
    except (ValueError, RecursionError):  # damaged in a way that SQLite does not see
        return
    for what, value, *at in found if isinstance(found, list) else ():
        yield Share(str(what), float(value), _wall(at[0], zone) if at else None)


def _ms(moment: dt.datetime) -> int:
    return round(moment.timestamp() * 1000)


def _zone(moment: dt.datetime) -> int:
    offset = moment.utcoffset()
    return 0 if offset is None else round(offset.total_seconds())


def _wall(moment: int, zone: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(moment / 1000, dt.timezone(dt.timedelta(seconds=zone)))
