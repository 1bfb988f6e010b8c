"""The break's window, with real key events."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import psutil
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.breaks.exercises import Exercise, exercises
from desktop.breaks.planner.rules import Kind
from desktop.ui.breaks.break_screen import RING, BreakScreen
from desktop.ui.breaks.break_window import BreakWindow
from desktop.ui.breaks.deliberate import IGNORED_S, SETTLED_S
from tests.ui import keys

SHOULDERS = Exercise(
    "drop", Kind.SHORT, "Let the shoulders drop", ("Pull them up.", "Let them fall."), "shoulders"
)
WALK = Exercise("walk", Kind.LONG, "Walk somewhere", ("Get up.",), "walk", headset_off=True)
STEPS = "Pull them up.\nLet them fall."


@dataclass
class Room:
    """A break's window, a clock that is set by hand, and what was told."""

    now: float = 100.0
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.window = BreakWindow(now=lambda: self.now)
        self.window.postponed.connect(lambda: self.told.append("postponed"))
        self.window.skipped.connect(lambda: self.told.append("skipped"))
        self.window.closed.connect(lambda: self.told.append("closed"))

    @property
    def screen(self) -> BreakScreen:
        return self.window.screens()[0]

    def begin(self, *, can_postpone: bool = True, can_skip: bool = True) -> None:
        self.window.begin("short", 30, SHOULDERS, can_postpone, can_skip, postpone=120)
        QTest.qWaitForWindowActive(self.screen)

    def later(self, seconds: float = IGNORED_S) -> None:
        self.now += seconds


@pytest.fixture
def room(qapp: QApplication) -> Iterator[Room]:
    made = Room()
    yield made
    made.window.end(waiting=False)
    made.window.deleteLater()


def test_it_says_what_to_do_and_how_long(room: Room) -> None:
    room.begin()
    assert room.screen.title.text() == "Let the shoulders drop"
    assert room.screen.steps.text() == STEPS
    room.window.show_left(18)
    assert room.screen.time.text() == "0:18 left"
    assert room.screen.ring.share == pytest.approx(0.6)
    assert [one.text() for one in room.screen.buttons()] == ["In 2 minutes", "Skip"]
    room.window.begin("long", 300, WALK, can_postpone=False, can_skip=False)
    assert room.screen.steps.text() == "Take the headset off.\nGet up."
    assert room.screen.buttons() == ()
    room.window.begin("rostered", 900, None, can_postpone=False, can_skip=False, name="Tea")
    assert room.screen.title.text() == "Tea"
    assert len(room.window.screens()) == len(QGuiApplication.screens())


def test_words_are_never_cut_on_any_screen_the_drawing_goes_first(room: Room) -> None:
    long = next(one for one in exercises()[Kind.LONG] if one.id == "doorway")
    room.window.begin("long", 300, long, can_postpone=True, can_skip=True, postpone=300)
    drawn = {}
    for height in (380, 480, 1200):
        room.screen.showNormal()
        QApplication.processEvents()
        room.screen.resize(640, height)
        QApplication.processEvents()
        for one in (room.screen.title, room.screen.steps):
            assert one.height() >= one.heightForWidth(one.width()), height
        assert room.screen.later.mapTo(room.screen, QPoint(0, 40)).y() < room.screen.keys.y() + 10
        drawn[height] = 0 if room.screen.ring.isHidden() else room.screen.ring.width()
    assert 0 == drawn[380] < drawn[480] < drawn[1200] == RING


def test_no_button_has_the_keys_before_it_was_chosen(room: Room) -> None:
    room.begin()
    # What Qt would give the focus with the window, or by a Tab of its own.
    assert {one.focusPolicy() for one in room.screen.buttons()} == {Qt.FocusPolicy.NoFocus}
    room.later()
    keys.press(room.screen, Qt.Key.Key_Return)
    assert room.told == []


def test_typing_on_changes_nothing(room: Room) -> None:
    room.begin()
    for _ in range(40):  # through and past the first seconds, blindly, in a form with fields
        keys.write(room.screen, "so your parcel ")
        for key in Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Space:
            keys.press(room.screen, key)
        room.later(0.2)
    assert room.window.is_open
    assert room.told == []
    assert not room.screen.skip.hasFocus()
    assert not room.screen.later.hasFocus()


def test_keys_count_when_the_hands_have_come_to_rest(room: Room) -> None:
    room.begin()
    room.later(IGNORED_S - 0.1)
    keys.press(room.screen, Qt.Key.Key_A)
    room.later(0.2)
    keys.press(room.screen, Qt.Key.Key_Tab)
    assert not room.screen.later.hasFocus()
    room.later(SETTLED_S)
    keys.press(room.screen, Qt.Key.Key_Tab)
    assert room.screen.later.hasFocus()


def test_tab_and_enter_choose_a_button(room: Room) -> None:
    room.begin()
    room.later()
    keys.press(room.screen, Qt.Key.Key_Return)
    assert room.told == []
    keys.press(room.screen, Qt.Key.Key_Tab)
    keys.press(room.screen.later, Qt.Key.Key_Tab)
    assert room.screen.skip.hasFocus()
    keys.press(room.screen.skip, Qt.Key.Key_Space)
    assert room.told == []
    keys.press(room.screen.skip, Qt.Key.Key_Return)
    assert room.told == ["skipped", "closed"]
    assert not room.window.is_open


