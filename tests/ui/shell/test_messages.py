"""Messages at the corner and in their list."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.core.results import Problem
from desktop.ui.shell.messages import KEPT, Action, Messages, MessagesWindow, Notice
from tests.ui.keys import press

HELD = Problem("Typing is held back", "“Payroll” lets nobody type there", "The palette can copy")


def notice_of(messages: Messages) -> Notice:
    assert messages.notice is not None
    return messages.notice


def said(notice: Notice) -> list[str]:
    card = notice.card()
    assert card is not None
    return [one.text() for one in card.findChildren(QLabel)]


def buttons(notice: Notice) -> list[QPushButton]:
    card = notice.card()
    assert card is not None
    return card.findChildren(QPushButton)


def test_what_why_and_the_way_on_first(qtbot: QtBot) -> None:
    messages = Messages()
    done: list[str] = []
    messages.show(
        HELD,
        Action("Open palette", lambda: done.append("palette")),
        Action("Not for Payroll", lambda: done.append("not")),
    )
    notice = notice_of(messages)
    assert said(notice) == [
        "Typing is held back",
        "“Payroll” lets nobody type there. The palette can copy.",
    ]
    assert [one.text() for one in buttons(notice)] == ["Open palette", "Not for Payroll", "Close"]
    assert buttons(notice)[0].property("role") == "primary"
    buttons(notice)[0].click()
    assert done == ["palette"]
    assert not notice.isVisible()


def test_a_notice_takes_no_focus(qtbot: QtBot) -> None:
    messages = Messages()
    messages.show(HELD)
    notice = notice_of(messages)
    assert notice.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert notice.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert all(one.focusPolicy() is Qt.FocusPolicy.NoFocus for one in buttons(notice))


def test_a_notice_goes_by_itself_but_not_under_the_pointer(qtbot: QtBot) -> None:
    messages = Messages()
    messages.show(HELD)
    notice = notice_of(messages)
    centre = notice.rect().center().toPointF()
    notice.enterEvent(QEnterEvent(centre, centre, centre))
    assert not notice._timer.isActive()
    notice.leaveEvent(QEvent(QEvent.Type.Leave))
    assert notice._timer.isActive()
    notice._timer.timeout.emit()
    assert not notice.isVisible()


def test_the_same_again_is_kept_once(qtbot: QtBot) -> None:
    messages = Messages()
    counts: list[int] = []
    messages.changed.connect(counts.append)
    messages.show(HELD)
    messages.show(HELD, Action("Open palette", lambda: None))
    assert counts == [1, 1]
    assert messages.recent[0].actions[0].title == "Open palette"


def test_no_more_than_so_many_are_kept(qtbot: QtBot) -> None:
    messages = Messages()
    for number in range(KEPT + 5):
        messages.show(Problem(f"Number {number}"))
    assert len(messages.recent) == KEPT
    assert messages.recent[0].problem.what == f"Number {KEPT + 4}"


def test_the_list_follows_and_closes_by_escape(qtbot: QtBot) -> None:
    messages = Messages()
    window = MessagesWindow(messages)
    qtbot.addWidget(window)
    window.come_forward()
    words = [one.text() for one in window.findChildren(QLabel)]
    assert "No messages" in words
    messages.show(HELD)
    page = window._area.widget()
    assert page is not None
    words = [one.text() for one in page.findChildren(QLabel)]
    assert words[0] == "Typing is held back"
    press(window, Qt.Key.Key_Escape)
    assert not window.isVisible()
