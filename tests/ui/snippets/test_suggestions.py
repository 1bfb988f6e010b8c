"""Suggestions in the windows: shown, told of when nobody types, made, declined."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.assembly.suggesting import Offer
from desktop.core.clock import SystemClock
from desktop.core.events import Event
from desktop.core.results import Problem
from desktop.interaction import Channel, Interactions
from desktop.ui.shell.bridge import Bridge
from desktop.ui.snippets.making_window import MakingWindow
from desktop.ui.snippets.savings_window import SavingsWindow
from desktop.ui.snippets.suggestions_desk import SuggestionsDesk
from tests.ui.keys import press

TEXT = "How can I help you today?"
ONE = Offer(TEXT, b"1", 0)
LONG = Offer("Please allow three to five working days for the", b"2", 0, opening=True)
KNOWN = Offer("Thank you very much for waiting.", b"3", 0, trigger=";ty")
CONTROL = Qt.KeyboardModifier.ControlModifier


class FakeSuggesting:
    """What is suggested, and what was done with it."""

    def __init__(self) -> None:
        self.changed: Event[int] = Event("changed")
        self.there: tuple[Offer, ...] = ()
        self.did: list[tuple[object, ...]] = []
        self.problem: Problem | None = None
        self.proposed: list[Callable[[str], None]] = []

    def offers(self) -> tuple[Offer, ...]:
        return self.there

    def show(self, *offers: Offer) -> None:
        self.there = offers
        self.changed.emit(len(offers))

    def decline(self, offer: Offer) -> None:
        self.did.append(("decline", offer.mark))
        self.show(*(one for one in self.there if one is not offer))

    def propose(self, _offer: Offer, tell: Callable[[str], None]) -> None:
        self.proposed.append(tell)

    def make(
        self, offer: Offer, trigger: str, text: str, tell: Callable[[Problem | None], None]
    ) -> None:
        self.did.append(("make", offer.mark, trigger, text))
        tell(self.problem)


class Room:
    """A desk with a window, and what it tells."""

    def __init__(self) -> None:
        self.suggesting = FakeSuggesting()
        self.interactions = Interactions(SystemClock())
        self.bridge = Bridge()
        self.window = SavingsWindow()
        self.idle: float | None = 0.0
        self.told: list[Problem] = []
        self.counts: list[int] = []
        self.edited: list[int] = []
        self.library_changed: Event[object] = Event("library")
        assembly = SimpleNamespace(
            suggesting=self.suggesting,
            interactions=self.interactions,
            library_changed=self.library_changed,
        )
        self.desk = SuggestionsDesk(
            assembly,  # type: ignore[arg-type]  # what is used of one
            self.window,
            self.bridge,
            idle_s=lambda: self.idle,
            tell=self.told.append,
            count=self.counts.append,
            edit=self.edited.append,
        )

    @property
    def making(self) -> MakingWindow:
        assert self.desk.making is not None
        return self.desk.making


@pytest.fixture
def room(qtbot: QtBot) -> Iterator[Room]:
    made = Room()
    qtbot.addWidget(made.window)
    made.window.show()
    yield made
    made.desk.close()
    made.bridge.close()


def shown(room: Room, qtbot: QtBot, *offers: Offer) -> None:
    room.suggesting.show(*offers)
    qtbot.waitUntil(lambda: room.counts[-1] == len(offers))


def keys(window: SavingsWindow) -> str:
    return " ".join(key for key, _ in window.keys._keys)


def test_without_any_there_is_nothing_to_see(room: Room) -> None:
    assert not room.window.suggestions.isVisible()
    assert room.counts == [0]
    assert not keys(room.window).startswith("M ")
    press(room.window, Qt.Key.Key_M)
    assert room.desk.making is None


def test_the_newest_is_shown_and_the_next_comes_when_it_is_decided(
    room: Room, qtbot: QtBot
) -> None:
    shown(room, qtbot, ONE, LONG, KNOWN)
    panel = room.window.suggestions
    assert panel.title.text() == "You often type (1 of 3)"
    assert panel.text.text() == f"“{TEXT}”"
    panel.never.click()
    qtbot.waitUntil(lambda: room.counts[-1] == 2)
    assert panel.text.text() == "“Please allow three to five working days for the …”"
    panel.never.click()
    qtbot.waitUntil(lambda: room.counts[-1] == 1)
    assert panel.title.text() == "You often type"
    assert panel.second.text() == "There is a snippet for it: ;ty"
    assert not panel.make.isVisible()
    assert not keys(room.window).startswith("M ")
    press(room.window, Qt.Key.Key_M)
    assert room.desk.making is None
    panel.never.click()
    qtbot.waitUntil(lambda: not panel.isVisible())
    assert panel.text.text() == ""
    assert [mark for _, mark in room.suggesting.did] == [b"1", b"2", b"3"]


def test_one_is_made_by_keys_alone(room: Room, qtbot: QtBot) -> None:
    shown(room, qtbot, ONE)
    assert keys(room.window).startswith("M ")
    press(room.window, Qt.Key.Key_M)
    making = room.making
    assert making.isVisible()
    assert making.text.toPlainText() == TEXT
    room.suggesting.proposed[-1](";hcih")
    qtbot.waitUntil(lambda: making.trigger.text() == ";hcih")
    assert making.trigger.selectedText() == ";hcih"
    press(making.trigger, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not making.isVisible())
    assert room.suggesting.did == [("make", b"1", ";hcih", TEXT)]
    assert making.text.toPlainText() == ""
    assert not making.text.document().isUndoAvailable()


def test_what_is_typed_is_not_replaced_by_a_late_proposal(room: Room, qtbot: QtBot) -> None:
    shown(room, qtbot, ONE, LONG)
    room.desk.make(ONE)
    room.making.trigger.setText(";h")
    room.suggesting.proposed[0](";hcih")
    room.desk.make(LONG)
    room.suggesting.proposed[0](";late")
    room.suggesting.proposed[1](";patt")
    qtbot.waitUntil(lambda: room.making.trigger.text() == ";patt")
    assert room.making.text.toPlainText() == LONG.text


def test_the_editor_opens_once_the_snippet_is_there(room: Room, qtbot: QtBot) -> None:
    shown(room, qtbot, ONE)
    room.desk.make(ONE)
    room.making.trigger.setText(";hcih")
    room.making.further.click()
    qtbot.waitUntil(lambda: not room.making.isVisible())
    there: list[int] = []
    library = SimpleNamespace(numbers_having=lambda trigger: there if trigger == ";hcih" else [])
    room.library_changed.emit(library)
    seen: list[bool] = []
    room.bridge.post(lambda: seen.append(True))
    qtbot.waitUntil(lambda: bool(seen))
    assert room.edited == []
    there.append(7)
    room.library_changed.emit(library)
    room.library_changed.emit(library)
    qtbot.waitUntil(lambda: room.edited == [7])


def test_what_is_refused_stays_and_can_be_mended(room: Room, qtbot: QtBot) -> None:
    shown(room, qtbot, ONE)
    room.desk.make(ONE)
    making = room.making
    making.trigger.setText(";h")
    room.suggesting.problem = Problem("It is taken", todo="Choose another", place="own.yml:2")
    press(making.text, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(making.told.isVisible)
    assert making.told.text() == "It is taken. Choose another. (own.yml:2)"
    assert making.text.toPlainText() == TEXT
    making.trigger.setText(";hx")
    assert not making.told.isVisible()
    room.suggesting.problem = None
    making.save.click()
    qtbot.waitUntil(lambda: not making.isVisible())


def test_escape_lets_go_of_the_sentence_and_the_offer_stands(room: Room, qtbot: QtBot) -> None:
    shown(room, qtbot, ONE)
    room.desk.make(ONE)
    room.making.close()
    assert room.making.text.toPlainText() == ""
    room.desk.make(ONE)
    press(room.making, Qt.Key.Key_Escape)
    assert not room.making.isVisible()
    assert room.making.text.toPlainText() == ""
    assert room.window.suggestions.text.text() == f"“{TEXT}”"


def test_it_is_told_once_and_without_the_sentence_when_nobody_types(
    room: Room, qtbot: QtBot
) -> None:
    shown(room, qtbot, ONE)
    assert room.desk._timer.isActive()
    room.desk._tell_when_quiet()
    assert room.told == []
    room.idle = 5.0
    room.desk._tell_when_quiet()
    [told] = room.told
    assert "help" not in told.sentence()
    assert not room.desk._timer.isActive()
    shown(room, qtbot, KNOWN, ONE)
    assert room.desk._timer.isActive()
    room.idle = None
    room.desk._tell_when_quiet()
    assert len(room.told) == 2
    shown(room, qtbot, ONE)
    assert not room.desk._timer.isActive()


def test_in_an_interaction_nothing_is_told_and_after_it_it_is(room: Room, qtbot: QtBot) -> None:
    room.idle = 60.0
    one = room.interactions.open("test", Channel.CHAT)
    shown(room, qtbot, ONE)
    room.desk._tell_when_quiet()
    assert room.told == []
    assert room.desk._timer.isActive()
    room.interactions.close(one.id)
    room.desk._tell_when_quiet()
    assert len(room.told) == 1


def test_a_text_that_looks_like_html_is_shown_as_it_is(room: Room, qtbot: QtBot) -> None:
    shown(room, qtbot, Offer("a <b>bold</b> word or two & more\u202e", b"9", 0))
    assert room.window.suggestions.text.textFormat() is Qt.TextFormat.PlainText
    assert room.window.suggestions.text.text() == "“a <b>bold</b> word or two & more”"


def test_the_end_leaves_nothing(room: Room, qtbot: QtBot) -> None:
    shown(room, qtbot, ONE)
    room.desk.make(ONE)
    room.desk.close()
    assert not room.making.isVisible()
    assert room.window.suggestions.text.text() == ""
    assert not room.desk._timer.isActive()
