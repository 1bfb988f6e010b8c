"""Breaks of seconds in the real application: notice, break window, interaction, end."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from Xlib.display import Display
from Xlib.error import XError

from tests.screen.conftest import Screen, StartApp, active, clients, end, require, wait_for
from tests.screen.sound_server import SoundServer
from tests.screen.test_application import run_verb

TITLE = "Deskhand break"
SOON = 30.0
SETTINGS = "[breaks]\non = true\n\n[snippets]\nstarter_packs = []\n"


class Hurried:
    """The program, and what it says."""

    def __init__(self, screen: Screen, folder: Path, **environment: str) -> None:
        self.screen = screen
        self.profile = folder / "profile"
        self.profile.mkdir()
        (self.profile / "settings.toml").write_text(SETTINGS, "utf-8")
        self.display = Display(screen.display)
        self.errors = (folder / "errors").open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.screen.hurried_breaks", "run", "--profile", self.profile],
            env={**screen.environment, **environment},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors,
        )  # fmt: skip
        self._said: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._said.put(line.decode().strip())

    def hear(self) -> str:
        return self._said.get(timeout=SOON)

    def until(self, word: str) -> list[str]:
        """All that is said up to this word."""
        heard = [self.hear()]
        while heard[-1] != word:
            heard.append(self.hear())
        return heard

    def tell(self, word: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{word}\n".encode())
        self.process.stdin.flush()

    def touch(self) -> None:
        """The agent moves the pointer a little."""
        self.screen.run("xdotool", "mousemove_relative", "--", "3", "2")

    def windows(self) -> list[tuple[int, int, int]]:
        """Window, width and height of what is shown of breaks."""
        found = []
        for number in clients(self.display):
            window = self.display.create_resource_object("window", number)
            try:
                if window.get_wm_name() == TITLE:
                    shape = window.get_geometry()
                    found.append((number, shape.width, shape.height))
            except XError:  # it has just gone
                continue
        return found

    def close(self) -> None:
        end(self.process)
        self._reader.join()
        self.errors.close()
        self.display.close()


@pytest.fixture
def sound(tmp_path: Path) -> Iterator[SoundServer]:
    made = SoundServer(tmp_path)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def hurried(tray: Screen, start_app: StartApp, tmp_path: Path) -> Iterator[tuple[Hurried, int]]:
    """It runs, and another application is in front."""
    require("xdotool")
    front = start_app("xterm").window
    made = Hurried(tray, tmp_path)
    made.until("begun")
    yield made, front
    made.close()
    said = (tmp_path / "errors").read_text()
    assert "Traceback" not in said, said


def test_a_notice_and_a_break_come_and_go(hurried: tuple[Hurried, int]) -> None:
    app, front = hurried
    app.touch()
    app.until("notice")
    wait_for(app.display, lambda: bool(app.windows()))
    [(_, width, _)] = app.windows()
    assert width < 640
    assert active(app.display) == front  # it leaves the keys where they are
    app.until("start")
    wait_for(app.display, lambda: [one[1:] for one in app.windows()] == [(1280, 800)])
    wait_for(app.display, lambda: active(app.display) == app.windows()[0][0])
    heard = app.until("waiting")  # nobody has moved since
    assert "end" in heard
    assert app.windows()
    app.touch()
    wait_for(app.display, lambda: not app.windows())
    wait_for(app.display, lambda: active(app.display) == front)
    app.until("notice")  # work goes on, and so does its clock


def test_nothing_comes_in_an_interaction(hurried: tuple[Hurried, int]) -> None:
    app, _ = hurried
    app.tell("open")
    app.until("call")
    app.touch()
    assert app.until("overdue") == ["overdue"]
    assert not app.windows()
    app.tell("close")
    app.until("start")
    wait_for(app.display, lambda: bool(app.windows()))
    app.tell("open")  # a call comes in: the break gives way at once
    app.until("end")
    wait_for(app.display, lambda: not app.windows())


def test_it_ends_cleanly_in_a_break_and_keeps_how_long_was_worked(
    hurried: tuple[Hurried, int],
) -> None:
    app, _ = hurried
    app.touch()
    app.until("start")
    done = run_verb(app.screen.environment, ["quit", "--profile", str(app.profile)])
    assert done.returncode == 0
    assert app.process.wait(SOON) == 0
    kept = json.loads((app.profile / "data" / "breaks.json").read_text())
    assert kept["planner"]["long"]["clock"] >= 6000
    assert not app.windows()


def test_a_call_that_only_the_microphone_tells_of_keeps_breaks_off(
    tray: Screen, sound: SoundServer, tmp_path: Path
) -> None:
    require("xdotool")
    app = Hurried(tray, tmp_path, PULSE_SERVER=f"unix:{sound.socket}")
    try:
        app.until("begun")
        call = sound.record()
        app.until("call")  # the microphone must be in use for seconds before it counts as one
        app.touch()
        assert "start" not in app.until("overdue")
        assert not app.windows()
        end(call)
        app.until("start")
        wait_for(app.display, lambda: bool(app.windows()))
        sound.record()  # a call comes in: the break, or what waits after it, gives way
        app.until("end")
        wait_for(app.display, lambda: not app.windows())
    finally:
        app.close()
    assert "Traceback" not in (tmp_path / "errors").read_text()
