"""Where windows open."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.ui.widgets.frame import Frame, corner, from_host, place

AREA = QRect(0, 24, 800, 776)
SIZE = QSize(640, 400)


def test_below_the_caret() -> None:
    assert place(SIZE, QPoint(100, 100), AREA) == QPoint(100, 124)


def test_above_where_there_is_no_room_below() -> None:
    assert place(SIZE, QPoint(100, 700), AREA) == QPoint(100, 276)


@pytest.mark.parametrize("x", [-50, 0, 400, 799, 5000])
@pytest.mark.parametrize("y", [-50, 0, 30, 400, 799, 5000])
def test_always_whole_on_the_screen(x: int, y: int) -> None:
    assert AREA.contains(QRect(place(SIZE, QPoint(x, y), AREA), SIZE))


def test_a_window_larger_than_the_screen_shows_its_beginning() -> None:
    assert place(QSize(900, 900), QPoint(10, 10), AREA) == AREA.topLeft()


def test_a_second_screen_keeps_the_window() -> None:
    second = QRect(1920, 0, 1280, 1024)
    spot = place(SIZE, QPoint(3190, 1000), second)
    assert second.contains(QRect(spot, SIZE))


def test_notices_stand_at_the_end_of_the_reading_direction(qapp: QApplication) -> None:
    size = QSize(300, 100)
    assert corner(size, AREA) == QPoint(484, 684)
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert corner(size, AREA) == QPoint(16, 684)


def test_notices_stand_above_each_other(qtbot: QtBot) -> None:
    notices = [Frame(focus=False) for _ in range(3)]
    for one in notices:
        qtbot.addWidget(one)
        one.setFixedSize(300, 100)
        one.to_corner(AREA)
        one.show()
    first, second, third = (one.geometry() for one in notices)
    assert first.topLeft() == QPoint(484, 684)
    assert second.bottom() < first.top()
    assert third.bottom() < second.top()
    notices[0].hide()
    notices[1].to_corner(AREA)
    assert notices[1].geometry() == first
    notices[0].to_corner(QRect(0, 600, 800, 200))
    assert notices[0].geometry() == first, "where there is no room it is on top"


def test_points_of_the_host_at_100_percent(qapp: QApplication) -> None:
    assert from_host(120, 80) == QPoint(120, 80)
    assert from_host(99_999, 5) == QPoint(99_999, 5), "on no screen: left as it is"


def test_a_window_without_focus_never_asks_for_it(qapp: QApplication) -> None:
    frame = Frame(focus=False)
    assert frame.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert frame.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
