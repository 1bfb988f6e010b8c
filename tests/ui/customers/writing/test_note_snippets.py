"""Snippets in a note: found by words, and none that would speak of another customer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest

from desktop.assembly.picking import Offer
from desktop.core.results import Problem
from desktop.snippets.library import load_library
from tests.ui import keys
from tests.ui.customers.writing.writing_room import ANA, BO, CONTROL, K, Writer
from tests.unit.assembly.acting import PACK


def test_typing_a_note_lets_snippets_expand_there_and_nowhere_else(desk: Writer) -> None:
    desk.serve(ANA)
    desk.begin()
    QTest.qWait(0)
    desk.compose.text.writes.emit(True)
    assert desk.assembly.written_here[-1] is True
    desk.compose.text.writes.emit(False)
    assert desk.assembly.written_here[-1] is False


def test_a_snippet_is_picked_by_words(desk: Writer) -> None:
    packs = desk.home / "packs"
    (packs / "own.yml").write_text(PACK, "utf-8")
    desk.assembly.library = load_library([packs])
    desk.serve(ANA)
    desk.begin()
    keys.write(desk.compose.text, "Wrote: ")
    desk.key(K.Key_K, CONTROL)
    keys.write(desk.compose.snippets.line, "brb")
    desk.until(lambda: desk.compose.snippets.offers.count() == 1)
    keys.press(desk.compose.snippets.line, K.Key_Return)
    desk.until(lambda: desk.compose.text.toPlainText() == "Wrote: be right back")
    assert desk.compose.snippets.isHidden()


def test_no_snippet_speaks_of_the_customer_in_front_in_a_note_beside_them(desk: Writer) -> None:
    packs = desk.home / "packs"
    (packs / "own.yml").write_text(PACK, "utf-8")
    desk.assembly.library = load_library([packs])
    desk.serve(ANA)
    desk.room.customers.open_link(f"deskhand://lookup?email={BO}")
    desk.until(lambda: desk.shown == "Bo Lee")
    assert desk.front == "Ana Gil"
    desk.view.take_keys()
    desk.begin()
    desk.compose.text.writes.emit(True)
    assert not any(desk.assembly.written_here)
    desk.key(K.Key_K, CONTROL)
    keys.write(desk.compose.snippets.line, "brb")
    desk.until(lambda: desk.compose.snippets.offers.count() == 1)
    keys.press(desk.compose.snippets.line, K.Key_Return)
    desk.until(lambda: "another one" in desk.compose.says.text())
    assert desk.compose.text.toPlainText() == ""


def test_a_text_that_comes_late_is_not_put_into_the_next_customers_note(
    desk: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    picks: list[tuple[Offer, Callable[[str | Problem], None]]] = []
    monkeypatch.setattr(desk.assembly.picking, "text", lambda *asked: picks.append(asked))
    packs = desk.home / "packs"
    (packs / "own.yml").write_text(PACK, "utf-8")
    desk.assembly.library = load_library([packs])
    desk.serve(ANA)
    desk.begin()
    desk.key(K.Key_K, CONTROL)
    keys.write(desk.compose.snippets.line, "brb")
    desk.until(lambda: desk.compose.snippets.offers.count() == 1)
    keys.press(desk.compose.snippets.line, K.Key_Return)
    [(_, tell)] = picks
    desk.serve(BO)
    desk.begin()
    tell("Dear Ana")
    tell(Problem("This snippet asks Ana"))
    desk.until_posted()
    assert desk.compose.text.toPlainText() == ""
    assert "Ana" not in desk.compose.says.text()
