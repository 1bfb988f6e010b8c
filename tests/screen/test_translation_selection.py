"""The window beside the selection on a real X server: whose keys are they?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.screen.led import AtTerminal, Screen, led, terminal
from tests.screen.typing_session import eventually


class Scene(AtTerminal):
    """With Deskhand's window beside it."""

    terminal = 0

    def show(self, outcome: str = "translated") -> None:
        self.do("wait", "600", "100")
        self.do("outcome", outcome)
        assert eventually(lambda: self.is_mapped("Deskhand translation")), "it did not come up"

    def take_keys(self) -> None:
        self.do("keys")
        assert self.has_keys(), "it did not get the keys"

    def click(self, x: int, y: int) -> None:
        self.screen.run("xdotool", "mousemove", str(x), str(y), "click", "1")

    def click_on(self, part: str) -> None:
        self.click(*self.do("state")[part])


@pytest.fixture
def scene(
    screen: Screen, start_app: Callable[..., Any], need: Callable[..., None], tmp_path: Path
) -> Iterator[Scene]:
    need("xdotool", "xterm")
    app, typed = terminal(start_app, tmp_path)
    with led(screen, "selection_program") as process:
        made = Scene(screen, process, typed)
        made.do("state")
        made.terminal = made.focus()
        yield made
    assert app.process.poll() is None


def test_it_comes_up_and_fills_without_a_key_lost(scene: Scene) -> None:
    scene.do("wait", "600", "100")
    scene.writes("hello there")
    scene.do("outcome", "translated")
    scene.writes("and on")
    assert scene.focus() == scene.terminal
    state = scene.do("state")
    assert (state["visible"], state["keys"], state["active"]) == (True, False, False)


def test_the_mouse_works_in_it_and_the_keys_stay(scene: Scene) -> None:
    scene.show()
    scene.click_on("copy")
    assert scene.hears("copied")
    scene.click_on("source")
    assert eventually(lambda: bool(scene.do("state")["list"])), "the list did not open"
    scene.screen.run("xdotool", "type", "--delay", "8", "ger")
    scene.press("Return")
    assert scene.hears("language", "de")
    scene.writes("cger")
    scene.click_on("close_it")
    assert scene.hears("dismissed", False)
    scene.writes("and on")


def test_asked_again_it_gets_the_keys_and_escape_gives_them_back(scene: Scene) -> None:
    scene.show()
    scene.take_keys()
    scene.press("c")
    assert scene.hears("copied")
    scene.press("Escape")
    assert scene.hears("dismissed", True)
    assert eventually(lambda: scene.focus() == scene.terminal)
    scene.writes("hello")
    scene.show()
    scene.writes("opened anew it takes none")


def test_a_list_of_its_own_leaves_it_the_keys(scene: Scene) -> None:
    scene.show()
    scene.take_keys()
    scene.click_on("source")
    assert eventually(lambda: bool(scene.do("state")["list"]))
    scene.press("Escape")
    assert eventually(lambda: not scene.do("state")["list"])
    state = scene.do("state")
    assert (state["visible"], state["keys"], state["active"]) == (True, True, True)
    scene.press("Escape")
    assert scene.hears("dismissed", True)


def test_another_window_takes_the_keys_and_it_stays(scene: Scene) -> None:
    scene.show()
    scene.take_keys()
    scene.click(100, 470)
    assert eventually(lambda: not scene.do("state")["keys"])
    assert scene.do("state")["visible"]
    scene.writes("hello")
    scene.take_keys()
    scene.press("Return")
    assert scene.hears("replace")
    assert eventually(lambda: scene.focus() == scene.terminal)


def test_with_a_grave_warning_enter_alone_puts_nothing_in(scene: Scene) -> None:
    scene.show("grave")
    scene.take_keys()
    scene.press("Return")
    scene.press("c")
    assert scene.hears("copied")
    assert ["replace"] not in scene.told
    scene.press("ctrl+Return")
    assert scene.hears("replace")


def test_the_line_beside_a_replacement_takes_no_keys_either(scene: Scene) -> None:
    scene.do("working", "600", "100")
    scene.writes("hello")
    scene.do("done", "600", "100")
    scene.writes("and on")
    assert scene.do("state")["notice"]
    scene.do("working", "600", "100")
    scene.click_on("stop")
    assert scene.hears("stopped")
    assert not scene.do("state")["notice"]
    scene.writes("and on")
