"""Edits in files: never over somebody else's, remembered, and taken back."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.results import UserError
from desktop.snippets.editing import edits as module
from desktop.snippets.editing.edits import HISTORY, Edits, difference

PACK = 'matches:\n  - trigger: ";a"\n    replace: A\n  - trigger: ";b"\n    replace: B\n'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "packs" / "mine.yml"
    path.parent.mkdir()
    path.write_text(PACK, "utf-8")
    return path


@pytest.fixture
def edits(tmp_path: Path) -> Edits:
    return Edits(tmp_path / "data", lambda: dt.datetime(2026, 11, 29, tzinfo=dt.UTC))


def test_it_is_written_and_taken_back_after_a_restart(
    edits: Edits, path: Path, tmp_path: Path
) -> None:
    path.chmod(0o640)
    after = edits.apply(path, ";a changed", PACK, lambda pack: pack.changed(1, {"replace": "AA"}))
    assert path.read_text() == after
    if sys.platform != "win32":  # has no such modes
        assert path.stat().st_mode & 0o777 == 0o640
    again = Edits(tmp_path / "data", lambda: dt.datetime.now(dt.UTC))
    [edit] = again.history()
    assert (edit.words, edit.before, edit.after) == (";a changed", "", "A")
    again.take_back(edit)
    assert path.read_text() == PACK
    assert again.history() == ()


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_of_windows_and_the_mark_at_the_beginning_stay(
    edits: Edits, path: Path, mark: bytes
) -> None:
    windows = mark + PACK.replace("\n", "\r\n").encode()
    path.write_bytes(windows)
    edits.apply(path, "one", PACK, lambda pack: pack.changed(1, {"replace": "x\ny"}))
    data = path.read_bytes()
    assert data.startswith(mark + b"matches:\r\n")
    assert data.count(b"\r\n") == data.count(b"\n") == 7
    assert "x\ny" in path.read_text("utf-8-sig").replace("      ", "")
    edits.take_back(edits.history()[0])
    assert path.read_bytes() == windows


def test_an_older_edit_is_taken_back_alone(edits: Edits, path: Path) -> None:
    edits.apply(path, "one", None, lambda pack: pack.changed(2, {"replace": "BB"}))
    edits.apply(path, "two", None, lambda pack: pack.changed(2, {"label": "L"}))
    first = edits.history()[-1]
    edits.take_back(first)
    assert "replace: B\n" in path.read_text()
    assert "label: L" in path.read_text()


def test_what_was_changed_again_is_not_taken_back(edits: Edits, path: Path) -> None:
    edits.apply(path, "one", None, lambda pack: pack.changed(1, {"replace": "X"}))
    path.write_text(path.read_text().replace("X", "Y"))
    before = path.read_bytes()
    with pytest.raises(UserError, match="changed again"):
        edits.take_back(edits.history()[0])
    assert path.read_bytes() == before


def test_what_was_removed_comes_back_only_where_it_was(edits: Edits, path: Path) -> None:
    edits.apply(path, "removed", None, lambda pack: pack.removed(1))
    removed = path.read_text()
    path.write_text(removed.replace("B", "C"))
    with pytest.raises(UserError, match="changed again"):
        edits.take_back(edits.history()[0])
    path.write_text(removed)
    edits.take_back(edits.history()[0])
    assert path.read_text() == PACK


def test_what_somebody_else_wrote_meanwhile_stays(edits: Edits, path: Path) -> None:
    path.write_text(PACK + "# theirs\n")
    with pytest.raises(UserError, match="another program"):
        edits.apply(path, "x", PACK, lambda pack: pack.removed(1))
    assert path.read_text() == PACK + "# theirs\n"
    assert edits.history() == ()


def test_a_pack_is_begun_once(edits: Edits, path: Path) -> None:
    new = path.with_name("new.yml")
    edits.create(new, "new begun", "matches: []\n")
    assert new.read_text() == "matches: []\n"
    with pytest.raises(UserError, match="of that name"):
        edits.create(path, "x", "matches: []\n")
    assert path.read_text() == PACK


def test_a_full_disk_leaves_the_pack(
    edits: Edits, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(module, "write_atomically", full)
    with pytest.raises(UserError, match="can't be written"):
        edits.apply(path, "x", PACK, lambda pack: pack.removed(1))
    assert path.read_text() == PACK


def test_a_history_that_cant_be_kept_or_read_loses_only_the_way_back(
    edits: Edits, path: Path, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / HISTORY).write_text("{")
    edits.apply(path, "x", PACK, lambda pack: pack.changed(1, {"replace": "X"}))
    assert "X" in path.read_text()
    assert len(edits.history()) == 1


@given(st.text("ab\n", max_size=30), st.text("ab\n", max_size=30))
def test_a_difference_leads_from_one_to_the_other(before: str, after: str) -> None:
    place, old, new = difference(before, after)
    assert before[:place] + new + before[place + len(old) :] == after
