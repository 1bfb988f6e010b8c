"""Who is told that the session was locked: a window that the system tells what it tells all."""

from __future__ import annotations

import ctypes
import queue
import sys
from ctypes import wintypes

import pytest

assert sys.platform == "win32"

from desktop.host.windows import session
from desktop.host.windows.api import user32
from desktop.host.windows.keys import WindowsKeys
from desktop.host.windows.presence import WindowsPresence
from desktop.host.windows.session import SessionEar

SECONDS = 20.0
"""For what must come, on however busy a machine."""
WindowsSeen = ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)
user32.EnumWindows.argtypes = (WindowsSeen, wintypes.LPARAM)


class Service:
    """Stands for the one of Windows that tells of sessions."""

    def __init__(self, refuses: int = 0) -> None:
        self.refuses = refuses
        self.asked: queue.Queue[int] = queue.Queue()
        self.ended: queue.Queue[int] = queue.Queue()

    def WTSRegisterSessionNotification(self, window: int, flags: int) -> int:
        assert flags == 0  # of this session only
        self.refuses -= 1
        self.asked.put(window)
        return self.refuses < 0

    def WTSUnRegisterSessionNotification(self, window: int) -> int:
        self.ended.put(window)
        return 1


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Service:
    made = Service()
    monkeypatch.setattr(session, "wtsapi32", made)
    return made


def told_of_all() -> set[int]:
    """The windows of which the system knows as of everybody's; none that is for messages only."""
    found: set[int] = set()

    def see(window: int, _: int) -> int:
        found.add(window)
        return 1

    user32.EnumWindows(WindowsSeen(see), 0)
    return found


def test_the_windows_that_hear_of_it_are_such_as_the_system_tells_all(service: Service) -> None:
    keys = WindowsKeys()
    end = WindowsPresence().watch(lambda _: None)
    windows = {service.asked.get(timeout=SECONDS), service.asked.get(timeout=SECONDS)}
    assert len(windows) == 2
    assert windows <= told_of_all()
    end()
    keys.close()
    assert {service.ended.get(timeout=SECONDS), service.ended.get(timeout=SECONDS)} == windows


def test_one_that_windows_is_not_ready_for_is_told_of_again(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "AGAIN_S", 0.01)
    service.refuses = 2
    ear = SessionEar(77)
    assert [service.asked.get(timeout=SECONDS) for _ in range(3)] == [77, 77, 77]
    ear.close()
    assert service.asked.empty()


def test_an_end_waits_for_no_service(service: Service) -> None:
    service.refuses = 1_000
    ear = SessionEar(77)
    service.asked.get(timeout=SECONDS)
    ear.close()
    assert service.ended.get(timeout=SECONDS) == 77
