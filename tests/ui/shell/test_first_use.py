"""What is made on its first use is made once, however often it is asked for meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.core.results import Problem, UserError
from desktop.ui.shell.background import Background
from desktop.ui.shell.bridge import Bridge
from desktop.ui.shell.first_use import FirstUse


class Desk:
    made = 0

    def __init__(self) -> None:
        Desk.made += 1
        self.thread = threading.current_thread()
        self.closed = False

    def close(self) -> None:
        self.closed = True


shown: list[Problem] = []


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    Desk.made = 0
    shown.clear()
    bridge = Bridge()
    made = Background(bridge, shown.append)
    yield made
    made.close()
    bridge.close()


def test_it_is_made_once_on_the_main_thread(qtbot: QtBot, background: Background) -> None:
    loaded_on: list[threading.Thread] = []

    def load() -> Callable[[], Desk]:
        loaded_on.append(threading.current_thread())
        return Desk

    part = FirstUse(background, load)
    used: list[Desk] = []
    part.close()
    part.use(used.append)
    part.use(used.append)
    qtbot.waitUntil(lambda: len(used) == 2)
    part.use(used.append)
    assert used == [part.made] * 3
    assert Desk.made == 1
    assert used[0].thread is threading.current_thread()
    assert threading.current_thread() not in loaded_on
    part.close()
    assert used[0].closed


def test_what_cant_be_loaded_is_said_and_tried_again(qtbot: QtBot, background: Background) -> None:
    failures = [UserError("It can't be loaded")]

    def load() -> Callable[[], Desk]:
        if failures:
            raise failures.pop()
        return Desk

    part = FirstUse(background, load)
    used: list[Desk] = []
    part.use(used.append)
    qtbot.waitUntil(lambda: bool(shown))
    assert not used
    part.use(used.append)
    qtbot.waitUntil(lambda: bool(used))
