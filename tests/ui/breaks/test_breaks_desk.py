"""The windows of breaks, as the state, the agent and the clock move them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.assembly.rest.resting import Resting
from desktop.assembly.rest.state import Ahead, RestState, Underway
from desktop.breaks.load_numbers import LoadNumbers
from desktop.breaks.planner.news import BreakEvent, What
from desktop.breaks.planner.rules import Kind
from desktop.breaks.prompts import Prompt, Reason
from desktop.breaks.statutory import StatutoryWarning
from desktop.breaks.statutory_rules import RULES
from desktop.core.clock import FixedClock
from desktop.core.results import Problem
from desktop.host.base import Window
from desktop.interaction import Interactions
from desktop.settings.paths import places
from desktop.settings.sections.breaks import BREAKS_ON, SOUND, STILL
from desktop.settings.store import Settings
from desktop.ui.breaks.break_window import BreakWindow
from desktop.ui.breaks.desk import BreaksDesk
from desktop.ui.breaks.notice import BreakNotice
from desktop.ui.breaks.tap_notice import TapNotice
from desktop.ui.shell.background import Background
from desktop.ui.shell.bridge import Bridge
from desktop.ui.shell.messages import Action
from desktop.ui.shell.shell import Shell

CHAT = Window(7, "chat", "Ana")


class Wishes(Resting):
    """Writes down what is wished for."""

    made: list[tuple[object, ...]]

    def take(self, kind: str, seconds: float = 0) -> None:
        self.made.append(("take", kind, seconds) if seconds else ("take", kind))

    def tap(self, name: str) -> None:
        self.made.append(("tap", name))

    def _wish(self, name: str, seconds: float = 0) -> None:
        self.made.append((name, seconds))


class FakeWindows:
    def __init__(self) -> None:
        self.activated: list[Window] = []
        self.front = CHAT
        self.asked = threading.Semaphore(0)

    def foreground(self) -> Window:
        self.asked.release()
        return self.front

    def activate(self, window: Window) -> bool:
        self.activated.append(window)
        return True

    def caret(self) -> tuple[int, int] | None:
        return None


class FakeSounds:
    def __init__(self) -> None:
        self.played: SimpleQueue[str] = SimpleQueue()

    def play(self, path: Path) -> bool:
        assert path.is_file()
        self.played.put(path.name)
        return True


class Room:
    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.clock = FixedClock(dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC))
        home = places(folder)
        self.settings = Settings(home.settings, self.clock)
        self.settings.change(BREAKS_ON, True)
        self.resting = Wishes(home, self.settings, self.clock, Interactions(self.clock), None)
        self.resting.made = []
        self.windows = FakeWindows()
        self.sounds = FakeSounds()
        self.bridge = Bridge()
        self.faults: list[Problem] = []
        self.bridge.failed.connect(self.faults.append)
        self.told: list[tuple[Problem, tuple[Action, ...]]] = []
        self.tray: list[RestState] = []
        self.background = Background(self.bridge, self.show)
        self.desk = BreaksDesk(
            self.resting,
            self.clock,
            self.windows,
            self.sounds,
            self.settings,
            Shell(self.bridge, self.background, self.show),
            show=self.show,
            show_in_tray=self.tray.append,
        )

    def show(self, problem: Problem, *actions: Action) -> None:
        self.told.append((problem, actions))

    def become(self, state: RestState) -> None:
        """The breaks' thread says how things stand."""
        self.resting.state = state
        self.resting.changed.emit(state)
        self.qtbot.waitUntil(lambda: self.desk.state is state)
        assert not self.faults

    def begin(self, underway: Underway) -> BreakWindow:
        self.become(RestState(on=True, underway=underway))
        self.qtbot.waitUntil(lambda: self.desk.window is not None and self.desk.window.is_open)
        assert self.desk.window is not None
        return self.desk.window

    def notice(self) -> BreakNotice:
        assert self.desk.notice is not None
        return self.desk.notice

    def question(self) -> TapNotice:
        assert self.desk.asking is not None
        return self.desk.asking

    def tell(self) -> tuple[Problem, tuple[Action, ...]]:
        self.qtbot.waitUntil(lambda: bool(self.told))
        assert not self.faults
        return self.told.pop()

    def close(self) -> None:
        self.desk.close()
        self.background.close()
        self.bridge.close()


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    made = Room(qtbot, tmp_path)
    yield made
    made.close()


def ahead(kind: str = "short", starts: float = 10) -> Ahead:
    return Ahead(kind, "", starts, can_postpone=True, can_skip=True, postpone_s=120)


def underway(kind: str = "short", *, begins: float = 0, length: float = 30) -> Underway:
    return Underway(
        kind, "tea" if kind == "rostered" else "", begins, begins + length,
        begins + 0.3 * length, 120, can_skip=True,
    )  # fmt: skip


