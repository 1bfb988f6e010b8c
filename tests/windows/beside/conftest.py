"""A screen with Wine's programs on it, and an agent who types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from desktop.keyboard import messages
from tests.screen.conftest import Desk, Screen, managed, running_server
from tests.screen.typing_session import Agent, Keyboard, eventually
from tests.typing_cases import SNIPPETS
from tests.windows.beside import tries
from tests.windows.beside.session import (
    Editor,
    Witness,
    keyboard_of,
    notepad,
    windows_environment,
    wordpad,
)

pytest_pyfunc_call = tries.pytest_pyfunc_call
pytest_terminal_summary = tries.pytest_terminal_summary


@pytest.fixture(scope="session")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    """A screen with a window manager, and Wine's variables for what starts there."""
    with running_server(tmp_path_factory.mktemp("home")) as (found, _):
        windows = replace(found, environment=windows_environment(found.environment))
        with managed(windows):
            yield windows


@pytest.fixture(scope="session")
def agent(screen: Screen) -> Iterator[Agent]:
    """Types by xdotool."""
    made = Agent(screen.environment)
    made.layout("us")
    yield made
    made.close()


@pytest.fixture(scope="session")
def witness(screen: Screen) -> Iterator[Witness]:
    """Looks into the windows."""
    made = Witness(screen.environment)
    yield made
    made.close()


@pytest.fixture(scope="session")
def shared_keyboard(screen: Screen, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keyboard]:
    """Windows' keyboard process with the snippets of the typing contract."""
    made = keyboard_of(screen.environment, tmp_path_factory.mktemp("keyboard"), SNIPPETS)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def keyboard(shared_keyboard: Keyboard, witness: Witness) -> Iterator[Keyboard]:
    """The same, with its settings put back afterwards; and no key is down then."""
    shared_keyboard.forget()
    yield shared_keyboard
    shared_keyboard.answers = True
    shared_keyboard.configure()
    shared_keyboard.link.keep(messages.Pause(on=False))
    shared_keyboard.settle()
    if not eventually(lambda: not witness.ask("down")["keys"]):
        pytest.fail(f"still down: {witness.ask('down')['keys']}")


@pytest.fixture(scope="module", params=[notepad, wordpad])
def shared_editor(
    request: pytest.FixtureRequest,
    agent: Agent,
    witness: Witness,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Editor]:
    """Windows' editors, one after the other."""
    made: Editor = request.param(agent, tmp_path_factory.mktemp("editor"), witness)
    yield made
    made.end()


@pytest.fixture
def desk(agent: Agent, keyboard: Keyboard, shared_editor: Editor) -> Desk:
    """An editor in front, empty."""
    shared_editor.focus()
    shared_editor.clear()
    return Desk(agent, keyboard, shared_editor)
