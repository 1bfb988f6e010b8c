"""Idle time from a real X server, lock and sleep from a logind that the test acts out."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from queue import SimpleQueue

import pytest
from Xlib.display import Display

from desktop.host.base import Attendance
from desktop.host.x11 import presence
from desktop.host.x11.presence import X11Presence
from tests.screen.conftest import Screen, require
from tests.screen.private_bus import PrivateBus, Program, pass_time

LOGIND = "org.freedesktop.login1"
MANAGER = "/org/freedesktop/login1"
SESSION = "/org/freedesktop/login1/session/_37"


@pytest.fixture
def told() -> SimpleQueue[Attendance]:
    return SimpleQueue()


@pytest.fixture
def logind(bus: PrivateBus) -> Program:
    made = bus.program(LOGIND)
    made.answers[f"{MANAGER} GetSession"] = ("o", (SESSION,))
    made.answers[f"{SESSION} Get"] = ("v", (("b", False),))
    return made


@pytest.fixture
def watched(
    x_server: Screen, bus: PrivateBus, logind: Program, told: SimpleQueue[Attendance]
) -> Iterator[X11Presence]:
    environment = {"DBUS_SYSTEM_BUS_ADDRESS": bus.address, "XDG_SESSION_ID": "7"}
    made = X11Presence(x_server.display, environment)
    made.watch(told.put)
    bus.until(lambda: f"{SESSION} Get" in logind.asked, "the question for the lock")
    yield made
    made.close()


def test_input_begins_the_idle_time_anew(x_server: Screen) -> None:
    require("xdotool")
    made = X11Presence(x_server.display, {})
    try:
        x_server.run("xdotool", "key", "a")
        first = made.idle_s()
        until = time.monotonic() + 10
        while (longer := made.idle_s() or 0) < 0.2:  # it grows by itself
            assert time.monotonic() < until
        x_server.run("xdotool", "mousemove", "5", "7", "mousemove", "9", "9")
        after = made.idle_s()
    finally:
        made.close()
    assert first is not None
    assert after is not None
    assert after < longer


def test_a_server_that_comes_back_is_asked_again(
    x_server: Screen, caplog: pytest.LogCaptureFixture
) -> None:
    made = X11Presence(x_server.display, {})
    assert made.idle_s() is not None
    assert made._display is not None
    made._display.display.socket.shutdown(socket.SHUT_RDWR)  # the connection breaks
    assert made.idle_s() is None
    assert made.idle_s() is not None
    assert len(caplog.records) == 1
    made.close()


def test_without_a_bus_it_can_be_watched_and_tells_nothing(x_server: Screen) -> None:
    made = X11Presence(x_server.display, {"DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nowhere/bus"})
    heard: list[Attendance] = []
    stop = made.watch(heard.append)
    stop()
    made.close()
    assert not heard


def test_sleep_is_told(
    watched: X11Presence, logind: Program, told: SimpleQueue[Attendance]
) -> None:
    for begins in (True, False):
        logind.tell(MANAGER, f"{LOGIND}.Manager", "PrepareForSleep", "b", (begins,))
    assert [told.get(timeout=10), told.get(timeout=10)] == [Attendance.ASLEEP, Attendance.AWAKE]


def test_a_lock_is_told_once_however_it_is_said(
    bus: PrivateBus, watched: X11Presence, logind: Program, told: SimpleQueue[Attendance]
) -> None:
    logind.tell(SESSION, f"{LOGIND}.Session", "Lock", "", ())
    hint: tuple[object, ...] = (f"{LOGIND}.Session", {"LockedHint": ("b", True)}, [])
    properties = "org.freedesktop.DBus.Properties"
    logind.tell(SESSION, properties, "PropertiesChanged", "sa{sv}as", hint)
    logind.tell(SESSION, f"{LOGIND}.Session", "Unlock", "", ())
    assert [told.get(timeout=10), told.get(timeout=10)] == [Attendance.LOCKED, Attendance.UNLOCKED]
    assert told.empty()


def test_other_sessions_and_nonsense_are_passed_over(
    watched: X11Presence, logind: Program, told: SimpleQueue[Attendance]
) -> None:
    logind.tell(f"{SESSION}9", f"{LOGIND}.Session", "Lock", "", ())
    logind.tell(MANAGER, f"{LOGIND}.Manager", "PrepareForSleep", "s", ("yes",))
    logind.tell(MANAGER, f"{LOGIND}.Manager", "PrepareForSleep", "b", (True,))
    assert told.get(timeout=10) is Attendance.ASLEEP
    assert told.empty()


def test_a_screen_that_is_locked_already_is_told_first(
    x_server: Screen, bus: PrivateBus, logind: Program, told: SimpleQueue[Attendance]
) -> None:
    logind.answers[f"{SESSION} Get"] = ("v", (("b", True),))
    made = X11Presence(x_server.display, {"DBUS_SYSTEM_BUS_ADDRESS": bus.address})
    made.watch(told.put)
    bus.until(lambda: not told.empty(), "the lock")
    made.close()
    assert told.get_nowait() is Attendance.LOCKED


def test_a_logind_that_is_slow_while_the_desktop_starts_is_followed(
    x_server: Screen,
    bus: PrivateBus,
    logind: Program,
    told: SimpleQueue[Attendance],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = logind.answers.pop(f"{MANAGER} GetSession")
    logind.answers[f"{SESSION} Get"] = ("v", (("b", True),))
    made = X11Presence(x_server.display, {"DBUS_SYSTEM_BUS_ADDRESS": bus.address})
    made.watch(told.put)
    try:
        bus.until(lambda: logind.waiting)
        assert pass_time(monkeypatch, 2.0).wait(10)
        logind.answers[f"{MANAGER} GetSession"] = session
        assert logind.answer(logind.waiting[0])
        bus.until(lambda: not told.empty())
    finally:
        made.close()
    assert told.get_nowait() is Attendance.LOCKED


@pytest.mark.parametrize("interface", ["org.xfce.ScreenSaver", "org.freedesktop.ScreenSaver"])
def test_a_screen_saver_tells_it_where_logind_is_not_told(
    x_server: Screen, bus: PrivateBus, told: SimpleQueue[Attendance], interface: str
) -> None:
    saver = bus.program("org.example.Saver")
    environment = {
        "DBUS_SESSION_BUS_ADDRESS": bus.address,
        "DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nowhere/bus",
    }
    made = X11Presence(x_server.display, environment)
    made.watch(told.put)

    def locked() -> bool:
        # Nothing says when it has begun to listen.
        saver.tell("/org/xfce/ScreenSaver", interface, "ActiveChanged", "b", (True,))
        return not told.empty()

    bus.until(locked, "the lock")
    saver.tell("/org/xfce/ScreenSaver", interface, "ActiveChanged", "b", (False,))
    assert [told.get(timeout=10), told.get(timeout=10)] == [Attendance.LOCKED, Attendance.UNLOCKED]
    made.close()


def test_the_doctor_says_what_can_be_known(x_server: Screen, bus: PrivateBus) -> None:
    display = Display(x_server.display)
    try:
        without = presence.check(display, {"DBUS_SYSTEM_BUS_ADDRESS": bus.address})
        bus.program(LOGIND)
        whole = presence.check(display, {"DBUS_SYSTEM_BUS_ADDRESS": bus.address})
    finally:
        display.close()
    assert (without.ok, whole.ok) == (True, True)
    assert "not that the screen is locked" in without.what
    assert "locked the screen" in whole.what
