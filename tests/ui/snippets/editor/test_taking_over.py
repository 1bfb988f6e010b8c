"""Snippets of another program, by the window: said first, then taken over, then undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.ui.snippets.editor.taking_over import TakingOverWindow
from tests.ui.editor_room import Room

TABLE = 'trigger,text,label\n;hi,Hello there,Hello\n;bye,"Bye, %key:enter%",Goodbye\n'


@pytest.fixture
def window(room: Room) -> Iterator[TakingOverWindow]:
    room.desk.open_taking_over()
    assert room.desk.taking_over is not None
    yield room.desk.taking_over
    room.desk.taking_over.close()


def test_it_says_first_then_takes_over_then_undoes(
    room: Room, window: TakingOverWindow, tmp_path: Path
) -> None:
    source = tmp_path / "mine.csv"
    source.write_text(TABLE, "utf-8")
    before = sorted(path.name for path in room.packs.iterdir())
    window.read(source)
    room.until(window.way_on.isVisible)
    assert window.words.text() == "From TextExpander: 1 as it was, 1 changed, 0 left out."
    assert "sends" in window.list.item(0).text()
    assert sorted(path.name for path in room.packs.iterdir()) == before  # nothing is done yet
    window.way_on.click()
    room.until(lambda: "Taken over" in window.notice.words.text())
    room.until(lambda: bool(room.desk._library.numbers_having(";hi")))
    window.notice.way_on.click()
    room.until(lambda: "Taken back" in window.notice.words.text())
    room.until(lambda: not room.desk._library.numbers_having(";hi"))
    assert sorted(path.name for path in room.packs.iterdir()) == before


def test_a_file_that_is_none_says_what_to_do(
    room: Room, window: TakingOverWindow, tmp_path: Path
) -> None:
    source = tmp_path / "what.bin"
    source.write_bytes(b"\x00\x01")
    window.read(source)
    room.until(window.notice.isVisible)
    assert "--as" not in window.notice.words.text()
    assert not window.way_on.isVisible()
    window.read(tmp_path / "gone.csv")
    room.until(lambda: "can't be read" in window.notice.words.text())


def test_a_slow_answer_does_not_come_over_a_newer_one(
    room: Room, window: TakingOverWindow, tmp_path: Path
) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text(TABLE, "utf-8")
    second.write_text("trigger,text\n;only,One\n", "utf-8")
    window.read(first)
    window.read(second)
    room.until(window.way_on.isVisible)
    assert "1 as it was" in window.words.text()


def test_nothing_to_take_back_is_said(room: Room, window: TakingOverWindow) -> None:
    window.undo.click()
    room.until(lambda: "no import to take back" in window.notice.words.text())
