"""The customer sidebar on a real X server: whose keys are they?"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest

from tests.screen.typing_session import eventually

ROOT = Path(__file__).parents[2]


class Screen(Protocol):
    """What is used of the fixture's."""

    def start(self, *words: str, **options: object) -> subprocess.Popen[bytes]: ...
    def run(self, *words: str) -> bytes: ...


class Scene:
    """An agent at a terminal, and the sidebar at the edge of the screen."""

    def __init__(self, screen: Screen, process: subprocess.Popen[bytes], typed: Path) -> None:
        self.screen = screen
        self.process = process
        self.typed = typed
        self.told: list[list[object]] = []

    def do(self, *words: str) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(" ".join(words).encode() + b"\n")
        self.process.stdin.flush()
        state: dict[str, Any] = json.loads(self.process.stdout.readline())
        self.told += state["told"]
        return state

    def pop(self, name: str) -> None:
        self.do("pop", name)
        assert eventually(self.is_mapped), "it did not come up"

    def is_mapped(self) -> bool:
        words = ("xdotool", "search", "--onlyvisible", "--name", "Deskhand customer")
        try:
            return bool(self.screen.run(*words))
        except subprocess.CalledProcessError:  # none
            return False

    def press(self, *names: str) -> None:
        self.screen.run("xdotool", "key", *names)

    def focus(self) -> int:
        return int(self.screen.run("xdotool", "getwindowfocus"))

    def hears(self, *told: object) -> bool:
        return eventually(lambda: bool(self.do("state")) and list(told) in self.told)

    def takes_keys(self) -> bool:
        return eventually(lambda: bool(self.do("state")["active"]))

    def writes(self, text: str) -> None:
        """Type a line, and see that it arrives in the terminal and not here."""
        before = self.typed.read_text() if self.typed.exists() else ""
        self.screen.run("xdotool", "type", "--delay", "8", text + "\n")
        whole = before + text + "\n"
        assert eventually(lambda: self.typed.exists() and self.typed.read_text() == whole), (
            f"{whole!r} became {self.typed.read_text()!r}"
        )


@pytest.fixture
def scene(
    screen: Screen, start_app: Callable[..., Any], need: Callable[..., None], tmp_path: Path
) -> Iterator[Scene]:
    need("xdotool", "xterm")
    typed = tmp_path / "typed"
    start_app("xterm", "-geometry", "60x10+10+400", "-e", "sh", "-c", f"cat > '{typed}'")
    process = screen.start(
        sys.executable, "-m", "tests.screen.sidebar_program",
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=str(ROOT),
    )  # fmt: skip
    made = Scene(screen, process, typed)
    made.do("state")
    yield made
    process.terminate()
    process.wait(5)
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()


def test_a_pop_leaves_the_focus_where_it_was(scene: Scene) -> None:
    terminal = scene.focus()
    scene.pop("ASKING")
    scene.writes("hello 123")
    scene.pop("WHOLE")
    scene.writes("c n o 1 2 3 and on")
    scene.pop("TWO_SURE")
    scene.writes("1 2")
    assert scene.focus() == terminal
    state = scene.do("state")
    assert (state["visible"], state["keys"], state["active"]) == (True, False, False)
    assert scene.told == []


def test_it_stands_at_the_right_edge_as_tall_as_the_screen(scene: Scene) -> None:
    scene.pop("WHOLE")
    words = scene.screen.run("xdotool", "getdisplaygeometry").split()
    width, height = map(int, words)
    left, top, wide, tall = scene.do("state")["place"]
    assert (left + wide, top, tall) == (width, 0, height)


def test_it_has_the_keys_when_asked_and_gives_them_back(scene: Scene) -> None:
    scene.pop("WHOLE")
    scene.do("keys")
    assert scene.takes_keys()
    scene.press("1")
    assert scene.hears("copied", "ana@souza.example")
    scene.press("Escape")
    assert scene.hears("dismissed", True)
    assert scene.do("state")["visible"]


def test_a_click_into_the_line_asks_for_the_keys(scene: Scene) -> None:
    scene.pop("WHOLE")
    x, y = map(str, scene.do("state")["line"])
    scene.screen.run("xdotool", "mousemove", x, y, "click", "1")
    assert scene.takes_keys()
    scene.screen.run("xdotool", "type", "--delay", "8", "rui@x.example")
    scene.press("Return")
    assert scene.hears("searched", "rui@x.example")


def test_a_click_on_a_row_leaves_the_keys_where_they_are(scene: Scene) -> None:
    terminal = scene.focus()
    scene.pop("WHOLE")
    left, top, wide, _ = scene.do("state")["place"]
    x, y = str(left + wide // 2), str(top + 200)
    scene.screen.run("xdotool", "mousemove", x, y, "click", "1")
    assert eventually(lambda: bool(scene.do("state")) and bool(scene.told)), "it was not clicked"
    assert scene.told[0][0] == "copied"
    assert scene.focus() == terminal
    scene.writes("still here")
