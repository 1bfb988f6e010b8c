"""Numbered changes of a database's tables, each made once and whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

Migration = Callable[[sqlite3.Connection], None]
"""Makes one change, inside a transaction that it neither begins nor ends."""


def statements(*sql: str) -> Migration:
    """The change that these statements make."""

    def run(connection: sqlite3.Connection) -> None:
        for one in sql:
            connection.execute(one)

    return run


def version(connection: sqlite3.Connection) -> int:
    """How many of its migrations a database has behind it."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(
    connection: sqlite3.Connection, migrations: Sequence[Migration], application: int
) -> None:
    """Make those that are missing, all or none; number n leaves ``user_version`` n.

    Migrations are only ever added at the end. ``connection`` is in autocommit.

    Raises:
        sqlite3.Error: nothing was changed.
    """
    if version(connection) >= len(migrations):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Read again under the lock: another process may have been faster.
        for number in range(version(connection), len(migrations)):
            migrations[number](connection)
            connection.execute(f"PRAGMA user_version = {number + 1:d}")
        connection.execute(f"PRAGMA application_id = {application:d}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
