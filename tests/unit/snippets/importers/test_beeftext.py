"""Beeftext's file, by what is typed afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.results import UserError
from desktop.snippets.importers.base import Importer
from desktop.snippets.importers.beeftext import IMPORTER, read
from desktop.snippets.importers.registry import importer_for
from tests.unit.snippets.importers.conftest import Moved

Move = Callable[[Importer, Path], Moved]


def file(path: Path, *combos: dict[str, Any], groups: list[dict[str, Any]] | None = None) -> Path:
    content = {"fileFormatVersion": 9, "combos": combos, "groups": groups or []}
    path.write_text(json.dumps(content), "utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("#{dateTime:yyyy-MM-dd}", "2026-11-29"),
        ("#{dateTime:+1d-1h:dd.MM. hh:mm}", "30.11. 09:05"),
        ("#{dateTime:h:mm ap}", "10:05 am"),
        ("#{dateTime:[yyyy] 'at' HH}", "[2026] at 10"),
        ("#{dateTime:w}|#{dateTime:+1w:ww}", "48|49"),
        ("a#{key:space:2}b", "a  b"),
        ("#{date}", "11/29/2026"),
        ("<#{clipboard}>", "<copied>"),
        ("#{input:Name}", ""),
        ("#{combo:;sig}", "Kim"),
        ("#{unknown:x} #{", "#{unknown:x} #{"),
        ("a#{key:tab:2}b#{key:enter}", "a\t\tb\n"),
        ("a#{key:space:" + "9" * 5_000 + "}b", "a" + " " * 50 + "b"),
        ("#{input:a \\} b}.", "."),
    ],
)
def test_variables(tmp_path: Path, move: Move, text: str, typed: str) -> None:
    path = file(
        tmp_path / "a.json",
        {"uuid": "1", "keyword": ";x", "snippet": text},
        {"uuid": "2", "keyword": ";sig", "snippet": "Kim"},
    )
    assert move(IMPORTER, path).text(";x") == typed


def test_html_of_older_versions_becomes_text(tmp_path: Path, move: Move) -> None:
    combo = {"keyword": ";h", "useHtml": True, "snippet": "<p>Dear <b>#{input:Who}</b>,</p>&lt;3"}
    moved = move(IMPORTER, file(tmp_path / "a.json", combo))
    assert moved.text(";h", {"Who": "Ana"}).split("\n") == ["Dear Ana,", "", "<3"]
    assert moved.told(";h") == "changed Its formatting is left out."


def test_a_key_left_at_the_end_places_the_caret(tmp_path: Path, move: Move) -> None:
    moved = move(
        IMPORTER,
        file(
            tmp_path / "a.json",
            {"keyword": ";q", "snippet": "“”#{key:left}"},
            {"keyword": ";t", "snippet": "<b></b>#{key:left:4} "},
            {"keyword": ";n", "snippet": "#{input:a}#{key:left:4}"},
        ),
    )
    assert (moved.typed(";q").text, moved.typed(";q").caret) == ("“”", 1)
    assert (moved.typed(";t").text, moved.typed(";t").caret) == ("<b></b>", 4)
    assert moved.told(";q") == "as it was"
    assert "key that it pressed" in moved.told(";n")


def test_groups_are_packs_and_modes_are_flags(tmp_path: Path, move: Move) -> None:
    path = file(
        tmp_path / "a.json",
        {"keyword": ";s", "snippet": "strict", "group": "g", "name": "Strict", "matchingMode": 1},
        {"keyword": ";l", "snippet": "loose", "group": "g", "matchingMode": 2},
        {"comboText": ";o", "substitutionText": "old", "useLooseMatch": True, "caseSensitivity": 2},
        {"keyword": ";off", "snippet": "x", "enabled": False},
        {"keyword": 5},
        groups=[{"uuid": "g", "name": "Refunds: all"}],
    )
    moved = move(IMPORTER, path)
    assert moved.report.files == ("Refunds- all.yml", "Beeftext.yml") or moved.report.files == (
        "Refunds-all.yml", "Beeftext.yml")  # fmt: skip
    [strict] = moved.library.by_trigger(";s")
    [loose] = moved.library.by_trigger(";l")
    [old] = moved.library.by_trigger(";o")
    assert (strict.left_word, loose.left_word, old.left_word) == (True, False, False)
    assert (strict.label, old.propagate_case) == ("Strict", True)
    assert "switched off" in moved.told(";off")
    assert moved.told("combo 5") == "left out It is damaged."
    assert "capitals" in moved.told(";o")


def test_what_is_in_a_group_that_is_switched_off_is_off(tmp_path: Path, move: Move) -> None:
    groups = [{"uuid": "a", "name": "Off", "enabled": False}, {"uuid": "b", "enabled": True}]
    path = file(
        tmp_path / "a.json",
        {"keyword": ";a", "snippet": "x", "group": "a"},
        {"keyword": ";b", "snippet": "x", "group": "b"},
        groups=groups,
    )
    moved = move(IMPORTER, path)
    assert moved.told(";a") == "left out Its group was switched off there."
    assert moved.told(";b") == "as it was"


def test_it_is_recognised_and_refused(tmp_path: Path) -> None:
    assert importer_for(file(tmp_path / "a.json")).name == "beeftext"
    for content in ("{", "[]", '{"combos": 3}', '{"combos": [' + "[" * 5000):
        (tmp_path / "b.json").write_text(content)
        with pytest.raises(UserError, match="Beeftext"):
            read(tmp_path / "b.json")


KEYS = ["combos", "groups", "keyword", "snippet", "uuid", "enabled"]
PLAIN = st.none() | st.booleans() | st.text(max_size=5) | st.integers()
ANY = st.recursive(
    PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(KEYS), inner)
)


@given(ANY)
def test_any_json_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, value: Any) -> None:
    path = tmp_path_factory.mktemp("any") / "a.json"
    path.write_text(json.dumps(value))
    try:
        read(path)
    except UserError:
        pass
