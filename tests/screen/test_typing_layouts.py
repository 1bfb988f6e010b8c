"""Layouts: what a key gives is what the application got, dead keys, Compose and groups included."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from Xlib import XK, X

from desktop.host.x11.keys import X11Keys
from desktop.host.x11.record import Item, Recording
from desktop.keyboard import messages
from desktop.keyboard.reasons import Reason
from tests.screen.typing_session import LOOK_S, Agent, Keyboard, Xterm, ending, eventually

SHIFT, RIGHT_ALT, QUOTE, X_KEY = 50, 108, 48, 53
"""Key codes; the third is a dead key on a Spanish keyboard."""
UNI = "Grüße – “ça va” 😀 日本"


@pytest.fixture(autouse=True)
def _us_afterwards(agent: Agent) -> Iterator[None]:
    yield
    agent.layout("-option", "", "us")


@pytest.mark.parametrize("layout", ["de", "fr", "es", "us"])
def test_expansions_on_a_layout(desk: Any, layout: str) -> None:
    desk.agent.layout(layout)
    desk.types("ok :brb xyz :) q :uni z", 8, matches=3)
    wanted = f"ok be right back xyz Thank You! q {UNI} z"
    assert desk.field.text(wanted) == wanted


def test_characters_of_altgr_are_typed(desk: Any) -> None:
    desk.agent.layout("de")
    desk.types(":agr.", 1)
    assert desk.field.text("a@b {x} [y] \\ €µ².") == "a@b {x} [y] \\ €µ²."
    assert not desk.keyboard.wait(messages.Typed)[0].pasted


@pytest.mark.parametrize(
    ("layout", "keys"),
    [
        (["es"], ["dead_acute", "e"]),
        (["us", "-variant", "intl"], ["dead_acute", "e"]),
        (["fr"], ["eacute"]),
    ],
    ids=["es", "us-intl", "fr"],
)
def test_a_trigger_with_an_accent(desk: Any, layout: list[str], keys: list[str]) -> None:
    desk.agent.layout(*layout)
    desk.agent.keys("n", *keys, "x", "y", delay=1)
    desk.keyboard.quiet(1)
    assert desk.field.text("bornxy") == "bornxy"


@pytest.mark.parametrize("delay", [1, 8])
def test_a_trigger_in_devanagari(desk: Any, delay: int) -> None:
    desk.agent.layout("in", "-variant", "deva")
    word, trigger = ([f"U{ord(char):04X}" for char in some] for some in ("नम", "।।धनवपस"))
    desk.agent.keys(*word, "space", *trigger, "space", *word, delay=delay)
    desk.keyboard.quiet(1)
    wanted = "नम रिफंड मंज़ूर हो गया है। नम"
    assert desk.field.text(wanted) == wanted


@pytest.mark.parametrize("delay", [1, 8])
def test_a_trigger_in_arabic(desk: Any, delay: int) -> None:
    desk.agent.layout("ara")
    word = [f"Arabic_{name}" for name in ("noon", "ain", "meem")]
    trigger = [f"Arabic_{name}" for name in ("semicolon", "semicolon", "beh", "ra", "yeh", "dal")]
    desk.agent.keys(*word, "space", *trigger, "space", *word, delay=delay)
    desk.keyboard.quiet(1)
    wanted = "نعم شكرًا على رسالتكم. نعم"
    assert desk.field.text(wanted) == wanted


def test_a_dead_key_just_after_a_trigger(agent: Agent, keyboard: Keyboard, tmp_path: Path) -> None:
    agent.layout("es")
    # In a window of Qt that is late the é stands before all that is read with it, Deskhand or not.
    terminal = Xterm(agent, tmp_path)
    with ending(terminal):
        keyboard.settle()
        names = ["o", "k", "space", "colon", "b", "r", "b", "dead_acute", "e", "x"]
        agent.keys(*names, delay=1)
        keyboard.quiet(1)
        found = terminal.text("ok be right backéx", 3)
    # A dead key that got through before the keyboard was frozen can't be taken back: then the
    # trigger stands as it was typed.
    assert found in {"ok be right backéx", "ok :brbéx"}


def test_a_dead_key_that_got_through_before_the_keyboard_was_frozen(desk: Any) -> None:
    desk.agent.layout("es")
    pid = desk.keyboard.link.pid
    desk.keyboard.answers = False
    os.kill(pid, signal.SIGSTOP)
    try:
        desk.agent.type("ok :brb", 1)
        assert desk.field.text("ok :brb") == "ok :brb"
        desk.agent.tap(QUOTE)
    finally:
        os.kill(pid, signal.SIGCONT)
    # The rest is not held back until the text is there, for which it could not be used.
    assert desk.keyboard.wait(messages.Failed)[0].reason == Reason.SENT
    desk.agent.keys("e", "x", delay=1)
    assert desk.field.text("ok :brbéx", 3) == "ok :brbéx"


@pytest.mark.parametrize(
    ("layout", "begin", "accented", "uncomposed"),
    [
        (["es"], [(QUOTE, 0)], "é", "e"),
        (["us", "-option", "compose:ralt"], [(RIGHT_ALT, 0), (QUOTE, SHIFT)], "ë", '"e'),
    ],
    ids=["dead key", "compose"],
)
def test_a_sequence_that_ends_behind_the_expansion(
    desk: Any,
    layout: list[str],
    begin: list[tuple[int, int]],
    accented: str,
    uncomposed: str,
) -> None:
    desk.agent.layout(*layout)
    desk.keyboard.answers = False
    desk.agent.type("ok :brb")
    matched = desk.keyboard.wait(messages.Matched)[0]
    for code, shift in begin:
        desk.agent.tap(code, shift=shift)
    desk.keyboard.link.send(messages.Expand(matched.serial, "be right back"))
    desk.keyboard.quiet(1)
    # Sent again as let go first and then pressed, they would stay down and repeat.
    assert eventually(lambda: not desk.agent.keys_down(), 2), desk.agent.keys_down()
    assert desk.field.text("ok be right back") == "ok be right back"
    desk.agent.keys("e", "x", delay=1)
    # A window of Qt that was without the keyboard for 0.1 s and has not yet read that it has it
    # again does not compose what it reads with that news.
    found = desk.field.text(f"ok be right back{accented}x", 3)
    assert found in {f"ok be right back{accented}x", f"ok be right back{uncomposed}x"}


def test_a_trigger_by_compose(desk: Any) -> None:
    desk.agent.layout("us", "-option", "compose:ralt")
    desk.agent.keys("colon", "Multi_key", "quotedbl", "u", "x", "y", delay=1)
    desk.keyboard.quiet(1)
    assert desk.field.text("umlautxy") == "umlautxy"


def test_the_group_is_switched(desk: Any) -> None:
    shift, switch = 50, 135
    colon, *house = 15, 46, 44, 55
    desk.agent.layout("us,ru", "-option", "grp:menu_toggle")
    desk.types(":brb ", 1)
    desk.agent.tap(switch)
    try:
        # The same keys give Cyrillic letters now; a Latin text is pasted.
        desk.agent.tap(colon, shift=shift)
        desk.agent.tap(*house, house[0])
        desk.keyboard.quiet(2)
        assert desk.field.text("be right back houseд") == "be right back houseд"
        assert [one.pasted for one in desk.keyboard.of(messages.Typed)] == [False, True]
    finally:
        desk.agent.tap(switch)


def test_the_layout_changes_between_two_expansions(desk: Any) -> None:
    desk.types(":brb ", 1)
    desk.agent.layout("de")
    desk.types(":brb z", 8, matches=2)
    assert desk.field.text("be right back be right back z") == "be right back be right back z"


def test_a_process_that_is_late_reads_keys_by_the_layout_that_they_were_typed_in(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    listener = Mock()
    keys = X11Keys(desk.agent.environment["DISPLAY"])
    read = Recording.read
    nothing, other_end = os.pipe()

    def read_late(recording: Recording) -> list[Item]:
        """Its loop was stopped here, at whatever it does first."""
        monkeypatch.setattr(Recording, "read", read)
        desk.agent.layout("de")
        desk.agent.type("z:", 1)
        return read(recording)

    def written() -> str:
        keys.wait(nothing, LOOK_S)
        strokes = [call.args[0] for call in listener.on_stroke.call_args_list]
        return "".join(stroke.text for stroke in strokes)

    try:
        keys.listen(listener)
        monkeypatch.setattr(Recording, "read", read_late)
        assert eventually(lambda: len(written()) == 2)
        assert written() == desk.field.text("z:") == "z:"
    finally:
        keys.close()
        os.close(nothing)
        os.close(other_end)


def test_a_key_that_was_given_a_character_for_a_moment(desk: Any) -> None:
    # As xdotool and on-screen keyboards type what is not on the layout.
    display = desk.agent.display
    rows = display.get_keyboard_mapping(8, 248)
    spare = 8 + next(place for place, row in enumerate(rows) if not any(row))
    desk.keyboard.answers = False
    desk.agent.type("ok :brb")
    matched = desk.keyboard.wait(messages.Matched)[0]
    for symbol in (XK.XK_eacute, 0x01000000 | ord("ж")):
        display.change_keyboard_mapping(spare, [(symbol, symbol)])
        desk.agent.tap(spare)
    display.change_keyboard_mapping(spare, [(X.NoSymbol, X.NoSymbol)])
    display.sync()
    desk.agent.tap(X_KEY)  # by no program that has to start, within the half second of a match
    desk.keyboard.link.send(messages.Expand(matched.serial, "be right back"))
    desk.keyboard.quiet(1)
    assert desk.field.text("ok be right backéжx") == "ok be right backéжx"
