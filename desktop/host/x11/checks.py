"""What of an X11 screen works, for ``doctor``."""

from __future__ import annotations

import os
from collections.abc import Sequence

from Xlib.display import Display
from Xlib.error import ConnectionClosedError, DisplayError, XauthError, XNoAuthError

from desktop.host.base import Check
from desktop.host.x11 import accessibility, input_methods, microphone, presence

_EXTENSIONS = {
    "RECORD": "follow the keys that you type",
    "XTEST": "type into other applications",
    "XKEYBOARD": "know your keyboard's layout",
    "XFIXES": "leave your clipboard as it was",
}


def screen_checks(display_name: str) -> Sequence[Check]:
    """What of a screen works; the first of them fails when it can't be reached."""
    try:
        display = Display(display_name)
    except (DisplayError, XauthError, XNoAuthError, ConnectionClosedError, OSError):
        why = "The screen can't be reached"
        return [Check("screen", ok=False, what=why, todo="Start Deskhand within your desktop")]
    try:
        checks = [Check("screen", ok=True, what="The screen is an X11 one")]
        missing = {
            name: use for name, use in _EXTENSIONS.items() if display.query_extension(name) is None
        }
        checks.append(
            Check(
                "keyboard",
                ok=not missing,
                what="Keys can't be followed" if missing else "Keys can be followed and typed",
                why="; ".join(
                    f"the screen has no {name}, to {use}" for name, use in missing.items()
                ),
            )
        )
        if os.environ.get("WAYLAND_DISPLAY"):
            checks.append(
                Check(
                    "wayland",
                    ok=False,
                    what="Only applications that use X11 are followed",
                    why="This is a Wayland session, which lets no program see others' keys",
                    todo="Log in to an X11 session, or use the palette and copy",
                )
            )
        tray = display.intern_atom(f"_NET_SYSTEM_TRAY_S{display.get_default_screen()}")
        has_tray = bool(display.get_selection_owner(tray))
        checks.append(
            Check(
                "tray",
                ok=True if has_tray else None,
                what="The desktop shows tray icons" if has_tray else "There is no place for icons",
                why="" if has_tray else "The desktop has no tray",
                todo="" if has_tray else "Use the palette's keys and the command line",
            )
        )
        checks.append(accessibility.check(os.environ))
        checks.append(input_methods.check(os.environ, display_name))
        checks.append(presence.check(display, os.environ))
        checks.append(microphone.check(os.environ))
    finally:
        display.close()
    return checks
