"""Sentences that an agent really types: offered where that is wanted, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from desktop.keyboard.tally import OFTEN
from tests.screen.conftest import Screen
from tests.screen.file_keyring import keyring_in
from tests.screen.test_application import MARK, Deskhand, shown
from tests.screen.typing_session import Agent, TextWindow, Xterm, eventually, in_front

PHRASE = "how can i help you with qzsentence today"
TRACE = "qzsentence"
"""Stands in what is typed, and must not stand in any file."""
NEEDS = ("xterm",)
SETTINGS = """\
[breaks]
on = false
[snippets]
starter_packs = []
suggest = {on}
[typing]
excluded = [{excluded}]
[privacy]
log_level = "debug"
"""


@pytest.fixture(scope="module")
def agent(own_agent: Agent) -> Agent:
    return own_agent


@pytest.fixture
def chat(agent: Agent, tmp_path: Path) -> Iterator[TextWindow]:
    """A chat, in which Enter sends."""
    made = TextWindow(agent, tmp_path / "chat", "--chat")
    made.focus()
    yield made
    made.end()


class Desk:
    """The application with a keyring of its own, which comes again after an end."""

    def __init__(self, session: Screen, folder: Path) -> None:
        self.session, self.folder = session, folder
        self.app: Deskhand | None = None

    def start(self, *, on: bool = True, excluded: str = "") -> Deskhand:
        environment = {**self.session.environment, **keyring_in(self.folder)}
        settings = SETTINGS.format(on=str(on).lower(), excluded=f'"{excluded}"' if excluded else "")
        self.app = Deskhand(environment, self.folder / "profile", settings=settings)
        self.app.ready()
        if on:  # the key is read beside the start
            file = self.folder / "keyring.json"
            assert eventually(file.exists)
        return self.app

    def leaves_nothing(self) -> None:
        """No file of the profile holds what was typed."""
        assert self.app is not None
        self.app.end()
        assert TRACE not in self.app.said()
        for path in self.folder.rglob("profile/**/*"):
            if path.is_file() and path.suffix != ".yml":
                assert TRACE.encode() not in path.read_bytes(), path


@pytest.fixture
def desk(session: Screen, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(session, tmp_path)
    yield made
    made.leaves_nothing()


def say(agent: Agent, chat: TextWindow, times: int, *, trigger: bool = True) -> None:
    """Type the sentence and send it; then a trigger, so that all before it has been heard."""
    chat.clear()
    for _ in range(times):
        agent.type(f"{PHRASE}\n", 4)
    if trigger:
        agent.type(":zq", 4)
        assert chat.text(f"{MARK} be right back") == f"{MARK} be right back"
        agent.keys("Return")


def test_the_fifth_time_it_is_offered_quietly(desk: Desk, agent: Agent, chat: TextWindow) -> None:
    app = desk.start()
    say(agent, chat, OFTEN - 1)
    assert app.status()["suggestions"] == 0
    agent.type(f"{PHRASE}\n", 4)
    app.until(lambda now: now["suggestions"] == 1)
    assert in_front(agent.display) == chat.window
    agent.type("and the agent types on", 4)
    assert chat.text("and the agent types on") == "and the agent types on"
    assert not shown(agent, "Deskhand savings")
    # Nobody types now, so a message comes; it does not take the keyboard.
    assert eventually(lambda: shown(agent, "Deskhand message"))
    assert in_front(agent.display) == chat.window


def test_nothing_is_offered_when_it_is_off(desk: Desk, agent: Agent, chat: TextWindow) -> None:
    app = desk.start(on=False)
    say(agent, chat, OFTEN + 1)
    assert app.status()["suggestions"] == 0
    assert not (desk.folder / "keyring.json").exists()
    assert not list(desk.folder.rglob("suggestions.json"))


def test_nothing_is_offered_where_nothing_may_be_kept(
    desk: Desk, agent: Agent, chat: TextWindow
) -> None:
    app = desk.start(excluded="text-window")
    say(agent, chat, OFTEN + 1, trigger=False)
    # In another application the same is counted from the beginning.
    other = TextWindow(agent, desk.folder / "other", "--chat", "--name", "other-window")
    try:
        other.focus()
        say(agent, other, OFTEN - 1)
        assert app.status()["suggestions"] == 0
    finally:
        other.end()


def test_nothing_is_offered_in_a_terminal(desk: Desk, agent: Agent, tmp_path: Path) -> None:
    app = desk.start()
    terminal = Xterm(agent, tmp_path / "terminal")
    try:
        for _ in range(OFTEN + 1):
            agent.type(f"{PHRASE}\n", 4)
        agent.type(":zq", 4)
        wanted = f"{PHRASE}\n" * (OFTEN + 1) + f"{MARK} be right back"
        assert terminal.text(wanted) == wanted
        assert app.status()["suggestions"] == 0
    finally:
        terminal.end()


def test_a_keyboard_process_that_dies_takes_the_counts_with_it(
    desk: Desk, agent: Agent, chat: TextWindow
) -> None:
    app = desk.start()
    say(agent, chat, OFTEN - 1)
    before = app.keyboard()
    before.kill()
    assert eventually(lambda: not before.is_running() or before.status() == psutil.STATUS_ZOMBIE)
    app.until(lambda now: now.get("keyboard") not in {0, before.pid} and bool(now.get("ready")))
    say(agent, chat, OFTEN - 1)
    assert app.status()["suggestions"] == 0
    agent.type(f"{PHRASE}\n", 4)
    app.until(lambda now: now["suggestions"] == 1)


def test_switched_off_while_it_runs_it_forgets(desk: Desk, agent: Agent, chat: TextWindow) -> None:
    app = desk.start()
    say(agent, chat, OFTEN)
    app.until(lambda now: now["suggestions"] == 1)
    file = app.profile / "settings.toml"
    file.write_text(SETTINGS.format(on="false", excluded=""), "utf-8")
    app.until(lambda now: now["suggestions"] == 0)
    say(agent, chat, OFTEN)
    assert app.status()["suggestions"] == 0
