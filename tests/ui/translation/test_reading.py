"""Texts to be read, whatever is in them."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.ui.translation.reading import LONGEST_BLOCK, ReadText
from tests.ui.keys import press
from tests.ui.translation import spoken

WIDTH = 400


@pytest.fixture
def text(qtbot: QtBot) -> ReadText:
    made = ReadText("Translation")
    qtbot.addWidget(made)
    made.setFixedWidth(WIDTH)
    return made


def fill(text: ReadText, words: str) -> None:
    text.say(words)
    text.show_in(text.needed(WIDTH))
    text.show()
    QApplication.processEvents()


@pytest.mark.parametrize(
    "words",
    ["Gracias", "one\ntwo\r\nthree\rfour", spoken.SPANISH, spoken.ARABIC, "w" * 300, "好" * 200],
)
def test_the_height_that_it_asks_for_is_enough(text: ReadText, words: str) -> None:
    fill(text, words)
    assert text.verticalScrollBar().maximum() == 0
    assert text.horizontalScrollBar().maximum() == 0


def test_no_text_takes_no_room(text: ReadText) -> None:
    fill(text, "Gracias")
    text.say("")
    text.show_in(text.needed(WIDTH))
    assert text.needed(WIDTH) == 0
    assert text.isHidden()


def test_markup_stays_what_it_is(text: ReadText) -> None:
    fill(text, spoken.HOSTILE)
    shown = text.toPlainText()
    assert '<b onclick="x">fett</b> &amp; ' in shown
    assert "\u202e" not in shown
    assert "\x00" not in shown
    assert text.text() == spoken.HOSTILE


def lines_start(text: ReadText) -> list[bool]:
    """For every paragraph: does its first line stand at the left edge?"""
    found = []
    block = text.document().firstBlock()
    while block.isValid():
        found.append(block.layout().lineAt(0).naturalTextRect().x() < 2)
        block = block.next()
    return found


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
def test_every_paragraph_is_aligned_by_its_own_direction(
    qapp: QApplication, qtbot: QtBot, direction: Qt.LayoutDirection
) -> None:
    qapp.setLayoutDirection(direction)
    text = ReadText("Translation")
    qtbot.addWidget(text)
    text.setFixedWidth(WIDTH)
    fill(text, "Hello\nשלום\nمرحبا")
    assert lines_start(text) == [True, False, False]


@pytest.mark.parametrize("words", [spoken.ENDLESS, "м" * 50_000, "a b " * 12_500])
def test_fifty_thousand_characters_without_a_break_are_shown_at_once(
    text: ReadText, words: str
) -> None:
    text.say("warm")
    started = time.perf_counter()
    text.say(words)
    text.needed(WIDTH)
    text.show_in(200)
    text.show()
    QApplication.processEvents()
    assert time.perf_counter() - started < 1.0, "in one piece it takes several seconds"
    assert text.verticalScrollBar().maximum() > 0
    assert text.verticalScrollBar().value() == 0
    assert text.horizontalScrollBar().maximum() == 0


def test_what_is_selected_has_no_breaks_that_were_not_there(text: ReadText) -> None:
    words = "w" * (2 * LONGEST_BLOCK + 5) + "\n" + "😀 two words " * 200 + "\n\nend"
    fill(text, words)
    assert text.document().blockCount() > words.count("\n") + 1
    text.selectAll()
    assert text.chosen() == words
    cursor = text.textCursor()
    cursor.setPosition(LONGEST_BLOCK - 2)
    cursor.setPosition(LONGEST_BLOCK + 4, QTextCursor.MoveMode.KeepAnchor)
    text.setTextCursor(cursor)
    assert text.chosen() == "w" * 5, "the break between two pieces counts as one place"


def test_a_mark_stays_with_its_letter(text: ReadText) -> None:
    fill(text, "x" * (LONGEST_BLOCK - 1) + "e\u0301" * 10)
    assert text.document().findBlockByNumber(1).text()[0] == "e"


def test_a_text_is_shown_from_its_beginning_until_it_was_scrolled(text: ReadText) -> None:
    text.say(spoken.SPANISH * 20)
    text.show_in(60)
    text.show()
    QApplication.processEvents()
    bar = text.verticalScrollBar()
    assert bar.value() == 0
    press(text, Qt.Key.Key_PageDown)
    there = bar.value()
    assert there > 0
    text.show_in(80)
    QApplication.processEvents()
    assert bar.value() > 0, "who reads on is not sent back"
    text.say(spoken.ENGLISH * 20)
    text.show_in(60)
    assert bar.value() == 0
