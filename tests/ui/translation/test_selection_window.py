"""The window beside the selection, by mouse and by keyboard."""

from __future__ import annotations

import itertools
import time

import pytest
from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop.translation.results import NoTranslation, Similar, Translation
from desktop.ui.translation.selection_window import SelectionWindow, State
from desktop.ui.widgets.quiet import Handle
from tests.ui.keys import press
from tests.ui.translation import spoken
from tests.ui.translation.spoken import OUTCOMES, SPANISH, translation

CONTROL = Qt.KeyboardModifier.ControlModifier
HERE = QPoint(100, 100)


class Opened:
    """The window with what it told."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = SelectionWindow(spoken.LANGUAGES)
        qtbot.addWidget(self.window)
        self.told: list[tuple[object, ...]] = []
        window = self.window
        window.copied.connect(lambda text: self.told.append(("copy", text)))
        window.replace_asked.connect(lambda: self.told.append(("replace", window.isVisible())))
        window.language_chosen.connect(lambda tag: self.told.append(("language", tag)))
        window.target_chosen.connect(lambda tag: self.told.append(("target", tag)))
        window.retry_asked.connect(lambda: self.told.append(("retry",)))
        window.settings_asked.connect(lambda: self.told.append(("settings", window.isVisible())))
        window.dismissed.connect(lambda back: self.told.append(("dismissed", back)))

    def show(self, outcome: Translation | NoTranslation, *, keys: bool = False) -> None:
        self.window.wait(SPANISH, outcome.target, HERE)
        if keys:
            self.window.take_keys()
        self.window.show_outcome(outcome)
        QApplication.processEvents()

    def last_line(self) -> list[str]:
        return [" ".join(key) for key in self.window.parts.keys.shown()]

    def buttons(self) -> list[str]:
        parts = self.window.parts
        row = (parts.way_on, parts.replace, parts.copy, parts.stop)
        return [one.text() for one in row if one.isVisible()]


@pytest.fixture
def opened(qtbot: QtBot) -> Opened:
    return Opened(qtbot)


def is_quiet(window: SelectionWindow) -> bool:
    """Does it tell the system, in all the ways there are, that it takes no keys?"""
    flags = window.windowFlags()
    handle = window.windowHandle()
    return bool(
        flags & Qt.WindowType.WindowDoesNotAcceptFocus
        and handle.flags() & Qt.WindowType.WindowDoesNotAcceptFocus
        and window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        and window.testAttribute(Qt.WidgetAttribute.WA_X11DoNotAcceptFocus)
    )


# --- states -------------------------------------------------------------------------------------


def test_the_original_is_there_at_once_and_waiting_can_be_stopped(opened: Opened) -> None:
    window, parts = opened.window, opened.window.parts
    window.wait(SPANISH, "en", HERE)
    assert window.isVisible()
    assert window.state is State.WAITING
    assert parts.original.toPlainText() == SPANISH
    assert parts.help.text() == "Translating…"
    assert (parts.source.current(), parts.target.current()) == ("", "en")
    assert opened.buttons() == ["Stop"]
    parts.stop.click()
    assert opened.told == [("dismissed", False)]
    window.show_outcome(translation())
    assert not window.isVisible(), "what comes too late opens nothing"


def test_a_slow_one_says_so(opened: Opened, qtbot: QtBot) -> None:
    opened.window._slow.setInterval(1)
    opened.window.wait(SPANISH, "en", HERE)
    qtbot.waitUntil(lambda: "Still translating" in opened.window.parts.help.text())
    opened.window.show_outcome(translation())
    assert opened.window.parts.help.isHidden()
    assert not opened.window._slow.isActive()


def test_what_is_read_first_stands_first(opened: Opened) -> None:
    parts = opened.window.parts
    opened.show(translation())
    assert parts.translation.toPlainText() == spoken.ENGLISH
    assert parts.where.text() == "Apertium · stayed on this computer"
    assert (parts.source.current(), parts.target.current()) == ("es", "en")
    order = [parts.source, parts.translation, parts.original, parts.where, parts.copy, parts.keys]
    tops = [one.mapTo(opened.window, QPoint()).y() for one in order]
    assert tops == sorted(tops)
    assert opened.buttons() == ["Replace the selection", "Copy"]
    assert parts.warnings.isHidden()


def test_a_grave_warning_stands_before_everything(opened: Opened) -> None:
    parts = opened.window.parts
    opened.show(translation(warnings=(spoken.LOST, spoken.FELL_BACK)))
    assert parts.warning_words.text() == spoken.LOST.sentence
    assert parts.warnings.isVisible()
    assert parts.warnings.y() < parts.translation.y()
    assert spoken.FELL_BACK.sentence in parts.where.text()
    assert opened.buttons() == ["Replace all the same", "Copy"]
    assert "primary" not in {parts.replace.property("role"), parts.copy.property("role")}


def test_nothing_of_the_state_before_stays(opened: Opened) -> None:
    parts = opened.window.parts
    opened.window.wait(SPANISH, "en", HERE)
    opened.window.show_outcome(OUTCOMES["grave"], spoken.LIKES)
    assert parts.likes.isVisible()
    opened.show(spoken.FAILED)
    assert parts.warnings.isHidden()
    assert parts.likes.isHidden()
    assert parts.translation.isHidden()
    assert parts.where.isHidden()
    opened.show(translation())
    assert parts.message.isHidden()
    assert parts.way_on.isHidden()


@pytest.mark.parametrize(
    ("lack", "button", "told"),
    [
        (spoken.NO_ENGINE, "Open the settings", [("settings", False)]),
        (spoken.FAILED, "Try again", [("retry",)]),
        (spoken.STOPPED, "Translate it after all", [("retry",)]),
        (spoken.UNKNOWN, "Choose the language", []),
    ],
)
@pytest.mark.parametrize("by_key", [False, True])
def test_without_a_translation_the_first_button_is_the_way_on(
    opened: Opened, lack: NoTranslation, button: str, told: list[object], by_key: bool
) -> None:
    parts = opened.window.parts
    opened.show(lack, keys=by_key)
    assert parts.message.text() == lack.problem.what
    assert all(part in parts.help.text() for part in (lack.problem.why, lack.problem.todo))
    assert opened.buttons() == [button]
    if by_key:
        press(opened.window, Qt.Key.Key_Return)
    else:
        parts.way_on.click()
    assert opened.told == told
    assert parts.source.view().isVisible() is (lack is spoken.UNKNOWN)
    parts.source.hidePopup()


def test_asked_again_it_waits(opened: Opened) -> None:
    opened.show(spoken.FAILED)
    opened.window.parts.way_on.click()
    assert opened.window.state is State.WAITING
    assert opened.buttons() == ["Stop"]


def test_nothing_selected_says_how(opened: Opened) -> None:
    opened.window.show_hotkey("Ctrl Alt T")
    opened.window.show_nothing_selected(HERE)
    assert opened.window.isVisible()
    assert opened.window.parts.message.text() == "Nothing is selected"
    assert "press Ctrl Alt T again" in opened.window.parts.help.text()
    assert opened.buttons() == []
    assert opened.window.parts.source.isHidden()
    opened.show(translation())
    assert opened.window.parts.source.isVisible()


def test_what_is_in_that_language_already_is_not_replaced_by_itself(opened: Opened) -> None:
    opened.show(OUTCOMES["same-language"], keys=True)
    assert opened.buttons() == ["Copy"]
    press(opened.window, Qt.Key.Key_Return)
    assert opened.told == []


# --- actions ------------------------------------------------------------------------------------


def test_copying_takes_the_text_as_it_is_and_stays(opened: Opened) -> None:
    opened.show(translation(spoken.HOSTILE))
    opened.window.parts.copy.click()
    assert opened.told == [("copy", spoken.HOSTILE)]
    assert opened.window.isVisible()
    assert opened.window.parts.keys.words() == "copied"
    opened.show(translation())
    assert opened.window.parts.keys.words() != "copied"


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.NoModifier, CONTROL])
def test_c_copies(opened: Opened, modifier: Qt.KeyboardModifier) -> None:
    opened.show(translation(), keys=True)
    press(opened.window.parts.translation, Qt.Key.Key_C, modifier)
    assert opened.told == [("copy", spoken.ENGLISH)]


def test_control_c_takes_what_is_selected_here(opened: Opened) -> None:
    opened.show(translation(), keys=True)
    QTest.mouseDClick(
        opened.window.parts.original.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 5)
    )
    press(opened.window.parts.original, Qt.Key.Key_C, CONTROL)
    assert opened.told == [("copy", "Hola")]


def test_enter_replaces_and_the_window_is_gone_by_then(opened: Opened) -> None:
    opened.show(translation(), keys=True)
    assert opened.last_line() == ["Enter replace", "C copy", "Esc close"]
    press(opened.window.parts.translation, Qt.Key.Key_Return)
    assert opened.told == [("replace", False)]


def test_with_a_grave_warning_a_habit_does_not_replace(opened: Opened) -> None:
    opened.show(OUTCOMES["grave"], keys=True)
    assert opened.last_line()[0] == "Ctrl Enter replace all the same"
    press(opened.window, Qt.Key.Key_Return)
    assert opened.told == []
    press(opened.window, Qt.Key.Key_Return, CONTROL)
    assert opened.told == [("replace", False)]


def test_enter_on_a_button_does_what_the_button_says(opened: Opened) -> None:
    opened.show(translation(), keys=True)
    opened.window.parts.copy.setFocus()
    press(opened.window.parts.copy, Qt.Key.Key_Return)
    assert opened.told == [("copy", spoken.ENGLISH)]


def test_a_key_that_is_held_down_since_before_does_nothing(opened: Opened) -> None:
    opened.show(translation(), keys=True)
    none = Qt.KeyboardModifier.NoModifier
    for key, text in ((Qt.Key.Key_Return, "\r"), (Qt.Key.Key_C, "c"), (Qt.Key.Key_Escape, "")):
        held = QKeyEvent(QEvent.Type.KeyPress, key, none, text, True)
        QApplication.sendEvent(opened.window, held)
    assert opened.told == []


def test_while_it_waits_enter_does_nothing(opened: Opened) -> None:
    opened.window.wait(SPANISH, "en", HERE)
    opened.window.take_keys()
    press(opened.window, Qt.Key.Key_Return)
    press(opened.window, Qt.Key.Key_C)
    assert opened.told == []
    assert opened.last_line() == ["Esc close"]


def test_without_a_window_to_go_back_to_nothing_is_replaced(opened: Opened) -> None:
    opened.show(translation(), keys=True)
    opened.window.can_replace = False
    assert opened.window.can_replace is False
    assert opened.buttons() == ["Copy"]
    assert opened.window.parts.copy.property("role") == "primary"
    assert opened.last_line() == ["C copy", "Esc close"]
    press(opened.window, Qt.Key.Key_Return)
    assert opened.told == []
    opened.window.can_replace = True
    assert opened.buttons() == ["Replace the selection", "Copy"]


@pytest.mark.parametrize(("box", "told"), [("source", "language"), ("target", "target")])
def test_another_language_asks_for_another_translation(opened: Opened, box: str, told: str) -> None:
    opened.show(translation())
    chooser = getattr(opened.window.parts, box)
    chooser.showPopup()
    chooser.view().keyboardSearch("ger")
    press(chooser.view(), Qt.Key.Key_Return)
    assert opened.told == [(told, "de")]
    assert opened.window.state is State.WAITING
    assert chooser.current() == "de"


def test_the_language_stays_chosen_while_the_same_text_is_asked_again(opened: Opened) -> None:
    opened.show(translation())
    opened.window.wait(SPANISH, "en", None)
    assert opened.window.parts.source.current() == "es"
    opened.window.wait("something else", "en", None)
    assert opened.window.parts.source.current() == ""


# --- matches of the memory ----------------------------------------------------------------------


def test_the_best_matches_are_shown_and_can_be_copied(opened: Opened) -> None:
    opened.window.wait(SPANISH, "en", HERE)
    opened.window.show_outcome(spoken.NO_ENGINE, spoken.LIKES)
    rows = opened.window.parts.likes.rows
    assert len(rows) == 3
    rows[1].copy.click()
    assert opened.told == [("copy", "Hello, my parcel has not arrived yet.")]
    rows[0].copy.click()
    assert opened.told[-1] == ("copy", spoken.LIKES[2].target), "the whole, not what is shown"


def test_a_match_of_fifty_thousand_characters_breaks_nothing(opened: Opened) -> None:
    opened.window.wait(SPANISH, "en", HERE)
    width = opened.window.width()
    huge = Similar(90, spoken.ENDLESS, spoken.ENDLESS)
    opened.window.show_outcome(translation(), (huge,))
    assert opened.window.width() == width


# --- the keys -----------------------------------------------------------------------------------


def test_it_has_no_keys_until_it_takes_them(opened: Opened) -> None:
    window = opened.window
    window.take_keys()
    assert not window.has_keys, "nothing to give keys to"
    opened.show(translation())
    assert (is_quiet(window), window.has_keys) == (True, False)
    assert opened.window.parts.keys.words() == "Your keys stay where you write"
    window.show_hotkey("Ctrl Alt T")
    assert opened.last_line() == ["Ctrl Alt T again to use the keys here"]
    window.take_keys()
    assert (is_quiet(window), window.has_keys) == (False, True)
    assert "Esc close" in opened.last_line()


def test_new_texts_leave_the_keys_where_they_are(opened: Opened) -> None:
    opened.show(translation(), keys=True)
    opened.window.wait(SPANISH, "de", None)
    assert opened.window.has_keys
    press(opened.window, Qt.Key.Key_Escape)
    opened.window.wait(SPANISH, "de", None)
    assert is_quiet(opened.window)
    assert not opened.window.has_keys


def test_another_window_takes_the_keys_and_it_stays(opened: Opened, qtbot: QtBot) -> None:
    opened.show(translation(), keys=True)
    qtbot.waitUntil(opened.window.isActiveWindow)
    other = QPushButton("another window")
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: not opened.window.has_keys)
    assert opened.window.isVisible()
    assert is_quiet(opened.window)
    assert opened.told == []


@pytest.mark.parametrize("keys", [False, True])
@pytest.mark.parametrize("how", ["button", "system"])
def test_closed_it_gives_back_only_what_it_took(opened: Opened, keys: bool, how: str) -> None:
    opened.show(translation(), keys=keys)
    if how == "button":
        opened.window.parts.close_it.click()
    else:
        opened.window.close()
    assert opened.told == [("dismissed", keys)]
    assert not opened.window.isVisible()


# --- place and size -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(OUTCOMES))
@pytest.mark.parametrize("at", [QPoint(0, 0), QPoint(799, 20), QPoint(400, 799)])
@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
def test_every_state_is_whole_on_the_screen(
    qapp: QApplication, qtbot: QtBot, name: str, at: QPoint, direction: Qt.LayoutDirection
) -> None:
    qapp.setLayoutDirection(direction)
    window = Opened(qtbot).window
    window.wait(spoken.originals(name), "en", at)
    window.show_outcome(OUTCOMES[name], spoken.LIKES)
    QApplication.processEvents()
    assert window.screen().availableGeometry().contains(window.geometry())
    sections = [
        part
        for part in (
            window.parts.warnings,
            window.parts.help,
            window.parts.translation,
            window.parts.original,
            window.parts.where,
            window.parts.likes,
            window.parts.copy,
            window.parts.keys,
        )
        if part.isVisible()
    ]
    for above, beneath in itertools.pairwise(sections):
        assert above.geometry().bottom() < beneath.geometry().top(), "one lies over the other"
    assert sections[-1].geometry().bottom() < window.height()
    for part in (window.parts.where, window.parts.help, window.parts.warning_words):
        if part.isVisible():
            assert part.height() >= part.heightForWidth(part.width()), "cut off"


def test_a_small_screen_leaves_the_warnings_whole(opened: Opened) -> None:
    opened.window.wait(spoken.originals("long"), "en", HERE)
    opened.window.show_outcome(OUTCOMES["long-memory-grave"], spoken.LIKES)
    opened.window.setFixedSize(opened.window.parts.fit(QSize(420, 480)))
    QApplication.processEvents()
    parts = opened.window.parts
    assert opened.window.height() <= 480
    words = parts.warning_words
    assert words.height() >= words.heightForWidth(words.width())
    assert parts.likes.isHidden()
    assert parts.translation.height() > 0


def test_the_window_follows_the_text(opened: Opened) -> None:
    opened.show(translation("Thank you"))
    small = opened.window.height()
    opened.show(OUTCOMES["long"])
    assert opened.window.height() > small
    opened.show(translation("Thank you"))
    assert opened.window.height() == small


def test_it_can_be_moved_and_stays_there(opened: Opened) -> None:
    opened.show(translation("Thank you"))
    handle = opened.window.findChild(Handle)
    assert handle is not None
    grip = QPoint(handle.width() - 90, 20)
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=grip)
    QTest.mouseMove(handle, grip + QPoint(60, 40))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=grip)
    there = opened.window.pos()
    assert there == HERE + QPoint(60, 24 + 40)
    opened.window.wait(SPANISH, "en", None)
    assert opened.window.pos() == there
    opened.window.wait(SPANISH, "en", HERE)
    assert opened.window.pos() == HERE + QPoint(0, 24)


@pytest.mark.parametrize("name", ["endless", "long", "hostile"])
def test_the_longest_text_does_not_hold_the_window_up(opened: Opened, name: str) -> None:
    opened.show(translation())
    started = time.perf_counter()
    opened.window.wait(spoken.originals(name), "en", HERE)
    opened.window.show_outcome(OUTCOMES[name])
    QApplication.processEvents()
    assert time.perf_counter() - started < 1.0
