"""The library in use: loaded on a thread, looked at, and its triggers written."""

from __future__ import annotations

import datetime as dt
import queue
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core.clock import FixedClock
from desktop.core.triggerfile import index_is_current
from desktop.snippets import shelf as shelf_module
from desktop.snippets.library import load_library
from desktop.snippets.shelf import Shelf, Shelved, Sources

SECONDS = 10.0


class Shelving:
    """A shelf over one folder, and what came of it."""

    def __init__(self, folder: Path) -> None:
        self.packs = folder / "packs"
        self.packs.mkdir()
        self.cache = folder / "cache"
        self.cache.mkdir()
        self.clock = FixedClock(dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
        self.came: queue.Queue[Shelved] = queue.Queue()
        self.separators = " "
        self.shelf = Shelf(
            self.cache, self.clock, sources=self.sources, ready=self.came.put, look_s=0.02
        )

    def sources(self) -> Sources:
        return Sources([self.packs], (), self.separators)

    def write(self, trigger: str) -> None:
        (self.packs / "a.yml").write_text(
            f"matches: [{{trigger: '{trigger}', replace: text}}]", "utf-8"
        )

    def next(self) -> Shelved:
        return self.came.get(timeout=SECONDS)

    def settle(self) -> Shelved:
        """Let the clock run until something new is there."""
        while True:
            self.clock.advance(1)
            try:
                return self.came.get(timeout=0.1)
            except queue.Empty:
                continue


@pytest.fixture
def shelving(tmp_path: Path) -> Iterator[Shelving]:
    made = Shelving(tmp_path)
    made.write(":one")
    yield made
    made.shelf.stop()


def test_it_loads_at_once_and_writes_the_triggers(shelving: Shelving) -> None:
    shelving.shelf.start()
    first = shelving.next()
    assert first.problem is None
    assert first.index == shelving.cache / "triggers"
    assert first.index is not None
    assert index_is_current(first.index, first.library.fingerprint, " ")
    assert first.renewed


def test_triggers_that_are_as_they_were_are_not_written_again(shelving: Shelving) -> None:
    shelving.shelf.start()
    shelving.next()
    shelving.shelf.load()
    assert not shelving.next().renewed
    shelving.separators = " -"
    shelving.shelf.load()
    assert shelving.next().renewed


def test_a_change_is_loaded_once_it_has_settled(shelving: Shelving) -> None:
    shelving.shelf.start()
    before = shelving.next().library.fingerprint
    shelving.write(":two")
    assert shelving.settle().library.fingerprint != before
    shelving.clock.advance(5)
    with pytest.raises(queue.Empty):
        shelving.came.get(timeout=0.2)


def test_wishes_while_it_loads_are_one_load_more(
    shelving: Shelving, monkeypatch: pytest.MonkeyPatch
) -> None:
    loading, go_on = threading.Event(), threading.Event()

    def slow(*words: object, **named: object) -> object:
        loading.set()
        assert go_on.wait(SECONDS)
        return load_library(*words, **named)  # type: ignore[arg-type]  # passed on as they come

    monkeypatch.setattr(shelf_module, "load_library", slow)
    shelving.shelf.start()
    assert loading.wait(SECONDS)
    for _ in range(5):
        shelving.shelf.load()
    go_on.set()
    shelving.next()
    shelving.next()
    with pytest.raises(queue.Empty):
        shelving.came.get(timeout=0.2)


def test_triggers_that_cannot_be_written_are_tried_again(shelving: Shelving) -> None:
    in_the_way = shelving.cache / "triggers"
    in_the_way.mkdir()
    shelving.shelf.start()
    first = shelving.next()
    assert first.index is None
    assert first.problem is not None
    assert first.problem.place == str(in_the_way)
    in_the_way.rmdir()
    while (again := shelving.settle()).index is None:
        continue
    assert again.problem is None


def test_a_fault_is_a_message_and_it_goes_on(
    shelving: Shelving, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(shelf_module, "build_index", lambda *_: 1 / 0)
        shelving.shelf.start()
        problem = shelving.next().problem
    assert problem is not None
    assert "fault" in problem.why
    shelving.shelf.load()
    assert shelving.next().problem is None


def test_it_stops_before_it_started_and_hands_nothing_over_afterwards(shelving: Shelving) -> None:
    shelving.shelf.stop()
    shelving.shelf.start()
    shelving.shelf.stop()
    assert shelving.came.empty()


def test_a_long_reading_tells_how_far_it_is(tmp_path: Path) -> None:
    """Each word at most so often, and none where it takes no time."""
    told: list[float] = []
    slow = 0.3

    class Passing(FixedClock):
        def monotonic(self) -> float:
            self.advance(slow)
            return super().monotonic()

    folder = tmp_path / "packs"
    folder.mkdir()
    (tmp_path / "cache").mkdir()
    for number in range(4):
        (folder / f"{number}.yml").write_text("matches: [{trigger: ':a', replace: b}]", "utf-8")
    clock = Passing(dt.datetime(2026, 11, 29, tzinfo=dt.UTC))
    came: queue.Queue[Shelved] = queue.Queue()
    shelf = Shelf(
        tmp_path / "cache",
        clock,
        sources=lambda: Sources([folder]),
        ready=came.put,
        look_s=SECONDS,
        progress=told.append,
    )
    shelf.start()
    came.get(timeout=SECONDS)
    shelf.stop()
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) == 4
    told.clear()
    still = FixedClock(dt.datetime(2026, 11, 29, tzinfo=dt.UTC))
    quick = Shelf(
        tmp_path / "cache",
        still,
        sources=lambda: Sources([folder]),
        ready=came.put,
        look_s=SECONDS,
        progress=told.append,
    )
    quick.start()
    came.get(timeout=SECONDS)
    quick.stop()
    assert told == []
