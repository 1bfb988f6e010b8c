"""The typing contract (docs/design.md) on a real X server, sentence by sentence."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.keyboard import messages
from tests.screen.typing_session import Agent, Keyboard, TextWindow, ending
from tests.typing_cases import DELAYS, LINES, UNI, Case, each_case


@each_case
def test_the_contract(desk: Any, case: Case) -> None:
    case(desk)


@pytest.mark.parametrize(("trigger", "pasted"), [(":brb", False), (":uni", True)])
def test_what_the_layout_can_t_type_is_pasted(desk: Any, trigger: str, pasted: bool) -> None:
    desk.types(f"ok {trigger}")
    assert [one.pasted for one in desk.keyboard.of(messages.Typed)] == [pasted]


@pytest.mark.parametrize("delay", DELAYS)
def test_enter_at_once_after_a_trigger_sends_no_half(
    agent: Agent, keyboard: Keyboard, tmp_path: Any, delay: int
) -> None:
    chat = TextWindow(agent, tmp_path, "--chat")
    with ending(chat):
        keyboard.settle()
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
        keyboard.settle()
        agent.type("so tyl\n")
        assert chat.sent(["so tyl"]) == ["so tyl"]
        agent.type("next tyl ")
        keyboard.quiet(1)
        assert chat.text("next thank you a lot ") == "next thank you a lot "


def test_shift_let_go_and_pressed_again_between_two_expansions(desk: Any) -> None:
    # The first one's text is out, with Shift down again as it was at the second trigger's last
    # key. A server ignores it if Shift is pressed then, from a program or a remote desktop.
    shift, colon = 50, 47
    desk.keyboard.answers = False
    desk.agent.type("ok :brb")
    first = desk.keyboard.wait(messages.Matched)[0]
    desk.agent.type(":)", 1)
    desk.keyboard.link.send(messages.Expand(first.serial, "be right back"))
    second = desk.keyboard.wait(messages.Matched, 2)[1]
    desk.agent.tap(colon, shift=shift)
    desk.keyboard.link.send(messages.Expand(second.serial, "Thank You!"))
    desk.keyboard.quiet(2)
    assert desk.field.text("ok be right backThank You!:", 3) == "ok be right backThank You!:"
