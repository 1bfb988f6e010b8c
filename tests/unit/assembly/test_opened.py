"""Whether a snippet that somebody looks at still stands in its pack as it did, and where."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop.assembly.opened import CHANGED_MEANWHILE, LastRead, Opened, last_number
from desktop.core.results import Problem, UserError
from desktop.snippets.editing.pack_text import PackText

LINES = """matches:
  - trigger: ":a"
    replace: first
  - trigger: ":b"
    replace: second
"""
BRACKETS = "matches: [{trigger: ':a', replace: first}, {trigger: ':b', replace: second}]\n"


def second_of(text: str) -> Opened:
    opened = Opened("own.yml", 2)
    opened.stands_in(text)
    return opened


def test_it_is_found_where_others_moved_it_to() -> None:
    opened = second_of(LINES)
    first = '  - trigger: ":a"\n    replace: first\n'
    assert opened.place_in(PackText.read(LINES)) == 2
    assert opened.place_in(PackText.read(LINES.replace(first, ""))) == 1


@pytest.mark.parametrize("text", [LINES, BRACKETS])
def test_what_others_changed_is_not_written_over(text: str) -> None:
    opened = second_of(text)
    with pytest.raises(UserError) as refused:
        opened.place_in(PackText.read(text.replace("second", "another")))
    assert refused.value.problem.what == CHANGED_MEANWHILE.what
    assert refused.value.problem.place == "own.yml"


def test_in_a_list_in_brackets_any_change_counts() -> None:
    opened = second_of(BRACKETS)
    assert opened.place_in(PackText.read(BRACKETS)) == 2
    with pytest.raises(UserError):
        opened.place_in(PackText.read(BRACKETS.replace("first", "another")))


def test_what_could_not_be_read_says_so_again() -> None:
    opened = Opened("own.yml", 1, problem=Problem("It is gone", "Why", "Do", place="own.yml"))
    with pytest.raises(UserError) as refused:
        opened.place_in(PackText.read(LINES))
    assert refused.value.problem.what == "It is gone"


@pytest.mark.parametrize(("text", "number"), [(LINES, 2), (BRACKETS, 2), ("matches: []\n", 0)])
def test_the_last_number_is_how_many_there_are(text: str, number: int) -> None:
    assert last_number(text) == number


def test_a_pack_is_read_anew_only_when_it_was_touched(tmp_path: Path) -> None:
    path = tmp_path / "own.yml"
    path.write_text(LINES, "utf-8")
    packs = LastRead()
    read = packs.read(str(path))
    assert read.entry(2) == '  - trigger: ":b"\n    replace: second'
    assert packs.read(str(path)) is read
    path.write_text(LINES.replace("second", "another"), "utf-8")
    os.utime(path, (1, 1))
    assert "another" in packs.read(str(path)).entry(2)
    packs.forget()
    assert packs.read(str(path)) is not read


def test_a_pack_that_is_gone_is_told_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        LastRead().read(str(tmp_path / "gone.yml"))
    assert refused.value.problem.place == "gone.yml"
