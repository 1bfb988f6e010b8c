"""The quiet line before a break."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.ui.breaks.notice import BreakNotice


@pytest.fixture
def notice(qtbot: QtBot) -> BreakNotice:
    made = BreakNotice()
    qtbot.addWidget(made)
    return made


def test_it_says_which_break_comes_and_when(notice: BreakNotice) -> None:
    notice.show_notice("short", 10, can_postpone=True, can_skip=True)
    assert notice.words.text() == "A short break in 10 s"
    notice.show_notice("long", 90, can_postpone=True, can_skip=True)
    assert notice.words.text() == "A long break in 1 min 30 s"
    notice.show_notice("rostered", 120, can_postpone=False, can_skip=False)
    assert notice.words.text() == "Your break in 2 min"
    notice.show_left(0)
    assert notice.words.text() == "Your break begins"


def test_it_never_takes_the_keys(notice: BreakNotice, qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is field)
    notice.show_notice("short", 10, can_postpone=True, can_skip=True)
    assert notice.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert notice.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    every = (notice.take, notice.later, notice.skip)
    assert {one.focusPolicy() for one in every} == {Qt.FocusPolicy.NoFocus}
    QTest.keyClicks(QApplication.focusWidget() or notice, "thank you")
    assert field.text() == "thank you"


def test_counting_down_moves_nothing(notice: BreakNotice) -> None:
    notice.show_notice("long", 120, can_postpone=True, can_skip=True)
    places = set()
    for left in range(120, -1, -1):
        notice.show_left(left)
        QApplication.processEvents()
        places.add((notice.geometry().getRect(), notice.take.geometry().getRect()))
        assert notice.words.sizeHint().width() <= notice.words.width()
    assert len(places) == 1


@pytest.mark.parametrize(
    ("can_postpone", "can_skip", "offered"),
    [
        (True, True, ["Take it now", "In 2 minutes", "Skip"]),
        (True, False, ["Take it now", "In 2 minutes"]),
        (False, True, ["Take it now", "Skip"]),
        (False, False, ["Take it now"]),
    ],
)
def test_only_what_is_allowed_is_offered(
    notice: BreakNotice, *, can_postpone: bool, can_skip: bool, offered: list[str]
) -> None:
    notice.show_notice("short", 10, can_postpone, can_skip, postpone=120)
    shown = [one for one in (notice.take, notice.later, notice.skip) if one.isVisible()]
    assert [one.text() for one in shown] == offered
    right = shown[-1].geometry().right()
    assert notice.width() - right < 20


@pytest.mark.parametrize("wish", ["take", "later", "skip"])
def test_a_wish_hides_it_and_is_told_once(notice: BreakNotice, wish: str) -> None:
    told: list[str] = []
    notice.taken.connect(lambda: told.append("take"))
    notice.postponed.connect(lambda: told.append("later"))
    notice.skipped.connect(lambda: told.append("skip"))
    notice.show_notice("short", 10, can_postpone=True, can_skip=True)
    QTest.mouseClick(getattr(notice, wish), Qt.MouseButton.LeftButton)
    assert told == [wish]
    assert not notice.isVisible()


def test_it_is_whole_on_the_screen(notice: BreakNotice, qapp: QApplication) -> None:
    for direction in Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft:
        qapp.setLayoutDirection(direction)
        notice.show_notice("long", 599, can_postpone=True, can_skip=True, postpone=300)
        assert notice.screen().availableGeometry().contains(notice.geometry())
