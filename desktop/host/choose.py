"""Chooses the host for this system; who may ask is in pyproject's import contracts."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from desktop.core.results import UserError
from desktop.host.base import Check, Host
from desktop.host.keys import KeysHost, Pipe
from desktop.host.nowhere import NowhereHost


def host(profile: Path | None = None) -> Host:
    """The desktop that this program runs on.

    Raises:
        UserError: the session's own folder can't be trusted.
    """
    if sys.platform == "win32":
        from desktop.host.windows.host import WindowsHost

        return WindowsHost(profile)
    if sys.platform == "darwin":
        from desktop.host.macos.host import MacHost

        return MacHost(profile)
    display = os.environ.get("DISPLAY")
    if not display:
        return NowhereHost([_no_screen()])
    from desktop.host.x11.reach import answers

    if not answers(display):
        return NowhereHost(
            [
                Check(
                    "screen",
                    ok=False,
                    what="The screen can't be reached",
                    why="Nothing answers where DISPLAY says",
                    todo="Start Deskhand within your desktop",
                )
            ]
        )
    from desktop.host.x11.host import X11Host

    return X11Host(display, profile)


def screen_admits() -> bool:
    """Can windows be shown on the screen that this program was started on, now?"""
    display = os.environ.get("DISPLAY")
    if not sys.platform.startswith("linux") or not display:
        return False
    from desktop.host.x11.reach import admits

    return admits(display)


def outlive_screen(display: int, leave: Callable[[], int]) -> None:
    """Let the program end in order when an X server is gone in the midst of one of Qt's calls.

    ``display`` is where Qt's Xlib has it; ``leave`` is called then, for the exit status.
    """
    from desktop.host.x11.link_end import outlive

    outlive(display, leave)


def _no_screen() -> Check:
    wayland = os.environ.get("WAYLAND_DISPLAY")
    return Check(
        "screen",
        ok=False,
        what="There is no screen that Deskhand can work on",
        why="This is a Wayland session without X11" if wayland else "DISPLAY is not set",
        todo="Log in to an X11 session" if wayland else "Start it within a desktop",
    )


def keyboard_works() -> bool:
    """Can keys be followed on this system at all?"""
    if sys.platform in {"win32", "darwin"}:
        return True
    return sys.platform.startswith("linux") and bool(os.environ.get("DISPLAY"))


def keys_host() -> KeysHost:
    """The keyboard of this system.

    Raises:
        UserError: it can't be followed here; says why.
    """
    if sys.platform == "win32":
        from desktop.host.windows.keys import WindowsKeys

        return WindowsKeys()
    if sys.platform == "darwin":
        from desktop.host.macos.keyboard import mac_keys

        return mac_keys()
    if keyboard_works():
        from desktop.host.x11.keys import X11Keys

        return X11Keys(os.environ["DISPLAY"])
    raise UserError(
        "Deskhand can't follow the keyboard on this system yet",
        todo="Use the palette and copy the text",
    )


def pipe(reading: int, writing: int) -> Pipe:
    """The two ends of the keyboard process' pipe, which are file descriptors."""
    if sys.platform == "win32":
        from desktop.host.windows.pipes import WindowsPipe

        return WindowsPipe(reading, writing)
    from desktop.host.posix_pipe import PosixPipe

    return PosixPipe(reading, writing)
