"""Typing into programs that are not Qt: a terminal, which pastes PRIMARY, and an editor of GTK."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.keyboard import messages
from tests.screen.conftest import require
from tests.screen.typing_session import Agent, Application, Keyboard, Mousepad, Xterm

UNI = "Grüße – “ça va” 😀 日本"
LINES = "line one\nline two\nline three"
TEXTS = {":brb": "be right back", ":uni": UNI, ":ml": LINES}


@pytest.fixture(scope="module", params=[Xterm, Mousepad], ids=["xterm", "mousepad"])
def application(
    request: pytest.FixtureRequest, agent: Agent, tmp_path_factory: pytest.TempPathFactory
) -> Any:
    kind = request.param
    require(kind.name)
    made = kind(agent, tmp_path_factory.mktemp(kind.name))
    yield made
    made.end()


@pytest.mark.parametrize("delay", [1, 8, 30])
@pytest.mark.parametrize("trigger", TEXTS)
def test_text_typed_at_once_stands_behind_the_expansion(
    agent: Agent, keyboard: Keyboard, application: Application, trigger: str, delay: int
) -> None:
    application.focus()
    application.clear()
    times = 4
    agent.type(f"ok {trigger} xyz " * times, delay)
    keyboard.quiet(times)
    wanted = f"ok {TEXTS[trigger]} xyz " * times
    assert application.text(wanted, 8) == wanted


def test_a_paste_leaves_the_selection_as_it_was(
    agent: Agent, keyboard: Keyboard, application: Application
) -> None:
    application.focus()
    application.clear()
    agent.copy(b"marked by the mouse", selection="primary")
    agent.type("ok :uni.", 1)
    keyboard.wait(messages.Typed)
    assert agent.copied(selection="primary") == b"marked by the mouse"
    assert application.text(f"ok {UNI}.", 8) == f"ok {UNI}."


def test_backspace_gives_back_what_was_typed(
    agent: Agent, keyboard: Keyboard, application: Application
) -> None:
    application.focus()
    application.clear()
    agent.type("ok :brb")
    keyboard.wait(messages.Typed)
    agent.keys("BackSpace")
    keyboard.wait(messages.Undone)
    agent.type("xyz", 1)
    assert application.text("ok :brbxyz", 8) == "ok :brbxyz"
