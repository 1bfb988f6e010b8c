"""The uses of snippets on the disk: sums by day, snippet and application, on this machine only."""

from __future__ import annotations

import datetime as dt
import sqlite3
from concurrent.futures import Future
from pathlib import Path

from desktop.core.results import Problem
from desktop.snippets.savings.uses import Sum, Use
from desktop.storage.database import Database
from desktop.storage.migrations import statements

FILE = "uses.db"
"""In the profile's folder for data."""
_MIGRATIONS = (
    statements(
        """CREATE TABLE uses (
            day TEXT NOT NULL, snippet TEXT NOT NULL, app TEXT NOT NULL,
            count INTEGER NOT NULL, characters INTEGER NOT NULL, keys INTEGER NOT NULL,
            PRIMARY KEY (day, snippet, app)
        ) WITHOUT ROWID""",
    ),
)
_ADD = """INSERT INTO uses VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET count = count + excluded.count,
    characters = characters + excluded.characters, keys = keys + excluded.keys"""
_LONGEST = 200
"""Characters of a name."""


class Ledger:
    """Any thread may call; :meth:`close` it at the end."""

    def __init__(self, data: Path) -> None:
        """Open it, or begin one in that folder.

        Raises:
            StorageError: it can't be used.
        """
        self._database = Database(data / FILE, _MIGRATIONS)

    @property
    def problem(self) -> Problem | None:
        """What was wrong with the file that was there."""
        return self._database.problem

    def add(self, day: dt.date, use: Use, times: int = 1) -> Future[None]:
        """Add a use; with ``times`` -1 it is taken back."""
        row = (
            day.isoformat(),
            use.snippet[:_LONGEST],
            use.app[:_LONGEST],
            times,
            times * use.characters,
            times * use.keys,
        )

        def work(connection: sqlite3.Connection) -> None:
            connection.execute(_ADD, row)

        return self._database.write(work)

    def read(self, since: dt.date | None = None) -> list[Sum]:
        """All sums from a day on, by day.

        Raises:
            StorageError: it can't be read.
        """
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT day, snippet, app, count, characters, keys FROM uses"
                " WHERE day >= ? AND count > 0 ORDER BY day, snippet, app",
                (since.isoformat() if since else "",),
            ).fetchall()
        return [Sum(dt.date.fromisoformat(day), *rest) for day, *rest in rows]

    def forget(self, before: dt.date | None = None) -> Future[None]:
        """Delete what is older than a day, or everything."""

        def work(connection: sqlite3.Connection) -> None:
            until = before.isoformat() if before else "9999"
            connection.execute("DELETE FROM uses WHERE day < ?", (until,))

        self._database.write(work)
        return self._database.scrub()

    def close(self) -> None:
        """Write what waits, and close the file."""
        self._database.close()
