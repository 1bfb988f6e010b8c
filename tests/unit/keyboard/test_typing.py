"""The typing machine, case by case; the same against a model is in test_typing_model."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.host.base import AppRule, Key, KeysOptions, Newline, Stroke, Window
from desktop.host.memory import stroke_of
from desktop.keyboard import messages
from desktop.keyboard.matcher import Matcher

Sessions = Any
"""``Session`` of conftest, which has no name to import it by."""
TEXTS = {":brb": "be right back", ":ty": "thank you"}
FORM = {":form": "Dear Ms Doe", ":brb": "be right back"}
LONG = "a long text " * 20
STYLES = pytest.mark.parametrize("style", [{}, {"hook": False}, {"hook": False, "leak": 3}])


def buffer_of(one: Any) -> Matcher:
    found: Matcher = one.typing._following._matcher
    return found


def parked(one: Any) -> int:
    """Park the oldest open match; its serial."""
    serial: int = one.asked()[one._answered].serial
    one._answered += 1
    one.typing.park(serial)
    return serial


def assert_flowing(one: Any) -> None:
    assert not one.board._holding
    assert one.board.kept == 0
    assert one.board.down == set()
    assert one.typing.deadline() is None


# --- the main thing ---


@STYLES
def test_a_trigger_becomes_its_text_and_what_is_typed_meanwhile_follows(
    session: Sessions, style: dict[str, Any]
) -> None:
    one = session(TEXTS, **style)
    one.keys("ok :brb xyz :ty!", answer=False)
    one.settle()
    assert one.text == "ok be right back xyz thank you!"
    assert_flowing(one)


@STYLES
@pytest.mark.parametrize("app", ["", "mousepad"])
def test_a_long_text_is_pasted_and_keys_wait_for_it(
    session: Sessions, style: dict[str, Any], app: str
) -> None:
    one = session({":l": LONG}, app=app, **style)
    one.desktop.set_clipboard({"text": b"mine", "image": b"\0"})
    one.keys(":lab", answer=False)
    one.answer()
    one.keys("c", answer=False)
    assert LONG not in one.text
    one.settle()
    assert one.text == LONG + "abc"
    assert one.desktop.clipboard == {"text": b"mine", "image": b"\0"}
    assert_flowing(one)


@pytest.mark.parametrize("style", [{}, {"hook": False}])
def test_line_breaks_never_press_enter_in_a_chat(session: Sessions, style: dict[str, Any]) -> None:
    one = session({":m": "one\ntwo"}, **style)
    one.keys(":m")
    assert (one.text, one.desktop.sent) == ("one\ntwo", [])
    rules = {"webchat": AppRule(newline=Newline.SHIFT_ENTER)}
    one = session({":m": "one\ntwo"}, app="webchat", options=KeysOptions(rules=rules), **style)
    one.keys(":m")
    assert (one.text, one.desktop.sent, one.desktop.changes) == ("one\ntwo", [], 0)


def test_the_enter_that_fires_a_word_sends_after_the_text(session: Sessions) -> None:
    one = session({"brb": "be right back"}, left=True, right=True)
    one.keys("brb\n")
    assert one.desktop.sent == ["be right back"]
    assert one.text == ""


def test_the_enter_that_fires_a_text_with_a_caret_mark_does_not_send_it(session: Sessions) -> None:
    one = session({"dear": "Dear ,"}, right=True)
    one.left = 1
    one.keys("dear\n")
    assert (one.text, one.desktop.field.caret, one.desktop.sent) == ("Dear ,", 5, [])


def test_the_caret_mark_is_before_the_separator_too(session: Sessions) -> None:
    one = session({"dear": "Dear ,"}, right=True)
    one.left = 1
    one.keys("dear;")
    assert (one.text, one.desktop.field.caret) == ("Dear ,;", 5)


def test_an_enter_heard_of_too_late_leaves_the_text_as_typed(session: Sessions) -> None:
    one = session({"brb": "be right back"}, right=True, hook=False)
    one.keys("brb\n")
    assert one.desktop.sent == ["brb"]
    assert one.asked() == []


def test_enter_begins_anew_in_a_chat(session: Sessions) -> None:
    one = session({":brb": "be right back"}, hook=False)
    one.keys(":br\n\bb")
    assert (one.text, one.desktop.sent, one.asked()) == ("b", [":br"], [])


def test_a_held_trigger_key_and_shift_do_not_change_the_text(session: Sessions) -> None:
    one = session({":b": "bBb"}, hook=False)
    one.board.press(stroke_of("shift"))
    one.key(":")
    one.board.press(stroke_of("b"))
    one.settle()
    assert one.text == "bBb"
    one.board.press(stroke_of("b", down=False))
    one.board.press(stroke_of("shift", down=False))
    assert_flowing(one)


def test_a_key_that_repeats_while_held_back_is_let_go_in_between(session: Sessions) -> None:
    one = session({":b": "x"}, hook=False)
    one.keys(":b", answer=False)
    for _ in range(3):
        one.board.press(stroke_of("a"))
    one.board.press(stroke_of("a", down=False))
    one.settle()
    assert one.text == "xaaa"
    assert_flowing(one)


def test_the_caret_goes_to_its_mark_and_typing_goes_on_there(session: Sessions) -> None:
    one = session({":d": "Dear ,"})
    one.left = 1
    one.keys(":dMs Doe", answer=False)
    one.settle()
    assert one.text == "Dear Ms Doe,"


def test_left_of_the_mark_a_word_goes_on(session: Sessions) -> None:
    """The text before the mark is what stands left of the caret."""
    one = session({"ab": "x", ":d": "hell()"}, left=True)
    one.left = 2
    one.keys(":d")
    one.left = 0
    one.keys("ab")
    assert one.text == "hellab()"


def test_a_text_never_triggers(session: Sessions) -> None:
    one = session({":a": ":ty", ":ty": "thank you"})
    one.keys(":a")
    assert one.text == ":ty"


# --- Backspace ---


@STYLES
def test_backspace_gives_back_what_was_typed(session: Sessions, style: dict[str, Any]) -> None:
    one = session({"brb": "be right back"}, right=True, **style)
    one.keys("x brb;")
    assert one.text == "x be right back;"
    one.keys("\b")
    assert one.text == "x brb;"
    one.keys("\b\b")
    assert one.text == "x br"
    assert [type(message).__name__ for message in one.told] == ["Matched", "Typed", "Undone"]
    assert_flowing(one)


@pytest.mark.parametrize(
    "text", ["\U0001f469\u200d\U0001f467", "e\u0301", "one\ntwo", ""], ids=ascii
)
def test_backspace_is_one_where_the_number_is_not_certain(session: Sessions, text: str) -> None:
    one = session({":a": text})
    one.keys("x:a\b")
    assert one.text == ("x" + text)[:-1]
    assert not any(isinstance(message, messages.Undone) for message in one.told)


def test_backspace_is_one_when_undo_is_off(session: Sessions) -> None:
    one = session(TEXTS, options=KeysOptions(undo_backspace=False))
    one.keys(":ty\b")
    assert one.text == "thank yo"


@pytest.mark.parametrize("between", ["left", "x", "shift"])
def test_backspace_undoes_only_right_after(session: Sessions, between: str) -> None:
    one = session(TEXTS)
    one.keys(":ty")
    one.key(between)
    one.keys("\b")
    assert one.text == {"left": "thank yu", "x": "thank you", "shift": ":ty"}[between]


def test_an_undo_of_which_nothing_comes_is_a_backspace_and_no_failure(session: Sessions) -> None:
    one = session(TEXTS, hook=False, leak=2)
    one.board.late = True
    one.board.press(stroke_of("x"))
    one.board.hear()
    one.keys(":ty")
    one.board.hear()
    one.settle()
    one.keys("\b\n", answer=False)
    one.board.hear()
    one.settle()
    assert one.desktop.sent == ["xthank yo"]
    assert one.failed() == []


def test_a_text_that_never_came_is_not_undone(session: Sessions) -> None:
    one = session({":l": LONG})
    one.keys(":l", answer=False)
    one.answer()
    one.board.fetches.clear()
    one.wait()
    one.keys("ab\b", answer=False)
    assert one.text == "a"
    one.settle()
    assert one.failed() == ["not_taken"]
    assert_flowing(one)


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
    assert_flowing(one)


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
    assert_flowing(one)


@pytest.mark.parametrize("style", [{}, {"hook": False}, {"hook": False, "leak": 2}])
def test_a_click_gives_up(session: Sessions, style: dict[str, Any]) -> None:
    one = session(TEXTS, **style)
    one.keys(":brb", answer=False)
    one.board.click()
    assert one.failed() == ["moved"]
    one.answer()
    one.keys(" ok")
    assert one.text == ":brb ok"
    assert_flowing(one)


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
    assert_flowing(one)


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
    assert_flowing(one)


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
    assert_flowing(one)


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
    assert_flowing(one)
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
    assert_flowing(one)


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
    assert_flowing(one)


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
    assert_flowing(one)


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
    assert_flowing(one)


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
    assert_flowing(one)


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


# --- questions ---


@pytest.mark.parametrize("style", [{}, {"hook": False}, {"hook": False, "leak": 3}])
@pytest.mark.parametrize("text", ["Dear Ms Doe", LONG])
def test_the_answer_comes_behind_what_was_typed_on(
    session: Sessions, style: dict[str, Any], text: str
) -> None:
    one = session({":form": text}, **style)
    one.keys("a :formbc", answer=False)
    serial = parked(one)
    one.keys(" de")
    one.typing.expand(messages.Expand(serial, text))
    one.settle()
    assert one.text == f"a {text}bc de"
    one.keys("f\b")
    assert one.text == f"a {text}bc de"
    assert_flowing(one)


def test_the_answer_has_its_caret_before_what_was_typed_on(session: Sessions) -> None:
    one = session(FORM)
    one.keys(":form", answer=False)
    serial = parked(one)
    one.keys("xy")
    one.typing.expand(messages.Expand(serial, "Dear ,", left=1))
    one.keys("z")
    assert one.text == "Dear xyz,"


def test_an_answered_question_is_undone_by_backspace(session: Sessions) -> None:
    one = session(FORM)
    one.keys("a :form", answer=False)
    serial = parked(one)
    one.typing.expand(messages.Expand(serial, "Dear"))
    one.keys("\b")
    assert one.text == "a :form"


@pytest.mark.parametrize("lost", ["left", "click", "enter", "focus", "brb", "secret", "paused"])
def test_an_answer_without_its_place_is_handed_back(session: Sessions, lost: str) -> None:
    one = session(FORM)
    one.keys("a :form", answer=False)
    serial = parked(one)
    if lost == "click":
        one.board.click()
    elif lost == "focus":
        one.board.focus("mousepad")
    elif lost == "brb":
        one.keys(" :brb")
    elif lost == "secret":
        one.typing.on_secret(secret=True)
        one.keys("x")
    elif lost == "paused":
        one.typing.pause(on=True)
        one.keys("x")
    else:
        one.key(lost)
    before = [field.text for field in one.desktop.fields.values()]
    one.typing.expand(messages.Expand(serial, "Dear"))
    one.settle()
    assert [field.text for field in one.desktop.fields.values()] == before
    assert one.failed() == ["moved"]
    assert_flowing(one)


def test_nothing_typed_in_a_secret_field_is_kept_behind_a_question(session: Sessions) -> None:
    one = session(FORM)
    one.keys(":form", answer=False)
    parked(one)
    one.typing.on_secret(secret=True)
    one.keys("hunter2")
    assert len(one.typing._parking) == 0


def test_the_answer_waits_for_its_window(session: Sessions) -> None:
    one = session(FORM)
    one.keys(":form", answer=False)
    serial = parked(one)
    one.board.focus("deskhand")
    one.keys("in the form")
    one.typing.expand(messages.Expand(serial, "Dear"))
    assert one.desktop.fields[""].text == ":form"
    one.board.focus("")
    assert one.text == "Dear"
    assert_flowing(one)


def test_several_questions_are_answered_in_any_order(session: Sessions) -> None:
    for order in ([0, 1, 2], [0, 2], [1, 2]):
        one = session({":a": "A", ":b": "B", ":c": "C"})
        serials = []
        for char in "abc":
            one.keys(f":{char}", answer=False)
            serials.append(parked(one))
            one.keys("-")
        for which in order:
            one.typing.expand(messages.Expand(serials[which], "ABC"[which]))
            one.settle()
        expected = [name if i in order else f":{name.lower()}" for i, name in enumerate("ABC")]
        assert one.text == "-".join(expected) + "-"
        assert len(one.asked()) == 3


def test_an_earlier_place_is_lost_by_a_later_answer(session: Sessions) -> None:
    one = session({":a": "A", ":b": "B"})
    one.keys(":a", answer=False)
    first = parked(one)
    one.keys(" :b", answer=False)
    second = parked(one)
    one.keys("x")
    one.typing.expand(messages.Expand(second, "BBBBBB"))
    one.typing.expand(messages.Expand(first, "AAAAAA"))
    assert one.text == ":a BBBBBBx"
    assert one.failed() == ["moved"]


def test_too_many_questions_or_too_much_typed_behind_one(session: Sessions) -> None:
    one = session({":a": "A"})
    serials = []
    for _ in range(9):
        one.keys(":a ", answer=False)
        serials.append(parked(one))
        one.settle()
    assert len(one.typing._parking) == 8
    one.keys("x" * 201)
    assert len(one.typing._parking) == 0
    one.typing.expand(messages.Expand(serials[0], "A"))
    assert one.failed() == ["moved"]


def test_an_enter_that_fired_a_question_has_sent_it(session: Sessions) -> None:
    one = session({"form": "Dear"}, right=True)
    one.keys("form\n", answer=False)
    serial = parked(one)
    assert one.desktop.sent == ["form"]
    one.keys("next")
    one.typing.expand(messages.Expand(serial, "Dear"))
    assert (one.text, one.failed()) == ("next", ["moved"])


def test_in_an_editor_the_enter_that_fired_a_question_is_a_line_break(session: Sessions) -> None:
    one = session({"form": "Dear"}, right=True, app="mousepad")
    one.keys("form\n", answer=False)
    serial = parked(one)
    one.keys("next")
    one.typing.expand(messages.Expand(serial, "Dear"))
    assert one.text == "Dear\nnext"


def test_the_trigger_taken_away_by_hand_takes_the_place_with_it(session: Sessions) -> None:
    one = session(FORM)
    one.keys(":form", answer=False)
    serial = parked(one)
    one.keys("x\b\b")
    one.typing.expand(messages.Expand(serial, "Dear"))
    assert (one.text, one.failed()) == (":for", ["moved"])


def test_a_trigger_begun_behind_a_question_goes_on_after_the_answer(session: Sessions) -> None:
    one = session({":form": "Dear", ":ty": "thank you"})
    one.keys(":form", answer=False)
    serial = parked(one)
    one.keys(" :t")
    one.typing.expand(messages.Expand(serial, "Dear"))
    one.keys("y")
    assert one.text == "Dear thank you"


def test_keys_of_a_question_are_not_matched_twice(session: Sessions) -> None:
    one = session({":form": "Dear", ":no": "never"})
    one.keys(":form", answer=False)
    serial = parked(one)
    one.keys(" :no", answer=False)
    one.typing.decline(one.asked()[1].serial)
    one.typing.expand(messages.Expand(serial, "Dear"))
    assert one.text == "Dear :no"
    assert len(one.asked()) == 2


# --- the palette ---


@pytest.mark.parametrize("text", ["be right back", LONG])
def test_a_palettes_text_waits_for_its_window(session: Sessions, text: str) -> None:
    one = session(TEXTS)
    one.keys("ok ")
    window = one.desktop.field.id
    one.board.focus("deskhand")
    one.typing.insert(messages.Insert(-1, window, text, left=2))
    one.board.focus("")
    one.settle()
    assert (one.text, one.desktop.field.caret) == ("ok " + text, len("ok " + text) - 2)
    assert_flowing(one)


def test_a_palettes_text_for_a_window_that_is_gone(session: Sessions) -> None:
    one = session(TEXTS)
    one.typing.insert(messages.Insert(-1, 77, "text"))
    assert one.typing.deadline() == 0.5
    one.wait()
    assert (one.text, one.failed()) == ("", ["moved"])


def test_typing_goes_on_while_a_palettes_text_waits(session: Sessions) -> None:
    one = session(TEXTS)
    one.typing.insert(messages.Insert(-1, 77, "text"))
    one.keys(":brb", answer=False)
    one.settle()
    assert (one.text, one.failed()) == ("be right back", ["moved"])


def test_two_texts_of_the_palette_at_once(session: Sessions) -> None:
    one = session({":l": LONG})
    one.keys(":l", answer=False)
    one.typing.insert(messages.Insert(-1, one.desktop.field.id, "text"))
    assert one.failed() == ["moved"]
    one.settle()
    assert one.text == LONG


# --- where nothing may be matched or kept ---


@pytest.mark.parametrize(
    ("app", "options"),
    [
        ("keepassxc", KeysOptions()),
        ("Notes", KeysOptions(excluded=["notes"])),
        ("deskhand", KeysOptions(own_pids=[0])),
    ],
)
def test_excluded_applications_and_own_windows(
    session: Sessions, app: str, options: KeysOptions
) -> None:
    one = session(TEXTS, app=app, options=options)
    one.keys(":brb")
    assert (one.text, one.told, one.remembered) == (":brb", [], 0)


def test_a_window_that_turns_out_to_be_excluded(session: Sessions) -> None:
    one = session(TEXTS)
    one.keys(":br")
    one.typing.on_window(Window(one.desktop.field.id, "keepassxc"))
    assert one.remembered == 0
    one.keys("b:ty")
    assert one.told == []


def test_a_window_that_changes_its_title_goes_on(session: Sessions) -> None:
    one = session(TEXTS)
    one.keys(":br")
    one.typing.on_window(Window(one.desktop.field.id, "", "*unsaved"))
    one.keys("b")
    assert one.text == "be right back"


def test_paused_and_resumed(session: Sessions) -> None:
    one = session(TEXTS)
    one.keys(":br")
    one.typing.pause(on=True)
    one.keys("b :ty")
    assert (one.told, one.remembered) == ([], 0)
    one.typing.pause(on=False)
    one.keys(" :ty")
    assert one.text == ":brb :ty thank you"


def test_a_field_that_hides_what_is_typed(session: Sessions) -> None:
    one = session(TEXTS)
    one.keys(":br")
    one.typing.on_secret(secret=True)
    one.keys("b :ty")
    assert (one.told, one.remembered) == ([], 0)
    one.typing.on_secret(secret=False)
    one.keys(":t")
    one.typing.on_secret(secret=False)
    one.keys("y")
    assert one.text == ":brb :tythank you"


def test_no_text_goes_into_a_field_that_came_to_hide_it(session: Sessions) -> None:
    one = session(TEXTS)
    one.keys(":brb", answer=False)
    one.typing.on_secret(secret=True)
    one.answer()
    assert (one.text, one.failed()) == (":brb", ["moved"])
    assert_flowing(one)


def test_settings_hold_from_the_next_key_on(session: Sessions) -> None:
    one = session(TEXTS)
    one.typing.configure(KeysOptions(paste_over=5))
    one.keys(":ty")
    assert one.desktop.changes == 2
    one.typing.configure(KeysOptions(excluded=[""]))
    one.keys(":ty")
    assert one.text == "thank you:ty"


def test_other_packs_in_the_middle_of_a_trigger(
    session: Sessions, index: Any, trigger: Any
) -> None:
    one = session(TEXTS)
    one.keys(":br")
    assert one.typing.load(index([trigger(":brb", 0), trigger("x", 1)], [("(", 2)], "new")) == [
        "A regex trigger of snippet 2 can't be read."
    ]
    one.keys("b")
    assert one.text == "be right back"
    assert one.asked()[0].library == "new"


def test_a_regex_is_replaced_with_its_groups(session: Sessions) -> None:
    one = session({"unused": "it"}, regexes=[(r"#(?P<n>\d+);", 0)])
    one.keys("see #12;")
    assert one.text == "see it"
    assert one.asked()[0].groups == {"n": "12"}


def test_a_long_run_of_triggers_in_one_hold_needs_no_deep_stack(session: Sessions) -> None:
    one = session({"a\u0301": "never", ":b": "B"}, hook=True)
    one.keys(":b", answer=False)
    for _ in range(3000):
        one.board.press(Stroke(Key.TEXT, "a\u0301", 1))
        one.board.press(Stroke(Key.TEXT, "a\u0301", 1, down=False))
    one.settle()
    assert one.text == "B" + "a\u0301" * 3000
