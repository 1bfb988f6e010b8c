"""Paced breathing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.ui.breaks.breathing import FRAME_MS, BreathingWindow, Pace
from tests.ui import keys


class Room:
    """A window for breathing, and a clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 50.0
        self.told: list[bool] = []
        self.window = BreathingWindow(now=lambda: self.now)
        self.window.stopped.connect(self.told.append)

    def at(self, elapsed: float) -> BreathingWindow:
        self.now = 50.0 + elapsed
        self.window._go_on()
        return self.window


@pytest.fixture
def room(qtbot: QtBot) -> Room:
    made = Room()
    qtbot.addWidget(made.window)
    return made


@pytest.mark.parametrize(
    ("elapsed", "inward", "fullness"),
    [(0, True, 0), (2, True, 0.5), (4, False, 1), (7, False, 0.5), (10, True, 0), (34, False, 1)],
)
def test_four_seconds_in_and_six_out(elapsed: float, fullness: float, *, inward: bool) -> None:
    breath = Pace().at(elapsed)
    assert breath.inward is inward
    assert breath.fullness == pytest.approx(fullness)


def test_without_movement_it_goes_by_whole_seconds() -> None:
    pace = Pace(4.5, 6)
    seen, elapsed = [], 0.0
    while elapsed < 10.4:
        breath = pace.at(elapsed)
        seen.append((round(elapsed, 3), round(breath.steps, 3)))
        elapsed += breath.next_step
    assert seen[:6] == [(0, 0), (1, 0.222), (2, 0.444), (3, 0.667), (4, 0.889), (4.5, 1)]
    assert seen[-1] == (9.5, 0.167)


@pytest.mark.parametrize("wrong", [(0, 6), (4, -1), (4, 21), (float("nan"), 6)])
def test_no_impossible_pace(wrong: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="1 to 20"):
        Pace(*wrong)


def test_words_and_time(room: Room) -> None:
    room.window.begin(60)
    assert room.window.words.text() == "Breathe in"
    assert room.window.left.text() == "1:00 left"
    assert room.at(4.5).words.text() == "Breathe out, slowly"
    assert room.window.left.text() == "0:56 left"
    assert room.window.picture.breath.fullness < 1


def test_at_most_thirty_pictures_a_second_and_one_a_second_when_still(room: Room) -> None:
    assert 1000 / FRAME_MS <= 30
    room.window.begin(60)
    assert room.window._timer.interval() == FRAME_MS
    room.window.begin(60, moves=False)
    assert room.window._timer.interval() == 1000
    assert room.at(0.25).picture.breath.steps == 0
    assert room.window._timer.interval() == 750


def test_it_ends_by_itself(room: Room, qtbot: QtBot) -> None:
    room.window.begin(60)
    room.at(59.9)
    assert room.window.isVisible()
    with qtbot.waitSignal(room.window.stopped):
        room.now += 0.2
    assert room.told == [True]
    assert not room.window.isVisible()
    assert not room.window._timer.isActive()


def test_it_really_runs(qtbot: QtBot) -> None:
    window = BreathingWindow()
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.stopped, timeout=2000):
        window.begin(0.3)


def test_escape_stop_and_closing_stop_it_once(room: Room) -> None:
    for stop in (
        lambda: keys.press(room.window, Qt.Key.Key_Escape),
        lambda: QTest.mouseClick(room.window.stop_button, Qt.MouseButton.LeftButton),
        room.window.close,
        room.window.stop,
    ):
        room.told.clear()
        room.window.begin(60)
        keys.write(room.window, "typing on")
        assert room.window.isVisible()
        stop()
        assert room.told == [False]
        assert not room.window._timer.isActive()
    room.window.stop()
    assert room.told == [False]