def test_nothing_is_made_before_it_is_needed(room: Room) -> None:
    room.become(RestState(on=True, next_kind="short", next_s=1500))
    assert (room.desk.notice, room.desk.window, room.desk.breathing) == (None, None, None)
    assert room.tray[-1].next_s == 1500


def test_a_notice_comes_counts_and_goes(room: Room) -> None:
    room.become(RestState(on=True, notice=ahead()))
    notice = room.notice()
    assert notice.isVisible()
    assert notice.words.text() == "A short break in 10 s"
    room.clock.advance(7)
    room.qtbot.waitUntil(lambda: notice.words.text() == "A short break in 3 s")
    room.become(RestState(on=True))
    assert not notice.isVisible()


def test_the_notice_hands_on_wishes(room: Room) -> None:
    for press, wish in (
        ("take", ("take", "short")),
        ("later", ("postpone", 0)),
        ("skip", ("skip", 0)),
    ):
        room.become(RestState(on=True, notice=ahead()))
        getattr(room.notice(), press).click()
        assert room.resting.made.pop() == wish
        room.become(RestState(on=True))


def test_a_rostered_break_is_not_to_be_taken_before_its_time(room: Room) -> None:
    room.become(RestState(on=True, notice=ahead("rostered")))
    assert room.notice().take.isHidden()
    room.become(RestState(on=True, notice=ahead("long")))
    assert not room.notice().take.isHidden()


def test_a_break_covers_the_screen_counts_and_ends(room: Room) -> None:
    window = room.begin(underway())
    assert len(window.screens()) == len(QGuiApplication.screens())
    room.clock.advance(8)
    assert room.resting.made == []
    room.become(RestState(on=True))
    assert not window.is_open


def test_after_it_the_window_from_before_has_the_keys_again(room: Room) -> None:
    room.begin(underway())
    room.windows.front = Window(8, "deskhand", pid=os.getpid())
    room.become(RestState(on=True))
    room.qtbot.waitUntil(lambda: room.windows.activated == [CHAT])


def test_an_agent_who_is_elsewhere_by_then_is_left_there(room: Room) -> None:
    room.begin(underway())
    room.windows.asked = threading.Semaphore(0)
    room.windows.front = Window(9, "editor", pid=1)
    room.become(RestState(on=True))
    assert room.windows.asked.acquire(timeout=5)
    room.background.close(5)
    assert room.windows.activated == []


def test_a_break_that_nobody_came_back_from_waits_until_somebody_does(room: Room) -> None:
    window = room.begin(underway())
    room.become(RestState(on=True, waiting=True))
    assert window.screens()[0].steps.text() == "Any key goes on."
    room.become(RestState(on=True))
    assert not window.is_open


def test_postponing_is_offered_at_the_beginning_only(room: Room) -> None:
    window = room.begin(underway())
    assert window._shown.can_postpone
    room.clock.advance(9)
    room.qtbot.waitUntil(lambda: not window._shown.can_postpone)
    assert window._shown.can_skip


def test_the_window_hands_on_wishes(room: Room) -> None:
    window = room.begin(underway())
    window._skip()
    assert room.resting.made == [("skip", 0)]
    assert not window.is_open


def test_a_wish_that_came_too_late_brings_the_window_back(room: Room) -> None:
    window = room.begin(underway())
    window._postpone()
    room.resting.happened.emit(BreakEvent(9, What.REFUSED, Kind.SHORT))
    room.qtbot.waitUntil(lambda: window.is_open)


def test_one_break_after_the_other_is_another_window(room: Room) -> None:
    window = room.begin(underway())
    first = window.screens()
    room.begin(underway("rostered", begins=3, length=900))
    room.qtbot.waitUntil(lambda: window.screens() != first)
    assert window._shown.title == "tea"


def test_the_same_break_told_again_leaves_its_window_alone(room: Room) -> None:
    state = RestState(on=True, underway=underway())
    window = room.begin(underway())
    shown = window._shown
    room.become(dataclasses.replace(state, load=3))
    assert window._shown is shown


def test_a_break_without_a_notice_comes_as_soon_as_its_window_is_read(room: Room) -> None:
    room.become(RestState(on=True, underway=underway()))
    room.become(RestState(on=True))  # over before that
    room.qtbot.waitUntil(lambda: room.desk.window is not None)
    assert room.desk.window is not None
    assert not room.desk.window.is_open


@pytest.mark.parametrize(
    ("level", "titles", "word"),
    [
        (50, ["Breathe"], "breathing"),
        (65, ["Take five minutes", "Breathe"], "five minutes"),
        (80, ["Take ten minutes", "Copy a sentence for your team lead"], "team lead"),
    ],
)
def test_offers_by_the_load(room: Room, level: int, titles: list[str], word: str) -> None:
    levels = [getattr(LoadNumbers(), f"{one}_prompt") for one in ("first", "second", "third")]
    room.resting.offered.emit(Prompt(0, level, Reason.LOAD, 1 + levels.index(level)))
    problem, actions = room.tell()
    assert word in problem.what
    assert [one.title for one in actions] == titles


