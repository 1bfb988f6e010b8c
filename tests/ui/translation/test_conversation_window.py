"""The conversation by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, Qt
from PySide6.QtGui import QAccessible, QFont, QInputMethodEvent, QKeyEvent, QTextCharFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.translation.bubble import Way, bubble
from desktop.ui.translation.conversation_view import Line, LineState, Preview
from desktop.ui.translation.conversation_window import ConversationWindow
from desktop.ui.translation.reply_box import INSIDE, MOST_LINES, MOST_PASTED
from desktop.ui.widgets.theme import Tone
from tests.ui.keys import press, write
from tests.ui.translation.conversations import (
    ARABIC_READY,
    ASKING,
    FAILED,
    FRIDAY,
    GRAVE,
    HOSTILE,
    LANGUAGES,
    PARCEL,
    READY,
    SORRY,
    TALK,
    THANKS,
    WAITING,
    line,
    many,
    situation,
)

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ENTER = Qt.Key.Key_Return


class Opened:
    """A conversation with what it told."""

    def __init__(self, qtbot: QtBot, *lines: Line, **changes: object) -> None:
        self.window = ConversationWindow()
        qtbot.addWidget(self.window)
        self.told: list[tuple[object, ...]] = []
        for name in (
            "draft_changed",
            "send_asked",
            "send_cancelled",
            "copy_asked",
            "message_pasted",
            "copied",
            "language_chosen",
            "lock_asked",
            "watch_asked",
            "line_language_chosen",
            "retry_asked",
            "settings_asked",
            "closed",
        ):
            getattr(self.window, name).connect(self._teller(name))
        self.window.show_situation(situation(**changes))
        self.window.show_lines(lines)
        with qtbot.waitActive(self.window):
            self.window.come_forward()

    def _teller(self, name: str) -> Callable[..., None]:
        return lambda *values: self.told.append((name, *values))

    def heard(self) -> list[tuple[object, ...]]:
        """What it told since the last time, without the drafts."""
        told = [one for one in self.told if one[0] != "draft_changed"]
        self.told.clear()
        return told

    def said(self) -> str:
        return self.window.said.text()

    def words(self) -> list[str]:
        return [" ".join(key) for key in self.window.keys.shown()]

    def prepared(self, preview: Preview = READY) -> Opened:
        """With the draft that ``preview`` is of."""
        self.window.set_draft(preview.of)
        self.window.show_preview(preview)
        return self


def in_sight(widget: QWidget) -> bool:
    return not widget.isHidden()


# --- what Enter comes to ------------------------------------------------------------------------


def test_enter_sends_the_translation_of_exactly_what_is_written(qtbot: QtBot) -> None:
    opened = Opened(qtbot).prepared()
    press(opened.window.reply, ENTER)
    assert opened.heard() == [("send_asked",)]
    assert opened.window.draft() == FRIDAY, "whoever was asked empties it"
    press(opened.window.reply, ENTER)
    assert opened.heard() == [], "it was asked for already"


def test_the_enter_key_of_the_number_block_is_enter(qtbot: QtBot) -> None:
    opened = Opened(qtbot).prepared()
    press(opened.window.reply, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert opened.heard() == [("send_asked",)]


def test_after_an_answer_enter_counts_again(qtbot: QtBot) -> None:
    opened = Opened(qtbot).prepared()
    press(opened.window.reply, ENTER)
    opened.window.say("The chat window is closed: nothing was put into it.", Tone.WARNING)
    assert opened.said().startswith("The chat window is closed")
    opened.heard()
    press(opened.window.reply, ENTER)
    assert opened.heard() == [("send_asked",)]


def test_coming_back_from_the_chat_enter_counts_again(qtbot: QtBot) -> None:
    opened = Opened(qtbot).prepared()
    press(opened.window.reply, ENTER)
    chat = QWidget()
    qtbot.addWidget(chat)
    with qtbot.waitActive(chat):
        chat.show()
        chat.activateWindow()
    with qtbot.waitActive(opened.window):
        opened.window.come_forward()
    press(opened.window.reply, ENTER)
    assert opened.heard() == [("send_asked",)] * 2


def test_an_empty_reply_is_not_sent(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    press(opened.window.reply, ENTER)
    opened.window.set_draft("  \n ")
    press(opened.window.reply, ENTER)
    press(opened.window.reply, ENTER, CONTROL)
    assert opened.heard() == []


def test_a_key_held_down_sends_once(qtbot: QtBot) -> None:
    opened = Opened(qtbot).prepared()
    for _ in range(5):
        held = QKeyEvent(
            QEvent.Type.KeyPress, ENTER, Qt.KeyboardModifier.NoModifier, "\r", autorep=True
        )
        QCoreApplication.sendEvent(opened.window.reply, held)
    assert opened.heard() == []
    assert opened.window.draft() == FRIDAY
    press(opened.window.reply, ENTER)
    assert opened.heard() == [("send_asked",)]


@pytest.mark.parametrize(
    "preview",
    [
        None,
        replace(READY, waiting=True, text=""),
        replace(READY, of=FRIDAY[:-1]),
        replace(READY, of=FRIDAY + " "),
    ],
    ids=["none yet", "on its way", "of a shorter draft", "of a longer draft"],
)
def test_enter_before_the_translation_is_there_waits_for_it(
    qtbot: QtBot, preview: Preview | None
) -> None:
    opened = Opened(qtbot)
    opened.window.set_draft(FRIDAY)
    opened.window.show_preview(preview)
    press(opened.window.reply, ENTER)
    press(opened.window.reply, ENTER)
    assert opened.heard() == [("send_asked",)], "asked once, to be sent when it has come"
    assert opened.said().startswith("Sending when translated")
    opened.window.say("Asking another engine.")
    press(opened.window.reply, ENTER)
    assert opened.heard() == [], "it still waits"
    opened.window.show_preview(READY)
    assert opened.heard() == [], "whoever was asked sends it"
    opened.window.set_draft("")
    assert opened.said() == ""


@pytest.mark.parametrize("key", [Qt.Key.Key_Left, Qt.Key.Key_X, Qt.Key.Key_Escape, Qt.Key.Key_F8])
def test_another_key_stops_what_waits(qtbot: QtBot, key: Qt.Key) -> None:
    opened = Opened(qtbot)
    opened.window.set_draft(FRIDAY)
    press(opened.window.reply, ENTER)
    opened.heard()
    press(opened.window.reply, Qt.Key.Key_Shift, SHIFT)
    assert opened.heard() == [], "a modifier alone is not a key"
    press(opened.window.reply, key)
    assert opened.heard()[0] == ("send_cancelled",)
    assert opened.said() == ""
    assert opened.window.isVisible(), "Escape stopped it, it did not close"
    opened.window.show_preview(replace(READY, of=opened.window.draft()))
    assert opened.heard() == []
    press(opened.window.reply, ENTER)
    assert opened.heard() == [("send_asked",)]


@pytest.mark.parametrize(
    "change",
    [
        {"customer": "Bo"},
        {"language": "de"},
        {"goes_to": "Mail"},
        {"hindrance": "typing is paused"},
    ],
)
def test_another_situation_stops_what_waits(qtbot: QtBot, change: dict[str, object]) -> None:
    opened = Opened(qtbot)
    opened.window.set_draft(FRIDAY)
    press(opened.window.reply, ENTER)
    opened.heard()
    opened.window.show_situation(situation(watching=False))
    assert opened.heard() == [], "that changes nothing for the reply"
    opened.window.show_situation(situation(**change))
    assert opened.heard() == [("send_cancelled",)]


def test_another_conversation_stops_what_waits(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    opened.window.set_draft(FRIDAY)
    press(opened.window.reply, ENTER)
    opened.heard()
    opened.window.show_lines(TALK)
    assert opened.heard() == [("send_cancelled",)]


def test_closing_stops_what_waits(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    opened.window.set_draft(FRIDAY)
    press(opened.window.reply, ENTER)
    opened.heard()
    opened.window.close()
    assert opened.heard() == [("send_cancelled",), ("closed",)]


def test_a_grave_warning_is_looked_at_first(qtbot: QtBot) -> None:
    opened = Opened(qtbot).prepared(GRAVE)
    assert in_sight(opened.window.pane.warnings)
    assert opened.window.pane.warning.toPlainText() == GRAVE.warnings[0]
    press(opened.window.reply, ENTER)
    assert opened.heard() == []
    assert opened.said() == "Look at the warning, then press Enter again."
    assert opened.window.said.property("role") == "warning"
    press(opened.window.reply, ENTER)
    assert opened.heard() == [("send_asked",)]


def test_what_it_means_translated_back_is_no_new_warning(qtbot: QtBot) -> None:
    opened = Opened(qtbot).prepared(replace(GRAVE, back=""))
    press(opened.window.reply, ENTER)
    opened.window.show_preview(GRAVE)
    press(opened.window.reply, ENTER)
    assert opened.heard() == [("send_asked",)]


def test_another_grave_warning_is_looked_at_again(qtbot: QtBot) -> None:
    opened = Opened(qtbot).prepared(GRAVE)
    press(opened.window.reply, ENTER)
    opened.window.show_preview(replace(GRAVE, warnings=("The amount changed.",)))
    press(opened.window.reply, ENTER)
    assert opened.heard() == []
    press(opened.window.reply, ENTER)
    assert opened.heard() == [("send_asked",)]


def test_a_grave_warning_that_comes_while_it_waits_stops_it(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    opened.window.set_draft(GRAVE.of)
    press(opened.window.reply, ENTER)
    opened.heard()
    opened.window.show_preview(GRAVE)
    assert opened.heard() == [("send_cancelled",)]
    assert opened.said() == "Look at the warning, then press Enter again."
    press(opened.window.reply, ENTER)
    assert opened.heard() == [("send_asked",)]


def test_without_a_translation_nothing_is_sent(qtbot: QtBot) -> None:
    failed = replace(READY, text="", problem="No engine is set up.")
    opened = Opened(qtbot).prepared(failed)
    press(opened.window.reply, ENTER)
    press(opened.window.reply, ENTER, CONTROL)
    assert opened.heard() == []
    assert "nothing was put into the chat" in opened.said()
    assert opened.window.pane.problem.text() == "No engine is set up."
    QTest.mouseClick(opened.window.pane.settings, Qt.MouseButton.LeftButton)
    assert opened.heard() == [("settings_asked",)]


def test_a_failure_that_comes_while_it_waits_stops_it(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    opened.window.set_draft(FRIDAY)
    press(opened.window.reply, ENTER)
    opened.heard()
    opened.window.show_preview(replace(READY, text="", problem="No engine answered."))
    assert opened.heard() == [("send_cancelled",)]
    assert "nothing was put into the chat" in opened.said()


def test_control_enter_copies_the_translation_instead(qtbot: QtBot) -> None:
    opened = Opened(qtbot).prepared()
    press(opened.window.reply, ENTER, CONTROL)
    press(opened.window.reply, ENTER, CONTROL)
    assert opened.heard() == [("copy_asked",), ("copy_asked",)]


def test_a_stale_translation_is_not_copied(qtbot: QtBot) -> None:
    opened = Opened(qtbot).prepared()
    write(opened.window.reply, "!")
    press(opened.window.reply, ENTER, CONTROL)
    assert opened.heard() == []
    assert "still being translated" in opened.said()


def test_where_replies_can_only_be_copied_enter_copies(qtbot: QtBot) -> None:
    opened = Opened(qtbot, hindrance="typing is paused").prepared()
    assert "Enter copy the translation" in opened.words()
    assert opened.window.header.goes_to.whole() == (
        "Replies can only be copied now: typing is paused"
    )
    press(opened.window.reply, ENTER)
    assert opened.heard() == [("copy_asked",)]


# --- writing ------------------------------------------------------------------------------------


def test_every_letter_tells_the_draft(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    write(opened.window.reply, "Hi")
    press(opened.window.reply, ENTER, SHIFT)
    write(opened.window.reply, "A")
    assert [one[1] for one in opened.told] == ["H", "Hi", "Hi\n", "Hi\nA"]
    assert opened.window.draft() == "Hi\nA"


def test_a_draft_that_is_set_tells_nothing_and_cannot_be_undone(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    write(opened.window.reply, "To another customer")
    opened.told.clear()
    opened.window.set_draft("Bon\u00a0jour\n!")
    assert opened.told == []
    assert opened.window.draft() == "Bon\u00a0jour\n!"
    press(opened.window.reply, Qt.Key.Key_Z, CONTROL)
    assert opened.window.draft() == "Bon\u00a0jour\n!"
    write(opened.window.reply, "?")
    assert opened.window.draft() == "Bon\u00a0jour\n!?", "writing goes on at its end"


def test_what_was_written_can_be_undone(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    opened.window.set_draft("Hello")
    write(opened.window.reply, "xyz")
    press(opened.window.reply, Qt.Key.Key_Z, CONTROL)
    assert opened.window.draft() == "Hello"
    assert opened.told[-1] == ("draft_changed", "Hello")


def test_composed_text_is_no_draft_before_it_is_committed(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    opened.window.set_draft("A")
    composing = QInputMethodEvent("にほ", [])
    QCoreApplication.sendEvent(opened.window.reply, composing)
    press(opened.window.reply, ENTER)
    assert opened.told == []
    assert opened.window.draft() == "A"
    done = QInputMethodEvent("", [])
    done.setCommitString("日本")
    QCoreApplication.sendEvent(opened.window.reply, done)
    assert opened.told == [("draft_changed", "A日本")]


def test_the_box_grows_to_five_lines(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    heights = []
    for count in (1, 2, 5, 9):
        opened.window.set_draft("\n".join("x" * count))
        heights.append(opened.window.reply.height())
    one = opened.window.reply.fontMetrics().lineSpacing()
    assert [height - heights[0] for height in heights] == [0, one, 4 * one, (MOST_LINES - 1) * one]


def test_a_box_that_shows_everything_does_not_scroll(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    for count in range(1, 9):
        opened.window.set_draft("\n".join("x" * count))
        assert opened.window.reply.verticalScrollBar().maximum() == max(count - MOST_LINES, 0)


def test_the_first_line_stays_in_sight_where_letters_stand_higher(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    reply = opened.window.reply
    layout = reply.document().documentLayout()
    high_letters = QTextCharFormat()  # as those of a script for which another font stands in
    font = QFont(reply.font())
    font.setPixelSize(2 * reply.fontMetrics().height())
    high_letters.setFont(font)
    for count in range(1, MOST_LINES + 1):
        reply.insertPlainText("\n" * (count > 1) + "x")
        reply.textCursor().insertText("สวัสดีครับ ที่นี้", high_letters)
        high = layout.blockBoundingRect(reply.document().lastBlock()).height()
        assert high > reply.fontMetrics().lineSpacing() + 2 * INSIDE, "no letters to show it with"
        assert reply.verticalScrollBar().maximum() == 0
        assert reply.firstVisibleBlock().blockNumber() == 0


def test_a_small_window_keeps_everything_apart(qtbot: QtBot) -> None:
    opened = Opened(qtbot, *TALK)
    window = opened.window
    window.resize(window.minimumSize())
    draft = "A long reply. " * 90
    window.set_draft(draft)
    window.show_preview(
        Preview(draft, "Resposta. " * 90, "Long. " * 90, "Engine", ("Look. " * 90,) * 9, grave=True)
    )
    press(window.reply, ENTER)
    QCoreApplication.processEvents()
    pane = window.pane
    pieces = [
        window.reply,
        pane.text,
        pane.back,
        pane.note,
        pane.warnings,
        window.said,
        window.keys,
    ]
    spots = [piece.rect().translated(piece.mapTo(window, QPoint(0, 0))) for piece in pieces]
    for above, beneath in pairwise(spots):
        assert above.bottom() < beneath.top()
    assert window.size() == window.minimumSize()
    assert window.bubbles.height() > 0
    assert pane.warning.height() >= 3 * pane.warning.fontMetrics().lineSpacing()


def test_only_plain_text_is_pasted_and_not_without_end(qtbot: QtBot, qapp: QApplication) -> None:
    opened = Opened(qtbot)
    rich = QMimeData()
    rich.setHtml("<b>bold</b>")
    rich.setText("bold & <i>")
    qapp.clipboard().setMimeData(rich)
    press(opened.window.reply, Qt.Key.Key_V, CONTROL)
    assert opened.window.draft() == "bold & <i>"
    assert opened.heard() == []
    opened.window.set_draft("")
    qapp.clipboard().setText("ab " * MOST_PASTED)
    press(opened.window.reply, Qt.Key.Key_V, CONTROL)
    assert len(opened.window.draft()) == MOST_PASTED
    assert "only its beginning" in opened.said()


def test_the_preview_of_an_older_draft_is_muted(qtbot: QtBot) -> None:
    opened = Opened(qtbot).prepared()
    pane = opened.window.pane
    assert pane.text.toPlainText() == READY.text
    assert pane.back.toPlainText() == READY.back
    assert pane.note.whole() == READY.note
    assert pane.text.property("role") == "preview"
    write(opened.window.reply, "!")
    assert pane.text.toPlainText() == READY.text, "it does not flicker"
    assert pane.text.property("role") == "second"
    assert pane.note.whole() == "Translating…"
    opened.window.set_draft("")
    assert not in_sight(pane.text)
    assert in_sight(pane.hint)


@pytest.mark.parametrize("draft", ["Something else", FRIDAY])
def test_another_customers_preview_goes_with_the_draft(qtbot: QtBot, draft: str) -> None:
    opened = Opened(qtbot).prepared()
    opened.window.set_draft(draft)
    assert opened.window.pane.text.toPlainText() == ""
    assert opened.window.pane.back.toPlainText() == ""
    press(opened.window.reply, ENTER, CONTROL)
    assert opened.heard() == [], "there is nothing to copy for this one yet"


def test_the_reply_stands_at_its_own_side(qtbot: QtBot) -> None:
    opened = Opened(qtbot).prepared(ARABIC_READY)
    reply = opened.window.reply
    cursor = opened.window.pane.text.cursorRect()
    assert cursor.x() > opened.window.pane.text.width() // 2, "Arabic begins at the right"
    opened.window.set_draft("سيصل")
    assert reply.document().defaultTextOption().alignment() == Qt.AlignmentFlag.AlignRight
    opened.window.set_draft("It comes")
    assert reply.document().defaultTextOption().alignment() == Qt.AlignmentFlag.AlignLeft


# --- the situation ------------------------------------------------------------------------------


def test_the_situation_is_shown(qtbot: QtBot) -> None:
    header = Opened(qtbot, local_only=True).window.header
    assert header.name.whole() == "Ana Souza"
    assert header.goes_to.whole() == "Replies go to Chromium – ACME chat"
    assert header.language.current() == "pt"
    assert header.own.text() == "↔ English"
    assert header.lock.text() == "locked"
    assert header.local.text() == "nothing leaves this computer"
    assert header.watch.isChecked()
    assert header.watch.text() == "Watch what I copy in Chromium"


def test_who_is_not_known_is_not_named(qtbot: QtBot) -> None:
    header = Opened(qtbot, customer="", language="", goes_to="", locked=False).window.header
    assert header.name.whole() == "Live translation"
    assert header.goes_to.whole() == "No chat window is known yet"
    assert header.language.current() == ""
    assert not header.lock.isEnabled()
    assert not in_sight(header.local)


def test_names_are_no_titles_of_the_window(qtbot: QtBot) -> None:
    opened = Opened(qtbot, PARCEL)
    assert "Souza" not in opened.window.windowTitle()
    assert "Souza" not in repr(situation())
    assert "package" not in repr(PARCEL)
    assert "quinta" not in repr(READY)


@pytest.mark.parametrize("where", ["reply", "bubbles"])
def test_one_key_locks_and_one_watches(qtbot: QtBot, where: str) -> None:
    opened = Opened(qtbot, PARCEL)
    widget = getattr(opened.window, where)
    press(widget, Qt.Key.Key_L, CONTROL)
    press(widget, Qt.Key.Key_F8)
    assert opened.heard() == [("lock_asked",), ("watch_asked", False)]
    assert opened.window.header.lock.isChecked(), "until it has come to it"
    assert opened.window.header.watch.isChecked()
    opened.window.show_situation(situation(locked=False, watching=False))
    assert opened.window.header.lock.text() == "not locked"
    press(widget, Qt.Key.Key_F8)
    assert opened.heard() == [("watch_asked", True)]


def test_the_customers_language_is_chosen(qtbot: QtBot) -> None:
    opened = Opened(qtbot).prepared()
    box = opened.window.header.language
    box.setCurrentIndex(LANGUAGES.index("de"))
    box.activated.emit(LANGUAGES.index("de"))
    assert opened.heard() == [("language_chosen", "de")]
    press(opened.window.reply, ENTER, CONTROL)
    assert opened.heard() == [], "what is translated is in another language"


def test_a_language_that_was_not_taken_is_not_shown(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    box = opened.window.header.language
    box.setCurrentIndex(LANGUAGES.index("de"))
    box.activated.emit(LANGUAGES.index("de"))
    opened.window.show_situation(situation())
    assert box.current() == "pt"


def test_the_open_list_of_languages_stays_while_other_things_change(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    box = opened.window.header.language
    box.showPopup()
    row = LANGUAGES.index("fr")
    box.view().setCurrentIndex(box.model().index(row, 0))
    opened.window.show_situation(situation(watching=False))
    assert box.view().isVisible()
    press(box.view(), ENTER)
    assert opened.heard() == [("language_chosen", "fr")]


def test_escape_closes_and_keeps_the_draft(qtbot: QtBot) -> None:
    opened = Opened(qtbot).prepared()
    press(opened.window.reply, Qt.Key.Key_Escape)
    assert opened.heard() == [("closed",)]
    assert not opened.window.isVisible()
    assert opened.window.draft() == FRIDAY


def test_what_was_copied_becomes_a_message(qtbot: QtBot) -> None:
    opened = Opened(qtbot)
    window = opened.window
    assert window.pages.currentIndex() == 0, "the empty page"
    assert "Copy a message in Chromium" in window.help.text()
    press(window.reply, Qt.Key.Key_V, CONTROL | SHIFT)
    press(window.header.lock, Qt.Key.Key_V, CONTROL)
    QTest.mouseClick(window.add, Qt.MouseButton.LeftButton)
    assert opened.heard() == [("message_pasted",)] * 3
    window.put_line(PARCEL)
    assert window.pages.currentIndex() == 1
    press(window.bubbles, Qt.Key.Key_V, CONTROL)
    QTest.mouseClick(window.header.add, Qt.MouseButton.LeftButton)
    assert opened.heard() == [("message_pasted",)] * 2
    assert window.draft() == ""


def test_letters_written_elsewhere_reach_the_reply(qtbot: QtBot) -> None:
    opened = Opened(qtbot, *TALK)
    opened.window.bubbles.setFocus()
    write(opened.window.bubbles, "h")
    assert opened.window.draft() == "h"
    assert opened.window.reply.hasFocus()


# --- the bubbles --------------------------------------------------------------------------------


def test_a_line_is_chosen_and_copied_by_keys(qtbot: QtBot) -> None:
    opened = Opened(qtbot, *TALK)
    reply = opened.window.reply
    press(reply, Qt.Key.Key_C, CONTROL)
    assert opened.heard() == [], "none is chosen"
    press(reply, Qt.Key.Key_Up, CONTROL)
    press(reply, Qt.Key.Key_C, CONTROL)
    press(reply, Qt.Key.Key_Up, CONTROL)
    press(reply, Qt.Key.Key_C, CONTROL)
    assert opened.heard() == [("copied", THANKS.first), ("copied", SORRY.first)]
    assert opened.words()[1] == "Ctrl C copy this message"
    assert opened.window.reply.hasFocus()
    for _ in range(9):
        press(reply, Qt.Key.Key_Up, CONTROL)
    assert opened.window.bubbles.chosen() == PARCEL
    for _ in TALK:
        press(reply, Qt.Key.Key_Down, CONTROL)
    assert opened.window.bubbles.chosen() is None
    assert opened.words() == [
        "Enter put into the chat",
        "Ctrl Enter copy",
        "Ctrl ↑ messages",
        "Esc close",
    ]


def test_a_selection_in_the_reply_is_what_control_c_copies(
    qtbot: QtBot, qapp: QApplication
) -> None:
    opened = Opened(qtbot, *TALK).prepared()
    press(opened.window.reply, Qt.Key.Key_Up, CONTROL)
    press(opened.window.reply, Qt.Key.Key_A, CONTROL)
    press(opened.window.reply, Qt.Key.Key_C, CONTROL)
    assert opened.heard() == []
    assert qapp.clipboard().text() == FRIDAY


def test_the_bubble_beneath_the_pointer_offers_to_copy(qtbot: QtBot) -> None:
    opened = Opened(qtbot, *TALK, WAITING)
    bubbles = opened.window.bubbles
    spots = [bubbles.visualRect(bubbles.lines.index(row)) for row in range(4)]
    QTest.mouseMove(bubbles.viewport(), spots[0].topLeft() + QPoint(40, 20))
    assert in_sight(bubbles.copy)
    assert spots[0].contains(bubbles.copy.geometry())
    QTest.mouseClick(bubbles.copy, Qt.MouseButton.LeftButton)
    assert opened.heard() == [("copied", PARCEL.first)]
    QTest.mouseMove(bubbles.viewport(), spots[3].topLeft() + QPoint(40, 20))
    assert not in_sight(bubbles.copy), "there is nothing to copy yet"


def test_a_screen_reader_finds_the_lines(qtbot: QtBot) -> None:
    opened = Opened(qtbot, *TALK)
    found = QAccessible.queryAccessibleInterface(opened.window.bubbles)
    assert found is not None
    names = [found.child(at).text(QAccessible.Text.Name) for at in range(found.childCount())]
    spoken = [name for name in names if name.startswith(("You", "Customer"))]
    assert len(spoken) == len(TALK)
    assert spoken[1].startswith("You: " + SORRY.first)


def test_a_click_chooses_and_a_click_beside_chooses_none(qtbot: QtBot) -> None:
    opened = Opened(qtbot, *TALK)
    bubbles = opened.window.bubbles
    spot = bubbles.visualRect(bubbles.lines.index(1))
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(bubbles.viewport(), left, pos=spot.center())
    assert bubbles.chosen() == SORRY
    QTest.mouseClick(bubbles.viewport(), left, pos=spot.topLeft() + QPoint(4, 4))
    assert bubbles.chosen() is None


def test_a_failed_line_is_tried_again(qtbot: QtBot) -> None:
    opened = Opened(qtbot, PARCEL, FAILED)
    bubbles = opened.window.bubbles
    bubbles.setFocus()
    press(bubbles, Qt.Key.Key_End)
    press(bubbles, ENTER)
    focused = QApplication.focusWidget()
    assert focused is not None
    press(focused, Qt.Key.Key_Space)
    assert opened.heard() == [("retry_asked", FAILED.serial)]
    opened.window.put_line(replace(FAILED, state=LineState.WAITING, problem=""))
    assert bubbles.ways_of(FAILED.serial) is None
    assert bubbles.hasFocus(), "the keyboard is not lost with the button"


def test_the_language_that_cannot_be_told_is_asked_for(qtbot: QtBot) -> None:
    opened = Opened(qtbot, PARCEL, ASKING)
    ways = opened.window.bubbles.ways_of(ASKING.serial)
    assert ways is not None
    assert ways.offered == (Way.LANGUAGE,)
    ways.take_focus()
    box = ways.languages
    assert box is not None
    assert box.current() == ""
    box.setCurrentIndex(LANGUAGES.index("uk"))
    box.activated.emit(LANGUAGES.index("uk"))
    assert opened.heard() == [("line_language_chosen", ASKING.serial, "uk")]


def test_a_line_changes_in_its_place(qtbot: QtBot) -> None:
    opened = Opened(qtbot, *TALK, WAITING)
    bubbles = opened.window.bubbles
    opened.window.put_line(line(WAITING.serial, "Can you tell me?", WAITING.second))
    assert bubbles.lines.rowCount() == 4
    words = bubbles.lines.index(3).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == (
        "Customer: Can you tell me?. Pode me avisar quando sair?."
        " LibreTranslate · this office · 14:32"
    )


def test_a_text_without_end_is_shown_in_part_until_all_is_asked_for(qtbot: QtBot) -> None:
    opened = Opened(qtbot, line(9, "word " * 2_000, "x" * 9_000), PARCEL)
    bubbles = opened.window.bubbles
    bubbles.step(-1)
    bubbles.step(-1)
    first = bubbles.lines.index(0)
    folded = bubbles.visualRect(first).height()
    assert folded < 900
    bar = bubbles.verticalScrollBar()
    bar.setValue(folded - bubbles.viewport().height())
    ways = bubbles.ways_of(9)
    assert ways is not None
    assert ways.offered == (Way.OPEN,)
    ways.open_asked.emit()
    assert bubbles.visualRect(first).height() > 5 * folded
    bar.setValue(bubbles.visualRect(first).height() - bubbles.viewport().height())
    ways = bubbles.ways_of(9)
    assert ways is not None
    assert ways.offered == (Way.FOLD,)
    ways.open_asked.emit()
    assert bubbles.visualRect(first).height() == folded


def test_hostile_texts_are_drawn_plain_and_bounded(qtbot: QtBot) -> None:
    opened = Opened(qtbot, *HOSTILE)
    bubbles = opened.window.bubbles
    for row in range(len(HOSTILE)):
        bubbles.scrollTo(bubbles.lines.index(row))
        bubbles.grab()
        assert bubbles.visualRect(bubbles.lines.index(row)).height() < 1_000


# --- many ---------------------------------------------------------------------------------------


def at_end(window: ConversationWindow) -> bool:
    bar = window.bubbles.verticalScrollBar()
    return bar.value() == bar.maximum()


def test_a_new_message_is_followed_only_from_the_end(qtbot: QtBot) -> None:
    opened = Opened(qtbot, *many(60))
    window = opened.window
    bubbles = window.bubbles
    assert at_end(window)
    window.put_line(line(1_001, "New", "Novo"))
    assert at_end(window)
    assert bubbles.unread() == 0
    bubbles.verticalScrollBar().setValue(1_000)
    seen = bubbles.indexAt(QPoint(60, 200)).row()
    place = bubbles.visualRect(bubbles.lines.index(seen))
    window.put_line(line(1_002, "New", "Novo"))
    assert in_sight(bubbles.news)
    assert bubbles.news.text() == "1 new message"
    window.put_line(line(1_003, "New", "Novo"))
    assert bubbles.news.text() == "2 new messages"
    window.put_line(line(1_003, "New, and longer", "Novo"))
    assert bubbles.news.text() == "2 new messages", "a change is no new message"
    assert bubbles.visualRect(bubbles.lines.index(seen)) == place, "nothing moved"
    QTest.mouseClick(bubbles.news, Qt.MouseButton.LeftButton)
    assert at_end(window)
    assert not in_sight(bubbles.news)


def test_the_agents_own_reply_is_followed(qtbot: QtBot) -> None:
    opened = Opened(qtbot, *many(60))
    opened.window.bubbles.verticalScrollBar().setValue(500)
    opened.window.put_line(line(1_001, "Enviado", "Sent", own=True))
    assert at_end(opened.window)
    assert opened.window.bubbles.unread() == 0


def test_scrolling_to_the_end_has_read_all(qtbot: QtBot) -> None:
    opened = Opened(qtbot, *many(60))
    bar = opened.window.bubbles.verticalScrollBar()
    bar.setValue(500)
    opened.window.put_line(line(1_001, "New", "Novo"))
    bar.setValue(bar.maximum())
    assert opened.window.bubbles.unread() == 0
    assert not in_sight(opened.window.bubbles.news)


def test_of_thousands_only_those_in_sight_are_laid_out(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []

    def counting(one: Line, *args: object, **options: object) -> object:
        made.append(one.serial)
        return bubble(one, *args, **options)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr("desktop.ui.translation.bubbles.bubble", counting)
    opened = Opened(qtbot, *many(2_000))
    assert len(set(made)) < 60
    assert at_end(opened.window)
    made.clear()
    opened.window.put_line(line(5_000, "New", "Novo"))
    assert set(made) == {5_000}
    made.clear()
    opened.window.put_line(replace(many(2_000)[0], first="Changed"))
    assert len(set(made)) <= 1


def test_all_rows_are_measured_in_time_and_nothing_moves(qtbot: QtBot) -> None:
    opened = Opened(qtbot, *many(400))
    bubbles = opened.window.bubbles
    bubbles.step(-1)
    last = bubbles.lines.index(399)
    place = bubbles.visualRect(last)
    qtbot.waitUntil(bubbles.is_measured)
    assert bubbles.visualRect(last) == place
    bubbles.scrollTo(bubbles.lines.index(200))
    place = bubbles.visualRect(bubbles.lines.index(200))
    opened.window.resize(opened.window.width() - 60, opened.window.height())
    assert bubbles.visualRect(bubbles.lines.index(200)).isValid()
    qtbot.waitUntil(bubbles.is_measured)
    tops = [bubbles.visualRect(bubbles.lines.index(row)) for row in range(400)]
    for above, beneath in pairwise(tops):
        assert above.bottom() + 1 == beneath.top()


def test_another_conversation_takes_nothing_along(qtbot: QtBot) -> None:
    opened = Opened(qtbot, *many(60), FAILED)
    bubbles = opened.window.bubbles
    bubbles.step(-1)
    bubbles.verticalScrollBar().setValue(300)
    opened.window.put_line(line(1_001, "New", "Novo"))
    opened.window.show_lines(TALK)
    assert bubbles.lines.rowCount() == 3
    assert bubbles.chosen() is None
    assert bubbles.unread() == 0
    assert bubbles.ways_of(FAILED.serial) is None
    opened.window.show_lines(())
    assert opened.window.pages.currentIndex() == 0


def test_right_to_left_mirrors_the_sides(qtbot: QtBot, qapp: QApplication) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    bubbles = Opened(qtbot, *TALK).window.bubbles
    middle = bubbles.viewport().width() // 2
    edges = []
    for row in (0, 1):
        y = bubbles.visualRect(bubbles.lines.index(row)).top() + 20
        edges.append([x for x in range(middle * 2) if bubbles.indexAt(QPoint(x, y)).isValid()])
    assert middle * 2 - edges[0][-1] < edges[0][0], "the customer's stand at the right"
    assert edges[1][0] < middle * 2 - edges[1][-1], "the agent's own at the left"
