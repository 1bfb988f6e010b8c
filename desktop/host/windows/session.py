"""What the system tells a window of ours about the session: that it was locked, and unlocked."""

from __future__ import annotations

import ctypes
import sys
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


def hear(window: int) -> None:
    """Have this session's changes told to a window of ours."""
    wtsapi32.WTSRegisterSessionNotification(window, 0)


def hear_no_more(window: int) -> None:
    """Before the window is taken away."""
    wtsapi32.WTSUnRegisterSessionNotification(window)
