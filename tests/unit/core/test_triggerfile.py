"""The trigger index on the disk."""

from __future__ import annotations

import json
import struct
import zlib
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.results import UserError
from desktop.core.triggerfile import index_is_current, read_index, write_index
from desktop.core.triggers import RegexTrigger, TriggerIndex, TriggerTrie


def _trie(
    entries: tuple[int, ...] = (8, 1 << 3 | 1, 4), shared: tuple[int, ...] = (2, 7, 8)
) -> TriggerTrie:
    """Two triggers of one snippet each, and in ``shared`` what a third may point to."""
    return TriggerTrie(
        folded=True,
        right_word=False,
        trie=b"trie bytes",
        entries=array("I", entries).tobytes(),
        shared=array("I", shared).tobytes(),
    )


def _index(**changes: object) -> TriggerIndex:
    plain: dict[str, Any] = {
        "library": "abc",
        "tries": (_trie(), TriggerTrie(False, True, b"", array("I", [0]).tobytes(), b"")),
        "regexes": (RegexTrigger(r":n(?<who>\w+)", 7),),
        "separators": " .,\xa0",
        "longest": 12,
        "triggers": 3,
    }
    return TriggerIndex(**{**plain, **changes})


def test_reads_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "index"
    write_index(path, _index())
    assert read_index(path) == _index()
    write_index(path, TriggerIndex(library=""))
    assert read_index(path) == TriggerIndex(library="")


@pytest.mark.skipif("sys.platform == 'win32'", reason="only on Windows are there no file modes")
def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "index"
    write_index(path, _index())
    assert path.stat().st_mode & 0o777 == 0o600


def test_tells_whether_it_is_current(tmp_path: Path) -> None:
    path = tmp_path / "index"
    assert not index_is_current(path, "abc", " .,\xa0")
    write_index(path, _index())
    assert index_is_current(path, "abc", " .,\xa0")
    assert not index_is_current(path, "abd", " .,\xa0")
    assert not index_is_current(path, "abc", " ")


def test_a_file_that_is_not_there_is_a_users_error(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="can't be read"):
        read_index(tmp_path / "none")


def test_a_file_cut_short_anywhere_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "index"
    write_index(path, _index())
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(UserError):
            read_index(path)


@given(place=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_a_single_wrong_bit_is_noticed(
    tmp_path_factory: pytest.TempPathFactory, place: int, bit: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "flipped"
    write_index(path, _index())
    data = bytearray(path.read_bytes())
    data[place % len(data)] ^= 1 << bit
    path.write_bytes(data)
    with pytest.raises(UserError):
        read_index(path)


def _forge(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """A file that is whole, but whose head says something else."""
    write_index(path, _index())
    data = path.read_bytes()
    magic, length, _ = struct.unpack_from("<8sII", data)
    head = json.loads(data[16 : 16 + length])
    changed = change(head)
    text = json.dumps(head if changed is None else changed).encode()
    body = text + data[16 + length :]
    path.write_bytes(struct.pack("<8sII", magic, len(text), zlib.crc32(body)) + body)


@pytest.mark.parametrize(
    "change",
    [
        lambda head: [],
        lambda head: {},
        lambda head: head.pop("library") and None,
        lambda head: head.update(order="middle"),
        lambda head: head.update(tries=3),
        lambda head: head["tries"][0].update(lengths=[1 << 40, 4, 4]),
        lambda head: head["tries"][0].update(lengths=[-1, 4, 4]),
        lambda head: head["tries"][0].update(lengths=[10, 12]),
        lambda head: head["tries"].pop() and None,
        lambda head: head.update(regexes=[["a"]]),
        lambda head: head.update(longest="many"),
    ],
)
def test_a_head_that_does_not_fit_is_refused(
    tmp_path: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    path = tmp_path / "index"
    _forge(path, lambda head: None)
    assert read_index(path) == _index()
    _forge(path, change)
    with pytest.raises(UserError, match="can't be used"):
        read_index(path)


@pytest.mark.parametrize(
    "trie",
    [
        _trie(shared=()),
        _trie(shared=(0, 7, 8)),
        _trie(shared=(3, 7, 8)),
        _trie(entries=(8 | 4,)),
        _trie(entries=(3 << 3 | 4,)),
    ],
)
def test_places_outside_of_what_is_shared_are_refused(tmp_path: Path, trie: TriggerTrie) -> None:
    path = tmp_path / "index"
    write_index(path, _index(tries=(trie,)))
    with pytest.raises(UserError, match="can't be used"):
        read_index(path)
