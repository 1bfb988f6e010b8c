"""A screen with Wine's programs on it, and an agent who types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.screen.conftest import Screen, managed, running_server
from tests.screen.typing_session import Agent
from tests.windows.beside.session import Witness, windows_environment


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
