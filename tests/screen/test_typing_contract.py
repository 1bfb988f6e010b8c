"""The typing contract (DESIGN.md) on a real X server, in a Qt text field: sentence by sentence."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.keyboard import messages
from tests.screen.typing_session import Agent, Keyboard, TextWindow, ending

DELAYS = (1, 8, 30, 60)
UNI = "Grüße – “ça va” 😀 日本"
LINES = "line one\nline two\nline three"
LONG = "A sentence that is longer than what is typed key by key. " * 3


@pytest.mark.parametrize("delay", DELAYS)
@pytest.mark.parametrize(("trigger", "text"), [(":brb", "be right back"), (":uni", UNI)])
def test_text_typed_at_once_stands_behind_the_expansion(
    desk: Any, trigger: str, text: str, delay: int
) -> None:
    times = 3
    desk.types(f"ok {trigger} xyz " * times, delay, matches=times)
    assert desk.field.text(f"ok {text} xyz " * times) == f"ok {text} xyz " * times
    assert {one.pasted for one in desk.keyboard.of(messages.Typed)} == {text == UNI}


@pytest.mark.parametrize(("trigger", "text"), [(":ml", LINES), (":lng", LONG)])
def test_lines_and_long_texts_come_whole(desk: Any, trigger: str, text: str) -> None:
    desk.types(f"a {trigger}b" * 2, 1, matches=2)
    assert desk.field.text(f"a {text}b" * 2) == f"a {text}b" * 2


def test_a_trigger_of_shifted_keys(desk: Any) -> None:
    desk.types("x:)y:MIXz:)!", 1, matches=3)
    wanted = "xThank You!yCapitals And lower casezThank You!!"
    assert desk.field.text(wanted) == wanted


def test_the_last_key_of_the_trigger_is_still_held_down(desk: Any) -> None:
    desk.agent.type("ok :br")
    desk.agent.down("b")
    desk.keyboard.quiet(1)
    desk.agent.type(" xyz", 1)
    desk.agent.up("b")
    assert desk.field.text("ok be right back xyz") == "ok be right back xyz"


@pytest.mark.parametrize(("trigger", "text"), [(":MIX", "Capitals And lower case"), (":)", None)])
def test_shift_is_held_before_during_and_after(desk: Any, trigger: str, text: str | None) -> None:
    text = text or "Thank You!"
    names = {":": "semicolon", ")": "0"}
    desk.agent.down("shift")
    desk.agent.keys(*(names.get(one, one.lower()) for one in trigger), delay=1)
    desk.agent.keys("a", "b", "c", delay=1)
    desk.keyboard.quiet(1)
    desk.agent.keys("d")
    desk.agent.up("shift")
    desk.agent.keys("e")
    assert desk.field.text(f"{text}ABCDe") == f"{text}ABCDe"


def test_shift_is_held_while_a_text_is_pasted(desk: Any) -> None:
    desk.agent.type(":un")
    desk.agent.keys("i", delay=0)
    desk.agent.down("shift")
    desk.agent.keys("a", "b", delay=1)
    desk.keyboard.quiet(1)
    desk.agent.up("shift")
    desk.agent.keys("c")
    assert desk.field.text(f"{UNI}ABc") == f"{UNI}ABc"


def test_caps_lock_changes_nothing(desk: Any) -> None:
    desk.agent.keys("Caps_Lock")
    try:
        desk.agent.keys(*["shift+b", "colon", "shift+b", "shift+r", "shift+b", "a"])
        desk.keyboard.quiet(1)
        assert desk.field.text("bbe right backA") == "bbe right backA"
    finally:
        desk.agent.keys("Caps_Lock")


def test_keys_during_an_expansion_complete_another_trigger(desk: Any) -> None:
    desk.types(":uni:brb:uni:brb.", 1, matches=4)
    wanted = f"{UNI}be right back{UNI}be right back."
    assert desk.field.text(wanted) == wanted


def test_an_expansion_never_triggers_itself(desk: Any) -> None:
    desk.types("a :in b", 1)
    assert desk.field.text("a <:brb> b") == "a <:brb> b"
    assert len(desk.keyboard.of(messages.Matched)) == 1


@pytest.mark.parametrize(("trigger", "text"), [(":brb", "be right back"), (":lng", LONG)])
def test_backspace_gives_back_what_was_typed(desk: Any, trigger: str, text: str) -> None:
    desk.types(f"ok {trigger}")
    assert desk.field.text(f"ok {text}") == f"ok {text}"
    desk.agent.keys("BackSpace")
    desk.keyboard.wait(messages.Undone)
    desk.agent.type("xyz", 1)
    assert desk.field.text(f"ok {trigger}xyz") == f"ok {trigger}xyz"


def test_backspace_at_once_after_the_trigger(desk: Any) -> None:
    desk.agent.do("type", "--delay", "1", "ok :brb")
    desk.agent.keys("BackSpace", "x", delay=1)
    desk.keyboard.quiet(1)
    assert desk.field.text("ok :brbx") == "ok :brbx"


def test_a_word_trigger_needs_its_separators(desk: Any) -> None:
    desk.types("styl tylo tyl, tyl.x", 1, matches=2)
    wanted = "styl tylo thank you a lot, thank you a lot.x"
    assert desk.field.text(wanted) == wanted


def test_backspace_in_a_trigger_counts(desk: Any) -> None:
    desk.agent.type("ok :brx")
    desk.agent.keys("BackSpace")
    desk.types("b xyz", 1)
    assert desk.field.text("ok be right back xyz") == "ok be right back xyz"


def test_the_caret_goes_to_its_mark(desk: Any) -> None:
    desk.types(":curAnn", 1)
    assert desk.field.text("Dear Ann, how are you?") == "Dear Ann, how are you?"


@pytest.mark.parametrize("key", ["Left", "Home", "ctrl+a", "Escape"])
def test_a_caret_key_makes_the_matcher_forget(desk: Any, key: str) -> None:
    desk.agent.type(":br")
    desk.agent.keys(key, "End")
    desk.agent.type("b xyz")
    assert desk.field.text(":brb xyz") == ":brb xyz"
    assert not desk.keyboard.of(messages.Matched)


def test_a_click_makes_the_matcher_forget(desk: Any) -> None:
    desk.agent.type(":br")
    desk.agent.do("mousemove", "--window", str(desk.field.window), "300", "300", "click", "1")
    desk.agent.type("b xyz")
    assert desk.field.text(":brb xyz") == ":brb xyz"
    assert not desk.keyboard.of(messages.Matched)


@pytest.mark.parametrize("delay", DELAYS)
def test_enter_at_once_after_a_trigger_sends_no_half(
    agent: Agent, keyboard: Keyboard, tmp_path: Any, delay: int
) -> None:
    chat = TextWindow(agent, tmp_path, "--chat")
    with ending(chat):
        texts = {":brb": "be right back", ":ml": LINES, ":uni": UNI}
        agent.type("".join(f"ok {trigger}\n" for trigger in texts), delay)
        keyboard.quiet(3)
        # Enter that reaches a chat first sends what was typed, trigger and all: never a half.
        sent = chat.sent([f"ok {text}" for text in texts.values()], 3)
        typed = [{f"ok {trigger}", f"ok {text}"} for trigger, text in texts.items()]
        assert len(sent) == 3
        assert all(one in either for one, either in zip(sent, typed, strict=True))
        assert chat.text("") == ""
        if delay >= 30:
            assert sent == [f"ok {text}" for text in texts.values()]
        agent.type("and :ml.", 1)
        keyboard.quiet(4)
        assert chat.text(f"and {LINES}.") == f"and {LINES}."


def test_a_word_trigger_that_enter_completes_in_a_chat(
    agent: Agent, keyboard: Keyboard, tmp_path: Any
) -> None:
    chat = TextWindow(agent, tmp_path, "--chat")
    with ending(chat):
        agent.type("so tyl\n")
        assert chat.sent(["so tyl"]) == ["so tyl"]
        agent.type("next tyl ")
        keyboard.quiet(1)
        assert chat.text("next thank you a lot ") == "next thank you a lot "
