"""Widgets in a row go on in the next line, and begin where people begin to read."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.widgets.flow import Flow


def made(bot: QtBot, width: int, *sizes: tuple[int, int]) -> tuple[QWidget, list[QWidget]]:
    whole = QWidget()
    bot.addWidget(whole)
    row = Flow(whole, 10, 4)
    row.setContentsMargins(0, 0, 0, 0)
    parts = []
    for wide, tall in sizes:
        one = QWidget()
        one.setFixedSize(wide, tall)
        row.addWidget(one)
        parts.append(one)
    whole.resize(width, 200)
    whole.show()
    return whole, parts


def test_what_does_not_fit_goes_on_in_the_next_line(qtbot: QtBot) -> None:
    whole, parts = made(qtbot, 130, (50, 20), (50, 20), (50, 20))
    layout = whole.layout()
    assert layout is not None
    assert [(one.x(), one.y()) for one in parts] == [(0, 0), (60, 0), (0, 24)]
    assert layout.heightForWidth(400) < layout.heightForWidth(130) < layout.heightForWidth(60)


def test_lower_ones_stand_in_the_middle_of_their_line(qtbot: QtBot) -> None:
    _, (tall, low) = made(qtbot, 200, (50, 30), (50, 20))
    assert low.y() - tall.y() == 5


def test_hidden_ones_leave_no_gap(qtbot: QtBot) -> None:
    whole, parts = made(qtbot, 400, (50, 20), (50, 20), (50, 20))
    parts[1].hide()
    qtbot.waitUntil(lambda: parts[2].x() == parts[0].x() + 60, timeout=5000)
    assert whole.isVisible()


@pytest.mark.parametrize("width", [130, 400])
def test_it_is_mirrored_right_to_left(qtbot: QtBot, width: int) -> None:
    whole, parts = made(qtbot, width, (50, 20), (50, 20))
    left_to_right = [one.geometry() for one in parts]
    whole.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.waitUntil(lambda: parts[0].x() > parts[1].x(), timeout=5000)
    mirrored = [width - one.x() - one.width() for one in left_to_right]
    assert [one.x() for one in parts] == mirrored
