"""Typing on Windows when something goes wrong: the agent's keys flow, whatever it is."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from desktop.keyboard import messages
from desktop.keyboard.reasons import Reason
from tests.screen.typing_session import Agent, ending, eventually
from tests.typing_cases import SNIPPETS
from tests.windows.beside.session import (
    PasswordWindow,
    Witness,
    keyboard_of,
    notepad,
)

pytestmark = pytest.mark.parametrize("shared_editor", [notepad], indirect=True)


def test_no_answer_and_the_keys_flow_within_half_a_second(desk: Any) -> None:
    desk.keyboard.answers = False
    desk.agent.type("ok :brb xy", 1)
    began = time.monotonic()
    assert desk.field.text("ok :brb xy") == "ok :brb xy"
    assert time.monotonic() - began < 2.0
    assert desk.keyboard.reasons == [Reason.LATE]


def test_the_application_ends_in_the_middle_and_the_keys_flow(
    desk: Any, screen: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    desk.keyboard.link.keep(messages.Pause(on=True))  # which is put back behind the test
    desk.keyboard.settle()
    doomed = keyboard_of(screen.environment, tmp_path, SNIPPETS)
    doomed.answers = False
    try:
        doomed.start()
        desk.agent.type("ok :brb", 1)
        doomed.wait(messages.Matched)
        process = doomed.link._process
        assert process is not None
        assert process.stdin is not None
        process.stdin.close()  # as when the application has died
        desk.agent.type(" xy", 1)
        assert desk.field.text("ok :brb xy") == "ok :brb xy"
        doomed.wait(messages.Ready, 2)
        assert "ended with status 0" in caplog.text
    finally:
        doomed.stop()


def test_the_session_locks_in_the_middle(desk: Any, witness: Witness) -> None:
    desk.keyboard.answers = False
    desk.agent.type("ok :brb", 1)
    desk.keyboard.wait(messages.Matched)
    assert witness.ask("session", change=7)["told"]
    desk.agent.type(" xy", 1)
    assert desk.field.text("ok :brb xy") == "ok :brb xy"
    desk.keyboard.wait(messages.Failed)
    assert witness.ask("session", change=8)["told"]
    desk.keyboard.answers = True
    desk.field.clear()
    desk.types("ok :brb xy", 1, matches=2)
    assert desk.field.text("ok be right back xy") == "ok be right back xy"


def test_the_target_dies_in_the_middle(
    desk: Any, agent: Agent, witness: Witness, tmp_path: Path
) -> None:
    doomed = notepad(agent, tmp_path, witness)
    with ending(doomed):
        desk.keyboard.answers = False
        agent.type(":brb", 1)
        desk.keyboard.wait(messages.Matched)
    match = desk.keyboard.of(messages.Matched)[0]
    desk.keyboard.link.send(messages.Expand(match.serial, "be right back"))
    desk.keyboard.wait(messages.Failed)
    desk.keyboard.answers = True
    desk.field.focus()
    desk.field.clear()  # what was kept when it died went to whatever was in front then
    desk.types("ok :brb xy", 1, matches=2)
    assert desk.field.text("ok be right back xy") == "ok be right back xy"


def test_a_keyboard_process_that_is_stopped_delays_keys_and_loses_none(
    desk: Any, agent: Agent
) -> None:
    pid = desk.keyboard.link.pid
    os.kill(pid, signal.SIGSTOP)
    try:
        agent.type("abc", 1)
        assert desk.field.text("abc", 15) == "abc"
    finally:
        os.kill(pid, signal.SIGCONT)
    assert eventually(lambda: _expands(desk), 30)


def _expands(desk: Any) -> bool:
    desk.field.clear()
    desk.keyboard.forget()
    desk.agent.type("ok :brb xy", 8)
    return bool(desk.field.text("ok be right back xy", 3) == "ok be right back xy")


def test_a_password_field_is_left_alone(
    desk: Any, agent: Agent, witness: Witness, tmp_path: Path
) -> None:
    window = PasswordWindow(agent, tmp_path, witness)
    with ending(window):
        agent.type("ok:brb", 8)
        assert window.text("ok:brb") == "ok:brb"
    desk.field.focus()
    desk.types("ok :brb xy", 8)
    assert desk.field.text("ok be right back xy") == "ok be right back xy"
    assert len(desk.keyboard.of(messages.Matched)) == 1


def test_a_killed_keyboard_process_is_started_again(
    desk: Any, screen: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    keyboard = keyboard_of(screen.environment, tmp_path, SNIPPETS)
    try:
        keyboard.start()
        first = keyboard.link.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        keyboard.wait(messages.Loaded, 2)
        assert "status -9" in caplog.text
        assert keyboard.link.pid != first
    finally:
        keyboard.stop()


def test_hotkeys_are_heard_and_one_that_writes_a_letter_is_refused(desk: Any) -> None:
    desk.keyboard.configure(hotkeys={"palette": "<ctrl>+<alt>+<space>", "odd": "<ctrl>+<alt>+é"})
    desk.keyboard.settle()
    assert [one.name for one in desk.keyboard.wait(messages.Refused)] == ["odd"]
    desk.agent.keys("ctrl+alt+space")
    assert desk.keyboard.wait(messages.Hotkey)[0].app == "notepad.exe"
    desk.types("ok :brb xy", 8)
    assert desk.field.text("ok be right back xy") == "ok be right back xy"


@pytest.mark.wine_random
def test_the_clipboard_is_as_it_was_behind_a_paste(desk: Any, witness: Witness) -> None:
    witness.ask("copy", text="mine, with “quotes” and a 😀")
    desk.types("ok :lng xy", 1)
    text = next(one.text for one in SNIPPETS if one.trigger == ":lng")
    assert desk.field.text(f"ok {text} xy") == f"ok {text} xy"
    assert eventually(lambda: witness.ask("copied")["text"] == "mine, with “quotes” and a 😀", 5)


def test_a_clipboard_that_another_program_holds_open_costs_no_key(
    desk: Any, witness: Witness
) -> None:
    witness.ask("hold")
    try:
        desk.types("ok :lng xy", 1)
        assert desk.field.text("ok :lng xy") == "ok :lng xy"
        assert desk.keyboard.reasons == [Reason.CLIPBOARD]
    finally:
        witness.ask("let_go")
