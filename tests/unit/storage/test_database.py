"""A database file in all its troubles: damaged, locked, newer, foreign, full, and cut off."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.storage.database import APPLICATION, Database, is_damaged
from desktop.storage.migrations import statements
from desktop.storage.trouble import StorageError, Trouble

TABLES = (statements("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL)"),)
Open = Callable[..., Database]

PROGRAM = """
import sys
from pathlib import Path
from desktop.storage.database import Database
from desktop.storage.migrations import statements
from desktop.storage.trouble import StorageError
TABLE = "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL)"
database = Database(Path(sys.argv[1]), [statements(TABLE)])
def put(text):
    return lambda c: c.execute("INSERT INTO note (text) VALUES (?)", (text,)) and None
"""
"""How a process of its own begins."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "notes.db"


@pytest.fixture
def opened(path: Path) -> Iterator[Open]:
    made: list[Database] = []

    def make(migrations: Any = TABLES, **options: Any) -> Database:
        made.append(Database(path, migrations, **options))
        return made[-1]

    yield make
    for one in made:
        one.close()


def put(text: str) -> Callable[[sqlite3.Connection], None]:
    def work(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO note (text) VALUES (?)", (text,))

    return work


def delete_all_but(text: str) -> Callable[[sqlite3.Connection], None]:
    def work(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM note WHERE text <> ?", (text,))

    return work


def notes(database: Database) -> list[str]:
    with database.reading() as connection:
        return [row[0] for row in connection.execute("SELECT text FROM note ORDER BY id")]


def test_what_is_written_is_read_and_lasts(opened: Open) -> None:
    database = opened()
    database.write(put("one")).result()
    assert notes(database) == ["one"]
    database.write(put("two"))
    database.close()
    assert notes(opened()) == ["one", "two"]


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are POSIX's")
def test_it_is_its_owners_only_and_so_is_its_log(opened: Open, path: Path) -> None:
    path.touch(0o644)
    path.chmod(0o644)
    opened().write(put("one")).result()
    for part in path.parent.iterdir():
        assert stat.S_IMODE(part.stat().st_mode) == 0o600, part


def test_how_it_is_set_up(opened: Open) -> None:
    def ask(connection: sqlite3.Connection) -> list[Any]:
        names = ("journal_mode", "foreign_keys", "secure_delete", "application_id", "user_version")
        return [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names]

    assert opened().write(ask).result() == ["wal", 1, 1, APPLICATION, 1]


def test_migrations_are_made_once_and_in_order(opened: Open, path: Path) -> None:
    opened().close()
    more = (*TABLES, statements("ALTER TABLE note ADD COLUMN extra TEXT DEFAULT 'x'"))
    database = opened(more)
    database.write(put("one")).result()
    with database.reading() as connection:
        assert connection.execute("SELECT text, extra FROM note").fetchall() == [("one", "x")]


def test_a_migration_that_fails_changes_nothing(opened: Open, path: Path) -> None:
    opened().close()
    bad = statements("CREATE TABLE other (id)", "CREATE TABLE other (id)")
    with pytest.raises(sqlite3.OperationalError):
        opened((*TABLES, bad))
    with opened().reading() as connection:
        names = connection.execute("SELECT name FROM sqlite_master").fetchall()
    assert ("other",) not in names


def test_a_newer_one_is_left_alone(opened: Open, path: Path) -> None:
    opened((*TABLES, statements("CREATE TABLE more (id)"))).close()
    before = path.read_bytes()
    with pytest.raises(StorageError) as caught:
        opened()
    assert caught.value.trouble is Trouble.NEWER
    assert path.read_bytes() == before


def test_another_programs_is_left_alone(opened: Open, path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE theirs (id)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(StorageError) as caught:
        opened()
    assert caught.value.trouble is Trouble.FOREIGN
    assert path.read_bytes() == before


def test_one_that_another_deskhand_is_just_making_is_not_another_programs(
    opened: Open, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = threading.Thread(target=lambda: Database(path, TABLES).close())
    connect = Database._connect

    class Slow(sqlite3.Connection):
        """Gives the other all the time that it wants after the first look."""

        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            found = super().execute(sql, *values)
            if sql == "PRAGMA application_id":
                found_now = found.fetchall()
                if other.ident is None:
                    other.start()
                    other.join(1)
                return super().execute(f"SELECT {found_now[0][0]}")
            return found

    def slowly(database: Database) -> sqlite3.Connection:
        if threading.current_thread() is not threading.main_thread():
            return connect(database)
        made = sqlite3.connect(
            path, timeout=10, isolation_level=None, check_same_thread=False, factory=Slow
        )
        made.execute("PRAGMA cache_size = -2000")
        return made

    monkeypatch.setattr(Database, "_connect", slowly)
    opened().write(put("kept")).result()
    other.join()


def test_one_that_sqlite_says_is_locked_at_once_is_waited_for(
    opened: Open, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    class Busy(sqlite3.Connection):
        """As SQLite is when two make one file write-ahead at once: it does not wait."""

        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            if "journal_mode" in sql and len(said) < 2:
                said.append(sql)
                error = sqlite3.OperationalError("database is locked")
                error.sqlite_errorcode = sqlite3.SQLITE_BUSY
                raise error
            return super().execute(sql, *values)

    def busy(_: Database) -> sqlite3.Connection:
        return sqlite3.connect(path, isolation_level=None, check_same_thread=False, factory=Busy)

    monkeypatch.setattr(Database, "_connect", busy)
    first = opened()
    first.write(put("kept")).result()
    first.close()
    assert len(said) == 2
    path.unlink()
    said.clear()
    with pytest.raises(StorageError) as caught:
        opened(patience=0.0)
    assert caught.value.trouble is Trouble.LOCKED


def test_what_is_no_database_is_set_aside_and_kept(opened: Open, path: Path) -> None:
    path.write_bytes(b"this is a letter, and not a short one" * 200)
    database = opened()
    database.write(put("one")).result()
    assert notes(database) == ["one"]
    assert database.problem is not None
    (aside,) = path.parent.glob("notes.broken-*.db")
    assert aside.name in database.problem.todo
    assert aside.read_bytes().startswith(b"this is a letter")


def damage(path: Path) -> None:
    """Overwrite the pages of the table, not the head and not the list of tables."""
    with path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(os.urandom(path.stat().st_size - 4096 * 3))


def test_damage_that_is_met_later_is_set_aside_at_the_next_start(opened: Open, path: Path) -> None:
    database = opened()
    for number in range(200):
        database.write(put(f"{number}" * 500))
    database.close()
    damage(path)
    database = opened()
    assert database.problem is None
    with pytest.raises(StorageError) as caught:
        notes(database)
    assert caught.value.trouble is Trouble.CORRUPT
    database.close()
    database = opened()
    assert database.problem is not None
    assert notes(database) == []
    assert len(list(path.parent.glob("notes.broken-*.db"))) == 1
    assert not list(path.parent.glob("*.check"))


def test_a_false_alarm_sets_nothing_aside(opened: Open, path: Path) -> None:
    database = opened()
    database.write(put("one"))
    database.close()
    path.with_name("notes.db.check").touch()
    database = opened()
    assert database.problem is None
    assert notes(database) == ["one"]
    assert not path.with_name("notes.db.check").exists()


def test_a_second_damaged_one_does_not_replace_the_first(opened: Open, path: Path) -> None:
    for text in (b"first" * 2000, b"second" * 2000):
        path.write_bytes(text)
        opened().close()
        path.unlink()
    assert len(list(path.parent.glob("notes.broken-*.db"))) == 2


def test_another_process_that_writes_is_waited_for_and_then_named(opened: Open, path: Path) -> None:
    database = opened(patience=0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError) as caught:
        database.write(put("one")).result()
    assert caught.value.trouble is Trouble.LOCKED
    other.execute("ROLLBACK")
    other.close()
    database.write(put("two")).result()
    assert notes(database) == ["two"]


def test_a_locked_one_is_not_taken_for_damaged(opened: Open, path: Path) -> None:
    opened().close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StorageError) as caught:
        opened(patience=0.05)
    assert caught.value.trouble is Trouble.LOCKED
    other.close()
    assert not list(path.parent.glob("*broken*"))


def test_a_folder_in_its_place_and_a_missing_folder(tmp_path: Path) -> None:
    (tmp_path / "a.db").mkdir()
    for path in (tmp_path / "a.db", tmp_path / "none" / "b.db"):
        with pytest.raises(StorageError) as caught:
            Database(path, TABLES)
        assert caught.value.trouble is Trouble.UNWRITABLE


def test_a_full_disk_keeps_what_was_there_and_works_again_after(opened: Open) -> None:
    database = opened()
    database.write(put("one")).result()

    def limit(pages: int) -> Callable[[sqlite3.Connection], None]:
        return lambda connection: connection.execute(f"PRAGMA max_page_count = {pages}").fetchone()

    database.write(limit(1)).result()
    futures = [database.write(put("x" * 100_000)) for _ in range(3)]
    for future in futures:
        with pytest.raises(StorageError) as caught:
            future.result()
        assert caught.value.trouble is Trouble.FULL
    assert notes(database) == ["one"]
    database.write(limit(1_000_000)).result()
    database.write(put("two")).result()
    assert notes(database) == ["one", "two"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit that Windows has not")
def test_a_file_that_may_not_grow(path: Path) -> None:
    code = """
import resource
database.write(put("one")).result()
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
try:
    database.write(put("x" * 1_000_000)).result()
except StorageError as error:
    print(error.trouble)
with database.reading() as connection:
    print(connection.execute("SELECT text FROM note").fetchall())
database.close()
"""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM + code, str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[0] in {"full", "unwritable"}
    assert done.stdout.split("\n")[1] == "[('one',)]"


def test_a_process_killed_in_the_middle_of_a_write_loses_only_that(
    opened: Open, path: Path
) -> None:
    code = """
database.write(put("kept")).result()
def endless(connection):
    for number in range(10**9):
        connection.execute("INSERT INTO note (text) VALUES (?)", ("lost" * 300,))
        if number == 20_000:  # more than the page cache holds, so the log has some of it
            print("writing", flush=True)
database.write(endless).result()
"""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM + code, str(path)], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == b"writing"
    process.kill()
    process.wait()
    process.stdout.close()
    database = opened()
    assert database.problem is None
    assert notes(database) == ["kept"]
    database.close()
    assert not is_damaged(path)


def test_two_processes_write_at_the_same_time(opened: Open, path: Path) -> None:
    code = """
for _ in range(100):
    database.write(put("theirs")).result()
database.close()
"""
    # Both make the file and its tables.
    process = subprocess.Popen([sys.executable, "-c", PROGRAM + code, str(path)])
    database = opened()
    for _ in range(100):
        database.write(put("ours")).result()
    assert process.wait() == 0
    found = notes(database)
    assert (found.count("ours"), found.count("theirs")) == (100, 100)


def test_threads_read_one_moment_each_while_others_write(opened: Open) -> None:
    database = opened()
    database.write(put("0")).result()
    wrong: list[object] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            with database.reading() as connection:
                first = connection.execute("SELECT count(*) FROM note").fetchone()
                if connection.execute("SELECT count(*) FROM note").fetchone() != first:
                    wrong.append(first)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    futures = [database.write(put(str(number))) for number in range(500)]
    for future in futures:
        future.result()
    stop.set()
    for thread in threads:
        thread.join()
    assert not wrong
    assert len(notes(database)) == 501


def test_a_reader_can_not_write(opened: Open) -> None:
    database = opened()
    with pytest.raises(StorageError) as caught, database.reading() as connection:
        connection.execute("INSERT INTO note (text) VALUES ('x')")
    assert caught.value.trouble is Trouble.UNWRITABLE
    assert notes(database) == []


def test_readings_may_be_nested(opened: Open) -> None:
    database = opened()
    with database.reading() as outer:
        outer.execute("SELECT * FROM note").fetchall()
        database.write(put("one")).result()
        assert notes(database) == []
    assert notes(database) == ["one"]


def test_the_connections_of_ended_threads_are_closed(opened: Open) -> None:
    database = opened()
    for _ in range(10):
        thread = threading.Thread(target=notes, args=(database,))
        thread.start()
        thread.join()
    assert len(database._readers) <= 2


def test_after_the_end_everything_says_so(opened: Open) -> None:
    database = opened()
    notes(database)
    database.close()
    database.close()
    with pytest.raises(StorageError) as caught:
        database.write(put("one")).result()
    assert caught.value.trouble is Trouble.CLOSED
    with pytest.raises(StorageError) as caught:
        notes(database)
    assert caught.value.trouble is Trouble.CLOSED


def test_scrubbing_leaves_no_trace_of_what_was_deleted(opened: Open, path: Path) -> None:
    database = opened()
    secret = "a very private sentence"
    for _ in range(50):
        database.write(put(secret * 50))
    database.write(put("stays")).result()
    database.write(delete_all_but("stays")).result()
    database.scrub().result()
    for part in path.parent.iterdir():
        assert secret.encode() not in part.read_bytes(), part
    assert path.stat().st_size < 50_000
    assert notes(database) == ["stays"]


def test_no_error_tells_what_was_written(opened: Open) -> None:
    database = opened()
    future = database.write(
        lambda connection: connection.execute("PRAGMA max_page_count = 1").fetchone()
    )
    future.result()
    error = database.write(put("Anna Example" * 10_000)).exception()
    assert isinstance(error, StorageError)
    assert "Anna" not in str(error)
    assert error.problem.todo
