"""AutoKey's folders, by what is typed afterwards."""

from __future__ import annotations

import json
import time
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
from desktop.snippets.model import Snippet
from desktop.snippets.render.template import parse
from desktop.snippets.where import EVERYWHERE, Where
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
        ("a<ctrl>+<left>b", "ab"),
        ("<shift>+<tab>c<Ctrl>+<alt>+x", "c"),
        ("one<shift>+<enter>two", "one\ntwo"),
        ("d<code94><np_home><left_shift><f13>e", "de"),
        ("f<code 94>", "f<code 94>"),
        ("g<left>h<shift>+<left>", "gh"),
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
    assert moved.report.files == ("autokey in some windows.yml", "care.yml")
    [one] = moved.library.by_trigger("ad")
    assert (one.left_word, one.right_word, one.propagate_case, one.label) == (
        True, True, True, "Adr")  # fmt: skip
    assert moved.typed("ad").caret == 5
    assert "now the text begins with it" in moved.told("adr")
    assert moved.text("ad") == "adHi there"
    told = moved.told("top")
    assert "hotkey" in told
    assert "some windows" not in told
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
    assert moved.report.notes == ()


WINDOWS = [
    ("Inbox.*", "firefox", "Inbox (3)", True),
    ("Inbox.*", "firefox", "My Inbox", False),
    ("Navigator.Firefox", "firefox", "any", True),
    ("Navigator.Firefox", "thunderbird", "any", False),
    ("Mail|Chat", "chat", "any", True),
]


@pytest.mark.parametrize(("windows", "app", "title", "typed"), WINDOWS)
@pytest.mark.parametrize("of_folder", [False, True])
def test_its_windows_are_rules_of_a_pack(
    data: Path, move: Move, windows: str, app: str, title: str, *, typed: bool, of_folder: bool
) -> None:
    kept = {"regex": windows, "isRecursive": True}
    phrase(data / "care" / "deep", "there", "x", **({} if of_folder else {"filter": kept}))
    phrase(data / "other", "everywhere", "x")
    if of_folder:
        (data / "care" / ".folder.json").write_text(json.dumps({"filter": kept}))
    moved = move(IMPORTER, data)
    assert moved.told("there") == "as it was"
    [there], [everywhere] = map(moved.library.by_trigger, ("there", "everywhere"))
    assert where(moved, there).holds(app, title) is typed
    assert where(moved, everywhere) == EVERYWHERE


def test_a_folder_keeps_its_windows_to_itself_unless_it_says_so(data: Path, move: Move) -> None:
    phrase(data / "care" / "deep", "there", "x")
    about = {"filter": {"regex": "Firefox", "isRecursive": False}}
    (data / "care" / ".folder.json").write_text(json.dumps(about))
    moved = move(IMPORTER, data)
    [there] = moved.library.by_trigger("there")
    assert where(moved, there) == EVERYWHERE


def test_windows_that_no_rule_can_say_are_told(data: Path, move: Move) -> None:
    phrase(data, "there", "x", filter={"regex": "(?!Firefox)", "isRecursive": False})
    assert "some windows only; now it works in all" in move(IMPORTER, data).told("there")


def where(moved: Moved, snippet: Snippet) -> Where:
    number = moved.library.number_of(snippet.id)
    assert number is not None
    return moved.library.where(number)


def test_a_folder_without_phrases(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no phrases"):
        read(tmp_path)


@given(st.text("<>=+'\" abcdtresino%Y/", max_size=60))
def test_any_text_becomes_a_template(text: str) -> None:
    parse(macros(text).draft("x", []).body)


@pytest.mark.parametrize(("tags", "caret"), [("<left>" * 5, 5), ("<LEFT><np_left>\n", 2)])
def test_keys_left_at_the_end_place_the_caret(
    tmp_path: Path, move: Move, tags: str, caret: int
) -> None:
    about = {"type": "phrase", "modes": [1], "abbreviation": {"abbreviations": ["tag"]}}
    (tmp_path / "p/.t.json").parent.mkdir()
    (tmp_path / "p/.t.json").write_text(json.dumps(about), "utf-8")
    (tmp_path / "p/t.txt").write_text(f"<a></em>{tags}", "utf-8")
    moved = move(IMPORTER, tmp_path)
    assert (moved.typed("tag").text, moved.typed("tag").caret) == ("<a></em>", caret)
    assert moved.told("t") == "as it was"


def test_a_macro_that_does_not_end_is_read_once() -> None:
    text = "<date" + ' a="b"' * 24
    begun = time.process_time()
    assert macros(text).draft("hi", ["hi"]).body == text
    assert time.process_time() - begun < 1
