"""Sealed rows on this machine: what must outlive the program and nobody else may read.

One file for all of it, ``data/kept.db``, sealed with a key from the keyring. In the clear are only
the kind of a row and its times, so that what is old is found without unsealing; whose a row is
stands there as keyed hashes.

Disk full, file locked, no keyring: a call raises :class:`UserError` and the next one tries anew.
"""

from __future__ import annotations

import datetime as dt
import logging
import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from desktop.core.clock import Clock
from desktop.core.events import Event
from desktop.core.results import Problem, Severity, UserError
from desktop.customers.kept.whose import Owner
from desktop.customers.seal import Seal, WrongKey, new_key
from desktop.customers.sealed_file import ABOUT, LostKey, SealedFile
from desktop.settings.secrets import Secret, Secrets
from desktop.storage.database import PATIENCE, Database
from desktop.storage.migrations import statements
from desktop.storage.trouble import StorageError, Trouble, of_file

T = TypeVar("T")
log = logging.getLogger(__name__)

FILE = "kept.db"
"""In the profile's folder for data."""
KEY = "customers.kept"
"""Under what its key is in the keyring."""
LARGEST = 256 * 1024
"""Bytes of one row's content."""
MOST = 10_000
"""Rows of one kind; more come from something gone wrong."""

_FILE = SealedFile(
    "file of notes and follow-ups",
    todo_without_key="Unlock the keyring that it was kept with",
    todo_anew="What is kept from now on goes into a new file; the old one stays beside it",
)
_MIGRATIONS = (
    statements(
        ABOUT,
        # Numbers are never given twice: who holds one must not come upon another's row.
        "CREATE TABLE kept (id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL,"
        " created INTEGER NOT NULL, due INTEGER, sealed BLOB NOT NULL)",
        "CREATE INDEX by_due ON kept (kind, due)",
        "CREATE TABLE whose (mark INTEGER NOT NULL, row INTEGER NOT NULL REFERENCES kept (id)"
        " ON DELETE CASCADE, PRIMARY KEY (mark, row)) WITHOUT ROWID",
        "CREATE INDEX by_row ON whose (row)",
    ),
)
_ROW = "SELECT id, kind, created, due, sealed FROM kept"


@dataclass(frozen=True, slots=True)
class Row:
    """One that is kept."""

    id: int
    kind: str
    created: dt.datetime
    due: dt.datetime | None
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Open:
    database: Database
    seal: Seal

    def marks(self, owner: Owner) -> list[int]:
        return [self.seal.marker(kind)(value) for kind, value in owner]


