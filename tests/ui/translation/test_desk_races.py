"""Impatience and slow engines: nobody's text turns up with another, or in another window."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt

from desktop.assembly import Fate
from desktop.interaction import Asked, Customer, Field
from desktop.ui.translation.live import LONGEST
from tests.ui.keys import press, write
from tests.ui.translation.desk_room import CHAT, OTHER, Desk, Make
from tests.ui.translation.test_live import (
    GRACIAS,
    REPLY,
    SPANISH,
    enter,
    lines,
    opened,
    paste,
    reply,
    turned,
)


class Slow:
    """An engine that answers when it is let."""

    def __init__(self) -> None:
        self.go_on = threading.Event()

    def __call__(self, text: str) -> str:
        self.go_on.wait(10)
        return turned(text)


def named(desk: Desk, name: str) -> Customer:
    return Customer({"name": Field(name, "test", desk.room.clock.now())})


def busy(desk: Desk) -> threading.Event:
    """Engines that hang have every thread of the pool until this is set."""
    go_on = threading.Event()
    for _ in range(4):
        desk.background.start(lambda: go_on.wait(10))
    return go_on


def two(desk: Desk) -> tuple[Asked, Asked]:
    """Ana's in front, Bo's behind."""
    bo, ana = desk.room.open("es", name="Bo"), desk.room.open("es", name="Ana")
    desk.settle_front()
    return ana, bo


def bring(desk: Desk, asked: Asked) -> None:
    desk.room.interactions.bring_forward(asked.interaction)
    desk.settle_front()


def watch(desk: Desk) -> None:
    view = opened(desk)
    view.header.watch.click()
    desk.until(lambda: view._situation.watching)


def heard(desk: Desk, asked: Asked) -> list[str]:
    known = desk.desk.live._conversations.get(asked)
    return [one.second for one in known.lines.values()] if known is not None else []


# --- messages ---


def test_hanging_engines_keep_no_copy_waiting_until_another_customers(desk: Desk) -> None:
    ana, bo = two(desk)
    watch(desk)
    go_on = busy(desk)
    desk.clipboard.copy(SPANISH)
    desk.until(lambda: heard(desk, ana) == [SPANISH])
    bring(desk, bo)
    desk.clipboard.copy(GRACIAS)
    desk.until(lambda: heard(desk, bo) == [GRACIAS])
    go_on.set()
    desk.settle()
    assert (heard(desk, ana), heard(desk, bo)) == ([SPANISH], [GRACIAS])


@pytest.mark.parametrize("window", [CHAT, OTHER])
def test_a_copy_that_was_not_read_before_the_next_is_nobodys(desk: Desk, window: object) -> None:
    ana, bo = two(desk)
    watch(desk)
    held = threading.Event()
    desk.desk._workplace.hands.start(lambda: held.wait(10))
    desk.clipboard.copy(SPANISH)
    desk.settle_front()
    bring(desk, bo)
    desk.clipboard.copy(GRACIAS, window)  # type: ignore[arg-type]  # one of the two
    desk.settle_front()
    held.set()
    desk.settle()
    assert heard(desk, ana) == []
    assert heard(desk, bo) == ([GRACIAS] if window is CHAT else [])


def test_a_copy_is_theirs_who_were_in_front_then(desk: Desk) -> None:
    ana, bo = two(desk)
    watch(desk)
    desk.clipboard.copy(SPANISH)
    desk.room.interactions.bring_forward(bo.interaction)  # before the window hears of either
    desk.until(lambda: heard(desk, ana) == [SPANISH])
    assert heard(desk, bo) == []


def test_a_secret_that_was_copied_right_behind_a_message_is_no_message(desk: Desk) -> None:
    ana, _ = two(desk)
    watch(desk)
    held = threading.Event()
    desk.desk._workplace.hands.start(lambda: held.wait(10))
    desk.clipboard.copy(SPANISH)
    desk.settle_front()
    desk.clipboard.holds, desk.clipboard.is_secret = "correct horse battery staple", True
    held.set()
    desk.settle()
    assert heard(desk, ana) == []
    assert not desk.room.engine.asked


def test_a_thousand_copies_at_once_are_read_a_few_times(desk: Desk) -> None:
    ana, _ = two(desk)
    watch(desk)
    for number in range(1000):
        desk.clipboard.copy(f"{SPANISH} {number}")
    desk.settle_front()
    desk.settle()
    assert heard(desk, ana) == [f"{SPANISH} 999"]
    assert desk.clipboard.reads <= 3


def test_a_document_is_no_message(desk: Desk) -> None:
    ana, _ = two(desk)
    watch(desk)
    view = opened(desk)
    desk.clipboard.copy("x " * LONGEST)
    desk.settle_front()
    desk.settle()
    view.message_pasted.emit()
    desk.until(lambda: "too long" in view.said.text())
    assert heard(desk, ana) == []


def test_who_was_known_for_a_while_is_not_shown_to_the_next(desk: Desk) -> None:
    one = desk.room.open()
    view = opened(desk)
    paste(desk, view)
    desk.room.interactions.set_value(one.interaction, "customer.name", "Ana")
    desk.until(lambda: view._situation.customer == "Ana")
    assert len(lines(view)) == 1
    desk.room.interactions.update(one.interaction, customer=named(desk, "Bo"))
    desk.until(lambda: view._situation.customer == "Bo")
    assert lines(view) == []


def test_an_answer_is_not_lost_when_it_turns_out_who_the_customer_is(make: Make) -> None:
    slow = Slow()
    desk = make(slow)
    one = desk.room.open()
    view = opened(desk)
    desk.clipboard.holds = SPANISH
    view.message_pasted.emit()
    desk.until(lambda: bool(desk.room.engine.asked))
    desk.room.interactions.update(one.interaction, customer=named(desk, "Ana"))
    desk.until(lambda: view._situation.customer == "Ana")
    slow.go_on.set()
    desk.until(lambda: [one.first for one in lines(view)] == [turned(SPANISH)])


# --- replies ---


def test_a_reply_that_was_on_its_way_is_put_down_with_the_customer_that_turned_out(
    desk: Desk,
) -> None:
    one = desk.room.open("es")
    view = opened(desk)
    reply(desk, view)
    enter(desk, view)
    desk.room.interactions.update(one.interaction, customer=named(desk, "Ana"))
    desk.until(lambda: view._situation.customer == "Ana")
    desk.assembly.say(Fate.TYPED)
    desk.until(lambda: [one.own for one in lines(view)] == [True])
    assert view.draft() == ""


def test_who_went_on_elsewhere_gets_no_reply_between_the_keys(make: Make) -> None:
    slow = Slow()
    desk = make(slow)
    desk.room.open("es")
    view = opened(desk)
    write(view.reply, REPLY)
    press(view.reply, Qt.Key.Key_Return)
    desk.until(lambda: bool(desk.room.engine.asked))
    desk.windows.front = OTHER
    slow.go_on.set()
    desk.until(lambda: "another window" in view.said.text())
    assert not desk.windows.activated
    assert not desk.assembly.inserted
    assert view.draft() == REPLY
    desk.windows.front = CHAT
    enter(desk, view)  # and it can be tried again


def test_enter_counts_at_once_or_not_at_all(desk: Desk) -> None:
    _, bo = two(desk)
    view = opened(desk)
    reply(desk, view)
    held = threading.Event()
    desk.desk._workplace.hands.start(lambda: held.wait(10))
    press(view.reply, Qt.Key.Key_Return)
    bring(desk, bo)
    held.set()
    desk.settle()
    assert not desk.assembly.inserted


def test_a_reply_that_failed_is_not_offered_beside_another_customer(desk: Desk) -> None:
    ana, bo = two(desk)
    view = opened(desk)
    text = reply(desk, view)
    enter(desk, view)
    bring(desk, bo)
    desk.assembly.say(Fate.FAILED, "You went on in another place")
    desk.until(lambda: bool(desk.problems))
    desk.settle()
    assert desk.clipboard.holds != text
    assert view.said.text() == ""
    bring(desk, ana)
    assert view.draft() == REPLY


# --- in place ---


def replace_slowly(desk: Desk) -> None:
    """Press the key, and have the engine asked."""
    desk.clipboard.selected = REPLY
    desk.desk.press("replace", CHAT)
    desk.until(lambda: bool(desk.room.engine.asked))


def test_who_went_on_elsewhere_is_not_pulled_back(make: Make) -> None:
    slow = Slow()
    desk = make(slow)
    two(desk)
    replace_slowly(desk)
    desk.windows.front = OTHER
    slow.go_on.set()
    desk.until(lambda: desk.clipboard.holds == turned(REPLY))
    assert not desk.windows.activated
    assert not desk.assembly.inserted
    assert [one.why for one in desk.problems] == ["You went on in another window"]


def test_the_window_that_has_the_keys_is_not_brought_forward_again(desk: Desk) -> None:
    two(desk)  # in that moment the agent may turn to another window, and would be pulled back
    replace_slowly(desk)
    desk.until(lambda: len(desk.assembly.inserted) == 1)
    assert not desk.windows.activated


def test_nothing_is_replaced_once_another_customer_is_in_front(make: Make) -> None:
    slow = Slow()
    desk = make(slow)
    _, bo = two(desk)
    replace_slowly(desk)
    bring(desk, bo)
    slow.go_on.set()
    desk.until(
        lambda: [one.why for one in desk.problems] == ["Another customer is in front by now"]
    )
    desk.settle()
    assert not desk.assembly.inserted
    assert desk.clipboard.holds is None


def test_the_next_one_can_be_stopped_also_when_the_one_before_comes_out_late(make: Make) -> None:
    slow = Slow()
    slow.go_on.set()
    desk = make(slow)
    two(desk)
    replace_slowly(desk)
    desk.until(lambda: len(desk.assembly.inserted) == 1)
    slow.go_on.clear()
    desk.clipboard.selected = f"{REPLY} Bye."
    desk.desk.press("replace", CHAT)
    asked = len(desk.room.engine.asked)
    desk.until(lambda: len(desk.room.engine.asked) > asked)
    desk.assembly.say(Fate.TYPED)
    desk.settle_front()
    notice = desk.desk.replacing.notice
    assert notice is not None
    notice.stopped.emit()
    slow.go_on.set()
    desk.settle()
    assert len(desk.assembly.inserted) == 1


def test_what_could_not_be_replaced_is_not_copied_for_the_next_customer(desk: Desk) -> None:
    _, bo = two(desk)
    desk.clipboard.selected = REPLY
    desk.desk.press("replace", CHAT)
    desk.until(lambda: bool(desk.assembly.inserted))
    bring(desk, bo)
    desk.assembly.say(Fate.FAILED, "You went on in another place")
    desk.until(lambda: bool(desk.problems))
    desk.settle()
    assert desk.clipboard.holds is None
