"""A database whose rows are sealed: how it gets its key, and knows that it is the right one.

The key is in the keyring. Where it is not, and where it is another one, the agent is told so in
the same words for every such file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop.core.results import UserError
from desktop.customers.seal import Seal, WrongKey, new_key
from desktop.storage.database import Database

ABOUT = "CREATE TABLE about (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"
"""To stand in the first migration of each."""

_CHECK = "check"


class LostKey(UserError):  # noqa: N818 - a state that is told, like any UserError
    """The keyring answers, and has not the key with which the file was sealed."""


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A kind of such files, by what the agent calls it."""

    title: str
    """As it stands after “the”."""
    todo_without_key: str
    todo_anew: str
    """What helps when the key is damaged or another's."""

    def seal(
        self, path: Path, ask: Callable[[], str], keep: Callable[[str], None], *, begin: bool
    ) -> Seal:
        """The seal of the file; with ``begin`` a new one is made while there is no file.

        ``ask`` and ``keep`` are of the keyring and raise UserError.

        Raises:
            LostKey: there is a file, and no key for it.
            UserError: there is no keyring, or it does not answer.
        """
        key = ask()
        if not key and path.exists():
            raise LostKey(
                f"The {self.title} can't be read",
                "Its key is not in the keyring of this computer",
                self.todo_without_key,
                place=path.name,
            )
        if not key and begin:
            key = new_key()
            keep(key)  # before anything is written: without a keyring nothing is kept
        try:
            return Seal(key)
        except WrongKey:
            raise LostKey(
                f"The key of the {self.title} is damaged", todo=self.todo_anew, place=path.name
            ) from None

    def check(self, database: Database, seal: Seal) -> None:
        """Is this the key that the file was begun with? A new file remembers it.

        Raises:
            LostKey: it is not.
            UserError: the file can't be read or written.
        """
        with database.reading() as connection:
            row = connection.execute("SELECT value FROM about WHERE name = ?", (_CHECK,)).fetchone()
        try:
            if row is None:
                sealed = seal.close(_CHECK.encode())
                database.write(lambda one: _remember(one, sealed)).result()
            else:
                seal.open(bytes(row[0]))
        except WrongKey:
            raise LostKey(
                f"The {self.title} can't be read",
                "It was kept with another key than the one in the keyring of this computer",
                self.todo_anew,
                place=database.path.name,
            ) from None


def _remember(connection: sqlite3.Connection, sealed: bytes) -> None:
    connection.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (_CHECK, sealed))
