"""Expansions of which nothing comes; keyboards and clipboards that do not do as told."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.host.base import AppRule
from desktop.host.keys import Key, KeysOptions, Stroke
from desktop.host.memory_keys import stroke_of
from desktop.keyboard import messages

Sessions = Any
"""``Session`` of conftest, which has no name to import it by."""
TEXTS = {":brb": "be right back", ":ty": "thank you"}
LONG = "a long text " * 20
STYLES = pytest.mark.parametrize("style", [{}, {"hook": False}, {"hook": False, "leak": 3}])


# --- nothing comes of it ---


@pytest.mark.parametrize("style", [{}, {"hook": False}, {"hook": False, "leak": 9}])
def test_without_an_answer_keys_flow_after_half_a_second(
    session: Sessions, style: dict[str, Any]
) -> None:
    one = session(TEXTS, **style)
    one.keys("a :brb cd", answer=False)
    assert one.typing.deadline() == 0.5
    one.wait()
    assert one.text == "a :brb cd"
    assert one.failed() == ["late"]
    one.assert_flowing()


def test_a_late_answer_is_not_reported_twice(session: Sessions) -> None:
    one = session(TEXTS)
    one.keys(":brb", answer=False)
    one.wait()
    one.answer()
    assert one.failed() == ["late"]
    assert one.text == ":brb"


def test_an_answer_to_nothing_is_reported(session: Sessions) -> None:
    one = session(TEXTS)
    one.typing.expand(messages.Expand(99, "text"))
    assert one.failed() == ["moved"]


@STYLES
def test_declined_keys_are_as_typed_and_still_matched(
    session: Sessions, style: dict[str, Any]
) -> None:
    one = session(TEXTS, **style)
    one.keys(":brb :ty", answer=False)
    one.typing.decline(one.asked()[0].serial)
    one._answered = 1
    one.settle()
    assert one.text == ":brb thank you"
    one.assert_flowing()


@pytest.mark.parametrize("style", [{}, {"hook": False}, {"hook": False, "leak": 2}])
def test_a_click_gives_up(session: Sessions, style: dict[str, Any]) -> None:
    one = session(TEXTS, **style)
    one.keys(":brb", answer=False)
    one.board.click()
    assert one.failed() == ["moved"]
    one.answer()
    one.keys(" ok")
    assert one.text == ":brb ok"
    one.assert_flowing()


@pytest.mark.parametrize("style", [{}, {"hook": False, "leak": 9}])
def test_what_was_typed_before_a_click_is_no_trigger_after_it(
    session: Sessions, style: dict[str, Any]
) -> None:
    one = session({**TEXTS, "ok": "never"}, left=True, **style)
    one.keys(":brb :ty", answer=False)
    one.board.click()
    one.settle()
    one.keys("ok")
    assert one.text == ":brb :tyok"
    assert len(one.asked()) == 1


def test_another_window_gives_up_and_gets_nothing_of_it(session: Sessions) -> None:
    one = session(TEXTS, hook=False)
    one.keys(":br", answer=False)
    one.board.focus("mousepad")
    one.keys("b")
    assert one.failed() == []
    one.keys(" ")
    assert one.asked() == []
    one.board.focus("")
    one.keys(" :brb", answer=False)
    one.board.focus("mousepad")
    assert one.failed() == ["moved"]
    one.answer()
    assert one.desktop.fields[""].text == ":br :brb"
    one.assert_flowing()


def test_keys_of_one_window_are_no_trigger_in_the_next(session: Sessions) -> None:
    """Kept back in the first, they come out in the second, and are not matched with its own."""
    one = session({":a": "x", "bc": "never"}, hook=False, leak=1)
    one.keys(":ab", answer=False)
    one.board.focus("mousepad")
    one.keys("c")
    assert one.asked()[1:] == []


def test_a_paste_goes_on_in_another_window_without_moving_its_caret(session: Sessions) -> None:
    one = session({":l": LONG})
    one.left = 3
    one.keys(":l", answer=False)
    one.answer()
    one.board.focus("mousepad")
    one.desktop.field.write("draft")
    one.settle()
    assert (one.text, one.desktop.field.caret) == ("draft", 5)
    assert one.desktop.fields[""].text == LONG
    one.assert_flowing()


def test_a_click_during_a_paste_keeps_the_caret_where_it_was_clicked(session: Sessions) -> None:
    one = session({":l": LONG})
    one.left = 5
    one.keys(":l", answer=False)
    one.answer()
    one.fetch()
    one.board.click()
    one.keys("x", answer=False)
    one.settle()
    assert one.text == LONG + "x"


def test_a_leaked_enter_in_a_chat_gives_up(session: Sessions) -> None:
    one = session(TEXTS, hook=False, leak=5)
    one.keys(":brb\nok", answer=False)
    one.settle()
    assert (one.desktop.sent, one.text) == ([":brb"], "ok")
    assert one.failed() == ["sent"]
    one.assert_flowing()


def test_leaked_keys_are_taken_back_with_their_characters(session: Sessions) -> None:
    one = session(TEXTS, app="mousepad", hook=False, leak=10)
    one.keys("xyz:brba\n\tb\b", answer=False)
    one.settle()
    assert one.text == "xyzbe right backa\n\t"


def test_a_leaked_joined_character_gives_up(session: Sessions) -> None:
    one = session(TEXTS, hook=False, leak=2)
    one.keys(":ty", answer=False)
    one.board.press(Stroke(Key.TEXT, "\u0301", 1))
    one.settle()
    assert one.text == ":ty\u0301"
    assert one.failed() == ["sent"]


def test_an_input_method_at_work_gives_up(session: Sessions) -> None:
    one = session(TEXTS, hook=False, leak=3)
    one.keys(":ty", answer=False)
    one.board.press(Stroke(Key.COMPOSING, "", 1))
    one.settle()
    assert one.failed() == ["sent"]


# --- keyboards that do not do as they are told ---


@pytest.mark.parametrize("hook", [True, False])
def test_with_the_keyboard_in_other_hands_nothing_is_typed(session: Sessions, hook: bool) -> None:
    """A screen lock, an open menu: what is typed does not go to the window in front."""
    one = session(TEXTS, hook=hook)
    one.board.taken = True
    one.keys("x :brb y")
    assert one.text == "x :brb y"
    assert one.told == []
    one.assert_flowing()
    one.board.taken = False
    one.keys(" :ty")
    assert one.text == "x :brb y thank you"


def test_a_remote_desktop_has_the_keyboard_and_gets_its_text(session: Sessions) -> None:
    one = session(TEXTS, app="mstsc.exe", hook=False)
    one.board.taken = True
    one.keys("x :brb", answer=False)
    one.keys(" y", answer=False)
    one.settle()
    assert one.text == "x be right back y"


def test_a_remote_desktop_gets_nothing_but_keys(session: Sessions) -> None:
    one = session({":e": "caf\u00e9", ":l": LONG}, app="mstsc.exe")
    one.keys(":e")
    assert (one.text, one.failed(), one.desktop.changes) == (":e", ["remote"], 0)
    one.keys(" :l")
    assert one.text == ":e " + LONG


@pytest.mark.parametrize("text", ["be right back", LONG])
def test_a_key_that_stays_down_is_waited_for(session: Sessions, text: str) -> None:
    one = session({":b": text}, hook=False)
    one.board.stuck = True
    one.keys("x:", answer=False)
    one.board.press(stroke_of("b"))
    one.board.press(stroke_of("shift"))
    one.answer()
    assert one.text == "x:b"
    one.keys("12", answer=False)
    one.board.press(stroke_of("b", down=False))
    one.board.press(stroke_of("shift", down=False))
    one.settle()
    assert one.text == f"x{text}12"
    one.assert_flowing()


def test_a_key_that_never_goes_up_stops_nothing(session: Sessions) -> None:
    one = session({":b": LONG, ":c": "see"}, hook=False)
    one.desktop.copy("mine")
    one.board.stuck = True
    one.key(":")
    one.board.press(stroke_of("b"))
    one.answer()
    one.keys("1:c", answer=False)
    one.wait()
    assert one.failed() == ["held"]
    one.board.press(stroke_of("b", down=False))
    one.settle()
    assert one.text == ":b1see"
    assert one.desktop.clipboard_text() == "mine"
    one.assert_flowing()


def test_the_triggers_last_key_comes_back_from_our_hands(session: Sessions) -> None:
    one = session({":b": "never"})
    one.board.stuck = True
    one.board.press(stroke_of("shift"))
    one.keys("x:b12", answer=False)
    one.answer()
    assert one.text == "x:"
    one.wait()
    assert one.failed() == ["held"]
    one.board.press(stroke_of("shift", down=False))
    assert one.text == "x:b12"
    one.assert_flowing()


def test_leaked_keys_of_a_given_up_expansion_are_matched_before_those_in_hand(
    session: Sessions,
) -> None:
    """What begins there has the keys in hand in its journal, not on the screen."""
    one = session({":b": "first", ":c": "see"}, hook=False, leak=6)
    one.board.stuck = True
    one.key(":")
    one.board.press(stroke_of("b"))
    one.keys("1:c", answer=False)
    one.keys("2345", answer=False)
    one.answer()
    one.wait()
    assert one.failed() == ["held"]
    one.board.press(stroke_of("b", down=False))
    one.settle()
    assert one.text == ":b1see2345"
    one.assert_flowing()


@pytest.mark.parametrize("when", ["answer", "wait", "click"])
def test_when_the_screen_is_gone_it_is_said_once(session: Sessions, when: str) -> None:
    one = session(TEXTS, hook=False)
    one.keys("x:brb", answer=False)
    one.board.gone = True
    with pytest.raises(ConnectionError):
        getattr(one.board if when == "click" else one, when)()
    assert one.text == "x:brb"
    one.board.gone = False
    one.wait()
    one.keys(" :ty")
    assert one.text.startswith("x")
    one.assert_flowing()


# --- the clipboard ---


def test_a_clipboard_that_does_not_answer_leaves_the_text_as_typed(session: Sessions) -> None:
    one = session({":l": LONG})
    one.desktop.copy("mine")
    one.board.answers = False
    one.keys(":l x")
    assert (one.text, one.failed()) == (":l x", ["clipboard"])
    assert one.desktop.clipboard_text() == "mine"


def test_what_somebody_copies_during_a_paste_stays(session: Sessions) -> None:
    one = session({":l": LONG})
    one.desktop.copy("mine")
    one.keys(":l", answer=False)
    one.answer()
    one.fetch()
    one.desktop.copy("theirs")
    one.settle()
    assert one.desktop.clipboard_text() == "theirs"


def test_keys_flow_though_the_target_does_not_fetch(session: Sessions) -> None:
    one = session({":l": LONG})
    one.desktop.copy("mine")
    one.keys(":lx", answer=False)
    one.answer()
    one.wait()
    assert one.text == "x"
    one.fetch()
    one.wait()
    assert one.text == "x" + LONG
    assert one.desktop.clipboard_text() == "mine"
    assert [type(message).__name__ for message in one.told] == ["Matched", "Typed"]


def test_no_second_paste_while_one_has_not_been_fetched(session: Sessions) -> None:
    """The target would get the second text for both."""
    one = session({":l": LONG, ":m": "short\ntext"})
    one.keys(":l", answer=False)
    one.answer()
    one.wait()
    one.keys(":m", answer=False)
    one.answer()
    assert one.failed() == ["not_taken"]
    assert one.desktop.clipboard_text() == LONG
    one.settle()
    assert one.text == ":m" + LONG


def test_a_target_without_settle_time_is_done_at_once(session: Sessions) -> None:
    options = KeysOptions(rules={"quick": AppRule(settle_ms=0)})
    one = session({":l": LONG}, app="quick", options=options)
    one.keys(":lx", answer=False)
    one.answer()
    one.fetch()
    assert one.typing.deadline() == 0
    one.typing.tick()
    assert one.text == LONG + "x"
