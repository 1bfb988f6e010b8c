"""The typing machine, case by case; the same against a model is in test_typing_model."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.host.base import AppRule, Newline, Window
from desktop.host.keys import Key, KeysOptions, Stroke
from desktop.host.memory_keys import stroke_of
from desktop.keyboard import messages

Sessions = Any
"""``Session`` of conftest, which has no name to import it by."""
TEXTS = {":brb": "be right back", ":ty": "thank you"}
LONG = "a long text " * 20
STYLES = pytest.mark.parametrize("style", [{}, {"hook": False}, {"hook": False, "leak": 3}])


# --- the main thing ---


@STYLES
def test_a_trigger_becomes_its_text_and_what_is_typed_meanwhile_follows(
    session: Sessions, style: dict[str, Any]
) -> None:
    one = session(TEXTS, **style)
    one.keys("ok :brb xyz :ty!", answer=False)
    one.settle()
    assert one.text == "ok be right back xyz thank you!"
    one.assert_flowing()


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
    one.assert_flowing()


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
    one.assert_flowing()


def test_a_key_that_repeats_while_held_back_is_let_go_in_between(session: Sessions) -> None:
    one = session({":b": "x"}, hook=False)
    one.keys(":b", answer=False)
    for _ in range(3):
        one.board.press(stroke_of("a"))
    one.board.press(stroke_of("a", down=False))
    one.settle()
    assert one.text == "xaaa"
    one.assert_flowing()


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
    one.assert_flowing()


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
    one.assert_flowing()


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


def test_a_field_of_our_own_that_asks_for_snippets_gets_them(session: Sessions) -> None:
    one = session(TEXTS, app="deskhand", options=KeysOptions(own_pids=[0]))
    one.keys(":br")
    one.typing.want_own(on=True)
    one.keys("b :brb ")
    assert one.text == ":brb be right back "
    one.typing.want_own(on=False)
    one.keys(":ty")
    assert (one.text, one.remembered) == (":brb be right back :ty", 0)


def test_a_field_of_our_own_asks_for_no_other_window(session: Sessions) -> None:
    one = session(TEXTS, app="keepassxc")
    one.typing.want_own(on=True)
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
    one.assert_flowing()


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


@pytest.mark.parametrize("app", ["slack", "mousepad"])
def test_a_carriage_return_is_a_line_break_and_never_enter(session: Any, app: str) -> None:
    one = session({":cr": "one\rtwo\r\nthree\x1b"}, app=app)
    one.keys("so :cr.")
    assert one.text == "so one\ntwo\nthree."
    one.assert_flowing()


def test_the_caret_stays_at_its_mark_when_a_character_behind_it_is_dropped(session: Any) -> None:
    one = session({":cr": "a"})
    one.keys(":cr", answer=False)
    one.typing.expand(messages.Expand(one.asked()[0].serial, "Dear \x1b, \x00hi", left=5))
    one.settle()
    one.keys("Ann")
    assert one.text == "Dear Ann, hi"
