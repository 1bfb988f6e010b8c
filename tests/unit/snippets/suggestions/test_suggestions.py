"""A trigger for a suggested text, the pack it goes into, and what is never suggested again."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.results import UserError
from desktop.core.triggers import SEPARATORS
from desktop.snippets.editing.edits import Edits
from desktop.snippets.library import Library, load_library
from desktop.snippets.suggestions import settled
from desktop.snippets.suggestions.making import PACK, make
from desktop.snippets.suggestions.proposal import objection, propose
from desktop.snippets.suggestions.settled import Settled

TEXT = "How can I help you today?"
NOW = dt.datetime(2026, 11, 29, 9, tzinfo=dt.UTC)


def library(tmp_path: Path, *triggers: str, more: str = "") -> Library:
    path = tmp_path / "packs" / "own.yml"
    path.parent.mkdir(exist_ok=True)
    rows = [f"  - {{trigger: '{one}', replace: x{more}}}" for one in triggers]
    path.write_text("matches:\n" + "\n".join(rows) if rows else "matches: []\n", "utf-8")
    return load_library([path.parent])


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
    assert propose(TEXT, library(tmp_path, *taken), SEPARATORS) == proposed


def test_a_trigger_that_fires_as_a_word_only_is_in_nobodys_way(tmp_path: Path) -> None:
    known = library(tmp_path, "ho", more=", word: true")
    assert objection(";hop", known, SEPARATORS) is None


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
    assert propose(text, library(tmp_path), SEPARATORS) == proposed


@given(st.text(max_size=80))
def test_whatever_the_text_the_trigger_is_a_sound_one(text: str) -> None:
    found = propose(text, Library(), SEPARATORS)
    assert found == "" or objection(found, Library(), SEPARATORS) is None


@pytest.mark.parametrize("trigger", ["", "  ", "a", " ;a", ";a\n", ";\u200b"])
def test_what_can_be_no_trigger(trigger: str) -> None:
    assert objection(trigger, Library(), SEPARATORS) is not None


def test_an_objection_names_the_other_and_its_place(tmp_path: Path) -> None:
    found = objection(";hello", library(tmp_path, ";he"), SEPARATORS)
    assert found is not None
    assert found.what == ";he would always fire before ;hello"
    assert found.place == "own.yml:2"
    found = objection(";h", library(tmp_path, ";he"), SEPARATORS)
    assert found is not None
    assert found.what == ";h would always fire before ;he"


# --- the pack ---


def test_the_first_begins_the_pack_and_the_next_is_added(tmp_path: Path) -> None:
    packs = tmp_path / "packs"
    edits = Edits(tmp_path, lambda: NOW)
    make(packs, edits, ";hcih", TEXT)
    make(packs, edits, ";two", "Two lines:\n- “a” & 'b' # no comment\n")
    known = load_library([packs])
    assert not known.problems
    assert [(one.triggers, one.body) for one in known.snippets] == [
        ((";hcih",), TEXT),
        ((";two",), "Two lines:\n- “a” & 'b' # no comment\n"),
    ]
    assert [one.words for one in edits.history()] == [";two added", ";hcih added"]
    edits.take_back(edits.history()[0])
    assert len(load_library([packs]).snippets) == 1


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1).filter(str.strip),
    st.text("abc;:{}[]#&*'\"!|>%@`- ", min_size=2).map(lambda text: f";{text}x"),
)
def test_whatever_is_made_can_be_read(
    tmp_path_factory: pytest.TempPathFactory, text: str, trigger: str
) -> None:
    packs = tmp_path_factory.mktemp("packs")
    make(packs, Edits(packs / "data", lambda: NOW), trigger, text)
    [one] = load_library([packs]).snippets
    assert one.triggers == (trigger,)
    assert one.body == text


def test_a_pack_that_can_not_be_read_is_left_alone(tmp_path: Path) -> None:
    packs = tmp_path / "packs"
    packs.mkdir()
    (packs / PACK).write_text("matches: [", "utf-8")
    with pytest.raises(UserError):
        make(packs, Edits(tmp_path, lambda: NOW), ";hcih", TEXT)
    assert (packs / PACK).read_text("utf-8") == "matches: ["


def test_a_snippet_without_a_text_is_none(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        make(tmp_path, Edits(tmp_path, lambda: NOW), ";hcih", " \n")
    assert not (tmp_path / PACK).exists()


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
