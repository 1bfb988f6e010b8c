"""Articles in the sidebar: asked for by the agent, over the customer, and gone with them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.core.clock import FixedClock
from desktop.customers.articles.article import Article
from desktop.customers.articles.search import Answer
from desktop.ui.customers.article_panel import ArticlePanel
from desktop.ui.customers.card_list import in_words
from tests.ui.articles_acted import (
    BOTH,
    CONFLUENCE,
    GURU,
    LATE,
    NOW,
    RETURNS,
    VOUCHER,
    ActedReader,
)
from tests.ui.customers import acted_customers as acted
from tests.ui.keys import press, write

K = Qt.Key


class Scene:
    """A sidebar with the keys, its articles, and what was told."""

    def __init__(self, qtbot: QtBot, titles: tuple[str, ...] = BOTH) -> None:
        self.window = acted.sidebar(acted.WHOLE)
        qtbot.addWidget(self.window)
        self.reader = ActedReader()
        self.panel = ArticlePanel(self.window, self.reader, FixedClock(NOW))
        self.told: list[tuple[str, object]] = []
        self.panel.opened.connect(lambda url: self.told.append(("open", url)))
        self.panel.copied.connect(lambda url: self.told.append(("copy", url)))
        self.window.note_asked.connect(lambda: self.told.append(("note", None)))
        self.window.dismissed.connect(lambda back: self.told.append(("dismissed", back)))
        self.window.articles_asked.connect(lambda: self.panel.come(self.window.subject()))
        self.panel.use(titles)
        self.window.use_cover(self.panel if titles else None)
        self.window.open_quietly(None)
        self.window.take_keys()
        qtbot.waitUntil(self.window.isActiveWindow)

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            focused = self.window.focusWidget()
            assert focused is not None
            press(focused, key)

    def rows(self) -> list[str]:
        return [in_words(row) for row in self.panel.list.rows.rows]

    def words(self) -> list[str]:
        return [" ".join(key) for key in self.panel.keys.shown()]


@pytest.fixture
def scene(qtbot: QtBot) -> Scene:
    return Scene(qtbot)


def test_the_open_ticket_stands_there_and_nothing_is_sent(scene: Scene) -> None:
    scene.press(K.Key_K)
    assert scene.panel.isVisible()
    assert scene.panel.geometry() == scene.window.rect()
    assert scene.panel.line.text() == "Parcel not delivered"
    assert scene.panel.line.selectedText() == "Parcel not delivered"
    assert scene.panel.note.text() == "Enter sends these words to Confluence and Guru."
    assert scene.words() == ["Enter send", "Esc back"]
    assert scene.reader.asked == []


def test_enter_sends_what_stands_there_then(scene: Scene) -> None:
    scene.press(K.Key_K)
    scene.panel.line.selectAll()
    write(scene.panel.line, "  refund ")
    scene.press(K.Key_Return)
    assert scene.reader.asked == ["refund"]
    assert scene.rows() == ["Asking Confluence and Guru…"]
    scene.reader.say(CONFLUENCE)
    assert scene.rows() == [
        "Refunds and returns, Confluence, Support handbook · updated 26 Nov",
        RETURNS.excerpt,
        "Asking Guru…",
    ]
    assert scene.words() == ["Enter open", "C copy link", "Esc back"]


def test_enter_opens_and_c_copies(scene: Scene) -> None:
    scene.press(K.Key_K, K.Key_Return)
    scene.reader.say(CONFLUENCE, GURU)
    scene.press(K.Key_Return, K.Key_Down, K.Key_C)
    assert scene.told == [("open", RETURNS.url), ("copy", VOUCHER.url)]
    assert scene.panel.keys.words() == "link copied"
    assert scene.panel.isVisible()


def test_a_late_answer_leaves_the_agent_where_they_are(scene: Scene) -> None:
    scene.press(K.Key_K, K.Key_Return)
    scene.reader.say(GURU)
    scene.reader.say(GURU, CONFLUENCE)
    scene.press(K.Key_Return)
    assert scene.told == [("open", VOUCHER.url)]


def test_escape_goes_back_to_the_customer_and_then_to_the_work(scene: Scene) -> None:
    scene.press(K.Key_K, K.Key_Return)
    scene.reader.say(CONFLUENCE, GURU)
    scene.press(K.Key_Escape)
    assert not scene.panel.isVisible()
    assert (scene.reader.given_up, scene.told) == (1, [])
    assert scene.panel.line.text() == ""
    assert scene.rows() == []
    scene.press(K.Key_Escape)
    assert scene.told == [("dismissed", True)]


def test_no_key_reaches_the_customer_beneath(scene: Scene) -> None:
    scene.press(K.Key_K, K.Key_Return)
    scene.reader.say(CONFLUENCE, GURU)
    scene.press(K.Key_N, K.Key_F5, K.Key_1, K.Key_T)
    assert scene.told == []
    assert scene.panel.isVisible()


def test_another_customer_closes_it(scene: Scene) -> None:
    scene.press(K.Key_K, K.Key_Return)
    scene.window.show_found(replace(acted.MANY, serial=99))
    assert not scene.panel.isVisible()
    scene.reader.say(CONFLUENCE)
    assert scene.rows() == []


@pytest.mark.parametrize("what", ["nothing", "asking"])
def test_what_takes_the_customer_away_closes_it(scene: Scene, what: str) -> None:
    scene.press(K.Key_K)
    if what == "nothing":
        scene.window.show_nothing()  # a lock does so
    else:
        scene.window.show_asking("+49 30 1")
    assert not scene.panel.isVisible()
    assert scene.panel.line.text() == ""


def test_another_word_gives_up_what_was_asked(scene: Scene) -> None:
    scene.press(K.Key_K, K.Key_Return)
    scene.reader.say(CONFLUENCE)
    QTest.keyClick(scene.panel.list, Qt.Key.Key_Slash, Qt.KeyboardModifier.NoModifier)
    write(scene.panel.line, "x")
    assert scene.reader.given_up == 1
    assert scene.rows() == []
    scene.reader.say(CONFLUENCE, GURU)
    assert scene.rows() == []


def test_what_failed_and_nothing_found_are_said(scene: Scene) -> None:
    scene.press(K.Key_K, K.Key_Return)
    scene.reader.say(Answer("confluence", "Confluence"), LATE)
    assert scene.rows() == ["Guru did not answer in time. Ask again in a moment."]
    scene.press(K.Key_Return)
    scene.reader.say(Answer("confluence", "Confluence"), Answer("guru", "Guru"))
    assert scene.rows() == ["No article found. Fewer or other words may find some."]
    assert scene.told == []


def test_an_empty_line_asks_nothing(scene: Scene) -> None:
    scene.press(K.Key_K)
    scene.panel.line.clear()
    scene.press(K.Key_Return, K.Key_Down, K.Key_Return)
    assert scene.reader.asked == []


def test_without_knowledge_bases_k_is_no_key(qtbot: QtBot) -> None:
    scene = Scene(qtbot, ())
    scene.press(K.Key_K)
    assert not scene.panel.isVisible()
    assert "K articles" not in [" ".join(key) for key in scene.window.parts.keys.shown()]


def test_the_keys_come_back_to_where_they_were(scene: Scene, qtbot: QtBot) -> None:
    scene.press(K.Key_K, K.Key_Return)
    scene.reader.say(CONFLUENCE, GURU)
    scene.window.keys_changed()
    assert scene.window.focusWidget() is scene.panel.list


def test_hostile_titles_are_words(scene: Scene) -> None:
    evil = "<img src=http://198.51.100.1/x><b>" + "x" * 5_000
    scene.press(K.Key_K, K.Key_Return)
    scene.reader.say(Answer("c", "Confluence", (Article(evil, evil, "https://wiki.example/x"),)))
    QApplication.processEvents()
    assert scene.rows()[0].startswith(evil[:40])
