"""Lock and sleep as python-dbusmock's logind tells them, which nobody of ours wrote."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest
from jeepney import DBusAddress, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from desktop.host.base import Attendance
from desktop.host.x11.presence import X11Presence
from tests.screen.conftest import Screen, end, require
from tests.screen.private_bus import PrivateBus

LOGIND = "org.freedesktop.login1"
PATH = "/org/freedesktop/login1"
SESSION = f"{PATH}/session/c7"
MOCK = "org.freedesktop.DBus.Mock"
PYTHON = "/usr/bin/python3"
"""The system's, whose package it is."""
SOON = 20.0


class Logind:
    """The mock, and who tells it what happens."""

    def __init__(self, address: str) -> None:
        environment = {"PATH": os.environ["PATH"], "DBUS_SYSTEM_BUS_ADDRESS": address}
        words = [PYTHON, "-m", "dbusmock", "--system", "--template", "logind"]
        quiet = subprocess.DEVNULL
        self._process = subprocess.Popen(
            words, env=environment, stdin=quiet, stdout=quiet, stderr=quiet
        )
        self._bus: DBusConnection = open_dbus_connection(address)
        until = time.monotonic() + SOON
        while not self._bus.send_and_get_reply(message_bus.NameHasOwner(LOGIND)).body[0]:
            assert self._process.poll() is None, "dbusmock ended"
            assert time.monotonic() < until, "dbusmock did not start"
            time.sleep(0.05)
        self.ask(PATH, MOCK, "AddSession", "ssusb", ("c7", "seat0", 1000, "agent", True))

    def ask(
        self,
        path: str,
        interface: str,
        method: str,
        kinds: str = "",
        values: tuple[object, ...] = (),
    ) -> None:
        address = DBusAddress(path, LOGIND, interface)
        call = new_method_call(address, method, kinds or None, values)
        answer = self._bus.send_and_get_reply(call, timeout=SOON)
        assert answer.header.message_type.name == "method_return", answer.body

    def session(self, method: str, kinds: str = "", values: tuple[object, ...] = ()) -> None:
        self.ask(SESSION, f"{LOGIND}.Session", method, kinds, values)

    def sleep(self, *, begins: bool) -> None:
        about = (f"{LOGIND}.Manager", "PrepareForSleep", "b", [("b", begins)])
        self.ask(PATH, MOCK, "EmitSignal", "sssav", about)

    def close(self) -> None:
        self._bus.close()
        end(self._process)


@pytest.fixture
def logind(tmp_path: Path) -> Iterator[tuple[Logind, str]]:
    require("dbus-daemon", PYTHON)
    found = subprocess.run([PYTHON, "-c", "import dbusmock"], capture_output=True, check=False)
    if found.returncode:
        sentence = "not installed: python3-dbusmock"
        assert not os.environ.get("CI"), sentence
        pytest.skip(sentence)
    bus = PrivateBus(tmp_path)
    bus.start()
    made = Logind(bus.address)
    yield made, bus.address
    made.close()
    bus.stop()


def test_locks_and_sleep_of_this_session(x_server: Screen, logind: tuple[Logind, str]) -> None:
    system, address = logind
    system.session("SetLockedHint", "b", (True,))
    told: SimpleQueue[Attendance] = SimpleQueue()
    made = X11Presence(
        x_server.display, {"DBUS_SYSTEM_BUS_ADDRESS": address, "XDG_SESSION_ID": "c7"}
    )
    made.watch(told.put)
    try:
        assert told.get(timeout=SOON) is Attendance.LOCKED  # it was already
        system.session("Unlock")
        assert told.get(timeout=SOON) is Attendance.UNLOCKED
        system.session("Lock")
        system.session("SetLockedHint", "b", (False,))
        assert told.get(timeout=SOON) is Attendance.LOCKED
        assert told.get(timeout=SOON) is Attendance.UNLOCKED
        system.ask(PATH, MOCK, "AddSession", "ssusb", ("c8", "seat0", 1001, "other", True))
        system.ask(f"{PATH}/session/c8", f"{LOGIND}.Session", "Lock")  # another's
        system.sleep(begins=True)
        system.sleep(begins=False)
        assert told.get(timeout=SOON) is Attendance.ASLEEP
        assert told.get(timeout=SOON) is Attendance.AWAKE
    finally:
        made.close()