def test_an_abusive_contact_is_answered_by_a_pause(room: Room) -> None:
    room.resting.noted.emit("abusive")
    room.resting.offered.emit(Prompt(0, 65, Reason.ABUSIVE, 2))
    problem, actions = room.tell()
    assert not room.told
    assert "not all right" in problem.what
    assert [one.title for one in actions] == [
        "Take five minutes",
        "Copy a sentence for your team lead",
    ]
    actions[0].run()
    assert room.resting.made == [("take", "long", 300)]


def test_the_sentence_for_the_team_lead_is_copied(room: Room) -> None:
    room.resting.offered.emit(Prompt(0, 80, Reason.LOAD, 3))
    rest, copy = room.tell()[1]
    copy.run()
    assert "ten minutes" in QGuiApplication.clipboard().text()
    rest.run()
    assert room.resting.made == [("take", "long", 600)]


def test_what_is_overdue_noted_or_asked_by_law_is_said(room: Room) -> None:
    room.resting.happened.emit(BreakEvent(0, What.OVERDUE, Kind.LONG))
    assert "long break" in room.tell()[0].what
    room.resting.noted.emit("hard")
    assert room.tell()[0].what == "Noted: this contact was hard"
    room.resting.warned.emit(StatutoryWarning(0, RULES[0], 1800, 1800))
    problem, actions = room.tell()
    assert problem.what == "A break by law is due within 30 min"
    assert problem.why == RULES[0].says
    assert "not legal advice" in problem.todo
    assert len(actions) == 1


def test_breathing_is_shown_while_it_is_on_and_not_again_once_stopped(room: Room) -> None:
    room.become(RestState(on=True, breathing_until=75))
    breathing = room.desk.breathing
    assert breathing is not None
    assert breathing.isVisible()
    breathing.stop()
    room.become(RestState(on=True, breathing_until=75, load=1))
    assert not breathing.isVisible()
    room.become(RestState(on=True, breathing_until=200))
    assert breathing.isVisible()
    room.become(RestState(on=True))  # an interaction began
    assert not breathing.isVisible()


def test_breathing_that_the_agent_stops_is_over_for_the_planner_too(room: Room) -> None:
    room.become(RestState(on=True, breathing_until=75))
    assert room.desk.breathing is not None
    room.desk.breathing.stop()
    assert room.resting.made == [("breathe", 0)]


def test_who_wants_nothing_to_move_breathes_by_a_bar(room: Room) -> None:
    room.settings.change(STILL, True)
    room.become(RestState(on=True, breathing_until=75))
    assert room.desk.breathing is not None
    assert not room.desk.breathing.picture.moves


def test_a_break_is_silent_unless_a_sound_is_wanted(room: Room) -> None:
    room.begin(underway())
    room.become(RestState(on=True))
    room.settings.change(SOUND, True)
    room.begin(underway(length=31))
    assert room.sounds.played.get(timeout=5) == "bell.wav"
    room.become(RestState(on=True))  # a call began
    room.begin(underway(length=32))
    assert room.sounds.played.get(timeout=5) == "bell.wav"
    room.clock.advance(32)
    room.become(RestState(on=True, waiting=True))
    assert room.sounds.played.get(timeout=5) == "bell.wav"
    room.become(RestState(on=True))
    room.background.close(5)
    assert room.sounds.played.empty()


def test_how_a_contact_was_is_asked_for_a_moment_and_taken_by_one_tap(room: Room) -> None:
    room.become(RestState(on=True))
    until = room.clock.with_sleep() + 20
    for name in ("ok", "hard", "abusive"):
        room.become(RestState(on=True, ask_until=until))
        asking = room.question()
        assert asking.isVisible()
        assert asking.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        asking.buttons[name].click()
        assert not asking.isVisible()
        assert room.resting.made.pop() == ("tap", name)
        room.become(RestState(on=True))
    room.become(RestState(on=True, ask_until=until, load=1))
    room.clock.advance(20)
    room.qtbot.waitUntil(lambda: not asking.isVisible())


def test_the_question_stands_above_a_notice(room: Room) -> None:
    room.become(RestState(on=True, ask_until=20))
    asking = room.question()
    room.become(RestState(on=True, ask_until=20, notice=ahead()))
    assert not asking.geometry().intersects(room.notice().geometry())
    room.begin(underway())
    assert not asking.isVisible()


def test_what_is_overdue_is_not_said_while_nothing_is_wanted(room: Room) -> None:
    room.become(RestState(on=True, unwanted=True))
    room.resting.happened.emit(BreakEvent(0, What.OVERDUE, Kind.LONG))
    room.become(RestState(on=True))
    assert not room.told
    room.resting.happened.emit(BreakEvent(0, What.OVERDUE, Kind.LONG))
    assert "long break" in room.tell()[0].what
