"""A window that has the keys only when it is asked to take them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QVBoxLayout
from pytestqt.qtbot import QtBot

from desktop.ui.widgets.quiet import Handle, QuietFrame

HERE = QPoint(100, 100)


class Told(QuietFrame):
    def __init__(self) -> None:
        super().__init__()
        self.told: list[bool] = []
        self.handle = Handle()
        QVBoxLayout(self).addWidget(self.handle)
        self.setFixedSize(200, 120)

    def keys_changed(self) -> None:
        self.told.append(self.has_keys)


@pytest.fixture
def frame(qtbot: QtBot) -> Told:
    made = Told()
    qtbot.addWidget(made)
    return made


def refuses(frame: QuietFrame) -> set[bool]:
    """What it tells Qt and the system about taking keys; one answer, if they agree."""
    quiet = Qt.WindowType.WindowDoesNotAcceptFocus
    return {
        bool(frame.windowFlags() & quiet),
        bool(frame.windowHandle().flags() & quiet),
        frame.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating),
        frame.testAttribute(Qt.WidgetAttribute.WA_X11DoNotAcceptFocus),
    }


def test_it_opens_without_the_keys_every_time(frame: Told) -> None:
    for _ in range(2):
        frame.open_quietly(HERE)
        assert refuses(frame) == {True}
        frame.take_keys()
        assert refuses(frame) == {False}
        frame.hide()
    assert frame.told == [True, True]


def test_it_takes_none_while_it_is_hidden(frame: Told) -> None:
    frame.take_keys()
    assert not frame.has_keys
    assert frame.told == []


def test_taking_them_neither_hides_nor_moves_it(frame: Told, qtbot: QtBot) -> None:
    frame.open_quietly(HERE)
    number = frame.winId()
    with qtbot.assertNotEmitted(frame.windowHandle().visibleChanged):
        frame.take_keys()
    assert (frame.winId(), frame.pos()) == (number, HERE + QPoint(0, 24))


def test_another_window_takes_them_but_a_list_of_its_own_does_not(
    frame: Told, qtbot: QtBot
) -> None:
    frame.open_quietly(HERE)
    frame.take_keys()
    qtbot.waitUntil(frame.isActiveWindow)
    menu = QMenu(frame)
    menu.addAction("Deutsch")
    menu.popup(HERE)
    assert frame.has_keys
    menu.close()
    assert frame.has_keys
    other = QPushButton("another window")
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: not frame.has_keys)
    assert refuses(frame) == {True}
    assert frame.isVisible()
    assert frame.told == [True, False]


def test_it_waits_for_the_keys_that_it_asked_for(frame: Told, qtbot: QtBot) -> None:
    frame.open_quietly(HERE)
    frame.take_keys()
    assert not frame.isActiveWindow(), "the system has not given them yet"
    QApplication.sendEvent(frame, QEvent(QEvent.Type.ActivationChange))
    assert frame.has_keys
    qtbot.waitUntil(frame.isActiveWindow)
    assert frame.has_keys


def test_it_stays_whole_when_it_grows(frame: Told) -> None:
    area = frame.screen().availableGeometry()
    frame.open_quietly(area.bottomRight())
    frame.setFixedSize(500, 700)
    frame.stay_on_screen()
    assert area.contains(QRect(frame.pos(), frame.size()))


def test_where_the_mouse_put_it_it_stays_until_it_opens_anew(frame: Told) -> None:
    frame.open_quietly(HERE)
    grip = frame.handle.rect().center()
    QTest.mousePress(frame.handle, Qt.MouseButton.LeftButton, pos=grip)
    QTest.mouseMove(frame.handle, grip + QPoint(60, 40))
    QTest.mouseRelease(frame.handle, Qt.MouseButton.LeftButton, pos=grip)
    there = HERE + QPoint(60, 24 + 40)
    assert frame.pos() == there
    QTest.mouseMove(frame.handle, grip + QPoint(5, 5))
    frame.open_quietly(None)
    frame.stay_on_screen()
    assert frame.pos() == there
    frame.setFixedSize(700, 700)
    frame.stay_on_screen()
    assert frame.screen().availableGeometry().contains(QRect(frame.pos(), frame.size()))
    frame.hide()
    frame.open_quietly(HERE)
    assert frame.pos().x() == HERE.x()
