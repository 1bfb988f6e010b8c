"""The real application whose X server goes away, and comes back or does not."""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from desktop.host.unix_instance import UnixInstance, instance_path
from desktop.host.x11.reach import admits
from tests.screen.conftest import Screen, managed, require, running_server
from tests.screen.test_application import MARK, Deskhand, shown
from tests.screen.typing_session import Agent, TextWindow, eventually

DISPLAY = f":{20_000 + os.getpid() % 30_000}"
"""Nobody else's: a free one could be another test's by the time the server is started again."""


ENDED = (
    "deskhand: Deskhand has ended. The connection to the screen broke. "
    "Start it again in your desktop."
)


@contextmanager
def desktop(home: Path) -> Iterator[Screen]:
    """One session; the next one is on the same display."""
    require("xdotool")
    home.mkdir(exist_ok=True)
    with running_server(home, DISPLAY) as (screen, _), managed(screen):
        yield screen


@contextmanager
def typing_agent(screen: Screen) -> Iterator[Agent]:
    agent = Agent(screen.environment)
    try:
        yield agent
    finally:
        agent.close()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Deskhand]]:
    started: list[Deskhand] = []

    def one(screen: Screen, **options: Any) -> Deskhand:
        started.append(Deskhand(screen.environment, tmp_path / "profile", **options))
        return started[-1]

    yield one
    for app in started:
        app.end()
    for app in started:
        assert "Traceback" not in app.said()
        assert MARK not in app.said()


def waits(app: Deskhand, keyboard: psutil.Process) -> bool:
    """It has let go of everything, and is still there."""
    one = UnixInstance(instance_path(app.profile, app.environment))
    answer = one.send(["status"], 1)  # asked again by whoever waits
    return answer is None and not keyboard.is_running() and app.process.poll() is None


def test_it_types_again_on_a_screen_that_came_back(
    start: Callable[..., Deskhand], home: Path, tmp_path: Path
) -> None:
    with desktop(home) as screen:
        app = start(screen)
        keyboard = app.keyboard()
        app.verb("call", "--number", "1", "--name", MARK)
        assert app.verb("pause", "60").returncode == 0
    assert eventually(lambda: waits(app, keyboard))
    with desktop(home) as screen, typing_agent(screen) as agent:
        state = app.ready()
        assert app.process.poll() is None
        children = {one.pid for one in psutil.Process(app.process.pid).children()}
        assert children == {state["keyboard"]}
        assert eventually(lambda: shown(agent, "Deskhand message"))
        field = TextWindow(agent, tmp_path / "field")
        try:
            field.focus()
            # What the agent has turned off stays off.
            agent.type(":zq ")
            assert field.text(":zq ") == ":zq "
            assert app.verb("resume").returncode == 0
            app.until(lambda now: not now["paused"])
            agent.type(":zq ")
            wanted = f":zq {MARK} be right back "
            assert field.text(wanted) == wanted
        finally:
            field.end()
        assert app.verb("quit").returncode == 0
        assert app.ended() == 0


OPENS_WITHOUT = """
import os, sys, time
from desktop import cli, return_to_screen
from desktop.host.x11.reach import answers
from desktop.ui.widgets.quiet import QuietFrame
return_to_screen.WAIT_S = float(sys.argv.pop(1))
shows = QuietFrame.show
def when_gone(window):
    print("opens", flush=True)
    while answers(os.environ["DISPLAY"]):
        time.sleep(0.01)
    shows(window)
QuietFrame.show = when_gone
sys.exit(cli.main())
"""
"""Its screen goes away just when it opens a window."""


def opened_without(
    start: Callable[..., Deskhand], home: Path, wait_s: float
) -> tuple[Deskhand, psutil.Process]:
    """It, waiting so long for the next screen, and the keyboard process of the one that went."""
    with desktop(home) as screen:
        app = start(screen, program=("-c", OPENS_WITHOUT, str(wait_s)))
        keyboard = app.keyboard()
        assert app.verb("call", "--number", "1", "--name", MARK).returncode == 0
        assert eventually(lambda: "opens" in app.said())
    return app, keyboard


def test_a_screen_that_goes_while_a_window_opens_is_waited_for(
    start: Callable[..., Deskhand], home: Path
) -> None:
    app, keyboard = opened_without(start, home, 60)
    assert eventually(lambda: waits(app, keyboard))
    with desktop(home):
        assert app.ready()["keyboard"] != keyboard.pid
        assert app.verb("quit").returncode == 0
        assert app.ended() == 0


def test_a_screen_that_goes_while_a_window_opens_and_stays_away_ends_it(
    start: Callable[..., Deskhand], home: Path
) -> None:
    app, keyboard = opened_without(start, home, 1.5)
    assert app.ended() == 1
    assert not keyboard.is_running()
    assert [one for one in app.said().splitlines() if one.startswith("deskhand: ")] == [ENDED]


ENDS_WITHOUT = """
import os, sys, time
from desktop import cli
from desktop.assembly import Assembly
from desktop.host.x11.reach import answers
stops = Assembly.stop
def when_gone(assembly):
    print("ends", flush=True)
    while answers(os.environ["DISPLAY"]):
        time.sleep(0.01)
    stops(assembly)
Assembly.stop = when_gone
sys.exit(cli.main())
"""
"""Its screen goes away while it ends."""


def test_a_screen_that_goes_while_it_ends_is_not_waited_for(
    start: Callable[..., Deskhand], home: Path
) -> None:
    with desktop(home) as screen:
        app = start(screen, program=("-c", ENDS_WITHOUT))
        keyboard = app.keyboard()
        assert app.verb("quit").returncode == 0
        assert eventually(lambda: "ends" in app.said())
    assert app.ended() == 0
    assert not keyboard.is_running()
    assert ENDED not in app.said()


def test_a_screen_that_does_not_come_back_ends_it(
    start: Callable[..., Deskhand], home: Path
) -> None:
    code = "import sys; from desktop import cli, return_to_screen as it; it.WAIT_S = 1.5; "
    with desktop(home) as screen:
        app = start(screen, program=("-c", code + "sys.exit(cli.main())"))
        keyboard = app.keyboard()
    assert app.ended() == 1
    assert not keyboard.is_running()
    assert [one for one in app.said().splitlines() if one.startswith("deskhand: ")] == [ENDED]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_the_wait_for_a_screen(
    number: signal.Signals, start: Callable[..., Deskhand], home: Path
) -> None:
    with desktop(home) as screen:
        app = start(screen)
        keyboard = app.keyboard()
    assert eventually(lambda: waits(app, keyboard))
    app.process.send_signal(number)
    assert app.process.wait(5) == 0


def test_waiting_for_a_screen_costs_next_to_nothing(
    start: Callable[..., Deskhand], home: Path
) -> None:
    with desktop(home) as screen:
        app = start(screen)
        keyboard = app.keyboard()
    assert eventually(lambda: waits(app, keyboard))
    process = psutil.Process(app.process.pid)
    spent = sum(process.cpu_times()[:2])
    select.select([], [], [], 3.0)
    assert sum(process.cpu_times()[:2]) - spent < 0.1


def test_a_screen_admits_whom_it_lets_in(home: Path, tmp_path: Path) -> None:
    assert not admits(DISPLAY)
    with desktop(home):
        assert admits(DISPLAY)
        assert admits(f"{DISPLAY}.0")
    assert not admits(DISPLAY)
    assert not admits("no display")
