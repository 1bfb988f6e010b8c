"""Articles in the palette: offered, asked for only when the agent says so, below the snippets."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.core.clock import FixedClock
from desktop.customers.articles.search import Answer
from desktop.ui.snippets.palette import Palette, Situation
from desktop.ui.snippets.palette_articles import PaletteArticles
from tests.ui.acting import ENTRIES, TEXT, DirectSearch, describer, previewer
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
from tests.ui.keys import press, write

CONTROL = Qt.KeyboardModifier.ControlModifier


class Opened:
    """A palette with knowledge bases."""

    def __init__(self, qtbot: QtBot, titles: tuple[str, ...] = BOTH) -> None:
        self.reader = ActedReader()
        self.source = DirectSearch()
        articles = PaletteArticles(self.reader, FixedClock(NOW))
        self.window = Palette(self.source, describer(ENTRIES), previewer(TEXT), articles)
        qtbot.addWidget(self.window)
        articles.setParent(self.window)
        self.told: list[tuple[str, object]] = []
        self.window.chosen.connect(lambda number: self.told.append(("type", number)))
        self.window.copied.connect(lambda number: self.told.append(("copy", number)))
        self.window.link_opened.connect(lambda url: self.told.append(("open", url)))
        self.window.link_copied.connect(lambda url: self.told.append(("link", url)))
        self.window.use_library(212)
        articles.use(titles)
        self.articles = articles
        self.window.open(Situation("Ana Souza", "Português"))

    def labels(self) -> list[str]:
        model = self.window.results
        rows = [model.index(row).data(model.EntryRole) for row in range(model.rowCount())]
        return [row.label for row in rows]

    def words(self) -> list[str]:
        return [" ".join(key) for key in self.window.keys.shown()]

    @property
    def row(self) -> int:
        return self.window.list.currentIndex().row()


def retype(opened: Opened, text: str) -> None:
    opened.window.line.clear()
    write(opened.window.line, text)


def test_nothing_that_is_typed_is_sent(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    assert opened.labels() == [one.label for one in ENTRIES]
    retype(opened, "refund jane@example.com")
    retype(opened, "refu")
    press(opened.window.line, Qt.Key.Key_Return)
    assert opened.reader.asked == []


def test_the_last_row_offers_and_says_what_would_be_sent(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    retype(opened, "refu")
    assert opened.labels()[-1] == "Search articles for “refu”"
    assert opened.window.keys.words() == "4 of 212"
    assert "Ctrl K articles" in opened.words()
    press(opened.window.line, Qt.Key.Key_End)
    assert opened.words() == ["Enter search articles", "Esc close"]
    assert opened.window.preview.toPlainText() == "refu"
    assert opened.window.note.text() == "Enter sends these words to Confluence and Guru."
    press(opened.window.line, Qt.Key.Key_Return)
    assert (opened.reader.asked, opened.told) == (["refu"], [])
    assert opened.window.isVisible()


def test_articles_come_in_below_and_the_first_is_chosen(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    retype(opened, "refu")
    press(opened.window.line, Qt.Key.Key_K, CONTROL)
    assert opened.reader.asked == ["refu"]
    snippets = opened.labels()[:4]
    assert opened.labels()[4:] == ["Asking Confluence and Guru…"]
    opened.reader.say(GURU)
    assert opened.labels() == [*snippets, VOUCHER.title, "Asking Confluence…"]
    assert opened.row == 4
    opened.reader.say(GURU, CONFLUENCE)
    assert opened.labels()[4:] == [VOUCHER.title, RETURNS.title]
    entry = opened.window.results.index(4).data(opened.window.results.EntryRole)
    assert (entry.trigger, entry.second) == ("Guru", "not verified · Payments · updated 1 Mar 2024")
    assert opened.window.preview.toPlainText() == VOUCHER.excerpt
    assert opened.window.above.text() == "from the article"
    assert opened.words() == ["Enter open", "Ctrl Enter copy the link", "Esc close"]
    press(opened.window.line, Qt.Key.Key_Return)
    assert opened.told == [("open", VOUCHER.url)]
    assert not opened.window.isVisible()


def test_the_row_that_the_agent_is_on_stays(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    retype(opened, "refu")
    press(opened.window.line, Qt.Key.Key_K, CONTROL)
    press(opened.window.line, Qt.Key.Key_Home)
    opened.reader.say(CONFLUENCE)
    opened.reader.say(CONFLUENCE, GURU)
    assert opened.row == 0
    press(opened.window.line, Qt.Key.Key_End)
    press(opened.window.line, Qt.Key.Key_Up)
    press(opened.window.line, Qt.Key.Key_Return, CONTROL)
    assert opened.told == [("link", RETURNS.url)]


def test_another_key_gives_up_what_was_asked(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    retype(opened, "refu")
    press(opened.window.line, Qt.Key.Key_K, CONTROL)
    retype(opened, "refund")
    assert opened.reader.given_up == 1
    opened.reader.say(CONFLUENCE)  # too late
    assert opened.labels()[-1] == "Search articles for “refund”"
    assert RETURNS.title not in opened.labels()


def test_closing_gives_up_and_the_next_opening_is_clean(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    retype(opened, "refu")
    press(opened.window.line, Qt.Key.Key_K, CONTROL)
    opened.reader.say(CONFLUENCE, GURU)
    press(opened.window.line, Qt.Key.Key_Escape)
    assert opened.reader.given_up == 1
    opened.window.open(Situation())
    assert opened.labels() == [one.label for one in ENTRIES]


def test_who_did_not_answer_and_who_found_nothing(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    retype(opened, "refu")
    press(opened.window.line, Qt.Key.Key_K, CONTROL)
    opened.reader.say(CONFLUENCE, LATE)
    assert opened.labels()[4:] == [RETURNS.title, "Guru did not answer in time"]
    press(opened.window.line, Qt.Key.Key_End)
    press(opened.window.line, Qt.Key.Key_Return)
    assert opened.told == []
    assert opened.window.preview.toPlainText() == (
        "Guru did not answer in time. Ask again in a moment."
    )
    press(opened.window.line, Qt.Key.Key_K, CONTROL)
    press(opened.window.line, Qt.Key.Key_K, CONTROL)
    assert opened.reader.asked == ["refu", "refu"]  # again, and not a third time meanwhile
    retype(opened, "refun")
    press(opened.window.line, Qt.Key.Key_K, CONTROL)
    opened.reader.say(Answer("c", "Confluence"), Answer("g", "Guru"))
    assert opened.labels()[4:] == ["No article found"]


def test_where_no_snippet_is_found_enter_sends_nothing(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    retype(opened, "zebra")
    assert opened.window.in_words.read_up.isVisible()
    assert opened.window.in_words.read_up.text() == "Search articles in Confluence and Guru"
    press(opened.window.line, Qt.Key.Key_Return)
    press(opened.window.line, Qt.Key.Key_Down)
    press(opened.window.line, Qt.Key.Key_Return)
    assert (opened.reader.asked, opened.told) == ([], [])
    press(opened.window.line, Qt.Key.Key_K, CONTROL)
    assert opened.reader.asked == ["zebra"]
    opened.reader.say(CONFLUENCE, GURU)
    assert opened.labels() == [RETURNS.title, VOUCHER.title]
    press(opened.window.line, Qt.Key.Key_Return)
    assert opened.told == [("open", RETURNS.url)]


@pytest.mark.parametrize("query", ["", "   "])
def test_no_words_no_offer(qtbot: QtBot, query: str) -> None:
    opened = Opened(qtbot)
    opened.window.line.setText(query)
    press(opened.window.line, Qt.Key.Key_K, CONTROL)
    assert opened.reader.asked == []
    assert not [one for one in opened.labels() if "articles" in one]


def test_without_knowledge_bases_nothing_is_offered(qtbot: QtBot) -> None:
    opened = Opened(qtbot, ())
    retype(opened, "refu")
    press(opened.window.line, Qt.Key.Key_K, CONTROL)
    assert opened.reader.asked == []
    assert len(opened.labels()) == 4
    assert "Ctrl K articles" not in opened.words()
    opened.articles.use(BOTH)  # found out while it is open
    assert opened.labels()[-1] == "Search articles for “refu”"
    assert opened.row == 0


def test_a_slow_search_of_snippets_is_not_disturbed(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    retype(opened, "refu")
    press(opened.window.line, Qt.Key.Key_K, CONTROL)
    opened.source.wait = True
    retype(opened, "refun")
    opened.reader.say(CONFLUENCE)
    before = opened.labels()
    assert RETURNS.title not in before
    opened.source.answer()
    assert opened.labels()[-1] == "Search articles for “refun”"


def test_a_key_that_is_held_opens_nothing(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    retype(opened, "refu")
    press(opened.window.line, Qt.Key.Key_End)
    press(opened.window.line, Qt.Key.Key_Return)
    opened.reader.say(CONFLUENCE, GURU)
    for key, modifiers in ((Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier),
                           (Qt.Key.Key_K, CONTROL)):  # fmt: skip
        held = QKeyEvent(QEvent.Type.KeyPress, key, modifiers, "", autorep=True)
        QApplication.sendEvent(opened.window.line, held)
    assert (opened.told, opened.reader.asked) == ([], ["refu"])
    assert opened.window.isVisible()


def test_who_has_no_snippets_finds_articles_all_the_same(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    opened.window.use_library(0)
    retype(opened, "refu")
    assert "Ctrl K articles" in opened.words()
    press(opened.window.line, Qt.Key.Key_K, CONTROL)
    opened.reader.say(CONFLUENCE, GURU)
    press(opened.window.line, Qt.Key.Key_Return)
    assert opened.told == [("open", RETURNS.url)]
