"""A database file: opened with care, read on any thread, written on one.

What is read and written in it is the business of whoever opens it.
"""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

from desktop.core.results import Problem
from desktop.storage.migrations import Migration, migrate, version
from desktop.storage.trouble import StorageError, Trouble, of_file, set_aside, told, trouble_of
from desktop.storage.writer import Writer

T = TypeVar("T")

APPLICATION: Final = 0x4448_414E
"""SQLite's ``application_id`` of Deskhand's databases: DHAN."""
PATIENCE: Final = 5.0
"""Seconds to wait for another process that writes."""
_AGAIN_S: Final = 0.01
_CACHE: Final = 8_000
"""Kilobytes of pages that a connection keeps."""
_LARGEST_WAL: Final = 16 << 20
"""Bytes to which the log is cut back after a large transaction."""


class Database:
    """One file. Any thread may read and ask to write; :meth:`close` it at the end.

    A file that is truly damaged gets another name, ``problem`` says so, and a new one is begun;
    anything else that is in the way is an error, and nothing is touched.
    """

    def __init__(
        self, path: Path, migrations: Sequence[Migration], *, patience: float = PATIENCE
    ) -> None:
        """Open it, or make it, for its owner only. Its folder must be there.

        Raises:
            StorageError: it is locked, newer, another program's, can't be written, or the disk
                is full.
        """
        self.path = path
        self.problem: Problem | None = None
        self._patience = patience
        self._suspicion = path.with_name(path.name + ".check")
        self._local = threading.local()
        self._lock = threading.Lock()
        self._readers: list[_Reader] = []
        self._open = True
        if self._suspicion.exists():
            self._look_again()
        try:
            connection = self._prepare(migrations)
        except StorageError as error:
            if error.trouble is not Trouble.CORRUPT or not is_damaged(path):
                raise
            self._set_aside()
            connection = self._prepare(migrations)
        self._connection = connection
        self._writer = Writer(
            connection, self._told, lambda: StorageError(Trouble.CLOSED, path), f"db {path.stem}"
        )

    def write(self, work: Callable[[sqlite3.Connection], T], *, alone: bool = False) -> Future[T]:
        """Have ``work`` done in a transaction on the writer's thread, after what came before.

        The future gets its result once it is committed, or its error, and then nothing of it was
        kept. ``alone`` is for long work: it shares its transaction with nobody.
        """
        return self._writer.submit(work, alone=alone)

    def scrub(self) -> Future[None]:
        """After a deletion: leave no copy in the log, and give the room back to the disk."""

        def work(connection: sqlite3.Connection) -> None:
            # execute() would take one step of it, which is one page.
            connection.executescript("PRAGMA incremental_vacuum")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

        return self._writer.submit(work, bare=True)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection of this thread's own, showing one moment as long as the block lasts.

        Raises:
            StorageError: it can't be read, or is closed.
        """
        reader = self._reader()
        with reader.lock:
            if reader.closed:
                raise StorageError(Trouble.CLOSED, self.path)
            connection = reader.connection
            outermost = not connection.in_transaction
            try:
                if outermost:
                    connection.execute("BEGIN")
                yield connection
            except sqlite3.Error as error:
                raise self._told(error) from error
            finally:
                if outermost and connection.in_transaction:
                    connection.execute("ROLLBACK")

    def close(self) -> None:
        """Write what waits, end the thread, and close everything. Reads that run are waited for."""
        with self._lock:
            if not self._open:
                return
            self._open = False
            readers, self._readers = self._readers, []
        self._writer.close()
        for reader in readers:
            reader.close()
        try:
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except sqlite3.Error:  # somebody reads, or the disk is full: the log stays, and is read
            pass
        self._connection.close()

    def _prepare(self, migrations: Sequence[Migration]) -> sqlite3.Connection:
        try:
            _make_private(self.path)
        except OSError as error:
            raise of_file(error, self.path) from error
        connection = None
        try:
            connection = self._connect()
            self._check(connection, len(migrations))
            _set_up(connection, self._patience)
            migrate(connection, migrations, APPLICATION)
        except BaseException as error:
            if connection is not None:
                connection.close()
            if isinstance(error, sqlite3.Error):
                raise told(error, self.path) from error
            raise
        return connection

    def _check(self, connection: sqlite3.Connection, migrations: int) -> None:
        connection.execute("BEGIN")  # of one moment: another Deskhand may be making it just now
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        number = version(connection)
        connection.execute("ROLLBACK")
        if application != APPLICATION and (application or tables):
            raise StorageError(Trouble.FOREIGN, self.path)
        if number > migrations:
            raise StorageError(Trouble.NEWER, self.path)

    def _connect(self) -> sqlite3.Connection:
        # One thread at a time uses it, which need not be the one that made it.
        connection = sqlite3.connect(
            self.path, timeout=self._patience, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute(f"PRAGMA cache_size = -{_CACHE}")
        except sqlite3.Error:
            connection.close()  # Windows moves no file that is open
            raise
        return connection

    def _reader(self) -> _Reader:
        known: _Reader | None = getattr(self._local, "reader", None)
        if known is not None:
            return known
        try:
            connection = self._connect()
            connection.execute("PRAGMA query_only = ON")
        except sqlite3.Error as error:
            raise self._told(error) from error
        reader = _Reader(connection)
        with self._lock:
            ended = [one for one in self._readers if not one.thread.is_alive()]
            self._readers = [one for one in self._readers if one.thread.is_alive()]
            if self._open:
                self._readers.append(reader)
            else:
                ended.append(reader)
        for one in ended:
            one.close()
        self._local.reader = reader
        return reader

    def _told(self, error: sqlite3.Error) -> Exception:
        if trouble_of(error) is Trouble.CORRUPT:
            try:
                self._suspicion.touch(mode=0o600)
            except OSError:  # then the next start finds out by itself, if it still is so
                pass
        return told(error, self.path)

    def _look_again(self) -> None:
        """The last run met damage somewhere inside."""
        if is_damaged(self.path):
            self._set_aside()
        try:
            self._suspicion.unlink(missing_ok=True)
        except OSError as error:
            raise of_file(error, self.path) from error

    def _set_aside(self) -> None:
        try:
            other = _move(self.path)
        except OSError as error:
            raise of_file(error, self.path) from error
        self.problem = set_aside(self.path, other)


class _Reader:
    """A thread's connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.thread = threading.current_thread()
        self.lock = threading.RLock()
        self.closed = False

    def close(self) -> None:
        with self.lock:
            self.closed = True
            self.connection.close()


