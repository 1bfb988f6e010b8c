"""Asking an application whether it deals with its events now."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from Xlib import X
from Xlib.display import Display

from desktop.host.x11.ping import Ping
from tests.screen.conftest import Screen, require
from tests.screen.typing_session import SECONDS, Agent, Mousepad, ending

NOT_LONG_S = 0.05


@pytest.fixture
def ping(screen: Screen) -> Iterator[Ping]:
    with closing(Ping(screen.display)) as made:
        yield made


def test_one_responds_unless_it_stands_still(ping: Ping, agent: Agent, tmp_path: Path) -> None:
    require(Mousepad.name)
    editor = Mousepad(agent, tmp_path)
    with ending(editor):
        assert ping.responds(editor.window, SECONDS)
        os.kill(editor.process.pid, signal.SIGSTOP)
        try:
            assert not ping.responds(editor.window, NOT_LONG_S)
            assert not ping.responds(editor.window, 0)
        finally:
            os.kill(editor.process.pid, signal.SIGCONT)
        # Its answers to these come first.
        assert ping.responds(editor.window, SECONDS)


def test_where_nobody_can_tell_it_is_taken_to_respond(ping: Ping, screen: Screen) -> None:
    with closing(Display(screen.display)) as display:
        plain = display.screen().root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
        display.sync()
        assert ping.responds(plain.id, 0)
        plain.destroy()
        display.sync()
        assert ping.responds(plain.id, 0)
