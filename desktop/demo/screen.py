"""Where the demo is acted: on a screen of its own where it can have one, else on this one."""

from __future__ import annotations

import os
import select
import shutil
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.core.results import UserError
from desktop.demo.programs import Programs

_START_S = 10.0
_LOOK_S = 0.02
_SIZES = {1: "1280x800x24", 2: "2560x1600x24"}
_PAGE = (0xE9, 0xED, 0xF0)
"""Behind windows in pictures: the look's page colour."""
_TRAYER = ("trayer", "--edge", "top", "--align", "right", "--widthtype", "request")


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen with what runs on it."""

    display: str
    environment: Mapping[str, str]
    """Of every program that is started there."""
    virtual: bool
    words: str
    """What it is, for the agent to read."""


def open_screen(programs: Programs, home: Path, *, agreed: bool) -> Screen:
    """The screen to act on; ``agreed`` is to the one that the agent sits at.

    Raises:
        UserError: there is none; says what to install.
    """
    if not sys.platform.startswith("linux"):
        raise UserError(
            "The demo can't be acted out on this system yet",
            "It needs a screen of the X11 kind",
            "Try it on Linux",
        )
    display = os.environ.get("DISPLAY", "")
    if display and agreed:
        return _this_screen(display)
    if shutil.which("Xvfb"):
        return _virtual_screen(programs, home)
    todo = "Install Xvfb, for a screen of its own (on Debian and Ubuntu: apt install xvfb openbox)"
    if not display:
        raise UserError("There is no screen for the demo", "", todo)
    if not sys.stdin.isatty():
        raise UserError(
            "The demo acts on this screen only if you agree", "", f"Say so with --yes. {todo}"
        )
    if not _ask():
        raise UserError("The demo was not started", "You did not agree", todo)
    return _this_screen(display)


def _ask() -> bool:
    print("The demo types into a window of its own on this screen, and uses your clipboard.")
    try:
        return input("Keep your hands off the keyboard for a minute. Start? [y/N] ").lower() in {
            "y",
            "yes",
        }
    except EOFError:
        return False


def _this_screen(display: str) -> Screen:
    return Screen(display, dict(os.environ), virtual=False, words=f"on this screen ({display})")


def _virtual_screen(programs: Programs, home: Path) -> Screen:
    scale = 2 if os.environ.get("QT_SCALE_FACTOR") == "2" else 1
    runtime = home / "run"
    runtime.mkdir(mode=0o700)
    display = _start_server(programs, _SIZES[scale])
    if not display:
        raise UserError("The screen for the demo (Xvfb) does not start")
    environment = _session(display, home, runtime)
    helpers = _start_helpers(programs, display, environment, 24 * scale)
    words = " ".join(["on a screen of its own", f"(Xvfb {display}, {', '.join(helpers)})"])
    return Screen(display, environment, virtual=True, words=words)


def _start_server(programs: Programs, size: str) -> str:
    """Its display; empty when it does not start."""
    reading, writing = os.pipe()
    try:
        words = ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp"]
        programs.start([*words, "-noreset"], os.environ, passed=[writing])
    finally:
        os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        number = b""
        # To the line's end: a server that can't write it ends.
        while not number.endswith(b"\n"):
            ready, _, _ = select.select([pipe], [], [], _START_S)
            piece = pipe.read(16) if ready else b""
            if not piece:
                return ""
            number += piece
    return f":{number.decode().strip()}"


def _session(display: str, home: Path, runtime: Path) -> dict[str, str]:
    """A desktop session with nothing of the agent's in it."""
    private = ("WAYLAND_DISPLAY", "XAUTHORITY", "QT_IM_MODULE", "GTK_IM_MODULE", "XMODIFIERS")
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in private and not name.startswith(("XDG_", "DESKHAND_"))
    }
    return {
        **kept,
        "DISPLAY": display,
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        # Else the icon would go into the tray of the agent's own desktop.
        "DBUS_SESSION_BUS_ADDRESS": "disabled:",
        "QT_QPA_PLATFORM": "xcb",
        "NO_AT_BRIDGE": "1",
    }


def _start_helpers(
    programs: Programs, display: str, environment: Mapping[str, str], height: int
) -> list[str]:
    """Window manager and tray, as far as they are installed; what there is, in words."""
    from desktop.host.x11.onlooker import Onlooker

    found = Onlooker(display)
    try:
        found.paint(*_PAGE)
        helpers = []
        if shutil.which("openbox"):
            programs.start(["openbox", "--sm-disable"], environment)
            _wait(found.has_manager)
            helpers.append("windows by openbox")
        else:
            helpers.append("no window manager: openbox is not installed")
        if shutil.which("trayer"):
            programs.start([*_TRAYER, "--height", str(height)], environment)
            _wait(found.has_tray)
            helpers.append("tray by trayer")
        else:
            helpers.append("no tray: trayer is not installed")
    finally:
        found.close()
    return helpers


def _wait(done: Callable[[], bool]) -> None:
    until = time.monotonic() + _START_S
    while not done():
        if time.monotonic() > until:
            raise UserError("The screen for the demo is not ready in time")
        time.sleep(_LOOK_S)