def is_damaged(path: Path) -> bool:
    """Does SQLite find the file to be no database, or one whose pages do not fit together?"""
    if not path.is_file():
        return False
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok")
    except sqlite3.Error as error:
        return trouble_of(error) is Trouble.CORRUPT
    finally:
        connection.close()


def _set_up(connection: sqlite3.Connection, patience: float) -> None:
    for pragma in (
        "auto_vacuum = INCREMENTAL",  # heard only while there is no table
        "journal_mode = WAL",
        "synchronous = NORMAL",  # with WAL a power cut can lose the last moment, never break it
        "foreign_keys = ON",
        "secure_delete = ON",  # what is deleted is overwritten: "forget" means it
        "trusted_schema = OFF",
        f"journal_size_limit = {_LARGEST_WAL}",
    ):
        _patiently(connection, f"PRAGMA {pragma}", patience)


def _patiently(connection: sqlite3.Connection, sql: str, patience: float) -> None:
    """Where two begin one file at once, SQLite tells one of them at once that it is locked."""
    end = time.monotonic() + patience
    while True:
        try:
            connection.execute(sql).fetchall()
        except sqlite3.OperationalError as error:
            if trouble_of(error) is not Trouble.LOCKED or time.monotonic() >= end:
                raise
            time.sleep(_AGAIN_S)
        else:
            return


def _make_private(path: Path) -> None:
    """Make the file if it is missing; SQLite gives its log the same permissions.

    A file that is there must not be opened for this: closing it again would drop the locks that
    other connections of this process hold (sqlite.org/howtocorrupt.html, 2.2).
    """
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        if sys.platform != "win32" and path.is_file() and path.stat().st_mode & 0o077:
            path.chmod(0o600)


def _move(path: Path) -> Path:
    """Give a file and its log a name that nothing has: ``memory.broken-20260131-174500.db``."""
    moment = dt.datetime.now(dt.UTC).strftime("%Y%m%d-%H%M%S")
    number = 1
    while True:
        again = f"-{number}" if number > 1 else ""
        other = path.with_name(f"{path.stem}.broken-{moment}{again}{path.suffix}")
        if not os.path.lexists(other):
            break
        number += 1
    # The log first: left alone it would be taken for the new file's.
    for ending in ("-wal", "-journal", ""):
        part = path.with_name(path.name + ending)
        if part.exists():
            part.rename(other.with_name(other.name + ending))
    path.with_name(path.name + "-shm").unlink(missing_ok=True)
    return other
