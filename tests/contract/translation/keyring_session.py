"""A desktop session of a test's own with GNOME's keyring in it, unlocked.

``dbus-run-session -- python keyring_session.py window|command PROFILE`` puts the key that stands on
standard input into the keyring, by the window or by the command line, then translates with the
engine that it is for; what was printed goes to standard output as JSON.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

SECONDS = 20.0
DESKHAND = (sys.executable, "-m", "desktop", "--profile")


def main(way: str, profile: str) -> int:
    """See the module."""
    key = sys.stdin.read()
    with unlocked():
        said = [] if way == "window" else [_run(profile, "key", "set", "deepl", given=key)]
        if way == "window":
            said.append(_type_into_window(Path(profile), key))
        said += [
            _run(profile, "key", "list", "--json"),
            _run(profile, "translate", "Where is it?", "--from=en", "--to=es", "--json"),
            _run(profile, "key", "forget", "deepl"),
            _run(profile, "key", "list", "--json"),
        ]
    print(json.dumps(said))
    return 0


@contextlib.contextmanager
def unlocked() -> Iterator[None]:
    """GNOME's keyring on this session's bus, as after a person signed in to the desktop."""
    keyring = subprocess.Popen(
        ["gnome-keyring-daemon", "--unlock", "--components=secrets", "--foreground"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert keyring.stdin is not None
        keyring.stdin.write(b"a password of the person")
        keyring.stdin.close()
        _wait_for_keyring()
        yield
    finally:
        keyring.terminate()
        keyring.wait(SECONDS)


def _wait_for_keyring() -> None:
    """Asking for it before it is there would have the bus start another one, which is locked."""
    until = time.monotonic() + SECONDS
    with open_dbus_connection("SESSION") as bus:
        while not bus.send_and_get_reply(message_bus.NameHasOwner("org.freedesktop.secrets")).body[
            0
        ]:
            assert time.monotonic() < until, "the keyring did not come"
            time.sleep(0.05)


def _run(profile: str, *words: str, given: str = "") -> dict[str, object]:
    done = subprocess.run(
        [*DESKHAND, profile, *words],
        input=given,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    return {"status": done.returncode, "out": done.stdout, "err": done.stderr}


def _type_into_window(profile: Path, key: str) -> dict[str, object]:
    """As an agent does, with the engine asked for real afterwards."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from desktop.core.clock import SystemClock
    from desktop.core.results import Problem
    from desktop.settings.paths import places
    from desktop.settings.secrets import Secrets
    from desktop.settings.store import Settings
    from desktop.ui.shell.background import Background
    from desktop.ui.shell.bridge import Bridge
    from desktop.ui.shell.shell import Shell
    from desktop.ui.translation.engines_desk import EnginesDesk

    application = QApplication(["keyring-session", "-platform", "offscreen"])
    clock = SystemClock()
    settings = Settings(places(profile).settings, clock)
    problems: list[Problem] = []
    bridge = Bridge()
    background = Background(bridge, problems.append)
    shell = Shell(bridge, background, problems.append)
    desk = EnginesDesk(settings, Secrets(profile), clock, shell)
    desk.open()
    states = []

    def state() -> str:
        return next(one.state for one in desk.window.rows.lines() if one.name == "deepl")

    def until(words: str) -> None:
        end = time.monotonic() + SECONDS
        while words not in state():
            assert time.monotonic() < end, (words, state())
            application.processEvents()
            time.sleep(0.01)
        states.append(state())

    until("Needs a key")
    QTest.keyClicks(desk.window.pane.key.field, key)
    QTest.keyClick(desk.window.pane.key.field, Qt.Key.Key_Return)
    until("takes the key")
    desk.close()
    bridge.close()
    background.close(SECONDS)
    return {"status": 0, "out": "", "err": "".join(one.sentence() for one in problems)}


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
