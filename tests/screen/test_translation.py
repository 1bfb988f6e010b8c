"""A support chat in a real browser, read and answered through Apertium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.host.x11.clipboard import X11Clipboard
from tests.screen.chat_session import Chat, House
from tests.screen.conftest import BEFORE, Screen, require
from tests.screen.typing_session import SECONDS, Agent, eventually

MESSAGE = "Hola, no puedo entrar en mi cuenta. La factura no está disponible desde ayer."


@pytest.fixture(scope="module")
def house(agent: Agent) -> Iterator[House]:
    require("apertium")
    made = House(agent)
    yield made
    made.end()


@pytest.fixture
def chat(agent: Agent, house: House, tmp_path: Path) -> Iterator[Chat]:
    require("chromium", "xdotool")
    made = Chat(agent, house, tmp_path / "chat")
    yield made
    made.end()


@pytest.fixture
def clipboard(screen: Screen) -> Iterator[X11Clipboard]:
    made = X11Clipboard(screen.display)
    yield made
    made.close()


def test_what_is_selected_and_copied_in_a_browser(
    chat: Chat, clipboard: X11Clipboard, agent: Agent
) -> None:
    chat.click("message", times=3)
    chat.house.until(marked=MESSAGE)
    assert eventually(lambda: (clipboard.selection(SECONDS) or "").strip() == MESSAGE)
    heard: list[str | None] = []
    stop = clipboard.watch(lambda: heard.append(clipboard.text(SECONDS)))
    agent.keys("ctrl+c")
    assert eventually(lambda: bool(heard))
    stop()
    assert [(one or "").strip() for one in heard] == [MESSAGE]
    chat.clear()
    agent.type("Hello there")
    agent.keys("ctrl+a")
    chat.house.until(selected="Hello there")
    assert eventually(lambda: clipboard.selection(SECONDS) == "Hello there")
    agent.copy(BEFORE)
