"""The line beside a replacement in place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.ui.translation.notice import SHOWN_MS, ReplacedNotice

WHERE = "Apertium · stayed on this computer"


@pytest.fixture
def notice(qtbot: QtBot) -> ReplacedNotice:
    made = ReplacedNotice()
    qtbot.addWidget(made)
    return made


def test_it_never_takes_the_keys(notice: ReplacedNotice) -> None:
    notice.working(QPoint(10, 10))
    assert notice.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert notice.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert notice.stop.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_while_it_works_it_can_be_stopped_and_stays(notice: ReplacedNotice, qtbot: QtBot) -> None:
    notice.working(QPoint(10, 10))
    assert notice.isVisible()
    assert not notice._timer.isActive()
    with qtbot.waitSignal(notice.stopped):
        notice.stop.click()
    assert not notice.isVisible()


def test_what_was_done_and_how_it_is_undone(notice: ReplacedNotice) -> None:
    notice.working(QPoint(10, 10))
    notice.done("es", WHERE, "Backspace", QPoint(10, 10))
    assert notice.words.text() == "Now in Español"
    assert notice.second.text() == f"{WHERE} · Backspace puts your words back"
    assert notice.stop.isHidden()
    notice.done("es", WHERE, "Ctrl Alt R", QPoint(10, 10), copies=True)
    assert notice.second.text() == f"{WHERE} · Ctrl Alt R copies your words"


def test_it_goes_by_itself_but_not_under_the_pointer(notice: ReplacedNotice, qtbot: QtBot) -> None:
    notice.done("es", WHERE, "Backspace", QPoint(10, 10))
    assert notice._timer.remainingTime() > SHOWN_MS - 1_000
    here = QPointF(5, 5)
    QApplication.sendEvent(notice, QEnterEvent(here, here, here))
    assert not notice._timer.isActive()
    QApplication.sendEvent(notice, QEvent(QEvent.Type.Leave))
    notice._timer.setInterval(1)
    notice._timer.start()
    qtbot.waitUntil(notice.isHidden)


def test_the_pointer_does_not_make_a_waiting_one_go(notice: ReplacedNotice) -> None:
    notice.working(QPoint(10, 10))
    QApplication.sendEvent(notice, QEvent(QEvent.Type.Leave))
    assert not notice._timer.isActive()


@pytest.mark.parametrize("at", [QPoint(0, 0), QPoint(799, 799), QPoint(5_000, 5_000), None])
def test_it_is_whole_on_the_screen(notice: ReplacedNotice, at: QPoint | None) -> None:
    notice.done("es", WHERE * 5, "Backspace", at)
    assert notice.screen().availableGeometry().contains(notice.geometry())
    needed = notice.second.heightForWidth(notice.second.width())
    assert notice.second.height() >= needed


@pytest.mark.parametrize(
    ("direction", "side"),
    [
        (Qt.LayoutDirection.LeftToRight, Qt.AlignmentFlag.AlignLeft),
        (Qt.LayoutDirection.RightToLeft, Qt.AlignmentFlag.AlignRight),
    ],
)
def test_its_words_begin_where_the_interface_does(
    notice: ReplacedNotice, direction: Qt.LayoutDirection, side: Qt.AlignmentFlag
) -> None:
    notice.setLayoutDirection(direction)
    notice.done("ar", WHERE, "Backspace", QPoint(10, 10))
    for words in (notice.words, notice.second):
        assert words.alignment() & (side | Qt.AlignmentFlag.AlignAbsolute) == (
            side | Qt.AlignmentFlag.AlignAbsolute
        )
