"""What is heard late: another window in front, by a process of ours or a window manager at rest."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import Mock

import psutil
import pytest

from desktop.host.x11.keys import X11Keys
from desktop.keyboard import messages
from tests.screen.conftest import Desk
from tests.screen.typing_session import Agent, Keyboard, TextWindow


@contextmanager
def at_rest(pid: int | None) -> Iterator[None]:
    """A process that gets no time, as on a busy machine."""
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def window_manager(agent: Agent) -> int:
    """The process of the screen's."""
    (found,) = (
        one.pid
        for one in psutil.Process().children()
        if one.name() == "openbox" and one.environ()["DISPLAY"] == agent.environment["DISPLAY"]
    )
    return found


@pytest.fixture
def other(agent: Agent, tmp_path: Path, keyboard: Keyboard) -> Iterator[TextWindow]:
    """Another window, in front."""
    made = TextWindow(agent, tmp_path)
    keyboard.settle()
    yield made
    made.end()


def test_keys_typed_right_after_a_change_of_windows_are_of_the_new_one(
    desk: Desk, other: TextWindow
) -> None:
    with at_rest(desk.keyboard.link.pid):
        desk.agent.type("ok :b")
        desk.field.focus()
        desk.agent.type("ok :brb xyz")
    desk.keyboard.quiet(1)
    assert desk.field.text("ok be right back xyz") == "ok be right back xyz"
    assert other.text("ok :b") == "ok :b"


def test_keys_typed_right_after_a_return_stand_behind_the_answer(
    desk: Desk, other: TextWindow
) -> None:
    desk.keyboard.answers = False
    desk.agent.type("ok :brb")
    matched = desk.keyboard.wait(messages.Matched)[0]
    desk.keyboard.link.send(messages.Park(matched.serial))
    desk.keyboard.settle()
    desk.field.focus()
    desk.keyboard.settle()
    with at_rest(desk.keyboard.link.pid):
        other.focus()
        desk.agent.type(" xyz")
    desk.keyboard.settle()
    desk.keyboard.link.send(messages.Expand(matched.serial, "be right back"))
    desk.keyboard.quiet(1)
    assert other.text("ok be right back xyz") == "ok be right back xyz"


def test_a_window_that_is_still_to_be_told_of_is_not_in_front_before(
    desk: Desk, other: TextWindow
) -> None:
    """What was typed until then would be taken for what was typed into it."""
    listener = Mock()
    nothing, other_end = os.pipe()
    keys = X11Keys(desk.agent.environment["DISPLAY"])
    try:
        keys.listen(listener)
        desk.field.focus()
        assert keys.window().id == other.window
        keys.wait(nothing, 0)
        assert listener.on_window.call_args.args[0].id == desk.field.window
        assert keys.window().id == desk.field.window
    finally:
        keys.close()
        os.close(nothing)
        os.close(other_end)


def test_nothing_is_erased_in_a_window_that_has_taken_the_focus_unannounced(
    desk: Desk, other: TextWindow
) -> None:
    with at_rest(window_manager(desk.agent)):
        desk.agent.type("ok :br")
        desk.agent.do("windowfocus", "--sync", str(desk.field.window))
        desk.agent.type("b")
        desk.keyboard.quiet(1)
    assert desk.keyboard.reasons == ["moved"]
    assert other.text("ok :br") == "ok :br"
    assert desk.field.text("b") == "b"


def test_keys_typed_after_a_return_that_was_heard_with_the_trigger_stay_as_they_are(
    desk: Desk, other: TextWindow
) -> None:
    desk.field.focus()
    desk.keyboard.settle()
    with at_rest(desk.keyboard.link.pid):
        desk.agent.type("ok :brb")
        other.focus()
        desk.field.focus()
        desk.agent.type(" xyz")
    desk.keyboard.quiet(1)
    assert desk.field.text("ok be right back xyz") == "ok be right back xyz"


def test_keys_typed_into_a_window_that_was_in_front_for_a_while_are_not_of_the_others(
    desk: Desk, other: TextWindow
) -> None:
    desk.field.focus()
    desk.keyboard.settle()
    with at_rest(desk.keyboard.link.pid):
        desk.agent.type("ok :brb")
        other.focus()
        desk.agent.type(":brb 1")
        desk.field.focus()
        desk.agent.type(" :brb")
    desk.keyboard.quiet(1)
    assert other.text(":brb 1") == ":brb 1"
    assert desk.field.text("ok :brb be right back") == "ok :brb be right back"
