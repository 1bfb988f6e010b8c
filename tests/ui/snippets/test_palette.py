"""The palette by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.snippets.search import Found
from desktop.ui.snippets.palette import Palette, Situation
from desktop.ui.snippets.source import Entry, Preview
from tests.ui.acting import ARABIC_TEXT, ENTRIES, TEXT, DirectSearch, describer, previewer
from tests.ui.keys import press, write

CONTROL = Qt.KeyboardModifier.ControlModifier


class Opened:
    """A palette with what it told."""

    def __init__(self, qtbot: QtBot, source: DirectSearch | None = None, total: int = 212) -> None:
        self.source = source or DirectSearch()
        self.window = Palette(self.source, describer(ENTRIES), previewer(TEXT))
        qtbot.addWidget(self.window)
        self.told: list[tuple[str, object]] = []
        self.window.chosen.connect(lambda number: self.told.append(("type", number)))
        self.window.copied.connect(lambda number: self.told.append(("copy", number)))
        self.window.edited.connect(lambda number: self.told.append(("edit", number)))
        self.window.dismissed.connect(lambda back: self.told.append(("dismissed", back)))
        self.window.folder_asked.connect(lambda: self.told.append(("folder", None)))
        self.window.use_library(total)
        self.window.open(Situation("Ana Souza", "Português"))

    def labels(self) -> list[str]:
        model = self.window.results
        rows = [model.index(row).data(model.EntryRole) for row in range(model.rowCount())]
        return [row.label for row in rows]

    def words(self) -> list[str]:
        return [" ".join(key) for key in self.window.keys.shown()]


def test_it_opens_with_everything_and_says_what_works(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    assert opened.window.isVisible()
    assert len(opened.labels()) == len(ENTRIES)
    assert opened.window.chip.text() == "Ana Souza · Português"
    assert opened.words() == ["Enter type", "Ctrl Enter copy", "Ctrl E edit", "Esc close"]
    assert opened.window.keys.words() == "6 of 212"
    assert opened.window.preview.toPlainText() == TEXT


def test_typing_narrows_and_enter_types_the_first(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    write(opened.window.line, "refu")
    assert set(opened.labels()) == {entry.label for entry in ENTRIES[:4]}
    assert opened.window.keys.words() == "4 of 212"
    first = opened.labels()[0]
    press(opened.window.line, Qt.Key.Key_Return)
    assert opened.told == [("type", [entry.label for entry in ENTRIES].index(first))]
    assert not opened.window.isVisible()


def test_control_enter_copies(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    press(opened.window.line, Qt.Key.Key_Return, CONTROL)
    assert opened.told == [("copy", 0)]


def test_control_e_edits(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    press(opened.window.line, Qt.Key.Key_E, CONTROL)
    assert opened.told == [("edit", 0)]


@pytest.mark.parametrize(
    ("keys", "row"),
    [
        ([Qt.Key.Key_Down], 1),
        ([Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up], 1),
        ([Qt.Key.Key_Up], 0),
        ([Qt.Key.Key_End], 5),
        ([Qt.Key.Key_End, Qt.Key.Key_Down], 5),
        ([Qt.Key.Key_End, Qt.Key.Key_Home], 0),
        ([Qt.Key.Key_PageDown], 5),
        ([Qt.Key.Key_End, Qt.Key.Key_PageUp], 0),
    ],
)
def test_moving_through_the_list(qtbot: QtBot, keys: list[Qt.Key], row: int) -> None:
    opened = Opened(qtbot)
    for key in keys:
        press(opened.window.line, key)
    press(opened.window.line, Qt.Key.Key_Return)
    assert opened.told == [("type", row)]


def test_escape_closes_and_gives_the_focus_back(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    press(opened.window.line, Qt.Key.Key_Escape)
    assert opened.told == [("dismissed", True)]
    assert not opened.window.isVisible()


def test_another_window_clicked_closes_and_leaves_the_focus_there(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Opened(qtbot)
    for active in (True, False):
        monkeypatch.setattr(opened.window, "isActiveWindow", lambda active=active: active)
        QApplication.sendEvent(opened.window, QEvent(QEvent.Type.ActivationChange))
    assert opened.told == [("dismissed", False)]


def test_where_nothing_can_be_typed_enter_copies_and_says_so(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    opened.window.open(Situation(hindrance="typing is paused"))
    assert opened.words() == ["Enter copy", "Ctrl E edit", "Esc close"]
    assert opened.window.keys.words() == "typing is paused · 6 of 212"
    press(opened.window.line, Qt.Key.Key_Return)
    assert opened.told == [("copy", 0)]


def test_a_pause_that_begins_meanwhile_counts(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    opened.window.use_situation(Situation(hindrance="typing is paused"))
    press(opened.window.line, Qt.Key.Key_Return)
    assert opened.told == [("copy", 0)]


def test_nothing_found_is_said_and_enter_does_nothing(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    write(opened.window.line, "zebra")
    assert "zebra" in opened.window.in_words.message.text()
    press(opened.window.line, Qt.Key.Key_Return)
    assert opened.told == []
    assert opened.words() == ["Esc close"]


def test_an_empty_library_shows_the_way_on(qtbot: QtBot) -> None:
    opened = Opened(qtbot, total=0)
    assert opened.window.in_words.message.text() == "No snippets yet"
    press(opened.window.line, Qt.Key.Key_Return)
    assert opened.told == [("folder", None)]


def test_a_library_that_is_being_read_is_said_and_then_shown(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    opened.window.use_library(None)
    assert "being read" in opened.window.in_words.message.text()
    assert not opened.window.in_words.reading.isVisibleTo(opened.window)
    opened.window.show_reading(0.4)
    assert opened.window.in_words.reading.isVisibleTo(opened.window)
    assert opened.window.in_words.reading.value() == 400
    assert opened.labels() == []
    opened.window.use_library(212)
    assert len(opened.labels()) == len(ENTRIES)


def test_late_answers_are_ignored(qtbot: QtBot) -> None:
    source = DirectSearch(wait=True)
    opened = Opened(qtbot, source)
    write(opened.window.line, "go")
    assert len(source.waiting) == 3
    source.answer(2)
    assert opened.labels() == ["Good morning"]
    source.answer(0)
    assert opened.labels() == ["Good morning"], "all six were asked for before"


def test_enter_waits_for_the_answer_to_the_last_key(qtbot: QtBot) -> None:
    source = DirectSearch(wait=True)
    opened = Opened(qtbot, source)
    source.answer()
    write(opened.window.line, "late")
    press(opened.window.line, Qt.Key.Key_Return)
    assert opened.told == [], "the row in sight is still that of the empty line"
    source.answer()
    assert opened.told == [("type", 5)]


def test_a_further_key_takes_a_waiting_enter_back(qtbot: QtBot) -> None:
    source = DirectSearch(wait=True)
    opened = Opened(qtbot, source)
    press(opened.window.line, Qt.Key.Key_Return)
    write(opened.window.line, "x")
    source.answer()
    assert opened.told == []


def test_stages_are_appended_and_the_selection_stays(qtbot: QtBot) -> None:
    source = DirectSearch(wait=True)
    opened = Opened(qtbot, source)
    _, generation, deliver = source.waiting.pop()
    deliver(generation, Found([2, 3], 2, final=False))
    press(opened.window.line, Qt.Key.Key_Down)
    deliver(generation, Found([0], 3, final=True))
    assert opened.labels() == [ENTRIES[at].label for at in (2, 3, 0)]
    press(opened.window.line, Qt.Key.Key_Return)
    assert opened.told == [("type", 3)]


def test_a_late_preview_of_another_row_is_ignored(qtbot: QtBot) -> None:
    asked: list[tuple[int, object]] = []
    window = Palette(
        DirectSearch(), describer(ENTRIES), lambda number, deliver: asked.append((number, deliver))
    )
    qtbot.addWidget(window)
    window.use_library(6)
    window.open(Situation())
    press(window.line, Qt.Key.Key_Down)
    (first, deliver), (second, _) = asked[-2:]
    assert (first, second) == (0, 1)
    assert callable(deliver)
    deliver(1, Preview("second", "asks for a name"))
    deliver(0, Preview("first"))
    assert window.preview.toPlainText() == "second"
    assert window.note.text() == "asks for a name"


def test_an_arabic_preview_reads_from_the_right(qtbot: QtBot) -> None:
    window = Palette(DirectSearch(), describer(ENTRIES), previewer(ARABIC_TEXT))
    qtbot.addWidget(window)
    window.use_library(6)
    window.open(Situation())
    block = window.preview.document().firstBlock()
    assert block.textDirection() is Qt.LayoutDirection.RightToLeft


def test_only_rows_in_sight_are_described(qtbot: QtBot) -> None:
    many = 50_000
    described: set[int] = set()

    def describe(number: int) -> Entry:
        described.add(number)
        return Entry(f"Answer {number}", f";a{number}")

    class Many:
        def search(self, _query: str, generation: int, deliver: object) -> None:
            assert callable(deliver)
            deliver(generation, Found(range(many), many, final=True))

        def cancel(self) -> None:
            pass

    window = Palette(Many(), describe, previewer(""))
    qtbot.addWidget(window)
    window.use_library(many)
    window.open(Situation())
    window.grab()
    press(window.line, Qt.Key.Key_End)
    window.grab()
    assert many - 1 in described
    assert len(described) < 40
    assert window.keys.words() == "50,000 of 50,000"


def test_another_library_leaves_no_row_of_the_old_one(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    press(opened.window.line, Qt.Key.Key_Escape)
    opened.window.use_library(1)
    assert opened.labels() == []
