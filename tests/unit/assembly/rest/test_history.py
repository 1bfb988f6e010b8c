"""The history beside the breaks: files that are full, locked or broken, and nothing waits."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest

from desktop.assembly.rest.history import LookedBack, Now, RestHistory
from desktop.breaks.history import store
from desktop.breaks.history.records import Records, Said
from desktop.breaks.history.store import NAME, History
from desktop.core.results import Problem

NINE = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
SOON = 20.0


def said(minute: int) -> Records:
    return Records(taps=[Said(NINE + dt.timedelta(minutes=minute), "hard")])


class Acting:
    """A history in a folder, and what is said of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: SimpleQueue[Problem] = SimpleQueue()
        self.history = RestHistory(folder, self.problems.put)

    def read(self) -> list[int]:
        found: SimpleQueue[LookedBack] = SimpleQueue()
        self.history.read(NINE, NINE + dt.timedelta(hours=1), Now(), found.put)
        return [one.at.minute for one in found.get(timeout=SOON).records.taps]

    def written(self) -> list[int]:
        self.history.close()
        history = History(self.folder)
        try:
            taps = history.read(NINE, NINE + dt.timedelta(hours=1)).taps
        finally:
            history.close()
        return [one.at.minute for one in taps]


@pytest.fixture
def acting(tmp_path: Path) -> Iterator[Acting]:
    made = Acting(tmp_path)
    yield made
    made.history.close()


def test_what_is_kept_is_read_and_no_thread_stays(acting: Acting) -> None:
    acting.history.keep(said(1))
    acting.history.keep(said(2))
    assert acting.read() == [1, 2]
    assert acting.written() == [1, 2]
    assert acting.history._thread is None
    assert acting.problems.empty()


def test_what_is_older_than_the_agent_wants_is_deleted(acting: Acting) -> None:
    acting.history.keep(said(1))
    acting.history.keep(said(30), NINE + dt.timedelta(minutes=20))
    assert acting.written() == [30]


def test_a_locked_file_is_said_once_and_written_later(
    acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store.History.__init__, "__kwdefaults__", {"patience": 0.05})
    acting.history.keep(said(1))
    acting.history.close()
    other = sqlite3.connect(acting.folder / NAME, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    acting.history.keep(said(2))
    assert acting.problems.get(timeout=SOON).place == NAME
    acting.history.close()
    acting.history.keep(said(3))
    acting.history.close()
    assert acting.problems.empty()
    assert acting.read() == [2, 3]  # the file is out of reach; those that wait are shown
    other.execute("ROLLBACK")
    other.close()
    acting.history.keep(said(4))
    assert acting.written() == [1, 2, 3, 4]


def test_a_full_disk_loses_nothing_of_what_is_there(
    acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    acting.history.keep(said(1))
    acting.history.close()
    write = store._write

    def full(connection: sqlite3.Connection, records: Records) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        many = [NINE + dt.timedelta(days=1, minutes=at) for at in range(20_000)]
        write(connection, Records(taps=[*records.taps, *(Said(at, "ok" * 99) for at in many)]))

    monkeypatch.setattr(store, "_write", full)
    acting.history.keep(said(2))
    problem = acting.problems.get(timeout=SOON)
    assert problem.why == "The disk is full"
    acting.history.close()
    monkeypatch.setattr(store, "_write", write)
    assert acting.read() == [1, 2]
    acting.history.keep(said(3))
    assert acting.written() == [1, 2, 3]


def test_a_broken_file_is_set_aside_and_a_new_one_begun(acting: Acting) -> None:
    (acting.folder / NAME).write_bytes(b"this is no database at all, " * 400)
    acting.history.keep(said(1))
    assert acting.problems.get(timeout=SOON).what == (
        "A file of Deskhand was damaged, so a new one was begun"
    )
    assert acting.written() == [1]
    assert list(acting.folder.glob("breaks.broken-*.db"))


def test_a_folder_that_is_gone_keeps_it_in_memory(tmp_path: Path) -> None:
    acting = Acting(tmp_path / "nowhere")
    acting.history.keep(said(1))
    assert acting.problems.get(timeout=SOON).what == (
        "The history of your breaks is not being written"
    )
    assert acting.read() == [1]
    acting.history.close()
    (tmp_path / "nowhere").mkdir()
    acting.history.keep(said(2))
    assert acting.written() == [1, 2]
