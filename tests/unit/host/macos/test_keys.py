"""The typing contract on a simulated Mac: the same cases as everywhere, and what only a Mac has."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Sequence

import pytest

from desktop.host import held_keys
from desktop.host.base import Window
from desktop.host.keys import KeysOptions
from desktop.host.macos import codes
from desktop.host.macos.sending import Sent
from desktop.keyboard import messages
from tests.typing_cases import CASES, LONG, SNIPPETS, Case, caps_lock_changes_nothing
from tests.unit.host.macos.simulated import Desk
from tests.unit.keyboard.conftest import Trigger, make_index

OTHER_CAPS = caps_lock_changes_nothing.__name__
"""On a Mac Shift writes capitals whatever Caps Lock says; elsewhere they undo each other."""


def _expand(number: int) -> messages.Expand:
    snippet = SNIPPETS[number]
    return messages.Expand(0, snippet.text, snippet.left, snippet.way)


@pytest.fixture
def desk() -> Iterator[Desk]:
    triggers = [
        Trigger(one.trigger, number, one.left_word, one.right_word, one.folded)
        for number, one in enumerate(SNIPPETS)
    ]
    made = Desk(make_index(triggers), _expand)
    yield made
    made.keys_host.close()


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=name) for name, case in CASES.items() if name != OTHER_CAPS]
)
def test_the_contract(desk: Desk, case: Case) -> None:
    case(desk)
    assert desk.mac.board.content == "the agent's own"


def test_caps_lock_changes_nothing(desk: Desk) -> None:
    desk.keys("Caps_Lock")
    desk.type("b:)a", 1)
    desk.keys("Caps_Lock")
    desk.type("b", 1)
    assert desk.text("") == "BThank You!Ab"


def test_keys_that_come_between_any_two_of_ours_wait(desk: Desk) -> None:
    desk.type("ok :brb" + "xyz abc" * 10, 1)
    assert desk.text("") == "ok be right back" + "xyz abc" * 10


def test_a_key_does_not_overtake_what_is_on_its_way(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the ledger it does: this is what it is for."""
    desk.type(":brb", 1)
    _stop_behind(desk, messages.Typed)
    assert desk.mac.stream
    desk.type("x", 1)
    desk.mac.stream.extendleft(reversed(list(desk.mac.fingers)))  # the system lets them in first
    desk.mac.fingers.clear()
    assert desk.text("") == "be right backx"


def _stop_behind(desk: Desk, kind: type[messages.Message]) -> None:
    for _ in range(1000):
        desk.turn()
        if desk.of(kind):
            return
    raise AssertionError


def test_what_never_comes_back_holds_nobody_up(desk: Desk) -> None:
    desk.type(":brb", 1)
    _stop_behind(desk, messages.Typed)
    desk.mac.stream.clear()  # another program swallows all of it
    begun = desk.mac.clock.monotonic()
    desk.type("x", 1)
    desk.settle()
    assert desk.mac.field.text.endswith("x")
    assert desk.mac.clock.monotonic() - begun < 0.5


def test_a_dead_key_writes_what_it_writes(desk: Desk) -> None:
    desk.type("n", 1)
    desk.press(codes.OPTION, down=True)
    desk.tap(0x0E)
    desk.press(codes.OPTION, down=False)
    desk.tap(0x0E)
    desk.type(" x", 1)
    assert desk.text("") == "born x"  # the trigger is "né"
    assert len(desk.of(messages.Matched)) == 1


def test_an_emoji_longer_than_an_event_is_pasted(desk: Desk) -> None:
    assert desk.keys_host.can_type("family 👨‍👩‍👧‍👦 and e\u0301")
    assert not desk.keys_host.can_type("e" + "\u0301" * 20)


def test_no_tap_for_a_while_forgets_what_was_typed(desk: Desk) -> None:
    desk.type(":br", 1)
    desk.settle()
    desk.keys_host.on_gap()
    desk.type("b x", 1)
    assert desk.text("") == ":brb x"
    assert not desk.of(messages.Matched)


