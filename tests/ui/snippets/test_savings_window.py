"""The window of savings: the sum in words, days by key and pointer, tables by snippet and app."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.snippets.savings.uses import Sum
from desktop.ui.snippets.savings_window import SavingsWindow
from tests.ui.keys import press

TODAY = dt.date(2026, 11, 29)
SUMS = [
    Sum(TODAY, "care: ;a", "firefox", 2, 4_020, 20),
    Sum(TODAY, "care: ;b", "", 1, 1_000, 0),
    Sum(TODAY - dt.timedelta(days=1), "care: ;a", "xterm", 1, 190, 10),
    Sum(TODAY - dt.timedelta(days=90), "care: ;old", "xterm", 1, 20_010, 10),
]


@pytest.fixture
def window(qtbot: QtBot) -> SavingsWindow:
    made = SavingsWindow()
    qtbot.addWidget(made)
    made.show()
    made.show_sums(SUMS, 200, TODAY)
    return made


def rows(window: SavingsWindow) -> list[list[str]]:
    table = window.table
    return [
        [item.text() if (item := table.item(row, column)) else "" for column in range(3)]
        for row in range(table.rowCount())
    ]


def test_the_sum_is_a_sentence(window: SavingsWindow) -> None:
    assert window.total.text() == "2 h 6 min of typing saved in 5 uses"
    assert "31 August" in window.note.text()


def test_by_snippet_and_by_application(window: SavingsWindow) -> None:
    assert rows(window) == [
        ["care: ;old", "1", "1 h 40 min"], ["care: ;a", "3", "21 min"], ["care: ;b", "1", "5 min"],
    ]  # fmt: skip
    press(window, Qt.Key.Key_A)
    assert rows(window)[-1] == ["copied", "1", "5 min"]
    press(window, Qt.Key.Key_S)
    assert rows(window)[0][0] == "care: ;old"


def test_days_are_read_out_by_key(window: SavingsWindow) -> None:
    chart = window.chart
    press(chart, Qt.Key.Key_Left)
    assert window.day.text().startswith("Sunday, 29 November")
    assert "25 min saved in 3 uses" in window.day.text()
    press(chart, Qt.Key.Key_Left)
    assert "54 s saved" in window.day.text()
    press(chart, Qt.Key.Key_Home)
    assert window.day.text().endswith("nothing")


def test_ctrl_e_gives_them_out(window: SavingsWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.export_asked):
        press(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)


def test_an_empty_window_says_what_will_be_here(qtbot: QtBot) -> None:
    made = SavingsWindow()
    qtbot.addWidget(made)
    made.show_sums((), 200, TODAY)
    assert made.total.text() == "Nothing is counted yet"
    assert not made.table.isVisibleTo(made)
