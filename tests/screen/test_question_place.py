"""The real application's questions open beside the text that they are for."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from desktop.host.beside import Box
from desktop.host.x11.windows import box_of
from desktop.ui.widgets.frame import BELOW
from tests.screen.accessible_session import NEEDS as ACCESSIBLE
from tests.screen.accessible_session import accessible_session, turn_on, until_followed
from tests.screen.conftest import Screen
from tests.screen.test_application import MARK, Deskhand, shown
from tests.screen.typing_session import Agent, TextWindow, eventually, in_front

NEEDS = ACCESSIBLE
FAR = (1200, 700)
"""Where the pointer is, outside of the window that is written in."""


@pytest.fixture
def accessible(session: Screen) -> Iterator[Mapping[str, str]]:
    with accessible_session(session.environment) as environment:
        turn_on(environment)
        yield {**environment, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}


@pytest.fixture
def app(accessible: Mapping[str, str], tmp_path: Path) -> Iterator[Deskhand]:
    made = Deskhand(accessible, tmp_path / "profile")
    try:
        made.ready()
        until_followed(accessible)
        yield made
    finally:
        made.end()
    assert MARK not in made.said()
    assert "Traceback" not in made.said()


@pytest.mark.parametrize(("trigger", "title"), [(":zform", ":zform"), (":zask", ":zask")])
def test_a_question_opens_below_the_caret(
    app: Deskhand, accessible: Mapping[str, str], tmp_path: Path, trigger: str, title: str
) -> None:
    agent = Agent(accessible)
    field = TextWindow(agent, tmp_path / "field", "--rich")
    try:
        agent.do("mousemove", *map(str, FAR))
        agent.type(f"first line\nsecond {trigger}")
        assert eventually(lambda: shown(agent, title) and in_front(agent.display) != field.window)
        caret = field.read()["caret_at"]
        assert isinstance(caret, list)
        box = place_of(agent, title)
        # It may be behind the last keys when it is asked.
        assert abs(box.left - caret[0]) < 60, (box, caret)
        assert abs(box.top - BELOW - caret[1]) < 10, (box, caret)
        agent.keys("Escape")
        assert eventually(lambda: in_front(agent.display) == field.window)
    finally:
        field.end()
        agent.close()


def place_of(agent: Agent, title: str) -> Box:
    words = ["xdotool", "search", "--onlyvisible", "--name", f"^{title}"]
    environment = dict(agent.environment)
    done = subprocess.run(words, env=environment, capture_output=True, check=True, timeout=30)
    box = box_of(agent.display, int(done.stdout.split()[0]))
    assert box is not None
    return box
