"""What a paste leaves of the clipboard: everything that was there, or what was copied since."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from desktop.keyboard import messages
from tests.screen.conftest import BEFORE
from tests.screen.typing_session import Agent, eventually

UNI = "Grüße – “ça va” 😀 日本"
PICTURE = bytes(range(256)) * 4096
"""A megabyte that is no text: larger than one request, so that it comes back by INCR."""


@pytest.fixture(autouse=True)
def _copied_before_and_afterwards(agent: Agent, clean: None) -> Iterator[None]:
    agent.copy(BEFORE)
    yield
    agent.copy(BEFORE)


@pytest.mark.parametrize(
    ("target", "data"),
    [
        ("image/png", PICTURE),
        ("text/html", b"<p>Dear <b>customer</b>\xc2\xa0\xe2\x80\xa6</p>"),
        ("x-special/gnome-copied-files", b"copy\nfile:///tmp/a%20file.pdf\nfile:///tmp/b.pdf"),
    ],
    ids=["picture", "html", "files"],
)
def test_a_copy_that_is_no_text_comes_back(desk: Any, target: str, data: bytes) -> None:
    desk.agent.copy(data, target)
    desk.types("ok :uni xyz", 1)
    assert desk.field.text(f"ok {UNI} xyz") == f"ok {UNI} xyz"
    assert desk.agent.copied(target) == data


def test_a_copy_made_during_a_paste_stays(desk: Any) -> None:
    # The target of the paste stops before it fetches the text, and somebody else copies.
    os.kill(desk.field.process.pid, signal.SIGSTOP)
    try:
        desk.agent.type(":uni")
        desk.keyboard.wait(messages.Matched)
        assert eventually(lambda: desk.agent.copied() == UNI.encode())
        desk.agent.copy(b"copied meanwhile")
    finally:
        os.kill(desk.field.process.pid, signal.SIGCONT)
    desk.keyboard.quiet(1)
    assert desk.agent.copied() == b"copied meanwhile"


def test_nothing_was_copied_before(desk: Any) -> None:
    subprocess.run(
        ["xclip", "-i", "-selection", "clipboard", "-loops", "1"],
        env=dict(desk.agent.environment), input=b"gone", check=True, stdout=subprocess.DEVNULL,
        timeout=10,
    )  # fmt: skip
    desk.agent.copied()  # it gives up the selection after this
    assert eventually(lambda: desk.agent.copied() == b"")
    desk.types("ok :uni xyz", 1)
    assert desk.field.text(f"ok {UNI} xyz") == f"ok {UNI} xyz"
    assert desk.agent.copied() == b""


def test_the_owner_of_the_clipboard_does_not_answer(desk: Any) -> None:
    owner = subprocess.Popen(
        ["xclip", "-i", "-quiet", "-selection", "clipboard"],
        env=dict(desk.agent.environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert owner.stdin is not None
    owner.stdin.write(b"locked up")
    owner.stdin.close()
    try:
        assert eventually(lambda: desk.agent.copied() == b"locked up")
        selection = desk.agent.display.get_atom("CLIPBOARD")
        before = desk.agent.display.get_selection_owner(selection)
        os.kill(owner.pid, signal.SIGSTOP)
        desk.types("ok :uni xyz :brb.", 1, matches=2)
        assert desk.keyboard.reasons == ["clipboard"]
        assert desk.field.text("ok :uni xyz be right back.") == "ok :uni xyz be right back."
        assert desk.agent.display.get_selection_owner(selection) == before
    finally:
        owner.kill()
        owner.wait()


def test_nobody_fetches_the_text(desk: Any) -> None:
    os.kill(desk.field.process.pid, signal.SIGSTOP)
    try:
        desk.types("ok :uni")
        assert desk.keyboard.reasons == ["not_taken"]
        assert desk.agent.copied() == BEFORE
    finally:
        os.kill(desk.field.process.pid, signal.SIGCONT)
    # It pastes what it finds now, which is the agent's own; nothing hangs.
    desk.agent.type(" xyz")
    assert eventually(lambda: str(desk.field.read()["text"]).endswith(" xyz"))
