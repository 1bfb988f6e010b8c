"""A text in place of what was selected, and the way back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from desktop.host.keys import Key, KeysOptions, Stroke
from desktop.host.memory_keys import stroke_of
from desktop.keyboard import messages

Sessions = Any
"""``Session`` of conftest, which has no name to import it by."""
ENGLISH, SPANISH = "Where is it?", "¿Dónde está?"
STYLES: list[dict[str, Any]] = [{}, {"hook": False}, {"hook": False, "leak": 3}]


def _replaced(one: Any, text: str = SPANISH, was: str = ENGLISH) -> None:
    window = one.desktop.field.id
    one.typing.insert(messages.Insert(-1, window, text, replaced=was))
    one.settle()


def _undone(one: Any) -> list[int]:
    return [message.serial for message in one.told if isinstance(message, messages.Undone)]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("text", [SPANISH, "x" * 150])
def test_backspace_gives_back_what_was_replaced(
    session: Sessions, style: dict[str, Any], text: str
) -> None:
    one = session({}, **style)
    one.keys("a ")
    _replaced(one, text)
    assert one.text == "a " + text
    one.keys("\b")
    assert (one.text, _undone(one)) == ("a " + ENGLISH, [-1])
    one.keys("\b")
    assert one.text == "a " + ENGLISH[:-1]
    one.assert_flowing()


@pytest.mark.parametrize("style", STYLES)
def test_a_wish_gives_it_back_whatever_backspace_does(
    session: Sessions, style: dict[str, Any]
) -> None:
    one = session({}, options=KeysOptions(undo_backspace=False), **style)
    one.keys("a ")
    _replaced(one)
    one.typing.take_back(-1)
    one.settle()
    assert (one.text, _undone(one), one.failed()) == ("a " + ENGLISH, [-1], [])
    one.assert_flowing()


def test_backspace_is_one_when_undo_is_off(session: Sessions) -> None:
    one = session({}, options=KeysOptions(undo_backspace=False))
    _replaced(one)
    one.keys("\b")
    assert (one.text, _undone(one)) == (SPANISH[:-1], [])


@pytest.mark.parametrize("since", ["typed", "click", "focus", "other", "twice", "joined"])
def test_a_wish_that_comes_too_late_fails_and_changes_nothing(
    session: Sessions, since: str
) -> None:
    one = session({})
    _replaced(one, "ok 👩‍💻" if since == "joined" else SPANISH)
    serial = -1
    if since == "typed":
        one.keys("!")
    elif since == "click":
        one.board.click()
        one.board.hear()
    elif since == "focus":
        one.board.focus("other")
    elif since == "other":
        serial = -2
    elif since == "twice":
        one.typing.take_back(-1)
        one.settle()
    before = one.text
    one.typing.take_back(serial)
    one.settle()
    assert (one.text, one.failed()) == (before, ["moved"])
    one.assert_flowing()


def test_keys_typed_while_it_is_taken_back_come_behind(session: Sessions) -> None:
    one = session({":brb": "be right back"})
    _replaced(one)
    one.typing.take_back(-1)
    one.keys(" :brb!")
    assert one.text == ENGLISH + " be right back!"


def test_a_wish_fails_aloud_where_the_keyboard_is_taken(
    session: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = session({})
    _replaced(one)
    monkeypatch.setattr(one.board, "hold", lambda: False)
    one.typing.take_back(-1)
    assert (one.text, one.failed(), _undone(one)) == (SPANISH, ["moved"], [])


@pytest.mark.parametrize("since", ["nothing", "arrow", "letter", "backspace", "click", "ours"])
def test_what_is_selected_no_more_is_not_replaced(session: Sessions, since: str) -> None:
    one = session({})
    window = one.desktop.field.id
    selected_at = 2**32 / 1000 - 0.2  # the clock of events begins anew a moment later

    def press(stroke: Stroke) -> None:
        one.board.press(replace(stroke, at=0.3))

    if since == "arrow":
        press(stroke_of("left"))  # which may have been Ctrl+C, and deselects nothing
    elif since == "letter":
        press(stroke_of("a"))
    elif since == "backspace":
        press(stroke_of("backspace"))
    elif since in {"click", "ours"}:
        press(Stroke(Key.CLICK))
    before = one.text
    one.typing.insert(
        messages.Insert(
            -1,
            window,
            SPANISH,
            replaced=ENGLISH,
            selected_at=selected_at,
            clicks=since != "ours",
        )
    )
    one.settle()
    if since in {"nothing", "arrow", "ours"}:
        assert (one.text, one.failed()) == (SPANISH, [])
    else:
        assert (one.text, one.failed()) == (before, ["unselected"])


def test_what_was_typed_elsewhere_since_deselects_nothing(session: Sessions) -> None:
    one = session({})
    window = one.desktop.field.id
    one.board.focus("other")
    one.board.press(replace(stroke_of("a"), at=9.0))
    one.board.press(stroke_of("a", down=False))
    one.board.focus("")
    one.typing.insert(messages.Insert(-1, window, SPANISH, replaced=ENGLISH, selected_at=5.0))
    one.settle()
    assert (one.text, one.failed()) == (SPANISH, [])


def _order(one: Any, serial: int, at: float | None = 5.0) -> messages.Insert:
    window = one.desktop.field.id
    return messages.Insert(serial, window, SPANISH, replaced=ENGLISH, selected_at=at)


def test_the_same_selection_is_replaced_once(session: Sessions) -> None:
    """A browser gives out what was selected long after it was replaced."""
    one = session({})
    for serial in (-1, -2):
        one.typing.insert(_order(one, serial))
        one.settle()
    assert (one.text, one.failed()) == (SPANISH, ["unselected"])
    one.typing.insert(_order(one, -3, at=6.0))  # the agent selected anew
    one.settle()
    assert one.text == SPANISH * 2


def test_what_another_text_of_ours_took_the_place_of_is_not_replaced(session: Sessions) -> None:
    one = session({}, hook=False)
    one.board.press(replace(stroke_of("left"), at=6.0))  # a key as the palette's own, which writes
    one.typing.insert(messages.Insert(-1, one.desktop.field.id, "palette"))
    one.settle()
    one.typing.insert(_order(one, -2))
    one.settle()
    assert (one.text, one.failed()) == ("palette", ["unselected"])


@pytest.mark.parametrize("late", [False, True])
def test_the_click_that_brings_the_window_back_deselects(session: Sessions, late: bool) -> None:
    one = session({}, hook=False)
    one.board.press(replace(stroke_of("left"), at=4.0))
    order = _order(one, -1)
    one.board.focus("other")
    if late:  # the window is in front before the text comes
        one.typing.insert(order)
    one.board.press(replace(Stroke(Key.CLICK), at=6.0))
    one.board.focus("")
    if not late:
        one.typing.insert(order)
    one.settle()
    assert (one.text, one.failed()) == ("", ["unselected"])


@pytest.mark.parametrize(("at", "replaces"), [(3.0, True), (5.0, False), (7.0, True)])
def test_what_was_selected_in_another_window_is_not_replaced_here(
    session: Sessions, at: float, replaces: bool
) -> None:
    """Two windows of a browser have one selection, and Alt+Tab writes nothing."""
    one = session({}, hook=False)
    key = stroke_of("left")
    one.board.press(replace(key, at=2.0))
    for moment, name in ((4.0, "browser"), (6.0, "")):
        one.board.press(replace(key, at=moment, down=False))
        one.board.press(replace(key, at=moment))
        one.board.focus(name)
    one.typing.insert(_order(one, -1, at=at))
    one.settle()
    assert (one.text, one.failed()) == ((SPANISH, []) if replaces else ("", ["unselected"]))
