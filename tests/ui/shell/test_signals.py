"""ui.shell.signals: a signal of the system's reaches Qt's loop while it waits."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.ui.shell.signals import EndSignals

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a system of Unix' kind")


NAMES = ("SIGTERM", "SIGINT", "SIGHUP")


@pytest.fixture
def signals(qapp: object) -> Iterator[EndSignals]:
    before = {name: signal.getsignal(getattr(signal, name)) for name in NAMES}
    made = EndSignals()
    yield made
    made.close()
    for name, handler in before.items():
        signal.signal(getattr(signal, name), handler)


@pytest.mark.parametrize("name", NAMES)
def test_each_of_them_is_told(qtbot: QtBot, signals: EndSignals, name: str) -> None:
    assert not signals.any
    with qtbot.waitSignal(signals.came, timeout=5_000):
        os.kill(os.getpid(), getattr(signal, name))
    assert signals.any


def test_after_the_end_one_is_noted_and_not_told(qtbot: QtBot, signals: EndSignals) -> None:
    signals.close()
    with qtbot.assertNotEmitted(signals.came):
        os.kill(os.getpid(), signal.SIGTERM)
    assert signals.any
