"""Asking where the agent writes: what an application that hangs does not keep from being told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.core.faults import GOES_ON, problem_of
from desktop.host.base import Window
from desktop.ui.shell.bridge import Bridge
from desktop.ui.shell.carets import Carets


class _Windows:
    """A system that is asked for the place when no application tells of it."""

    def __init__(self) -> None:
        self.asked = 0

    def foreground(self) -> Window:
        return Window()

    def activate(self, window: Window) -> bool:
        return False

    def caret(self) -> tuple[int, int] | None:
        self.asked += 1
        return 40, 60


@pytest.fixture
def bridge(qapp: QApplication) -> Iterator[Bridge]:
    made = Bridge()
    yield made
    made.close()


@pytest.fixture
def windows() -> _Windows:
    return _Windows()


@pytest.fixture
def hanging(bridge: Bridge, windows: _Windows) -> Carets:
    return Carets(lambda _tell: None, windows, bridge)


def test_a_window_that_fails_to_open_is_told_of(
    hanging: Carets, bridge: Bridge, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_at: QPoint | None) -> None:
        raise ZeroDivisionError

    with qtbot.waitSignal(bridge.failed) as told:
        hanging.ask(fail)
    assert told.args == [problem_of(ZeroDivisionError(), GOES_ON)]
    assert "ZeroDivisionError" in caplog.text


def test_behind_the_end_nobody_is_asked_any_more(
    hanging: Carets, bridge: Bridge, windows: _Windows, qtbot: QtBot
) -> None:
    shown: list[QPoint | None] = []
    hanging.ask(shown.append)
    bridge.close()
    other = Bridge()
    later: list[QPoint | None] = []
    still = Carets(lambda _tell: None, windows, other)  # whose patience ends later
    still.ask(later.append)
    qtbot.waitUntil(lambda: bool(later))
    assert later == [QPoint(40, 60)]
    assert (shown, windows.asked) == ([], 1)
    other.close()
