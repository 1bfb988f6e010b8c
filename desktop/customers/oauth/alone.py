"""One process at a time: the application and ``deskhand lookup`` must not both use up a token."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def alone(path: Path, seconds: float) -> Iterator[bool]:
    """Have what this file stands for alone; False when others had it all the while.

    By SQLite's own lock on a file, which every system has and which ends with its process. A folder
    that can't be written makes no lock: there a sign-in counts more.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=seconds, isolation_level=None)
    except (OSError, sqlite3.Error):
        yield True
        return
    try:
        yield _locked(connection)
    finally:
        connection.close()  # which gives it back


def _locked(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    except sqlite3.DatabaseError:  # somebody else's file in its place
        return True
    return True