def test_modifiers_are_those_of_the_keyboard_after_a_gap(desk: Desk) -> None:
    desk.down("shift")
    desk.settle()
    desk.mac.flags = 0  # it went up behind a lock screen
    desk.keys_host.on_gap()
    desk._flags = 0
    desk.type("ok :brb", 1)
    assert desk.text("") == "ok be right back"
    assert all(flags == 0 for key, flags in desk.mac.field.flags_seen if key == codes.DELETE)


def test_secure_input_is_said_and_nothing_is_kept(desk: Desk) -> None:
    desk.mac.trouble_is, desk.mac.secret = "A field for a password has the keyboard.", True
    desk.mac.changed = True
    desk.turn()  # who tells of a change makes the loop return
    desk.type(":brb x", 1)
    assert desk.text("") == ":brb x"
    assert not desk.of(messages.Matched)
    assert desk.states == [(True, ""), (False, "A field for a password has the keyboard.")]
    desk.mac.trouble_is, desk.mac.secret, desk.mac.changed = "", False, True
    desk.turn()
    desk.type(":brb", 1)
    assert desk.text("").endswith("be right back")
    assert desk.states[-1] == (True, "")


def test_a_field_that_says_that_it_hides_its_text_is_left_alone(desk: Desk) -> None:
    desk.mac.field_hides = desk.mac.changed = True
    desk.turn()
    desk.type(":brb x", 1)
    assert desk.text("") == ":brb x"
    assert desk.states == [(True, "")]
    desk.mac.field_hides, desk.mac.changed = False, True
    desk.turn()
    desk.type(":brb", 1)
    assert desk.text("").endswith("be right back")


def test_secure_input_is_seen_though_nobody_tells_of_it(desk: Desk) -> None:
    desk.mac.secret = True
    begun = desk.mac.clock.monotonic()
    while desk.mac.clock.monotonic() - begun < 2.1:
        desk.turn()
    desk.type(":brb", 1)
    assert desk.text("") == ":brb"


def test_caps_lock_and_fn_are_never_kept(desk: Desk) -> None:
    desk.answering = False
    desk.type(":brb", 1)
    _stop_behind(desk, messages.Matched)
    _turn_while_it_moves(desk)
    before = desk.mac.passed
    desk.keys("Caps_Lock", delay=0)
    desk.tap(codes.FUNCTION)
    for _ in range(4):
        desk.turn()
    assert desk.mac.passed == before + 4
    desk.type("a", 1)
    assert desk.text("") == ":brbA"


def test_another_window_in_the_middle_gets_nothing(desk: Desk) -> None:
    desk.answering = False
    desk.type("ok :brb", 1)
    _stop_behind(desk, messages.Matched)
    desk.mac.front, desk.mac.changed = Window(8, "com.apple.mail", "", 80), True
    desk.answering = True
    desk.type("x", 1)
    assert desk.text("") == "ok :brbx"
    assert [one.reason for one in desk.of(messages.Failed)] == ["moved"]


def test_the_application_that_does_not_answer_keeps_nobody_waiting(desk: Desk) -> None:
    desk.answering = False
    desk.type("ok :brb xyz", 1)
    begun = desk.mac.clock.monotonic()
    assert desk.text("") == "ok :brb xyz"
    assert desk.mac.clock.monotonic() - begun < 0.6


def test_a_pasteboard_that_is_not_handed_over_is_left_alone(desk: Desk) -> None:
    desk.mac.board.slow = True
    desk.type("ok :lng", 1)
    assert desk.text("") == "ok :lng"
    assert [one.reason for one in desk.of(messages.Failed)] == ["clipboard"]
    assert desk.mac.board.read == []


def test_a_paste_has_its_own_key_and_no_other_modifier(desk: Desk) -> None:
    desk.down("shift")
    desk.keys("semicolon", "l", "n", "g", delay=1)
    desk.up("shift")
    desk.settle()
    desk.mac.field.text, desk.mac.field.caret = "", 0
    desk.types(":lng", 1)
    assert desk.text("") == LONG
    pasted = [flags for key, flags in desk.mac.field.flags_seen if key == codes.V]
    assert pasted[-1] == codes.FLAG_COMMAND | codes.DEVICE_FLAGS[codes.COMMAND]


