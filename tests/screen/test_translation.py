"""A support chat in a real browser, read and answered through Apertium by the real application."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.screen.chat_session import Chat, House
from tests.screen.conftest import BEFORE, Screen
from tests.screen.test_application import Deskhand, shown
from tests.screen.typing_session import Agent, eventually, in_front

ORDER = "48213-AC"
LINK = "https://shop.example.org/help?id=7"
CARD = "4111 1111 1111 1111"
ENGLISH = "my account"
"""Part of the message in English."""
REPLY = f"I see your order {ORDER}. Please read {LINK} and pay with {CARD}."
PRIVATE = (ORDER, LINK, CARD)
NEEDS = ("chromium", "apertium")
SETTINGS = """\
[breaks]
on = false
[snippets]
starter_packs = []
[privacy]
log_level = "debug"
[translation]
engines = ["apertium"]
language = "en"
languages = ["es", "en", "de", "fr"]
[translation.services.apertium]
address = "{address}"
"""
TRANSLATE, REPLACE, LIVE = "ctrl+alt+t", "ctrl+alt+r", "ctrl+alt+l"


@pytest.fixture(scope="module")
def agent(own_agent: Agent) -> Agent:
    return own_agent


@pytest.fixture
def house(session: Screen) -> Iterator[House]:
    """Its engine has been asked nothing yet."""
    made = House(session.environment)
    yield made
    made.end()


@pytest.fixture
def chat(agent: Agent, house: House, tmp_path: Path) -> Iterator[Chat]:
    agent.copy(BEFORE)
    made = Chat(agent, house, tmp_path / "chat")
    yield made
    made.end()


@pytest.fixture
def deskhand(house: House, session: Screen, chat: Chat, tmp_path: Path) -> Iterator[Deskhand]:
    """The application, in the network of the house, when it follows the keys."""
    settings = SETTINGS.format(address=house.engine)
    made = Deskhand(session.environment, tmp_path / "profile", *house.door, settings=settings)
    try:
        made.ready()
        yield made
    finally:  # also where it does not get ready: the next test's would be the second here
        made.end()
    said = made.said()
    assert "Traceback" not in said
    assert not [one for one in (*CARD.split(), ORDER, LINK, "cuenta") if one in said]


def nothing_private_was_asked(house: House) -> None:
    """What the engine got, to the last byte, has nothing of what must not leave."""
    asked = house.look()["asked"]
    assert asked, "the engine was not asked at all"
    for one in asked:
        assert not [part for part in ("4111", "1111", "48213", "shop.example") if part in one]


def in_front_is(agent: Agent, title: str) -> bool:
    """A window whose title begins so has the keyboard."""
    words = ["xdotool", "getwindowname", str(in_front(agent.display))]
    done = subprocess.run(
        words, env=dict(agent.environment), capture_output=True, text=True, check=False, timeout=20
    )
    return done.stdout.startswith(title)


def copies(agent: Agent, part: str, *keys: str) -> bool:
    """A window copies a text with this part at these keys; tried until it has that text."""

    def copied() -> bool:
        agent.copy(BEFORE)
        agent.keys(*keys)
        return eventually(lambda: part.encode() in agent.copied(), 0.5)

    found = eventually(copied)
    agent.copy(BEFORE)
    return found


def reads_the_message(agent: Agent, chat: Chat) -> None:
    """Select the customer's message and have it translated."""
    chat.mark_message()
    agent.keys(TRANSLATE)
    assert eventually(lambda: shown(agent, "Deskhand translation"))
    assert in_front(agent.display) == chat.window, "it took the keyboard"
    agent.keys(TRANSLATE)
    assert eventually(lambda: in_front_is(agent, "Deskhand translation"))
    assert copies(agent, ENGLISH, "c")
    agent.keys("Escape")
    assert eventually(lambda: in_front(agent.display) == chat.window)


def writes(agent: Agent, chat: Chat, words: str) -> None:
    """Write a reply in the page and select it all."""
    chat.click("reply")
    chat.house.until(focused=True)
    agent.type(words)
    agent.keys("ctrl+a")
    chat.house.until(selected=words)


def test_a_customer_is_read_and_answered_in_place(
    deskhand: Deskhand, chat: Chat, agent: Agent
) -> None:
    reads_the_message(agent, chat)
    writes(agent, chat, REPLY)
    agent.keys(REPLACE)
    assert eventually(lambda: chat.house.look()["field"] not in {REPLY, ""})
    spanish = str(chat.house.look()["field"])
    assert "Veo vuestro orden" in spanish
    assert all(one in spanish for one in PRIVATE)
    assert chat.house.look()["sent"] == []
    agent.keys("End", "Return")
    chat.house.until(sent=[spanish], field="")
    assert eventually(lambda: agent.copied() == BEFORE)
    nothing_private_was_asked(chat.house)


def test_what_was_replaced_is_taken_back(deskhand: Deskhand, chat: Chat, agent: Agent) -> None:
    reads_the_message(agent, chat)
    writes(agent, chat, REPLY)
    agent.keys(REPLACE)
    assert eventually(lambda: "Veo vuestro orden" in chat.house.look()["field"])
    agent.keys("BackSpace")
    assert chat.text(REPLY) == REPLY
    assert chat.house.look()["sent"] == []
    assert eventually(lambda: agent.copied() == BEFORE)


def test_a_conversation_in_the_live_window(deskhand: Deskhand, chat: Chat, agent: Agent) -> None:
    agent.keys(LIVE)
    assert eventually(lambda: in_front_is(agent, "Deskhand live translation"))
    agent.keys("F8")
    chat.focus()
    chat.mark_message()
    agent.keys("ctrl+c")
    assert eventually(lambda: bool(chat.house.look()["asked"])), "the copy was not heard"
    chat.click("reply")
    agent.keys(LIVE)
    assert eventually(lambda: in_front_is(agent, "Deskhand live translation"))
    assert copies(agent, ENGLISH, "ctrl+Up", "ctrl+c")
    agent.type(REPLY)
    agent.keys("Return")
    assert eventually(lambda: bool(chat.house.look()["field"]))
    assert eventually(lambda: all(one in chat.house.look()["field"] for one in PRIVATE))
    spanish = str(chat.house.look()["field"])
    assert "Veo vuestro orden" in spanish
    assert chat.house.look()["sent"] == []
    agent.keys("Return")
    chat.house.until(sent=[spanish], field="")
    nothing_private_was_asked(chat.house)


def test_a_reply_by_the_command_line(house: House, agent: Agent, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text(SETTINGS.format(address=house.engine), "utf-8")
    words = [*house.door, sys.executable, "-m", "desktop", "translate", REPLY, "--from", "en"]
    done = subprocess.run(
        [*words, "--to", "es", "--json", "--profile", str(tmp_path)],
        env=dict(agent.environment), capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    answer: dict[str, Any] = json.loads(done.stdout)
    assert answer["engine"] == "apertium"
    assert answer["text"].startswith("Veo vuestro orden ")
    assert all(one in answer["text"] for one in PRIVATE)
    nothing_private_was_asked(house)
