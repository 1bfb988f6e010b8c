"""The ground that the other tests stand on: keys arrive in Wine's programs as they were typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.screen.typing_session import Agent, ending
from tests.windows.beside.session import Witness, notepad, wordpad


@pytest.mark.parametrize("program", [notepad, wordpad])
@pytest.mark.parametrize("delay", [1, 30])
def test_what_is_typed_stands_there(
    agent: Agent, witness: Witness, tmp_path: Path, program: type, delay: int
) -> None:
    editor = program(agent, tmp_path, witness)
    with ending(editor):
        agent.type("Dear Ann, it's 5 o'clock (really)!", delay)
        wanted = "Dear Ann, it's 5 o'clock (really)!"
        assert editor.text(wanted) == wanted
