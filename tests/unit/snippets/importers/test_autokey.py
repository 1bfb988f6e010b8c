"""AutoKey's folders, by what is typed afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.results import UserError
from desktop.snippets.importers.autokey import IMPORTER, macros, read
from desktop.snippets.importers.base import Importer
from desktop.snippets.importers.registry import importer_for
from desktop.snippets.render.template import parse
from tests.unit.snippets.importers.conftest import Moved

Move = Callable[[Importer, Path], Moved]


def phrase(folder: Path, name: str, text: str, **about: Any) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.txt").write_text(text, "utf-8")
    content = {
        "type": "phrase", "description": name.title(), "modes": [1], "matchCase": False,
        "abbreviation": {"abbreviations": [name], "immediate": True, "triggerInside": True,
                         "backspace": True, "ignoreCase": False, "wordChars": "[\\w]"},
        "omitTrigger": False, "prompt": False, "sendMode": "kb", "hotkey": {"modifiers": []},
        "filter": {"regex": None, "isRecursive": False}, "usageCount": 3,
    }  # fmt: skip
    content.update(about)
    (folder / f".{name}.json").write_text(json.dumps(content), "utf-8")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "autokey"


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("plain <b>bold</b> 2<3", "plain <b>bold</b> 2<3"),
        ("<date format=%Y-%m-%d>", "2026-11-29"),
        ('<date format="%d %B">', "29 November"),
        ("a<tab>b<enter>", "a\tb\n"),
        ("x<ctrl>+ay", "xy"),
        ("x<left>+a", "x+a"),
        ("<script name='n' args=>z", "<script name='n' args=>z"),
        ('<script name="n" args="1">z', "z"),
        ("{{x}}", "{{x}}"),
    ],
)
def test_phrases(data: Path, move: Move, text: str, typed: str) -> None:
    phrase(data / "care", "hi", text)
    assert move(IMPORTER, data).text("hi") == typed


def test_what_triggers_them_and_the_report(data: Path, move: Move) -> None:
    about = {"abbreviations": ["ad"], "immediate": False, "triggerInside": False,
             "ignoreCase": True, "backspace": False}  # fmt: skip
    phrase(data / "care" / "deep", "adr", "Hi <cursor>there", abbreviation=about, omitTrigger=True)
    phrase(data, "top", "t", modes=[3], filter={"regex": "Firefox"}, prompt=True)
    (data / "run.py").write_text("x")
    (data / ".run.json").write_text("{}")
    phrase(data, "bad", "t")
    (data / ".bad.json").write_text("{")
    phrase(data, "latin", "t")
    (data / ".latin.json").write_bytes(b'{"description": "caf\xe9"}')
    assert importer_for(data).name == "autokey"
    moved = move(IMPORTER, data)
    assert moved.report.files == ("autokey.yml", "care.yml")
    [one] = moved.library.by_trigger("ad")
    assert (one.left_word, one.right_word, one.propagate_case, one.label) == (
        True, True, True, "Adr")  # fmt: skip
    assert moved.typed("ad").caret == 5
    assert "stay before" in moved.told("adr")
    told = moved.told("top")
    assert "hotkey" in told
    assert "some windows" in told
    assert moved.told("run").startswith("left out It is a script")
    assert moved.told("bad").startswith("left out")
    assert moved.told("latin").startswith("left out")


def test_a_text_alone_is_a_phrase_and_a_description_alone_is_told(data: Path, move: Move) -> None:
    phrase(data / "care", "hi", "Hello")
    (data / "care" / "bare.txt").write_text("Only text")
    phrase(data / "care", "gone", "x")
    (data / "care" / "gone.txt").unlink()
    about = {"type": "folder", "filter": {"regex": "Firefox", "isRecursive": True}}
    (data / "care" / ".folder.json").write_text(json.dumps(about))
    (data / ".folder.json").write_text("{")
    moved = move(IMPORTER, data)
    assert "found in the palette only" in moved.told("bare")
    assert moved.told("gone") == "left out Its text is missing."
    assert moved.report.notes == (
        "The folder care was for some windows only; its phrases are for all now.",
    )


def test_a_folder_without_phrases(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no phrases"):
        read(tmp_path)


@given(st.text("<>=+'\" abcdtresino%Y/", max_size=60))
def test_any_text_becomes_a_template(text: str) -> None:
    parse(macros(text).draft("x", []).body)
