"""A trigger for a suggested text, and what is never suggested again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.results import UserError
from desktop.core.triggers import SEPARATORS
from desktop.snippets.editing.trigger_check import TriggerCheck
from desktop.snippets.library import Library, load_library
from desktop.snippets.suggestions import settled
from desktop.snippets.suggestions.proposal import objection, propose
from desktop.snippets.suggestions.settled import Settled

TEXT = "How can I help you today?"


NONE = TriggerCheck(Library(), SEPARATORS)


def library(tmp_path: Path, *triggers: str, more: str = "") -> TriggerCheck:
    path = tmp_path / "packs" / "own.yml"
    path.parent.mkdir(exist_ok=True)
    rows = [f"  - {{trigger: '{one}', replace: x{more}}}" for one in triggers]
    path.write_text("matches:\n" + "\n".join(rows) if rows else "matches: []\n", "utf-8")
    return TriggerCheck(load_library([path.parent]), SEPARATORS)


# --- the trigger ---


@pytest.mark.parametrize(
    ("taken", "proposed"),
    [
        ((), ";hcih"),
        ((";hcih",), ";howca"),
        ((";hc",), ";howca"),
        ((";hciho",), ";howca"),
        (("hci",), ";howca"),
        ((";h",), ""),
        (("cih",), ";hcih"),  # ends with it, so the longer wins
    ],
)
def test_it_is_of_initials_and_meets_no_other(
    tmp_path: Path, taken: tuple[str, ...], proposed: str
) -> None:
    assert propose(TEXT, library(tmp_path, *taken)) == proposed


def test_a_trigger_that_fires_as_a_word_only_is_in_nobodys_way(tmp_path: Path) -> None:
    known = library(tmp_path, "ho", more=", word: true")
    assert objection(";hop", known) is None


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        ("Élan vital, s'il vous plaît", ";evsv"),
        ("«Guten Tag» und willkommen", ";gtuw"),
        ("Чем я могу вам помочь?", ";чямв"),
        ("24 7 wir sind da", ";wsd"),
        ("24/7 365", ";t"),
    ],
)
def test_letters_that_the_agent_can_type(tmp_path: Path, text: str, proposed: str) -> None:
    assert propose(text, library(tmp_path)) == proposed


@given(st.text(max_size=80))
def test_whatever_the_text_the_trigger_is_a_sound_one(text: str) -> None:
    found = propose(text, NONE)
    assert found == "" or objection(found, NONE) is None


@pytest.mark.parametrize("trigger", ["", "  ", "a", " ;a", ";a\n", ";\u200b"])
def test_what_can_be_no_trigger(trigger: str) -> None:
    assert objection(trigger, NONE) is not None


def test_an_objection_names_the_other_and_its_place(tmp_path: Path) -> None:
    found = objection(";hello", library(tmp_path, ";he"))
    assert found is not None
    assert (found.what, found.why) == (
        "`;hello` can never fire",
        "`;he` (“x” in own) fires first",
    )
    found = objection(";h", library(tmp_path, ";he"))
    assert found is not None
    assert found.why == "`;h` fires first"
    found = objection(";he", library(tmp_path, ";he"))
    assert found is not None
    assert found.place == "own.yml:2"


# --- what is settled ---


@given(st.lists(st.binary(min_size=16, max_size=16), max_size=30))
def test_what_is_settled_stays_so(
    tmp_path_factory: pytest.TempPathFactory, marks: list[bytes]
) -> None:
    path = tmp_path_factory.mktemp("data") / "new" / settled.FILE
    one = Settled(path)
    for mark in marks:
        one.add(mark)
    assert Settled(path).marks == one.marks
    assert set(one.marks) == set(marks)
    assert len(one.marks) == len(set(marks))


def test_it_has_a_bound_and_the_oldest_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settled, "MOST", 3)
    one = Settled(tmp_path / settled.FILE)
    for mark in (b"a", b"b", b"c", b"a", b"d"):
        one.add(mark)
    assert one.marks == [b"c", b"a", b"d"]


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'["xyz"]', b"\xff\xfe", b'["abc"]'])
def test_a_damaged_file_counts_as_none_and_is_written_anew(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / settled.FILE
    path.write_bytes(content)
    one = Settled(path)
    assert one.marks == []
    one.add(b"mark")
    assert Settled(path).marks == [b"mark"]


def test_the_file_is_the_agents_alone(tmp_path: Path) -> None:
    path = tmp_path / settled.FILE
    Settled(path).add(b"mark")
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0


def test_where_it_can_not_be_written_it_holds_until_the_end(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way", "utf-8")
    one = Settled(tmp_path / "data" / settled.FILE)
    with pytest.raises(UserError):
        one.add(b"mark")
    assert one.marks == [b"mark"]
