"""Writing from the sidebar: for colleagues unless agreed, once, and never under another."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest

from desktop.customers.card import Ticket
from desktop.customers.providers.base import CustomerMessage, FaultKind, InternalNote
from desktop.customers.writing import drafts, unsent
from desktop.host.base import Attendance
from desktop.interaction import Channel
from desktop.ui.customers.showing import Stage
from tests.ui import keys
from tests.ui.customers.test_customer_desk import CHAT
from tests.ui.customers.writing.writing_room import ANA, BO, CONTROL, SHIFT, K, Writer
from tests.unit.customers.making import card

# --- notes ---


def test_a_note_by_keys_goes_into_the_open_ticket_for_colleagues_only(desk: Writer) -> None:
    desk.serve(ANA)
    desk.note("Rang twice.")
    desk.until_said("note added")
    assert desk.tickets.history == {"41": [InternalNote("41", "Rang twice.")]}
    assert desk.area.open is None
    assert desk.kept(unsent.KIND) == desk.kept(drafts.KIND) == 0


def test_an_impatient_agent_sends_it_once(desk: Writer) -> None:
    desk.serve(ANA)
    desk.begin()
    keys.write(desk.compose.text, "Rang twice.")
    for _ in range(4):
        keys.press(desk.compose.text, K.Key_Return, CONTROL)
        desk.compose.save.click()
    desk.until_said("note added")
    desk.until(lambda: not desk.unsent.shown)
    assert desk.tickets.texts() == ["Rang twice."]


def test_hostile_text_is_only_text(desk: Writer) -> None:
    text = "<b>x</b>\u202e{{customer.name}} '); DROP TABLE kept; --\n\U0001f642"
    desk.tickets.says, desk.tickets.takes = FaultKind.FORBIDDEN, False
    desk.serve(ANA)
    desk.begin()
    desk.compose.text.setPlainText(text)
    desk.key(K.Key_Return, CONTROL)
    desk.until(lambda: bool(desk.unsent.shown) and not desk.unsent.shown[0].on_its_way)
    assert desk.unsent.shown[0].text == text
    desk.tickets.says, desk.tickets.takes = None, True
    desk.key(K.Key_A)
    desk.until_said("note added")
    assert desk.tickets.texts() == [text]


def test_enter_alone_writes_a_new_line(desk: Writer) -> None:
    desk.serve(ANA)
    desk.begin()
    keys.write(desk.compose.text, "one")
    desk.key(K.Key_Return)
    keys.write(desk.compose.text, "two")
    assert desk.compose.text.toPlainText() == "one\ntwo"
    assert desk.tickets.history == {}


def test_the_chosen_ticket_is_the_one(desk: Writer) -> None:
    desk.serve(ANA)
    rows = desk.view.parts.list
    while (row := rows.chosen()) is None or "Invoice" not in getattr(row, "text", ""):
        desk.key(K.Key_Down)
    desk.note("Sent the invoice again.")
    desk.until_said("note added")
    assert list(desk.tickets.history) == ["40"]


def test_keys_of_the_sidebar_are_text_in_the_note(desk: Writer) -> None:
    desk.serve(ANA)
    desk.begin()
    keys.write(desk.compose.text, "not LOST 1/2")
    assert desk.compose.text.toPlainText() == "not LOST 1/2"
    desk.compose.save.setFocus()
    for key in (K.Key_T, K.Key_O, K.Key_1, K.Key_L):
        desk.key(key)
    assert desk.urls == []
    assert desk.area.open is desk.compose


def test_an_empty_note_says_so_and_is_not_sent(desk: Writer) -> None:
    desk.serve(ANA)
    desk.begin()
    desk.key(K.Key_Return, CONTROL)
    assert desk.compose.says.text() == "Write something first."
    assert desk.tickets.history == {}


def test_a_note_in_the_book_remembers_who_it_is(desk: Writer) -> None:
    desk.serve(ANA)
    desk.begin()
    keys.write(desk.compose.text, "Prefers mail.")
    place = desk.compose.place
    place.setCurrentIndex(next(n for n in range(place.count()) if "remember" in place.itemText(n)))
    desk.key(K.Key_Return, CONTROL)
    desk.until(lambda: any("Prefers mail." in getattr(row, "text", "")
                           for row in (desk.view.card.rows if desk.view.card else ())))  # fmt: skip
    assert desk.tickets.history == {}


# --- the customer sees it only after a second step ---


def test_a_message_to_the_customer_needs_its_own_step_and_not_enter(desk: Writer) -> None:
    desk.serve(ANA)
    desk.begin()
    keys.write(desk.compose.text, "Dear Ana")
    desk.compose.to_customer.click()
    assert desk.area.open is desk.review
    assert desk.review.send.text() == f"Send to {ANA}"
    assert not desk.review.send.hasFocus()
    desk.review.send.setFocus()
    agreed: list[object] = []
    desk.review.agreed.connect(agreed.append)
    for modifiers in ((), (CONTROL,), (SHIFT,)):
        keys.press(desk.review.send, K.Key_Return, *modifiers)
        keys.press(desk.review.text, K.Key_Return, *modifiers)
    assert agreed == []
    assert desk.tickets.history == {}
    desk.review.send.click()
    desk.until_said("sent to")
    assert desk.tickets.history == {"41": [CustomerMessage("41", "Dear Ana", ANA)]}


def test_a_long_address_is_shown_in_whole_and_makes_nothing_wider(desk: Writer) -> None:
    long = f"{'a' * 60}@{'b' * 60}.example"
    ticket = (Ticket("60", "Refund", "desk"),)
    desk.tickets.knows[BO] = [card("desk", "8", name="Bo Lee", email=(BO, long), tickets=ticket)]
    desk.serve(BO)
    wide = desk.view.width()
    desk.begin()
    keys.write(desk.compose.text, "Dear Bo")
    composed = desk.compose.composed(long)
    assert composed is not None
    desk.review.show_message(composed)
    desk.area.show_panel(desk.review)
    assert desk.review.to.text().replace("\u200b", "") == long
    assert desk.review.send.text().startswith("Send to aaa")
    assert desk.view.minimumSizeHint().width() <= wide


def test_back_from_that_step_is_the_note_again(desk: Writer) -> None:
    desk.serve(ANA)
    desk.begin()
    keys.write(desk.compose.text, "Dear Ana")
    desk.compose.to_customer.click()
    keys.press(desk.review.back, K.Key_Escape)
    assert desk.area.open is desk.compose
    desk.compose.text.setFocus()
    desk.key(K.Key_Return, CONTROL)
    desk.until_said("note added")
    assert desk.tickets.history == {"41": [InternalNote("41", "Dear Ana")]}


def test_the_chord_of_that_step_sends_once(desk: Writer) -> None:
    desk.serve(ANA)
    desk.begin()
    keys.write(desk.compose.text, "Dear Ana")
    desk.compose.to_customer.click()
    agreed: list[object] = []
    desk.review.agreed.connect(agreed.append)
    for _ in range(3):
        keys.press(desk.review, K.Key_Return, CONTROL | SHIFT)
        desk.review.send.click()
    assert len(agreed) == 1
    desk.until_said("sent to")
    assert len(desk.tickets.history["41"]) == 1


def test_a_chord_that_is_held_since_before_sends_nothing(desk: Writer) -> None:
    sent: list[object] = []
    desk.serve(ANA)
    desk.begin()
    keys.write(desk.compose.text, "Dear Ana")
    desk.compose.done.connect(sent.append)
    desk.review.agreed.connect(sent.append)
    for field in (desk.compose.text, desk.compose):
        keys.hold(field, K.Key_Return, CONTROL)
    desk.compose.to_customer.click()
    keys.hold(desk.review, K.Key_Return, CONTROL | SHIFT)
    assert sent == []
    keys.press(desk.review, K.Key_Return, CONTROL | SHIFT)
    assert len(sent) == 1


# --- a log ---


def test_a_conversation_is_logged_with_what_came_of_it(desk: Writer) -> None:
    desk.serve(ANA)
    desk.begin(K.Key_L)
    outcome = desk.compose.outcome
    outcome.setCurrentIndex(outcome.findText("Solved"))
    desk.compose.minutes.setValue(12)
    keys.write(desk.compose.text, "Sent it again.")
    desk.key(K.Key_Return, CONTROL)
    desk.until_said("note added")
    assert desk.tickets.texts() == ["Chat · 12 min · Solved\n\nSent it again."]


def test_the_interactions_clock_fills_in_the_minutes(desk: Writer) -> None:
    desk.serve(ANA)
    desk.begin(K.Key_L)
    assert desk.compose.minutes.value() == 1
    assert desk.compose.channel.currentText() == "Chat"
    assert desk.compose.to_customer.isHidden(), "a log is for colleagues"


# --- what is not sent ---


def test_a_failed_note_is_offered_and_sent_by_a_key(desk: Writer) -> None:
    desk.tickets.says, desk.tickets.takes = FaultKind.FORBIDDEN, False
    desk.serve(ANA)
    desk.note("Rang twice.")
    said = ["Note for Desk \u206841\u2069 was not sent"]
    desk.until(lambda: [one.what for one in desk.unsent.shown] == said)
    assert "does not let your account write there" in desk.unsent.shown[0].why
    assert desk.kept(unsent.KIND) == 1
    desk.tickets.says, desk.tickets.takes = None, True
    desk.key(K.Key_A)
    desk.until_said("note added")
    desk.until(desk.unsent.isHidden)
    assert desk.tickets.texts() == ["Rang twice."]
    assert desk.kept(unsent.KIND) == 0


def test_a_failed_note_can_be_copied_and_only_twice_discarded(desk: Writer) -> None:
    desk.tickets.says, desk.tickets.takes = FaultKind.FORBIDDEN, False
    desk.serve(ANA)
    desk.note("Rang twice.")
    desk.until(lambda: bool(desk.unsent.shown) and not desk.unsent.shown[0].on_its_way)
    desk.button("Copy").click()
    desk.until(lambda: desk.room.clipboard.text(0) == "Rang twice.")
    desk.button("Discard").click()
    assert desk.kept(unsent.KIND) == 1
    desk.button("Really discard?").click()
    desk.until(desk.unsent.isHidden)
    assert desk.kept(unsent.KIND) == 0


def test_a_failed_note_is_never_under_another_customer(desk: Writer) -> None:
    desk.tickets.says, desk.tickets.takes = FaultKind.FORBIDDEN, False
    desk.serve(ANA)
    desk.note("Rang twice.")
    desk.until(lambda: bool(desk.unsent.shown) and not desk.unsent.shown[0].on_its_way)
    desk.serve(BO)
    assert not desk.unsent.shown
    desk.serve(ANA)
    desk.until(lambda: len(desk.unsent.shown) == 1)


def test_one_that_is_sent_again_is_never_told_under_another_customer(desk: Writer) -> None:
    desk.tickets.says, desk.tickets.takes = FaultKind.FORBIDDEN, False
    desk.serve(ANA)
    desk.note("Rang twice.")
    desk.until(lambda: bool(desk.unsent.shown) and not desk.unsent.shown[0].on_its_way)
    desk.tickets.says, desk.tickets.takes = None, True
    busy = threading.Event()

    def wait() -> None:
        assert busy.wait(10)

    desk.room.noting.writer()._disk.put(wait)
    desk.key(K.Key_A)
    desk.serve(BO)  # before it has begun
    refreshed: list[None] = []
    desk.view.refresh_asked.connect(lambda: refreshed.append(None))
    busy.set()
    desk.until(lambda: desk.tickets.texts() == ["Rang twice."])
    desk.until(lambda: desk.kept(unsent.KIND) == 0)
    QTest.qWait(0)
    assert "note added" not in desk.view.parts.keys.words()
    assert not refreshed
    assert not desk.unsent.shown


def test_one_that_fails_when_its_customer_is_gone_is_told(desk: Writer) -> None:
    desk.tickets.gate.clear()
    desk.tickets.says, desk.tickets.takes = FaultKind.FORBIDDEN, False
    desk.serve(ANA)
    desk.note("Rang twice.")
    desk.until(desk.tickets.arrived_at.is_set)
    desk.serve(BO)
    desk.tickets.gate.set()
    desk.until(lambda: bool(desk.problems))
    assert "your account" in desk.problems[0].what
    assert not desk.unsent.shown


def test_the_window_goes_on_while_a_note_is_sent(desk: Writer) -> None:
    desk.tickets.gate.clear()
    desk.serve(ANA)
    desk.note("Rang twice.")
    said = ["Note for Desk \u206841\u2069: on its way…"]
    desk.until(lambda: [one.what for one in desk.unsent.shown] == said)
    assert desk.area.open is None
    desk.begin()
    desk.tickets.gate.set()
    desk.until_said("note added")


def test_a_log_of_whom_a_link_shows_has_nothing_of_the_interaction_in_front(desk: Writer) -> None:
    desk.serve(ANA)
    desk.begin(K.Key_L)
    assert (desk.compose.minutes.value(), desk.compose.channel.currentData()) == (1, Channel.CHAT)
    desk.key(K.Key_Escape)
    desk.room.customers.open_link(f"deskhand://lookup?email={BO}")
    desk.until(lambda: desk.shown == "Bo Lee")
    assert desk.front == "Ana Gil"
    desk.view.take_keys()
    desk.begin(K.Key_L)
    assert (desk.compose.minutes.value(), desk.compose.channel.currentData()) == (0, Channel.OTHER)


# --- drafts ---


def test_a_draft_goes_with_its_interaction_and_comes_back_with_it(desk: Writer) -> None:
    first = desk.serve(ANA)
    desk.begin()
    keys.write(desk.compose.text, "Half of a")
    desk.serve(BO)
    assert desk.area.open is None
    assert desk.compose.text.toPlainText() == ""
    desk.begin()
    assert desk.compose.text.toPlainText() == ""
    desk.key(K.Key_Escape)
    desk.room.interactions.bring_forward(first)
    desk.until(lambda: desk.shown == "Ana Gil")
    desk.until(lambda: desk.unsent.draft)
    desk.view.take_keys()
    desk.begin()
    assert desk.compose.text.toPlainText() == "Half of a"


def test_escape_puts_a_note_away_and_the_key_brings_it_back(desk: Writer) -> None:
    desk.serve(ANA)
    desk.begin()
    keys.write(desk.compose.text, "Half")
    desk.key(K.Key_Escape)
    assert desk.area.open is None
    assert desk.view.has_keys
    assert desk.unsent.draft
    desk.begin()
    assert desk.compose.text.toPlainText() == "Half"


def test_a_locked_screen_wipes_the_note_from_sight_and_keeps_it(desk: Writer) -> None:
    desk.serve(ANA)
    desk.begin()
    keys.write(desk.compose.text, "Half of a")
    desk.presence.tells[0](Attendance.LOCKED)
    desk.until_stage(Stage.NOTHING)
    assert desk.compose.text.toPlainText() == ""
    assert desk.area.open is None
    desk.until(lambda: desk.kept(drafts.KIND) == 1)
    desk.look_up(ANA)
    desk.until(lambda: desk.unsent.draft)
    desk.begin()
    assert desk.compose.text.toPlainText() == "Half of a"


def test_forgetting_the_customer_takes_draft_and_note(desk: Writer) -> None:
    desk.tickets.says, desk.tickets.takes = FaultKind.FORBIDDEN, False
    desk.serve(ANA)
    desk.note("Rang twice.")
    desk.until(lambda: bool(desk.unsent.shown) and not desk.unsent.shown[0].on_its_way)
    desk.begin()
    keys.write(desk.compose.text, "Half")
    desk.view.forget_agreed.emit()
    desk.until(lambda: desk.kept(unsent.KIND) == 0 and desk.area.open is None)
    desk.until(lambda: desk.kept(drafts.KIND) == 0)
    assert desk.compose.text.toPlainText() == ""


@pytest.mark.parametrize("act", ["hide", "close"])
def test_a_draft_is_safe_when_the_sidebar_goes(desk: Writer, act: str) -> None:
    desk.serve(ANA)
    desk.begin()
    keys.write(desk.compose.text, "Half")
    doing: dict[str, Callable[[], object]] = {
        "hide": desk.view.parts.hide.click,
        "close": desk.desk.close,
    }
    doing[act]()
    desk.until(lambda: desk.kept(drafts.KIND) == 1)


def test_the_clipboard_and_window_of_the_agent_are_left_alone(desk: Writer) -> None:
    desk.serve(ANA)
    desk.note("Rang twice.")
    desk.until_said("note added")
    assert desk.windows.activated == []
    assert CHAT.id == 7
