"""The windows of all applications: which is in front, bringing one there, where the caret is."""

from __future__ import annotations

import ctypes
import sys
from ctypes import wintypes

from desktop.host.base import Window
from desktop.host.beside import Box, without_caret

assert sys.platform == "win32"  # says it to mypy

from desktop.host.windows import front
from desktop.host.windows.api import GuiThread, kernel32, user32

_RESTORE = 9


class WindowsWindows:
    """``Windows`` of :mod:`desktop.host.base`. Any thread may ask."""

    def foreground(self) -> Window:
        """See the Protocol."""
        return front.read_window(front.foreground())

    def activate(self, window: Window) -> bool:
        """See the Protocol.

        Windows lets only the program in front give the front away. Where we are not that, our
        thread joins the input of the one that is for a moment.
        """
        if not window.id or not user32.IsWindow(window.id):
            return False
        if user32.IsIconic(window.id):
            user32.ShowWindow(window.id, _RESTORE)
        if user32.SetForegroundWindow(window.id) and front.foreground() == window.id:
            return True
        ours, (theirs, _) = kernel32.GetCurrentThreadId(), front.thread_of(front.foreground())
        joined = theirs and user32.AttachThreadInput(ours, theirs, 1)
        try:
            user32.SetForegroundWindow(window.id)
        finally:
            if joined:
                user32.AttachThreadInput(ours, theirs, 0)
        return front.foreground() == window.id

    def caret(self) -> tuple[int, int] | None:
        """See the Protocol; below the caret's line."""
        thread, _ = front.thread_of(front.foreground())
        info = GuiThread(size=ctypes.sizeof(GuiThread))
        place = wintypes.POINT()
        if thread and user32.GetGUIThreadInfo(thread, ctypes.byref(info)) and info.caret:
            place.x, place.y = info.caret_place.left, info.caret_place.bottom
            if user32.ClientToScreen(info.caret, ctypes.byref(place)):
                return place.x, place.y
        if not user32.GetCursorPos(ctypes.byref(place)):
            return None
        box, known = wintypes.RECT(), False
        window = front.foreground()
        if window:
            known = bool(user32.GetWindowRect(window, ctypes.byref(box)))
        size = (box.right - box.left, box.bottom - box.top)
        return without_caret((place.x, place.y), Box(box.left, box.top, *size) if known else None)

    def close(self) -> None:
        """Nothing is open."""
