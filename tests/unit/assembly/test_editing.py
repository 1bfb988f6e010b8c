"""Changes of packs on the assembly's thread: done in order, told, never over somebody else's."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Generic, TypeVar

import pytest
from msgspec import structs

from desktop.assembly.editing import why_read_only
from desktop.assembly.opened import Opened
from desktop.core.results import Problem
from desktop.keyboard import messages
from desktop.snippets.editing.edits import Edit
from desktop.snippets.model import Snippet
from tests.unit.assembly.acting import SECONDS, Running

T = TypeVar("T")


class Heard(Generic[T]):
    """What is told, waited for."""

    def __init__(self) -> None:
        self._values: list[T] = []
        self._done = threading.Event()

    def __call__(self, value: T) -> None:
        self._values.append(value)
        self._done.set()

    def value(self) -> T:
        assert self._done.wait(SECONDS)
        return self._values[0]


class Bench:
    """A running assembly's editing, waited for."""

    def __init__(self, running: Running, folder: Path) -> None:
        self.running = running
        self.editing = running.assembly.editing
        self.own = folder / "packs" / "own.yml"

    def open(self, trigger: str) -> tuple[Opened, Snippet]:
        library = self.running.assembly.library
        number = library.numbers_having(trigger)[0]
        pack, at = library.snippets.locate(number)
        place = pack.compiled.cause(at).number
        digest = pack.compiled.head.digest
        return self.editing.open(pack.source.path, place, digest), library.snippets[number]

    def save(self, trigger: str, body: str) -> Problem | None:
        opened, snippet = self.open(trigger)
        after = structs.replace(snippet, body=body)
        return self.write(opened, snippet, after)

    def write(self, opened: Opened, before: Snippet, after: Snippet) -> Problem | None:
        heard = Heard[Problem | None]()
        self.editing.save(opened, before, after, heard)
        return heard.value()

    def move(self, opened: Opened, snippet: Snippet, path: Path) -> Opened | Problem:
        heard = Heard[Opened | Problem]()
        self.editing.move(opened, snippet, str(path), heard)
        return heard.value()

    def take_back(self, edit: Edit) -> Problem | None:
        heard = Heard[Problem | None]()
        self.editing.take_back(edit, heard)
        return heard.value()

    def counts(self) -> Mapping[str, int]:
        heard = Heard[Mapping[str, int]]()
        self.editing.counts(heard)
        return heard.value()

    def history(self) -> tuple[Edit, ...]:
        heard = Heard[tuple[Edit, ...]]()
        self.editing.history(heard)
        return heard.value()


@pytest.fixture
def bench(running: Running, tmp_path: Path) -> Bench:
    return Bench(running, tmp_path)


def test_a_change_is_in_use_at_once(bench: Bench) -> None:
    assert bench.save(":brb", "back soon") is None
    library = bench.running.assembly
    bench.running.until(lambda: library.library.by_trigger(":brb")[0].body == "back soon")
    [edit] = bench.history()
    assert edit.words == ":brb changed"
    assert bench.take_back(edit) is None
    bench.running.until(lambda: library.library.by_trigger(":brb")[0].body == "be right back")


def test_a_file_that_cannot_be_written_is_told_and_the_thread_goes_on(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = bench.own.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr("desktop.snippets.editing.edits.write_atomically", full)
        problem = bench.save(":brb", "x")
    assert problem is not None
    assert problem.why == "No space left on device"
    assert bench.own.read_bytes() == before
    assert bench.save(":brb", "y") is None


def test_a_fault_is_told_too(bench: Bench, monkeypatch: pytest.MonkeyPatch,
                             caplog: pytest.LogCaptureFixture) -> None:  # fmt: skip
    with monkeypatch.context() as patch:
        patch.setattr("desktop.snippets.editing.edits.read_pack_file", None)
        problem = bench.save(":brb", "x")
    assert problem is not None
    assert problem.what == "Something in Deskhand went wrong"
    assert "a pack could not be changed" in caplog.text
    caplog.clear()


def test_a_snippet_is_found_again_where_it_moved_to(bench: Bench) -> None:
    opened, snippet = bench.open(":name")
    bench.history()  # it has been read
    text = bench.own.read_text()
    bench.own.write_text(text.replace("matches:\n", 'matches:\n  - {trigger: ":0", replace: 0}\n'))
    after = structs.replace(snippet, body="Hello")
    assert bench.write(opened, snippet, after) is None
    assert opened.number == 3
    assert "Hello" in bench.own.read_text()


def test_a_move_that_fails_half_way_leaves_both_packs_as_they_were(
    bench: Bench, tmp_path: Path
) -> None:
    other = tmp_path / "packs" / "other.yml"
    other.write_text("matches: []\n")
    opened, snippet = bench.open(":name")
    bench.history()
    changed = bench.own.read_text().replace("Dear", "Dearest")
    bench.own.write_text(changed)
    told = bench.move(opened, snippet, other)
    assert isinstance(told, Problem)
    assert bench.own.read_text() == changed
    assert other.read_text() == "matches: []\n"
    assert bench.history() == ()


def test_a_move_is_one_change_in_the_history(bench: Bench, tmp_path: Path) -> None:
    other = tmp_path / "packs" / "other.yml"
    other.write_text("matches: []\n")
    before = bench.own.read_text()
    opened, snippet = bench.open(":name")
    told = bench.move(opened, snippet, other)
    assert isinstance(told, Opened)
    assert told.number == 1
    [edit] = bench.history()
    assert edit.words == ":name moved to other"
    assert bench.take_back(edit) is None
    assert (bench.own.read_text(), other.read_text()) == (before, "matches: []\n")


def test_how_often_it_was_used(bench: Bench) -> None:
    bench.running.type(":brb")
    bench.running.link.say(messages.Typed(1, 5.0, pasted=False))
    bench.running.settle()
    bench.running.until(lambda: bench.counts() == {"own: :brb": 1})


def test_which_packs_cannot_be_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = tmp_path / "care-en.yml"
    mine = tmp_path / "mine.yml"
    assert why_read_only(str(shipped), [shipped]).startswith("It comes with Deskhand")
    assert why_read_only(str(mine), [shipped]) == ""
    monkeypatch.setattr("os.access", lambda *_: False)  # who tests as root may write anywhere
    assert why_read_only(str(mine), [shipped]) == "You may not write to its folder"
