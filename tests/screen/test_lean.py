"""Connections to the X server that are kept take no more of python-xlib than they need."""

from __future__ import annotations

import subprocess
import sys

from tests.screen.conftest import Screen

CODE = """
import sys
from desktop.host.x11.calm import _Front
from desktop.host.x11.presence import X11Presence
from desktop.host.x11.windows import X11Windows
presence, windows, front = X11Presence({0!r}, {{}}), X11Windows({0!r}), _Front({0!r})
assert presence.idle_s() is not None
windows.foreground()
front.is_full()
print(*(name for name in sys.modules if name.startswith("Xlib.ext.")))
"""


def test_of_the_extensions_only_the_screen_saver_is_loaded(x_server: Screen) -> None:
    """All of them take more than a megabyte."""
    words = [sys.executable, "-c", CODE.format(x_server.display)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    assert set(done.stdout.split()) == {"Xlib.ext.ge", "Xlib.ext.screensaver"}  # "ge" always
