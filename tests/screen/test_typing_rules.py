"""Where nothing is typed, and the hotkeys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from Xlib import XK, X
from Xlib.display import Display

from desktop.keyboard import messages
from tests.screen.typing_session import Agent, Keyboard, TextWindow, ending


def _expands(desk: Any, *, yes: bool) -> None:
    desk.field.clear()
    desk.agent.type("ok :brb xyz", 1)
    wanted = "ok be right back xyz" if yes else "ok :brb xyz"
    assert desk.field.text(wanted) == wanted
    assert bool(desk.keyboard.of(messages.Matched)) is yes
    desk.keyboard.forget()


def test_an_excluded_application(desk: Any) -> None:
    desk.keyboard.configure(excluded=["TEXT-window"])
    desk.keyboard.settle()
    _expands(desk, yes=False)
    desk.keyboard.configure()
    desk.keyboard.settle()
    _expands(desk, yes=True)


def test_own_windows(desk: Any) -> None:
    desk.keyboard.configure(own_pids=[desk.field.process.pid])
    desk.keyboard.settle()
    _expands(desk, yes=False)


def test_paused(desk: Any) -> None:
    desk.keyboard.link.keep(messages.Pause(on=True))
    desk.keyboard.settle()
    _expands(desk, yes=False)
    desk.keyboard.link.keep(messages.Pause(on=False))
    desk.keyboard.settle()
    _expands(desk, yes=True)


def test_half_a_trigger_before_an_excluded_window_counts_nowhere(
    desk: Any, agent: Agent, keyboard: Keyboard, tmp_path: Any
) -> None:
    keyboard.configure(excluded=["vault"])
    keyboard.settle()
    agent.type(":br")
    vault = TextWindow(agent, tmp_path, "--name", "vault")
    with ending(vault):
        agent.type("b secret :brb")
        assert vault.text("b secret :brb") == "b secret :brb"
    desk.field.focus()
    agent.type("b.")
    assert desk.field.text(":brb.") == ":brb."
    assert not keyboard.of(messages.Matched)


@pytest.fixture
def other(agent: Agent) -> Iterator[Display]:
    """Another client of the X server."""
    display = Display(agent.environment["DISPLAY"])
    yield display
    display.close()


def test_another_client_has_the_keyboard_grabbed(desk: Any, other: Display) -> None:
    root = other.screen().root
    asynchronous = X.GrabModeAsync
    desk.agent.type("ok ")
    assert root.grab_keyboard(False, asynchronous, asynchronous, X.CurrentTime) == X.GrabSuccess
    other.sync()
    desk.agent.type(":brb")
    desk.agent.type(" xyz")
    other.ungrab_keyboard(X.CurrentTime)
    other.sync()
    desk.agent.type("z")
    assert desk.field.text("ok z") == "ok z"
    assert not desk.keyboard.of(messages.Typed)
    _expands(desk, yes=True)


@pytest.mark.parametrize("locks", [[], ["Caps_Lock"], ["Num_Lock"], ["Caps_Lock", "Num_Lock"]])
def test_a_hotkey_works_whatever_the_locks_say(desk: Any, locks: list[str]) -> None:
    desk.keyboard.configure(hotkeys={"palette": "<ctrl>+<alt>+<space>", "pause": "<ctrl>+<f9>"})
    desk.keyboard.settle()
    if locks:
        desk.agent.keys(*locks)
    try:
        desk.agent.keys("ctrl+alt+space", "ctrl+F9")
        found = desk.keyboard.wait(messages.Hotkey, 2)
    finally:
        if locks:
            desk.agent.keys(*locks)
    assert [(one.name, one.window) for one in found] == [
        ("palette", desk.field.window),
        ("pause", desk.field.window),
    ]
    desk.agent.type("x")
    assert desk.field.text("x") == "x"


def test_a_hotkey_follows_the_layout(desk: Any) -> None:
    desk.keyboard.configure(hotkeys={"palette": "<ctrl>+<alt>+z"})
    desk.keyboard.settle()
    desk.agent.layout("de")
    try:
        desk.agent.keys("ctrl+alt+z")
        desk.keyboard.wait(messages.Hotkey)
    finally:
        desk.agent.layout("us")


def test_a_hotkey_that_another_program_has(desk: Any, other: Display) -> None:
    root = other.screen().root
    code = other.keysym_to_keycode(XK.string_to_keysym("F8"))
    root.grab_key(code, X.ControlMask, True, X.GrabModeAsync, X.GrabModeAsync)
    other.sync()
    desk.keyboard.configure(hotkeys={"palette": "<ctrl>+<f8>", "pause": "nonsense"})
    found = {one.name: one.reason for one in desk.keyboard.wait(messages.Refused, 2)}
    assert "Another program" in found["palette"]
    assert "not a key" in found["pause"]
    # What of it was free for a moment is free again.
    done: list[object] = []
    root.grab_key(
        code, X.ControlMask | X.LockMask, True, X.GrabModeAsync, X.GrabModeAsync,
        onerror=lambda *error: done.append(error),
    )  # fmt: skip
    other.sync()
    assert not done


def test_a_hotkey_is_given_back(desk: Any, other: Display) -> None:
    desk.keyboard.configure(hotkeys={"palette": "<ctrl>+<f7>"})
    desk.keyboard.settle()
    desk.keyboard.configure()
    desk.keyboard.settle()
    done: list[object] = []
    other.screen().root.grab_key(
        other.keysym_to_keycode(XK.string_to_keysym("F7")), X.ControlMask, True,
        X.GrabModeAsync, X.GrabModeAsync, onerror=lambda *error: done.append(error),
    )  # fmt: skip
    other.sync()
    assert not done


@pytest.mark.parametrize(
    ("wanted", "symbol"),
    [("right_ctrl", "Control_R"), ("shift", "Shift_L"), ("meta", "Super_L"), ("alt", "Alt_L")],
)
def test_a_modifier_pressed_twice_is_a_hotkey(
    desk: Any, other: Display, wanted: str, symbol: str
) -> None:
    # By their codes: xdotool presses the left Control with the right one.
    key, left = (other.keysym_to_keycode(XK.string_to_keysym(one)) for one in (symbol, "Left"))
    desk.keyboard.configure(twice={"pause": wanted})
    desk.keyboard.settle()
    desk.agent.tap(key)
    desk.types("ok :brb")
    desk.agent.tap(key, left, key)
    desk.agent.type("x")
    desk.agent.tap(key, key)
    assert [one.name for one in desk.keyboard.wait(messages.Hotkey)] == ["pause"]
    assert desk.field.text("ok be right bacxk") == "ok be right bacxk"
    assert len(desk.keyboard.of(messages.Hotkey)) == 1


def test_alt_graph_pressed_twice(desk: Any) -> None:
    desk.agent.layout("de")
    try:
        desk.keyboard.configure(twice={"pause": "right_alt"})
        desk.keyboard.settle()
        desk.agent.keys("ISO_Level3_Shift", "ISO_Level3_Shift")
        desk.keyboard.wait(messages.Hotkey)
    finally:
        desk.agent.layout("us")


@pytest.fixture
def hotkey(desk: Any) -> str:
    """A hotkey, as xdotool presses it."""
    desk.keyboard.configure(hotkeys={"palette": "<ctrl>+<alt>+p"})
    desk.keyboard.settle()
    return "ctrl+alt+p"


def test_a_hotkey_leaves_the_undo_by_backspace(desk: Any, hotkey: str) -> None:
    desk.types("ok :brb")
    desk.agent.keys(hotkey)
    desk.keyboard.wait(messages.Hotkey)
    desk.agent.keys("BackSpace")
    assert desk.field.text("ok :brb") == "ok :brb"


def test_a_hotkey_in_the_middle_of_a_trigger_does_not_break_it(desk: Any, hotkey: str) -> None:
    desk.agent.type("ok :b")
    desk.agent.keys(hotkey)
    desk.types("rb")
    assert desk.field.text("ok be right back") == "ok be right back"


def test_a_hotkey_that_repeats_changes_nothing(desk: Any, hotkey: str) -> None:
    """Held down, its key goes on to repeat when the modifiers are let go."""
    desk.agent.type("ok :b")
    desk.agent.down("ctrl", "alt", "p")
    desk.keyboard.wait(messages.Hotkey, 2)
    desk.agent.up("ctrl", "alt")
    desk.agent.do("sleep", "0.2")  # nothing tells of it
    desk.agent.up("p")
    desk.types("rb")
    assert desk.field.text("ok be right back") == "ok be right back"


def test_the_key_of_a_hotkey_without_its_modifiers_is_a_key(desk: Any, hotkey: str) -> None:
    desk.agent.keys(hotkey)
    desk.types(":pa")
    assert desk.field.text("pasted short") == "pasted short"
    desk.agent.keys("ctrl+p", "BackSpace")
    assert desk.field.text("pasted shor") == "pasted shor"


def test_the_application_in_front_is_told_and_deskhand_itself_is_not(
    agent: Agent, keyboard: Keyboard, tmp_path: Any
) -> None:
    keyboard.forget()
    one = TextWindow(agent, tmp_path / "one", "--name", "first-app")
    with ending(one):
        own = TextWindow(agent, tmp_path / "own", "--name", "own-app")
        with ending(own):
            keyboard.configure(own_pids=[own.process.pid])
            keyboard.settle()
            one.focus()
            own.focus()
            last = TextWindow(agent, tmp_path / "last", "--name", "last-app")
            with ending(last):
                keyboard.until(
                    lambda: any(told.app == "last-app" for told in keyboard.of(messages.Front)),
                    "the application in front",
                )
    keyboard.configure()
    told = [one.app for one in keyboard.of(messages.Front)]
    assert "first-app" in told
    assert told.count("own-app") <= 1  # before it was known to be one of ours


def test_deskhand_in_front_of_a_keyboard_process_that_starts_is_not_told(
    agent: Agent, clean: None, tmp_path: Any
) -> None:
    own = TextWindow(agent, tmp_path / "own", "--name", "own-app")
    with ending(own):
        made = Keyboard(agent.environment, tmp_path, [])
        made.configure(own_pids=[own.process.pid])
        made.start()
        try:
            other = TextWindow(agent, tmp_path / "other", "--name", "other-app")
            with ending(other):
                made.wait(messages.Front)
        finally:
            made.stop()
    assert {one.app for one in made.of(messages.Front)} == {"other-app"}
