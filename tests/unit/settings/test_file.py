"""settings.file: a person's file keeps what is theirs, and a broken one is not lost."""

from __future__ import annotations

import datetime as dt
import os
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.clock import FixedClock
from desktop.settings import file

CLOCK = FixedClock(dt.datetime(2026, 1, 31, 17, 45, 0, tzinfo=dt.UTC))


def test_no_file_is_empty(tmp_path: Path) -> None:
    assert file.read(tmp_path / "none.toml") == file.Content()
    assert file.stamp_of(tmp_path / "none.toml") is None


def test_notepads_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b"\xef\xbb\xbf[typing]\r\nenabled = false\r\n")
    assert file.read(path).table == {"typing": {"enabled": False}}


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"[typing]\nenabled = \n", 2),
        (b"[typing]\nenabled = true\nenabled = false\n", 3),
        (b"a = 1\nb = [", 2),
        (b"a = '\xff'\n", 1),
        (b"a = 1\nb = 2\nc = '\xc3\n", 3),
        (b"\x7fELF\x02\x01\x01\0\0", 1),
        (b"a = " + b"9" * 5000, 0),
        (b"a = " + b"[" * 100_000, 0),
        (b"#" * (file.LARGEST + 1), 0),
    ],
)
def test_broken(tmp_path: Path, data: bytes, line: int) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(data)
    with pytest.raises(file.Broken) as caught:
        file.read(path)
    assert caught.value.line == line
    assert caught.value.__cause__ is None


def test_the_largest_is_still_read(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b"#" * file.LARGEST)
    assert file.read(path).table == {}


def test_a_folder_in_its_place_is_broken(tmp_path: Path) -> None:
    with pytest.raises(file.Broken, match="folder"):
        file.read(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="only POSIX has named pipes in folders")
def test_a_pipe_in_its_place_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "settings.toml")
    with pytest.raises(file.Broken):
        file.read(tmp_path / "settings.toml")


def test_setting_aside_overwrites_nothing(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    for content in ("one", "two", "three"):
        path.write_text(content)
        file.set_aside(path, CLOCK)
    assert {one.name: one.read_text() for one in tmp_path.iterdir()} == {
        "settings.broken-20260131-174500.toml": "one",
        "settings.broken-20260131-174500-2.toml": "two",
        "settings.broken-20260131-174500-3.toml": "three",
    }


TEXT = """\
# mine
top = 1

[typing]  # keys
# never in the bank
excluded = [
  "bank",  # because of audits
  "vault",
]
enabled = true

[other]
kept = 2026-01-31
"""


def test_an_edit_keeps_comments_order_and_unknown_keys() -> None:
    table = tomllib.loads(TEXT)
    table["typing"]["enabled"] = False
    table["typing"]["excluded"] = ["bank", "safe"]
    assert file.edited(TEXT, table) == TEXT.replace("true", "false").replace("vault", "safe")


def test_no_edit_changes_nothing() -> None:
    assert file.edited(TEXT, tomllib.loads(TEXT)) == TEXT


def test_a_new_file_says_what_it_is() -> None:
    text = file.edited("", {"version": 1, "typing": {"enabled": False}})
    assert text.startswith("# Deskhand's settings")
    assert tomllib.loads(text) == {"version": 1, "typing": {"enabled": False}}


def test_what_could_not_be_read_again_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("a = 1")
    with pytest.raises(file.Broken, match="larger"):
        file.write(path, "a = 1", {"a": "x" * file.LARGEST})
    assert path.read_text() == "a = 1"


keys = st.sampled_from(["a", "b", "typing", "with space", "dot.ted", "ñ", ""])
scalars = (
    st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.text(st.characters(codec="utf-8"), max_size=20)
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)
tables = st.dictionaries(keys, values, max_size=4)


@given(tables, tables)
def test_any_edit_gives_what_was_wanted(before: dict[str, Any], wanted: dict[str, Any]) -> None:
    text = file.edited("", before)
    assert tomllib.loads(text) == before
    assert tomllib.loads(file.edited(text, wanted)) == wanted


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("top", 2),
        ("typing.excluded", 6),
        ("typing.enabled", 10),
        ("typing", 4),
        ("typing.nowhere", 4),
        ("nowhere.at_all", 0),
    ],
)
def test_lines_are_found(key: str, line: int) -> None:
    assert file.line_of(TEXT, key) == line


def test_lines_of_other_ways_to_write() -> None:
    assert file.line_of("a = 1\ntyping.enabled = 3\n", "typing.enabled") == 2
    assert file.line_of("[typing.applications.x]\nremote = 3\n", "typing.applications") == 1
