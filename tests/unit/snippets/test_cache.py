"""The compiled packs on the disk."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.results import Severity
from desktop.snippets import cache as cache_module
from desktop.snippets import pack
from desktop.snippets.cache import read_cache, write_cache
from desktop.snippets.library import Library, load_library
from desktop.snippets.pack import ParsedPack, read_pack

_RICH = """
global_vars:
  - {name: g, type: echo, params: {echo: [1, {deep: null}]}}
imports: [_part.yml]
matches:
  - trigger: ":ä"
    replace: "text $|$"
    word: true
    propagate_case: true
    uppercase_style: capitalize
    label: L
    search_terms: [s]
    force_mode: keys
    approved_by: QA
    variants: [{when: {language: pt-BR}, replace: olá}]
    vars: [{name: v, type: choice, params: {values: [a, b]}, depends_on: [g]}]
  - {trigger: bad}
  - {regex: 'a(?<n>b)', form: "[[n]]", form_fields: {n: {multiline: true}}}
  - {image_path: x.png, label: picture}
"""


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    folder = tmp_path / "packs"
    folder.mkdir()
    (folder / "a.yml").write_text(_RICH, "utf-8")
    (folder / "_part.yml").write_text("matches: [{trigger: p, replace: q}]", "utf-8")
    (folder / "empty.yml").write_text("", "utf-8")
    _make_old(folder)
    return folder


def _make_old(folder: Path) -> None:
    """Older than any clock's grain, so that size and time are believed."""
    for path in folder.iterdir():
        os.utime(path, (1_000_000, 1_000_000))


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What was parsed, in order."""
    seen: list[bytes] = []

    def note(data: bytes) -> ParsedPack:
        seen.append(data)
        return read_pack(data)

    monkeypatch.setattr(pack, "read_pack", note)
    return seen


def _content(library: Library) -> object:
    return (
        tuple(library.snippets),
        library.globals,
        library.problems,
        library.fingerprint,
        library.stamps,
        [library.by_trigger(trigger) for trigger in (":ä", "p", "none")],
    )


def test_a_library_from_the_cache_is_the_same(
    packs: Path, tmp_path: Path, parsed: list[bytes]
) -> None:
    cache = tmp_path / "data" / "cache"
    first = load_library([packs], cache)
    assert len(parsed) == 3
    second = load_library([packs], cache)
    assert len(parsed) == 3
    assert _content(second) == _content(first)
    assert len(second.problems) == 1
    assert second.snippets[0].variables[0].params == {"values": ["a", "b"]}


def test_only_what_changed_is_parsed_again(
    packs: Path, tmp_path: Path, parsed: list[bytes]
) -> None:
    cache = tmp_path / "cache"
    load_library([packs], cache)
    parsed.clear()
    (packs / "_part.yml").write_text("matches: [{trigger: p2, replace: q}]", "utf-8")
    library = load_library([packs], cache)
    assert parsed == [b"matches: [{trigger: p2, replace: q}]"]
    assert library.by_trigger("p2")
    assert len(library.by_trigger(":ä")) == 1
    assert _content(load_library([packs], cache)) == _content(library)


def test_a_file_that_was_only_touched_is_not_parsed(
    packs: Path, tmp_path: Path, parsed: list[bytes]
) -> None:
    cache = tmp_path / "cache"
    load_library([packs], cache)
    parsed.clear()
    os.utime(packs / "a.yml", (2_000_000, 2_000_000))
    load_library([packs], cache)
    assert parsed == []


def test_a_change_that_size_and_time_do_not_tell_is_noticed_in_a_young_file(
    packs: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    path = packs / "_part.yml"
    path.write_text("matches: [{trigger: p, replace: 1}]", "utf-8")
    state = path.stat()
    load_library([packs], cache)
    path.write_text("matches: [{trigger: p, replace: 2}]", "utf-8")
    os.utime(path, ns=(state.st_mtime_ns, state.st_mtime_ns))
    assert load_library([packs], cache).by_trigger("p")[0].body == "2"


def test_a_pack_that_is_gone_leaves_the_cache(packs: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    load_library([packs], cache)
    (packs / "empty.yml").unlink()
    load_library([packs], cache)
    assert {Path(path).name for path in read_cache(cache)} == {"a.yml", "_part.yml"}


def test_an_unchanged_library_does_not_write(packs: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = load_library([packs], cache)
    cache.unlink()
    load_library([packs], cache, previous=first)
    assert not cache.exists()


def test_a_pack_that_is_broken_at_the_start_goes_on_from_the_cache(
    packs: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    load_library([packs], cache)
    (packs / "_part.yml").write_text("matches: [", "utf-8")
    for _ in range(2):
        library = load_library([packs], cache)
        assert library.by_trigger("p")
        assert [path.name for path in library.unreadable] == ["_part.yml"]


@pytest.mark.skipif(sys.platform == "win32", reason="only on Windows are there no file modes")
def test_only_the_owner_may_read_it(packs: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    load_library([packs], cache)
    assert cache.stat().st_mode & 0o777 == 0o600


def test_not_being_able_to_write_is_a_warning(
    packs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cache_module, "write_atomically", full)
    library = load_library([packs], tmp_path / "cache")
    assert len(library.snippets) == 4
    problem = library.problems[-1]
    assert (problem.severity, problem.why) == (Severity.WARNING, "No space left on device")


def test_a_cache_in_a_place_that_can_not_be_is_a_warning_too(packs: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    library = load_library([packs], tmp_path / "file" / "cache")
    assert library.problems[-1].severity is Severity.WARNING


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A folder of packs and the bytes of its cache."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "a.yml").write_text(_RICH.replace("imports: [_part.yml]", ""), "utf-8")
    cache = folder / "cache"
    load_library([folder], cache)
    return folder, cache.read_bytes()


@given(data=st.data())
def test_a_damaged_cache_is_ignored(whole: tuple[Path, bytes], data: st.DataObject) -> None:
    folder, content = whole
    cache = folder / "damaged"
    if data.draw(st.booleans()):
        damaged = content[: data.draw(st.integers(0, len(content) - 1))]
    else:
        place = data.draw(st.integers(0, len(content) - 1))
        changed = bytes([content[place] ^ data.draw(st.integers(1, 255))])
        damaged = content[:place] + changed + content[place + 1 :]
    cache.write_bytes(damaged)
    assert read_cache(cache) == {}


def test_a_cache_of_another_version_is_ignored(
    packs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    load_library([packs], cache)
    monkeypatch.setattr(cache_module, "_MAGIC", b"DHPACK\xff\x01")
    assert read_cache(cache) == {}


def test_whole_blocks_that_do_not_fit_are_ignored(packs: Path, tmp_path: Path) -> None:
    library = load_library([packs])
    [pack, *_] = [one.compiled for one in library.packs if len(one.compiled)]
    pack.offsets[-1] += 1
    cache = tmp_path / "cache"
    assert write_cache(cache, [pack]) is None
    assert read_cache(cache) == {}
