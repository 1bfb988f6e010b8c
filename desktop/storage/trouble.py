"""What can be wrong with a database, in words for the agent."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final

from desktop.core.results import Problem, Severity, UserError


class Trouble(StrEnum):
    """The kinds that are told apart."""

    CORRUPT = "corrupt"
    LOCKED = "locked"
    NEWER = "newer"
    """A later Deskhand wrote it."""
    FOREIGN = "foreign"
    """A database, but of another program."""
    UNWRITABLE = "unwritable"
    FULL = "full"
    CLOSED = "closed"
    """Deskhand is ending."""


_WORDS: Final[Mapping[Trouble, tuple[str, str, str]]] = {
    Trouble.CORRUPT: (
        "The file in which this is kept is damaged",
        "",
        "Start Deskhand again: it sets the file aside and begins a new one",
    ),
    Trouble.LOCKED: (
        "The file in which this is kept is in use",
        "Another program has held it for too long",
        "Try again; a backup program or a second Deskhand may be at it",
    ),
    Trouble.NEWER: (
        "The file in which this is kept is from a newer Deskhand and is left as it is",
        "",
        "Use the newer Deskhand",
    ),
    Trouble.FOREIGN: (
        "The file in which this should be kept belongs to another program",
        "",
        "Move it elsewhere, and start Deskhand again",
    ),
    Trouble.UNWRITABLE: (
        "The file in which this is kept can't be written",
        "",
        "Check the permissions of the file and its folder",
    ),
    Trouble.FULL: ("This was not kept", "The disk is full", "Make room on it and try again"),
    Trouble.CLOSED: ("This was not kept", "Deskhand is ending", ""),
}


class StorageError(UserError):
    """A database can't be used, or something was not kept. Holds nothing of what is in it."""

    def __init__(self, trouble: Trouble, path: Path, why: str = "") -> None:
        """The words follow from the kind; ``why`` replaces the usual reason."""
        what, usual, todo = _WORDS[trouble]
        super().__init__(what, why or usual, todo, place=path.name)
        self.trouble = trouble


_OF_CODE: Final[Mapping[int, Trouble]] = {
    sqlite3.SQLITE_CORRUPT: Trouble.CORRUPT,
    sqlite3.SQLITE_NOTADB: Trouble.CORRUPT,
    sqlite3.SQLITE_BUSY: Trouble.LOCKED,
    sqlite3.SQLITE_LOCKED: Trouble.LOCKED,
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_READONLY: Trouble.UNWRITABLE,
    sqlite3.SQLITE_CANTOPEN: Trouble.UNWRITABLE,
    sqlite3.SQLITE_PERM: Trouble.UNWRITABLE,
    sqlite3.SQLITE_IOERR: Trouble.UNWRITABLE,
}
"""By SQLite's primary result code (sqlite.org/rescode.html)."""


def trouble_of(error: sqlite3.Error) -> Trouble | None:
    """What kind it is; None for a mistake in our own SQL, which is a bug."""
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else _OF_CODE.get(code & 0xFF)


def told(error: sqlite3.Error, path: Path) -> Exception:
    """The error to raise: for the agent where it is one of the expected kinds, else itself."""
    trouble = trouble_of(error)
    return error if trouble is None else StorageError(trouble, path)


def of_file(error: OSError, path: Path) -> StorageError:
    """The file or its folder can't be had."""
    full = error.errno in {errno.ENOSPC, errno.EDQUOT}
    why = os.strerror(error.errno) if error.errno else ""
    return StorageError(Trouble.FULL if full else Trouble.UNWRITABLE, path, why)


def set_aside(path: Path, other: Path) -> Problem:
    """A damaged file has another name now, and a new one was begun."""
    return Problem(
        "A file of Deskhand was damaged, so a new one was begun",
        "",
        f"The damaged one is kept as {other.name}: restore it from a backup, or delete it",
        Severity.WARNING,
        path.name,
    )
