"""The customer sidebar on a real X server: whose keys are they?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.screen.led import AtTerminal, Screen, led, terminal
from tests.screen.typing_session import eventually


class Scene(AtTerminal):
    """With the sidebar at the edge of the screen."""

    def pop(self, name: str) -> None:
        self.do("pop", name)
        assert eventually(lambda: self.is_mapped("Deskhand customer")), "it did not come up"


@pytest.fixture
def scene(
    screen: Screen, start_app: Callable[..., Any], need: Callable[..., None], tmp_path: Path
) -> Iterator[Scene]:
    need("xdotool", "xterm")
    _, typed = terminal(start_app, tmp_path)
    with led(screen, "sidebar_program") as process:
        made = Scene(screen, process, typed)
        made.do("state")
        yield made


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
    assert scene.has_keys()
    scene.press("1")
    assert scene.hears("copied", "ana@souza.example")
    scene.press("Escape")
    assert scene.hears("dismissed", True)
    assert scene.do("state")["visible"]


def test_a_click_into_the_line_asks_for_the_keys(scene: Scene) -> None:
    scene.pop("WHOLE")
    x, y = map(str, scene.do("state")["line"])
    scene.screen.run("xdotool", "mousemove", x, y, "click", "1")
    assert scene.has_keys()
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
