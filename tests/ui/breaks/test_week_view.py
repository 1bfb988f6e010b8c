"""The week's view."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.ui.breaks.week_view import WeekRow, WeekView, _hours
from tests.ui import keys
from tests.ui.breaks import acted_breaks as acted

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def view(qtbot: QtBot) -> WeekView:
    made = WeekView()
    qtbot.addWidget(made)
    made.show_week(acted.week())
    made.show()
    QApplication.processEvents()
    return made


def test_a_row_a_day_with_its_sums(view: WeekView) -> None:
    assert len(view.rows) == 7
    assert view.rows[0].sums.whole() == "6 h 35 min work"
    assert view.rows[0].load.whole() == "13 breaks, 55 min · load up to 37"
    assert view.rows[2].load.whole() == "nothing kept"
    assert view.second.text() == "24 h 29 min work · breaks: 49"
    assert view.aid.text() == "a planning aid, not a measurement"
    shown = [row for row in view.rows if row.sums.isVisible()]
    assert [row.sums.text() == row.sums.whole() for row in shown] == [True] * 4


def test_keys_choose_a_day_and_open_it(view: WeekView, qtbot: QtBot) -> None:
    assert view.selected() == acted.TODAY
    keys.press(view, Qt.Key.Key_Up)
    keys.press(view, Qt.Key.Key_Up)
    with qtbot.waitSignal(view.day_asked) as asked:
        keys.press(view, Qt.Key.Key_Return)
    assert asked.args == [acted.MONDAY + dt.timedelta(2)]
    for _ in range(9):
        keys.press(view, Qt.Key.Key_Down)
    assert view.selected() == acted.TODAY + dt.timedelta(2)
    view.show_week(acted.week())
    assert view.selected() == acted.TODAY + dt.timedelta(2)
    with qtbot.waitSignal(view.export_asked) as exported:
        keys.press(view, Qt.Key.Key_E, CONTROL)
    assert exported.args == [acted.MONDAY]
    keys.press(view, Qt.Key.Key_Escape)
    assert not view.isVisible()


def test_the_pointer_chooses_and_opens_too(view: WeekView, qtbot: QtBot) -> None:
    row, spot = view.rows[1], QPoint(300, 20)
    assert view.childAt(row.mapTo(view, spot)) is row
    none = Qt.MouseButton.NoButton
    moved = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(spot), row.mapToGlobal(QPointF(spot)), none, none,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    assert row.hasMouseTracking()
    QApplication.sendEvent(row, moved)
    assert view.selected() == acted.MONDAY + dt.timedelta(1)
    with qtbot.waitSignal(view.day_asked) as asked:
        QTest.mouseClick(view.rows[1], Qt.MouseButton.LeftButton)
    assert asked.args == [acted.MONDAY + dt.timedelta(1)]


def test_all_days_stand_on_the_same_hours(view: WeekView) -> None:
    assert _hours(acted.week()) == (8.0, 22.0)
    assert _hours((acted.night(),)) == (22.0, 30.0)
    assert _hours(()) == (8.0, 18.0)
    for direction in Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft:
        view.setLayoutDirection(direction)
        QApplication.processEvents()
        places = {(row.times.x(), row.times.width()) for row in view.rows}
        assert len(places) == 1


def test_an_empty_week(view: WeekView, qtbot: QtBot) -> None:
    view.show_week([acted.empty(acted.MONDAY, today=False)])
    assert view.second.text() == "Nothing was kept of this week"
    with qtbot.assertNotEmitted(view.export_asked):
        keys.press(view, Qt.Key.Key_E, CONTROL)
    view.show_week([])
    assert view.selected() is None
    keys.press(view, Qt.Key.Key_Return)
    assert view.keys.shown() == (("Esc", "close"),)


def test_showing_it_again_and_again_leaves_no_rows_behind(view: WeekView) -> None:
    for _ in range(20):
        view.show_week(acted.week())
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert len(view.findChildren(WeekRow)) == 7
