"""Typing and pasting into a page of a real browser, and what it tells of itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.host.x11.clipboard import X11Clipboard
from desktop.keyboard import messages
from tests.screen.chat_session import MESSAGE, Chat, House
from tests.screen.conftest import BEFORE, Screen, require
from tests.screen.typing_session import SECONDS, Agent, Keyboard, eventually

ENGLISH = "I see your order. " * 8
SPANISH = "Ya veo su pedido: ¡gracias! " * 8


@pytest.fixture(scope="module")
def house(agent: Agent) -> Iterator[House]:
    require("apertium")
    made = House(agent.environment)
    yield made
    made.end()


@pytest.fixture
def chat(agent: Agent, house: House, tmp_path: Path) -> Iterator[Chat]:
    require("chromium")
    made = Chat(agent, house, tmp_path / "chat")
    yield made
    made.end()


@pytest.fixture
def clipboard(screen: Screen) -> Iterator[X11Clipboard]:
    made = X11Clipboard(screen.display)
    yield made
    made.close()


def test_what_is_selected_and_copied_in_a_page(
    chat: Chat, clipboard: X11Clipboard, agent: Agent
) -> None:
    chat.mark_message()
    assert eventually(lambda: (clipboard.selection(SECONDS) or "").strip() == MESSAGE)
    heard: list[str | None] = []
    stop = clipboard.watch(lambda _: heard.append(clipboard.text(SECONDS)))
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


@pytest.mark.parametrize("stall", [0, 900])
def test_a_text_takes_the_place_of_a_selection_and_is_taken_back(
    chat: Chat, keyboard: Keyboard, agent: Agent, stall: int
) -> None:
    """Also in a page that is busy: what is fetched late must be the text all the same."""
    keyboard.settle()
    agent.type(ENGLISH, 1)
    agent.keys("ctrl+a")
    chat.house.until(selected=ENGLISH)
    chat.house.stall(stall)
    keyboard.link.send(messages.Insert(1, chat.window, SPANISH, replaced=ENGLISH))
    keyboard.wait(messages.Typed)
    assert chat.text(SPANISH) == SPANISH
    agent.keys("BackSpace")
    assert chat.text(ENGLISH) == ENGLISH
    keyboard.wait(messages.Undone)
    assert chat.house.look()["sent"] == []
