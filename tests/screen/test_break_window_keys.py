"""The break's window on a real X server: typing on, deliberate keys, screens that come and go."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest

from desktop.ui.breaks.deliberate import IGNORED_S
from tests.screen.typing_session import eventually

ROOT = Path(__file__).parents[2]


class Screen(Protocol):
    """What is used of the fixture's."""

    def start(self, *words: str, **options: object) -> subprocess.Popen[bytes]: ...
    def run(self, *words: str) -> bytes: ...


class Scene:
    """A break, and what became of it."""

    def __init__(self, screen: Screen, process: subprocess.Popen[bytes]) -> None:
        self.screen = screen
        self.process = process
        self.told: list[str] = []

    def do(self, word: str) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(word.encode() + b"\n")
        self.process.stdin.flush()
        state: dict[str, Any] = json.loads(self.process.stdout.readline())
        self.told += state["told"]
        return state

    def begin(self) -> float:
        """When it came up at the latest."""
        self.do("begin")
        assert eventually(lambda: bool(self.do("state")["active"])), "it has no keys"
        return time.monotonic()

    def press(self, *names: str) -> None:
        self.screen.run("xdotool", "key", *names)

    def tells(self, *told: str) -> bool:
        return eventually(lambda: bool(self.do("state")) and self.told == list(told))


@pytest.fixture
def scene(screen: Screen, need: Callable[..., None]) -> Iterator[Scene]:
    need("xdotool", "xrandr")
    program = str(Path(__file__).with_name("break_window_program.py"))
    process = screen.start(
        sys.executable, program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    )
    yield Scene(screen, process)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    assert process.wait(10) == 0
    process.stdout.close()


def test_typing_on_skips_nothing_and_tab_and_enter_do(scene: Scene) -> None:
    began = scene.begin()
    while time.monotonic() < began + IGNORED_S + 0.5:
        scene.screen.run("xdotool", "type", "--delay", "12", "your parcel \t\n is ")
        scene.press("Escape", "space", "Return")
    assert scene.do("state")["chosen"] == []
    assert scene.told == []
    # The hands have come to rest when Tab does something; a Tab that came too soon starts anew.
    assert eventually(lambda: _rests(scene) and scene.do("state")["chosen"] != [])
    assert scene.do("state")["chosen"] == ["In 2 minutes"]
    scene.press("space")
    scene.press("Tab", "Return")
    assert scene.tells("skipped", "closed")


def _rests(scene: Scene) -> bool:
    if not scene.do("state")["chosen"]:
        time.sleep(1.1)  # nothing to be awaited: that nothing is typed is the point
        scene.press("Tab")
    return True


def test_a_screen_may_come_and_go_while_a_break_is_on(scene: Scene) -> None:
    scene.begin()
    before = scene.do("state")["screens"]
    assert len(before) == 1
    scene.screen.run("xrandr", "--setmonitor", "another", "640/160x480/120+0+0", "none")
    try:
        assert eventually(lambda: scene.do("state")["screens"] == sorted([*before, "another"]))
        scene.begin()  # on both at once: the keys go from one window to the other as they come up
        assert scene.do("state")["chosen"] == []
    finally:
        scene.screen.run("xrandr", "--delmonitor", "another")
    assert eventually(lambda: scene.do("state")["screens"] == before)
    assert eventually(lambda: bool(scene.do("state")["active"]))
    scene.do("wait")
    scene.press("a")
    assert scene.tells("closed")
