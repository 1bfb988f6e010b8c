"""The question for breaks: when it comes and goes, its keys, and what becomes of the answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.assembly.rest.question import SETTLED_S
from desktop.core.clock import FixedClock
from desktop.core.results import Problem
from desktop.interaction import Channel, Interactions
from desktop.settings.paths import places
from desktop.settings.sections.breaks import BREAKS_ASKED, BREAKS_ON
from desktop.settings.store import Settings
from desktop.ui.breaks.question import BreaksQuestion
from desktop.ui.breaks.question_desk import LOOKS, QuestionDesk
from desktop.ui.shell.background import Background
from desktop.ui.shell.bridge import Bridge
from desktop.ui.shell.shell import Shell


class FakeSense:
    """A microphone, say."""

    def __init__(self) -> None:
        self.tells: list[Callable[[frozenset[object]], None]] = []
        self.ended = 0

    def watch(self, tell: Callable[[frozenset[object]], None]) -> Callable[[], None]:
        self.tells.append(tell)
        return self._end

    def _end(self) -> None:
        self.ended += 1


class Room:
    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.clock = FixedClock(dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC))
        self.settings = Settings(places(folder).settings, self.clock)
        self.interactions = Interactions(self.clock)
        self.sense = FakeSense()
        self.idle: float | None = 1.0
        self.icon = QRect()
        self.told: list[Problem] = []
        self.bridge = Bridge()
        self.background = Background(self.bridge, self.told.append)
        self.desk = QuestionDesk(
            self.settings,
            self.interactions,
            [self.sense],
            self.clock,
            Shell(self.bridge, self.background, self.told.append),
            idle_s=lambda: self.idle,
            icon=lambda: self.icon,
        )

    def close(self) -> None:
        self.desk.close()
        self.background.close()
        self.bridge.close()

    def look(self, seconds: float = 0) -> None:
        """The timer's next look, after so long, if it runs."""
        self.clock.advance(seconds)
        if self.desk.timer.isActive():
            self.desk.timer.timeout.emit()

    @property
    def question(self) -> BreaksQuestion:
        assert self.desk.question is not None
        return self.desk.question

    def shown(self) -> bool:
        return self.desk.question is not None and self.desk.question.isVisible()

    def asked(self) -> BreaksQuestion:
        self.desk.ask_in_a_lull()
        self.look(SETTLED_S)
        assert self.shown()
        return self.question

    def until(self, done: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(done)


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    made = Room(qtbot, tmp_path)
    yield made
    made.close()


def test_it_comes_in_a_lull_and_leaves_the_keys_where_they_are(room: Room) -> None:
    room.desk.ask_in_a_lull()
    room.look(SETTLED_S - 1)
    assert not room.shown()
    room.idle = 3600
    room.look(1)  # nobody is there
    assert not room.shown()
    room.idle = 2
    room.look()
    assert room.shown()
    assert not room.question.has_keys
    assert room.question.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert not room.question.isModal()
    said = " ".join(one.text() for one in room.question.findChildren(QLabel))
    assert "never in a call" in said
    assert "stays on this computer" in said


@pytest.mark.parametrize("wanted", [True, False])
def test_the_answer_is_kept_and_nobody_is_asked_again(room: Room, wanted: bool) -> None:
    question = room.asked()
    button = question.yes if wanted else question.no
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not room.shown()
    assert room.settings.get(BREAKS_ON) is wanted
    assert room.settings.snapshot().is_chosen(BREAKS_ON)
    room.until(lambda: room.sense.ended == 1)
    again = Settings(room.settings.path, room.clock)
    assert again.get(BREAKS_ON) is wanted
    room.desk.ask_in_a_lull()
    room.desk.open()
    assert not room.shown()
    assert len(room.sense.tells) == 1


def test_who_did_not_answer_is_not_asked_again_but_can_ask_for_it(room: Room) -> None:
    room.asked()
    assert room.settings.get(BREAKS_ASKED)
    for _ in range(LOOKS - 1):
        room.look(5)
    assert room.shown()
    room.idle = 600
    room.look(5)
    assert room.shown()  # nobody was there to see it
    room.idle = 1
    room.look(5)
    assert not room.shown()
    room.desk.ask_in_a_lull()
    room.look(600)
    assert not room.shown()
    assert not room.settings.snapshot().is_chosen(BREAKS_ON)
    room.desk.open()
    assert room.question.has_keys


def test_it_gives_way_to_an_interaction_and_comes_again_after_it(room: Room) -> None:
    room.asked()
    room.interactions.open("test", Channel.PHONE)
    room.until(lambda: not room.shown())
    room.look(600)
    assert not room.shown()
    front = room.interactions.front()
    assert front is not None
    room.interactions.close(front.id)
    room.until(lambda: not room.desk._lull.is_broken())
    room.look(SETTLED_S - 1)
    assert not room.shown()
    room.look(1)
    assert room.shown()


def test_one_that_is_open_already_is_waited_for(room: Room) -> None:
    room.interactions.open("test", Channel.PHONE)
    room.desk.ask_in_a_lull()
    room.look(600)
    assert not room.shown()


def test_a_call_that_only_the_microphone_tells_of_is_waited_for_too(room: Room) -> None:
    room.desk.ask_in_a_lull()
    [tell] = room.sense.tells
    tell(frozenset({"a softphone"}))
    room.until(room.desk._lull.is_broken)
    room.look(600)
    assert not room.shown()
    tell(frozenset())
    room.until(lambda: not room.desk._lull.is_broken())
    room.look(SETTLED_S)
    assert room.shown()


def test_it_is_answered_by_keys(room: Room) -> None:
    room.desk.open()
    question = room.question
    assert question.has_keys
    assert question.focusWidget() is question.yes
    QTest.keyClick(question.yes, Qt.Key.Key_Tab)
    assert question.focusWidget() is question.no
    QTest.keyClick(question.no, Qt.Key.Key_Return)
    assert not room.shown()
    assert room.settings.snapshot().is_chosen(BREAKS_ON)
    assert not room.settings.get(BREAKS_ON)


def test_enter_is_yes_for_who_asked_for_it(room: Room) -> None:
    room.desk.open()
    QTest.keyClick(room.question.yes, Qt.Key.Key_Return)
    assert room.settings.get(BREAKS_ON)


def test_escape_puts_it_away_and_says_nothing(room: Room) -> None:
    room.desk.open()
    QTest.keyClick(room.question.yes, Qt.Key.Key_Escape)
    assert not room.shown()
    assert not room.settings.snapshot().is_chosen(BREAKS_ON)
    room.look(600)
    assert not room.shown()
    room.desk.open()
    assert room.shown()


def test_who_asked_for_it_in_a_call_has_it(room: Room) -> None:
    room.interactions.open("test", Channel.PHONE)
    room.desk.open()
    room.desk._count()
    assert room.shown()


def test_what_is_said_in_the_settings_ends_it(room: Room) -> None:
    room.asked()
    room.settings.change(BREAKS_ON, True)
    room.until(lambda: not room.shown())
    room.look(600)
    assert not room.shown()


def test_an_answer_that_cant_be_kept_is_told(room: Room) -> None:
    question = room.asked()
    room.settings.path.write_text("version = 999\n", "utf-8")  # of a newer Deskhand
    question.yes.click()
    assert room.settings.get(BREAKS_ON)
    assert len(room.told) == 1


def test_it_stands_in_the_corner_of_the_icons_screen(room: Room) -> None:
    area = QRect(100, 50, 800, 600)
    question = BreaksQuestion()
    room.qtbot.addWidget(question)
    question.ask(area)
    assert area.contains(question.geometry())
    assert area.right() - question.geometry().right() < 24
    assert area.bottom() - question.geometry().bottom() < 24