def test_a_hotkey_reaches_deskhand_and_nobody_else(desk: Desk) -> None:
    desk.keys_host.configure(
        KeysOptions(hotkeys={"palette": "<ctrl>+<alt>+<space>", "odd": "<ctrl>+ß"})
    )
    assert desk.hotkeys == ["odd: “<ctrl>+ß” is not a key of this keyboard."]
    desk.press(codes.CONTROL, down=True)
    desk.press(codes.OPTION, down=True)
    desk.press(codes.SPACE, down=True)
    desk.press(codes.SPACE, down=True)  # it repeats
    desk.press(codes.SPACE, down=False)
    desk.press(codes.OPTION, down=False)
    desk.press(codes.CONTROL, down=False)
    desk.type("x", 1)
    assert desk.text("") == "x"
    assert desk.hotkeys[1:] == ["palette"]
    assert codes.SPACE not in [key for key, _ in desk.mac.field.flags_seen]


def test_ten_thousand_keys_flow_when_nobody_answers(desk: Desk) -> None:
    desk.answering = False
    desk.type(":brb", 1)
    _stop_behind(desk, messages.Matched)
    for _ in range(5_000):
        desk.tap(0x00)
    while desk.mac.fingers:  # all at once, before the half second is over
        desk.mac._deliver(desk.mac.fingers.popleft())
    begun = time.thread_time()
    desk.mac.clock.advance(0.5)
    desk.turn()
    assert time.thread_time() - begun < 0.5
    desk.mac.stream, moving = type(desk.mac.stream)(), list(desk.mac.stream)
    for one in moving:
        desk.mac._deliver(one)
    assert desk.mac.field.text == ":brb" + "a" * 5_000


def test_secure_input_in_the_middle_lets_the_keys_go(desk: Desk) -> None:
    desk.answering = False
    desk.type("ok :brb", 1)
    _stop_behind(desk, messages.Matched)
    desk.mac.secret = desk.mac.changed = True
    desk.answering = True
    desk.turn()
    desk.type("x", 1)
    assert desk.text("") == "ok :brbx"
    assert desk.states[-1] == (True, "")  # what the trouble is, the machine says


def test_when_the_loop_hangs_the_keys_go_out(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    monkeypatch.setattr(os, "_exit", ended.append)
    desk.answering = False
    desk.type("ok :brbx", 1)
    _stop_behind(desk, messages.Matched)
    _turn_while_it_moves(desk)
    desk.keys_host._rescue()
    while desk.mac.stream:
        desk.mac._hears = None  # the process has ended, and its tap with it
        desk.mac._deliver(desk.mac.stream.popleft())
    assert ended == [held_keys._HUNG]
    assert desk.mac.field.text == "ok :brbx"


def test_at_the_end_nothing_stays_behind(desk: Desk) -> None:
    desk.answering = False
    desk.type("ok :brbxy", 1)
    _stop_behind(desk, messages.Matched)
    _turn_while_it_moves(desk)
    desk.keys_host.close()
    desk.mac._hears = None
    while desk.mac.stream or desk.mac.fingers:
        desk.mac.run(0, 0)
    assert desk.mac.ended
    assert desk.mac.field.text == "ok :brbxy"


def test_a_remote_desktop_gets_keys_of_the_layout(desk: Desk) -> None:
    desk.mac.front, desk.mac.changed = Window(9, "com.microsoft.rdc.macos", "", 90), True
    desk.types("ok :brb", 1)
    assert desk.text("") == "ok be right back"
    desk.mac.field.text, desk.mac.field.caret = "", 0
    sent = _all_sent(desk, "x:)")
    assert desk.text("") == "xThank You!"
    assert sent
    assert not any(one.text for one in sent)
    desk.types(":uni", 1)
    assert desk.of(messages.Failed)[-1].reason == "remote"


def _turn_while_it_moves(desk: Desk) -> None:
    while desk.mac.fingers or desk.mac.stream:
        desk.turn()


def _all_sent(desk: Desk, text: str) -> list[Sent]:
    before = desk.mac.post
    sent: list[Sent] = []

    def post(batch: Sequence[Sent], fields: Iterable[int]) -> None:
        sent.extend(batch)
        before(batch, fields)

    desk.mac.post = post  # type: ignore[method-assign] # the batch is looked at
    desk.types(text, 1)
    return sent
