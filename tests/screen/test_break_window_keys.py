"""The break's window on a real X server: typing on, deliberate keys, screens that come and go."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from desktop.ui.breaks.deliberate import IGNORED_S
from tests.screen.led import Scene, Screen, led
from tests.screen.typing_session import eventually


class Break(Scene):
    """A break, and what became of it."""

    def begin(self) -> float:
        """When it came up at the latest."""
        self.do("begin")
        assert self.has_keys(), "it has no keys"
        return time.monotonic()

    def tells(self, *told: str) -> bool:
        wanted = [[one] for one in told]
        return eventually(lambda: bool(self.do("state")) and self.told == wanted)


@pytest.fixture
def scene(screen: Screen, need: Callable[..., None]) -> Iterator[Break]:
    need("xdotool", "xrandr")
    with led(screen, "break_window_program") as process:
        yield Break(screen, process)


def test_typing_on_skips_nothing_and_tab_and_enter_do(scene: Break) -> None:
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


def _rests(scene: Break) -> bool:
    if not scene.do("state")["chosen"]:
        time.sleep(1.1)  # nothing to be awaited: that nothing is typed is the point
        scene.press("Tab")
    return True


def test_a_screen_may_come_and_go_while_a_break_is_on(scene: Break) -> None:
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
