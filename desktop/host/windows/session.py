"""What the system tells a window of ours about the session: that it was locked, and unlocked."""

from __future__ import annotations

import ctypes
import sys
import threading
from ctypes import wintypes

assert sys.platform == "win32"  # says it to mypy

from desktop.host.windows.api import declare

wtsapi32 = ctypes.WinDLL("wtsapi32", use_last_error=True)
declare(
    wtsapi32,
    (
        ("WTSRegisterSessionNotification", wintypes.BOOL, (wintypes.HWND, wintypes.DWORD)),
        ("WTSUnRegisterSessionNotification", wintypes.BOOL, (wintypes.HWND,)),
    ),
)

MESSAGE = 0x2B1
"""Comes with one of these two, or with what does not concern us."""
LOCKED, UNLOCKED = 7, 8
AGAIN_S = 5.0
_TRIES = 60
_END_S = 1.0


class SessionEar:
    """Has this session's changes told to a window of ours.

    Behind a login the service that tells of them may not have started yet; so Windows is asked
    again for some minutes. Another service answers, so the window's thread, which may have keys
    to deal with, does not wait for it.
    """

    def __init__(self, window: int) -> None:
        """``window`` has to be one that the system tells what it tells all."""
        self._window = window
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="session", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Before the window is taken away."""
        self._over.set()
        self._thread.join(_END_S)
        wtsapi32.WTSUnRegisterSessionNotification(self._window)

    def _run(self) -> None:
        for _ in range(_TRIES):
            if wtsapi32.WTSRegisterSessionNotification(self._window, 0):
                return
            if self._over.wait(AGAIN_S):
                return