def test_tab_goes_round_and_back(room: Room) -> None:
    room.begin(can_skip=False)
    room.later()
    keys.press(room.screen, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert room.screen.later.hasFocus()
    keys.press(room.screen.later, Qt.Key.Key_Tab)
    assert not room.screen.later.hasFocus()
    keys.press(room.screen, Qt.Key.Key_Return)
    assert room.told == []


@pytest.mark.parametrize(("can_skip", "told"), [(True, "skipped"), (False, "postponed")])
def test_escape_counts_when_it_is_held(
    room: Room, qtbot: QtBot, *, can_skip: bool, told: str
) -> None:
    room.begin(can_skip=can_skip)
    room.later()
    keys.press(room.screen, Qt.Key.Key_Escape)
    assert not room.window._keys._timer.isActive()
    QTest.keyPress(room.screen, Qt.Key.Key_Escape)
    assert room.screen.keys.words() == "Keep holding"
    assert room.told == []
    with qtbot.waitSignal(room.window.closed):
        room.window._keys._timer.start(1)
    assert room.told == [told, "closed"]


def test_holding_escape_does_nothing_in_a_strict_break(room: Room, qtbot: QtBot) -> None:
    room.begin(can_postpone=False, can_skip=False)
    room.later()
    assert room.screen.keys.shown() == ()
    with qtbot.waitSignal(room.window._keys.held):
        QTest.keyPress(room.screen, Qt.Key.Key_Escape)
        room.window._keys._timer.start(1)
    assert room.window.is_open
    assert room.told == []


def test_escape_is_let_go_by_another_key_and_with_the_window(room: Room) -> None:
    room.begin()
    room.later()
    ways: tuple[Callable[[], None], ...] = (
        lambda: keys.press(room.screen, Qt.Key.Key_A),
        lambda: QTest.keyRelease(room.screen, Qt.Key.Key_Escape),
        room.screen.left.emit,
    )
    for let_go in ways:
        QTest.keyPress(room.screen, Qt.Key.Key_Escape)
        assert room.window._keys._timer.isActive()
        let_go()
        assert not room.window._keys._timer.isActive()
        assert room.screen.keys.words() == "Other keys do nothing here"


@pytest.mark.parametrize("name", ["later", "skip"])
def test_the_mouse_chooses_at_once(room: Room, name: str) -> None:
    room.begin()
    QTest.mouseClick(getattr(room.screen, name), Qt.MouseButton.LeftButton)
    assert room.told == [{"later": "postponed", "skip": "skipped"}[name], "closed"]


def test_what_is_allowed_may_change(room: Room) -> None:
    room.begin()
    room.later()
    keys.press(room.screen, Qt.Key.Key_Tab)
    room.window.show_allowed(can_postpone=False, can_skip=True)
    assert room.screen.buttons() == (room.screen.skip,)
    assert room.screen.hasFocus()
    keys.press(room.screen, Qt.Key.Key_Return)
    assert room.told == []


def test_it_ends_at_once_or_waits_for_any_key(room: Room) -> None:
    room.begin()
    room.window.end(waiting=False)
    assert room.told == ["closed"]
    room.window.end(waiting=False)
    assert room.told == ["closed"]
    room.begin()
    room.window.end(waiting=True)
    assert room.screen.title.text() == "Take your time."
    assert room.screen.steps.text() == "Any key goes on."
    assert room.screen.buttons() == ()
    keys.press(room.screen, Qt.Key.Key_A)
    assert room.told == ["closed", "closed"]
    assert not room.window.is_open


def test_while_it_waits_a_movement_goes_on_and_a_trembling_desk_does_not(room: Room) -> None:
    room.begin()
    QTest.mouseMove(room.screen, QPoint(50, 50))
    QTest.mouseMove(room.screen, QPoint(250, 250))
    assert room.window.is_open
    room.window.end(waiting=True)
    QTest.mouseMove(room.screen, QPoint(100, 100))
    QTest.mouseMove(room.screen, QPoint(101, 101))
    assert room.window.is_open
    QTest.mouseMove(room.screen, QPoint(120, 100))
    assert room.told == ["closed"]


def test_the_systems_key_to_close_brings_it_back(room: Room, qtbot: QtBot) -> None:
    room.begin()
    assert room.screen.close()
    assert not room.screen.isVisible()
    qtbot.waitUntil(room.screen.isVisible)
    assert room.told == []


def test_a_screen_may_come_and_go(room: Room, qapp: QApplication) -> None:
    here = qapp.primaryScreen()
    qapp.screenAdded.emit(here)
    assert not room.window.is_open
    room.begin()
    room.window.show_left(12)
    qapp.screenAdded.emit(here)
    assert len(room.window.screens()) == 2
    assert room.window.screens()[1].time.text() == "0:12 left"
    assert all(one.geometry() == here.geometry() for one in room.window.screens())
    qapp.screenRemoved.emit(here)
    assert room.window.screens() == ()


def test_two_hundred_breaks_leave_nothing_behind(room: Room, qapp: QApplication) -> None:
    def breaks(count: int) -> None:
        for _ in range(count):
            room.window.begin("short", 30, SHOULDERS, can_postpone=True, can_skip=True)
            qapp.processEvents()
            room.screen.grab()
            room.window.end(waiting=False)
            qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    breaks(20)
    gc.collect()
    process = psutil.Process()
    windows, threads = len(qapp.topLevelWidgets()), threading.active_count()
    system_threads, memory = process.num_threads(), process.memory_info().rss
    breaks(200)
    gc.collect()
    assert len(qapp.topLevelWidgets()) == windows
    assert [one for one in gc.get_objects() if isinstance(one, BreakScreen)] == []
    assert threading.active_count() == threads
    assert process.num_threads() == system_threads
    assert process.memory_info().rss - memory < 3_000_000
