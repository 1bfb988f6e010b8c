"""Noticing changes, on a clock of the test's own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop.snippets.library import Library, load_library
from desktop.snippets.watch import MOST_WAIT, SETTLE, PackWatch


class Desk:
    """A folder of packs, a library of it and a clock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = 0.0
        self._writes = 0
        self.write("a.yml", "matches: [{trigger: a, replace: x}]")
        self.library: Library = load_library([folder])
        self.watch = PackWatch([folder], self.library)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        self._writes += 1  # each write has its own time, however fast the test is
        os.utime(path, ns=(self._writes * 10**9, self._writes * 10**9))

    def after(self, seconds: float) -> bool:
        self.now += seconds
        return self.watch.changed(self.now)

    def reload(self) -> None:
        self.library = load_library([self.folder], previous=self.library)
        self.watch.accept(self.library)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "packs")


def test_nothing_changed(desk: Desk) -> None:
    assert not any(desk.after(1) for _ in range(5))


def test_a_change_is_told_once_when_it_has_settled(desk: Desk) -> None:
    desk.write("a.yml", "matches: []")
    assert not desk.after(1)  # seen for the first time
    assert not desk.after(SETTLE / 2)
    assert desk.after(SETTLE / 2)
    desk.reload()
    assert not desk.after(1)
    assert not desk.after(1)
    assert len(desk.library.snippets) == 0


def test_a_file_written_in_two_steps_is_told_after_the_second(desk: Desk) -> None:
    desk.write("a.yml", "matches: [{trig")
    assert not desk.after(SETTLE)
    desk.write("a.yml", "matches: [{trigger: b, replace: x}]")
    assert not desk.after(SETTLE)
    assert desk.after(SETTLE + 0.1)


def test_a_change_that_is_taken_back_is_none(desk: Desk) -> None:
    before = (desk.folder / "a.yml").stat()
    desk.write("b.yml", "")
    assert not desk.after(1)
    (desk.folder / "b.yml").unlink()
    assert (desk.folder / "a.yml").stat().st_mtime_ns == before.st_mtime_ns
    assert not desk.after(1)
    assert not desk.after(1)


def test_a_file_that_never_rests_is_read_all_the_same(desk: Desk) -> None:
    told = False
    while desk.now <= MOST_WAIT + 1 and not told:
        desk.write("a.yml", "matches: []")
        told = desk.after(SETTLE / 2)
    assert told
    assert desk.now == pytest.approx(MOST_WAIT, abs=1)


@pytest.mark.parametrize("name", ["new.yml", "deep/er/new.yaml"])
def test_a_new_file_and_its_end_are_told(desk: Desk, name: str) -> None:
    desk.write(name, "matches: [{trigger: n, replace: x}]")
    assert not desk.after(1)
    assert desk.after(1)
    desk.reload()
    assert len(desk.library.snippets) == 2
    (desk.folder / name).unlink()
    assert not desk.after(1)
    assert desk.after(1)
    desk.reload()
    assert not desk.after(1)
    assert not desk.after(1)
    assert len(desk.library.snippets) == 1


def test_a_file_that_is_no_pack_is_nothing(desk: Desk) -> None:
    desk.write("notes.txt", "x")
    desk.write("_part.yml", "x")
    assert not desk.after(1)
    assert not desk.after(1)


def test_an_import_is_watched_even_while_it_is_missing(desk: Desk) -> None:
    desk.write("a.yml", "imports: [_part.yml]")
    assert not desk.after(1)
    assert desk.after(1)
    desk.reload()
    assert len(desk.library.problems) == 1
    assert not desk.after(1)
    assert not desk.after(1)
    for text in ("matches: [{trigger: p, replace: x}]", "matches: []"):
        desk.write("_part.yml", text)
        assert not desk.after(1)
        assert desk.after(1)
        desk.reload()
        assert not desk.library.problems
    (desk.folder / "_part.yml").unlink()
    assert not desk.after(1)
    assert desk.after(1)
    desk.reload()
    assert not desk.after(1)
    assert not desk.after(1)


def test_a_change_between_the_loading_and_the_first_look_is_told(desk: Desk) -> None:
    library = load_library([desk.folder])
    desk.write("a.yml", "matches: []")
    desk.watch = PackWatch([desk.folder], library)
    assert not desk.after(1)
    assert desk.after(1)


def test_a_folder_that_goes_and_comes_is_told(desk: Desk) -> None:
    elsewhere = desk.folder.with_name("elsewhere")
    desk.folder.rename(elsewhere)
    assert not desk.after(1)
    assert desk.after(1)
    desk.reload()
    assert not desk.after(1)
    elsewhere.rename(desk.folder)
    assert not desk.after(1)
    assert desk.after(1)
    desk.reload()
    assert len(desk.library.snippets) == 1


def test_a_broken_pack_is_not_told_again_and_again(desk: Desk) -> None:
    desk.write("a.yml", "matches: [")
    assert not desk.after(1)
    assert desk.after(1)
    desk.reload()
    assert len(desk.library.snippets) == 1  # the last sound version
    assert not desk.after(1)
    assert not desk.after(1)
