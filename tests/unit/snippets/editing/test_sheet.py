"""One snippet in the editor, without a window."""

from __future__ import annotations

from msgspec import structs

from desktop.snippets.editing.sheet import Sheet, find_again, tidied, whole_characters
from desktop.snippets.model import Snippet

SAVED = Snippet("a#1", "a", "a.yml", 4, (";d",), body="text", label="L")


def test_what_is_only_untidy_is_no_change() -> None:
    sheet = Sheet.of(SAVED, "opened", 0, "")
    assert not sheet.dirty
    sheet.draft = structs.replace(SAVED, triggers=(";d", " "), label=" L ", search_terms=("",))
    assert not sheet.dirty
    assert tidied(sheet.draft) == SAVED
    sheet.draft = structs.replace(SAVED, body="text ")
    assert sheet.dirty


def test_what_is_being_saved_is_no_change_either() -> None:
    sheet = Sheet.of(SAVED, "opened", 0, "")
    sheet.draft = sheet.saving = structs.replace(SAVED, body="other")
    assert not sheet.dirty
    sheet.draft = structs.replace(SAVED, body="other still")
    assert sheet.dirty


def test_why_it_cannot_be_saved() -> None:
    sheet = Sheet[str].new("a", "a.yml")
    assert not sheet.dirty
    problem = sheet.hindrance()
    assert problem is not None
    assert problem.what == "This snippet has no text yet"
    sheet.draft = structs.replace(sheet.draft, body="x")
    assert sheet.hindrance() is None
    fixed = Sheet.of(SAVED, "opened", 0, "It comes with Deskhand")
    problem = fixed.hindrance()
    assert problem is not None
    assert problem.why == "It comes with Deskhand"


def test_it_is_known_again_wherever_it_stands() -> None:
    other = structs.replace(SAVED, body="other")
    moved = structs.replace(SAVED, id="a#7", line=70)
    assert find_again(SAVED, [other, moved]) is moved
    assert find_again(SAVED, [other]) is None


def test_halves_of_characters_are_replaced() -> None:
    assert whole_characters("a\ud83d b") == "a\ufffd b"
    assert whole_characters("👩\u00a0\u2028é") == "👩\u00a0\u2028é"