class SealedRows:
    """See the module. Any thread may call, none of windows': a call waits for the disk.

    Until something is added there is no file, and the keyring is not asked.

    Raises (every method but :meth:`close`):
        UserError: the file or its key can't be had, or nothing could be kept.
    """

    def __init__(
        self, data: Path, secrets: Secrets, clock: Clock, patience: float = PATIENCE
    ) -> None:
        """``data`` is the profile's folder for data; it waits for others' locks so many seconds.

        Nothing is opened yet.
        """
        self.trouble: Event[Problem] = Event("trouble with what is kept")
        """A damaged or unreadable file was set aside."""
        self.path = data / FILE
        self._secrets = secrets
        self._clock = clock
        self._patience = patience
        self._lock = threading.Lock()
        self._opened: _Open | None = None
        self._ended = False

    def close(self) -> None:
        """Before the end."""
        with self._lock:
            self._ended = True
            opened, self._opened = self._opened, None
        if opened is not None:
            opened.database.close()

    # --- keeping ---

    def add(
        self, kind: str, content: bytes, owner: Owner = frozenset(), due: dt.datetime | None = None
    ) -> int:
        """Keep a row; it is on the disk when this returns its number."""
        _refuse_oversize(content)
        opened = self._begun()
        sealed, marks = opened.seal.close(content), opened.marks(owner)
        values = (kind, _stamp(self._clock.now()), _stamp(due), sealed)

        def work(connection: sqlite3.Connection) -> int:
            count = connection.execute("SELECT count(*) FROM kept WHERE kind = ?", (kind,))
            if count.fetchone()[0] >= MOST:
                raise UserError(
                    f"{MOST:,} are kept already, which is all that Deskhand keeps",
                    todo="Finish or discard some of them",
                )
            row = connection.execute(
                "INSERT INTO kept (kind, created, due, sealed) VALUES (?, ?, ?, ?)", values
            )
            number = int(row.lastrowid or 0)
            _mark(connection, number, marks)
            return number

        return self._done(opened, work)

    def change(
        self,
        number: int,
        content: bytes,
        *,
        due: dt.datetime | None = None,
        owner: Owner | None = None,
    ) -> bool:
        """Put this in the row's place; ``owner`` None leaves it whose it is. False: it is gone."""
        _refuse_oversize(content)
        opened = self._open()
        if opened is None:
            return False
        values = (_stamp(due), opened.seal.close(content), number)
        marks = None if owner is None else opened.marks(owner)

        def work(connection: sqlite3.Connection) -> bool:
            done = connection.execute("UPDATE kept SET due = ?, sealed = ? WHERE id = ?", values)
            if done.rowcount and marks is not None:
                connection.execute("DELETE FROM whose WHERE row = ?", (number,))
                _mark(connection, number, marks)
            return bool(done.rowcount)

        return self._done(opened, work)

    # --- reading ---

    def get(self, number: int) -> Row | None:
        """One."""
        return next(iter(self._read("WHERE id = ?", (number,))), None)

    def all(self, kind: str) -> list[Row]:
        """Those of a kind, in the order in which they came."""
        return self._read("WHERE kind = ? ORDER BY id", (kind,))

    def of(self, owner: Owner, kind: str) -> list[Row]:
        """Those of a kind that share something with ``owner``."""
        opened = self._open()
        if opened is None or not owner:
            return []
        marks = opened.marks(owner)
        within = f"WHERE kind = ? AND id IN ({_whose(marks)}) ORDER BY id"
        return self._read(within, (kind, *marks))

    def count(self, kind: str) -> int:
        """How many there are; nothing is unsealed."""
        opened = self._open()
        if opened is None:
            return 0
        with opened.database.reading() as connection:
            row = connection.execute("SELECT count(*) FROM kept WHERE kind = ?", (kind,))
            return int(row.fetchone()[0])

    # --- wiping: what is deleted is overwritten, and leaves no copy in the log ---

    def remove(self, *numbers: int) -> int:
        """Delete these; says how many there were."""
        within = f"id IN ({', '.join('?' * len(numbers))})"
        return self._delete(within, numbers) if numbers else 0

    def forget(self, owner: Owner) -> int:
        """Delete everything that shares something with ``owner``, of every kind."""
        opened = self._open()
        if opened is None or not owner:
            return 0
        marks = opened.marks(owner)
        return self._delete(f"id IN ({_whose(marks)})", marks)

    def drop(self, kind: str, before: dt.datetime) -> int:
        """Delete those of a kind that came before that time and are not due after it."""
        stamp = _stamp(before)
        within = "kind = ? AND created < ? AND (due IS NULL OR due < ?)"
        return self._delete(within, (kind, stamp, stamp))

    # --- inside ---

    def _read(self, within: str, values: Sequence[object]) -> list[Row]:
        opened = self._open()
        if opened is None:
            return []
        with opened.database.reading() as connection:
            rows = connection.execute(f"{_ROW} {within}", values).fetchall()
        read = []
        for number, kind, created, due, sealed in rows:
            try:
                content = opened.seal.open(sealed)
            except WrongKey:
                log.error("row %d of what is kept is damaged", number)
                continue
            due_at = None if due is None else _moment(due)
            read.append(Row(number, kind, _moment(created), due_at, content))
        return read

    def _delete(self, within: str, values: Sequence[object]) -> int:
        opened = self._open()
        if opened is None:
            return 0
        sql = f"DELETE FROM kept WHERE {within}"  # noqa: S608 - ours, with places for values
        gone = self._done(opened, lambda one: one.execute(sql, values).rowcount)
        if gone:
            opened.database.scrub()
        return gone

    def _done(self, opened: _Open, work: Callable[[sqlite3.Connection], T]) -> T:
        return opened.database.write(work).result()

    def _open(self) -> _Open | None:
        """None while there is no file."""
        with self._lock:
            opened = self._present()
            if opened is None and self.path.exists():
                opened = self._opened = self._unsealed()
            else:
                return opened
        return self._told(opened, None)

    def _begun(self) -> _Open:
        aside = None
        with self._lock:
            opened = self._present()
            if opened is not None:
                return opened
            try:
                opened = self._unsealed()
            except LostKey:
                # What can't be read must not keep anything new from being kept.
                aside = self._set_aside()
                opened = self._unsealed()
            self._opened = opened
        return self._told(opened, aside)

    def _present(self) -> _Open | None:
        if self._ended:
            raise StorageError(Trouble.CLOSED, self.path)
        return self._opened

    def _told(self, opened: _Open, aside: Problem | None) -> _Open:
        for problem in (aside, opened.database.problem):
            if problem is not None:
                self.trouble.emit(problem)
        return opened

    def _unsealed(self) -> _Open:
        seal = _FILE.seal(self.path, self._ask, self._keep, begin=True)
        database = Database(self.path, _MIGRATIONS, patience=self._patience)
        try:
            _FILE.check(database, seal)
        except BaseException:
            database.close()
            raise
        return _Open(database, seal)

    def _ask(self) -> str:
        secret = self._secrets.get(KEY)
        return secret.reveal() if secret is not None else ""

    def _keep(self, key: str) -> None:
        self._secrets.set(KEY, Secret(key))

    def _set_aside(self) -> Problem:
        """Give the file that can't be read another name; its key may come back."""
        number = 1
        while (other := self.path.with_name(f"kept.unreadable-{number}.db")).exists():
            number += 1
        self._keep(new_key())  # the one in the keyring may be damaged
        try:
            # The log first: left alone it would be taken for the new file's.
            for ending in ("-wal", "-shm", ""):
                part = self.path.with_name(self.path.name + ending)
                if part.exists():
                    part.rename(other.with_name(other.name + ending))
        except OSError as error:
            raise of_file(error, self.path) from error
        return Problem(
            "Notes and follow-ups that were kept can't be read, so a new file was begun",
            "Their key is not in the keyring of this computer",
            f"They are in {other.name}: delete it, or ask for help if you have the old keyring",
            Severity.WARNING,
            self.path.name,
        )


def _mark(connection: sqlite3.Connection, number: int, marks: Iterable[int]) -> None:
    pairs = [(mark, number) for mark in marks]
    connection.executemany("INSERT OR IGNORE INTO whose VALUES (?, ?)", pairs)


def _whose(marks: Sequence[int]) -> str:
    return f"SELECT row FROM whose WHERE mark IN ({', '.join('?' * len(marks))})"  # noqa: S608


def _stamp(moment: dt.datetime | None) -> int | None:
    return None if moment is None else round(moment.timestamp() * 1000)


def _moment(stamp: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(stamp / 1000, dt.UTC)


def _refuse_oversize(content: bytes) -> None:
    if len(content) > LARGEST:
        raise UserError("This is too long to be kept", todo="Shorten it, or keep it in parts")
