"""translation.setup: a profile's memory is opened with care, and not having one is no failure."""

from __future__ import annotations

from pathlib import Path

from desktop.host.base import Places
from desktop.translation.memory_rows import Origin, Pair
from desktop.translation.setup import memory_file, open_memory
from tests.unit.translation.parts import clock


def test_what_is_kept_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    places = _places(tmp_path)
    with open_memory(places, clock()) as first:
        assert first.memory
        first.memory.remember(Pair("hello", "hola", "en", "es"), Origin.AGENT).result()
    with open_memory(places, clock(), make=False) as again:
        assert again.problem is None
        assert again.memory
        assert again.memory.exact("hello", "en", "es") == "hola"


def test_looking_makes_none(tmp_path: Path) -> None:
    places = _places(tmp_path)
    with open_memory(places, clock(), make=False) as opened:
        assert (opened.memory, opened.problem) == (None, None)
    assert not memory_file(places).exists()


def test_one_that_can_not_be_opened_says_why(tmp_path: Path) -> None:
    places = _places(tmp_path)
    memory_file(places).mkdir()
    with open_memory(places, clock()) as opened:
        assert opened.memory is None
        assert opened.problem is not None
        assert opened.problem.todo


def test_a_damaged_one_begins_anew_and_says_so(tmp_path: Path) -> None:
    places = _places(tmp_path)
    memory_file(places).write_bytes(b"no database at all" * 1000)
    with open_memory(places, clock()) as opened:
        assert opened.memory is not None
        assert opened.problem is not None
        assert "damaged" in opened.problem.what


def _places(folder: Path) -> Places:
    return Places(folder / "settings.toml", folder / "packs", folder, folder)
