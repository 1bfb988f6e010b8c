"""Texts that come later: answers to questions, and the palette."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.keyboard import messages
from desktop.keyboard.typing import RETURNED_WITHIN

Sessions = Any
"""``Session`` of conftest, which has no name to import it by."""
TEXTS = {":brb": "be right back", ":ty": "thank you"}
FORM = {":form": "Dear Ms Doe", ":brb": "be right back"}
LONG = "a long text " * 20


# --- questions ---


@pytest.mark.parametrize("style", [{}, {"hook": False}, {"hook": False, "leak": 3}])
@pytest.mark.parametrize("text", ["Dear Ms Doe", LONG])
def test_the_answer_comes_behind_what_was_typed_on(
    session: Sessions, style: dict[str, Any], text: str
) -> None:
    one = session({":form": text}, **style)
    one.keys("a :formbc", answer=False)
    serial = one.park()
    one.keys(" de")
    one.typing.expand(messages.Expand(serial, text))
    one.settle()
    assert one.text == f"a {text}bc de"
    one.keys("f\b")
    assert one.text == f"a {text}bc de"
    one.assert_flowing()


def test_the_answer_has_its_caret_before_what_was_typed_on(session: Sessions) -> None:
    one = session(FORM)
    one.keys(":form", answer=False)
    serial = one.park()
    one.keys("xy")
    one.typing.expand(messages.Expand(serial, "Dear ,", left=1))
    one.keys("z")
    assert one.text == "Dear xyz,"


def test_an_answered_question_is_undone_by_backspace(session: Sessions) -> None:
    one = session(FORM)
    one.keys("a :form", answer=False)
    serial = one.park()
    one.typing.expand(messages.Expand(serial, "Dear"))
    one.keys("\b")
    assert one.text == "a :form"


@pytest.mark.parametrize("style", [{}, {"hook": False}, {"hook": False, "leak": 3}])
@pytest.mark.parametrize("parked_after", [0, 1, 2])
def test_a_trigger_with_a_question_begins_no_longer_trigger(
    session: Sessions, style: dict[str, Any], parked_after: int
) -> None:
    one = session({":form": "Dear", ":formal": "Sir"}, **style)
    one.keys(":form" + "al"[:parked_after], answer=False)
    serial = one.park()
    one.keys("al"[parked_after:] + " :")
    assert [match.typed for match in one.asked()] == [":form"]
    one.typing.expand(messages.Expand(serial, "Dear"))
    one.settle()
    assert one.text == "Dearal :"


def test_behind_a_trigger_with_a_question_triggers_fire(session: Sessions) -> None:
    one = session({":form": "Dear", "b": "B", "m;": "M"})
    one.keys(":form", answer=False)
    one.park()
    one.keys(";b")
    assert [match.typed for match in one.asked()] == [":form", "b"]
    assert one.text == ":form;B"


@pytest.mark.parametrize("lost", ["left", "click", "enter", "focus", "brb", "secret", "paused"])
def test_an_answer_without_its_place_is_handed_back(session: Sessions, lost: str) -> None:
    one = session(FORM)
    one.keys("a :form", answer=False)
    serial = one.park()
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
    one.assert_flowing()


def test_nothing_typed_in_a_secret_field_is_kept_behind_a_question(session: Sessions) -> None:
    one = session(FORM)
    one.keys(":form", answer=False)
    one.park()
    one.typing.on_secret(secret=True)
    one.keys("hunter2")
    assert len(one.typing._parking) == 0


def test_the_answer_waits_for_its_window(session: Sessions) -> None:
    one = session(FORM)
    one.keys(":form", answer=False)
    serial = one.park()
    one.board.focus("deskhand")
    one.keys("in the form")
    one.typing.expand(messages.Expand(serial, "Dear"))
    assert one.desktop.fields[""].text == ":form"
    one.board.focus("")
    assert one.text == "Dear"
    one.assert_flowing()


def test_several_questions_are_answered_in_any_order(session: Sessions) -> None:
    for order in ([0, 1, 2], [0, 2], [1, 2]):
        one = session({":a": "A", ":b": "B", ":c": "C"})
        serials = []
        for char in "abc":
            one.keys(f":{char}", answer=False)
            serials.append(one.park())
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
    first = one.park()
    one.keys(" :b", answer=False)
    second = one.park()
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
        serials.append(one.park())
        one.settle()
    assert len(one.typing._parking) == 8
    one.keys("x" * 201)
    assert len(one.typing._parking) == 0
    one.typing.expand(messages.Expand(serials[0], "A"))
    assert one.failed() == ["moved"]


def test_an_enter_that_fired_a_question_has_sent_it(session: Sessions) -> None:
    one = session({"form": "Dear"}, right=True)
    one.keys("form\n", answer=False)
    serial = one.park()
    assert one.desktop.sent == ["form"]
    one.keys("next")
    one.typing.expand(messages.Expand(serial, "Dear"))
    assert (one.text, one.failed()) == ("next", ["moved"])


def test_in_an_editor_the_enter_that_fired_a_question_is_a_line_break(session: Sessions) -> None:
    one = session({"form": "Dear"}, right=True, app="mousepad")
    one.keys("form\n", answer=False)
    serial = one.park()
    one.keys("next")
    one.typing.expand(messages.Expand(serial, "Dear"))
    assert one.text == "Dear\nnext"


def test_the_trigger_taken_away_by_hand_takes_the_place_with_it(session: Sessions) -> None:
    one = session(FORM)
    one.keys(":form", answer=False)
    serial = one.park()
    one.keys("x\b\b")
    one.typing.expand(messages.Expand(serial, "Dear"))
    assert (one.text, one.failed()) == (":for", ["moved"])


def test_a_trigger_begun_behind_a_question_goes_on_after_the_answer(session: Sessions) -> None:
    one = session({":form": "Dear", ":ty": "thank you"})
    one.keys(":form", answer=False)
    serial = one.park()
    one.keys(" :t")
    one.typing.expand(messages.Expand(serial, "Dear"))
    one.keys("y")
    assert one.text == "Dear thank you"


def test_keys_of_a_question_are_not_matched_twice(session: Sessions) -> None:
    one = session({":form": "Dear", ":no": "never"})
    one.keys(":form", answer=False)
    serial = one.park()
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
    one.assert_flowing()


def test_a_palettes_text_for_a_window_that_is_gone(session: Sessions) -> None:
    one = session(TEXTS)
    one.typing.insert(messages.Insert(-1, 77, "text"))
    assert one.typing.deadline() == RETURNED_WITHIN
    one.wait()
    assert (one.text, one.failed()) == ("", ["moved"])


def test_a_window_that_is_slow_to_come_back_gets_its_text_and_all_the_time_for_it(
    session: Sessions,
) -> None:
    one = session(TEXTS)
    window = one.desktop.field.id
    one.board.focus("deskhand")
    one.typing.insert(messages.Insert(-1, window, LONG))
    one.desktop.clock.advance(RETURNED_WITHIN - 0.1)
    one.typing.tick()
    one.board.focus("")
    one.desktop.clock.advance(0.2)
    one.typing.tick()
    one.settle()
    assert (one.text, one.failed()) == (LONG, [])
    one.assert_flowing()


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
