"""The question for breaks in the real application: quiet, and in no call."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from Xlib.display import Display
from Xlib.error import XError

from tests.screen.conftest import Screen, StartApp, active, clients, end, require, wait_for
from tests.screen.sound_server import SoundServer
from tests.screen.test_application import Deskhand

TITLE = "Deskhand question"
SETTINGS = "[snippets]\nstarter_packs = []\n"
PROGRAM = ("-m", "tests.screen.asked_soon")
NEAR = 40
"""Pixels from the button's edge at the card's lower corner."""


class Desk:
    def __init__(self, screen: Screen, folder: Path, front: int, **more: str) -> None:
        self.screen, self.front = screen, front
        self.display = Display(screen.display)
        environment = {**screen.environment, **more}
        screen.run("xdotool", "key", "shift")  # somebody is there
        self.app = Deskhand(environment, folder / "profile", settings=SETTINGS, program=PROGRAM)

    def question(self) -> int | None:
        """The window, where it shows."""
        for number in clients(self.display):
            try:
                if self.display.create_resource_object("window", number).get_wm_name() == TITLE:
                    return number
            except XError:  # it has just gone
                continue
        return None

    def click_not_now(self) -> None:
        window = self.display.create_resource_object("window", self.question() or 0)
        shape = window.get_geometry()
        self.screen.run(
            "xdotool", "mousemove", "--window", str(window.id), "110", str(shape.height - NEAR),
            "click", "1",
        )  # fmt: skip

    def settings(self) -> str:
        return (self.app.profile / "settings.toml").read_text("utf-8")

    def close(self) -> None:
        self.app.end()
        self.display.close()
        assert "Traceback" not in self.app.said()


@pytest.fixture
def front(start_app: StartApp) -> int:
    require("xdotool")
    return start_app("xterm").window


@pytest.fixture
def desk(tray: Screen, front: int, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tray, tmp_path, front)
    yield made
    made.close()


def test_it_leaves_the_keys_where_they_are_clicked_too(desk: Desk) -> None:
    wait_for(desk.display, lambda: desk.question() is not None)
    assert active(desk.display) == desk.front
    assert "asked = true" in desk.settings()
    desk.click_not_now()
    wait_for(desk.display, lambda: desk.question() is None)
    assert active(desk.display) == desk.front
    assert "on = false" in desk.settings()


def test_it_gives_way_to_a_call_that_only_the_microphone_tells_of(
    tray: Screen, front: int, tmp_path: Path
) -> None:
    sound = SoundServer(tmp_path)
    sound.start()
    desk = Desk(tray, tmp_path, front, PULSE_SERVER=f"unix:{sound.socket}")
    try:
        wait_for(desk.display, lambda: desk.question() is not None)
        call = sound.record()
        wait_for(desk.display, lambda: desk.question() is None)
        end(call)
        tray.run("xdotool", "key", "shift")
        wait_for(desk.display, lambda: desk.question() is not None)
    finally:
        desk.close()
        sound.stop()


def test_it_gives_way_to_an_interaction(desk: Desk) -> None:
    wait_for(desk.display, lambda: desk.question() is not None)
    assert desk.app.verb("call", "--number", "+4915112345678", "--id", "7").returncode == 0
    wait_for(desk.display, lambda: desk.question() is None)
    assert desk.app.verb("call", "--id", "7", "--ended").returncode == 0
    desk.screen.run("xdotool", "key", "shift")
    wait_for(desk.display, lambda: desk.question() is not None)
