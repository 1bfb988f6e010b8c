"""The windows of all applications: which is in front, bringing one there, where the caret is."""

from __future__ import annotations

import ctypes
import sys
from ctypes import wintypes
from typing import TYPE_CHECKING

from desktop.host.base import Window
from desktop.host.beside import Box, Written, below_caret, without_caret

assert sys.platform == "win32"  # says it to mypy

from desktop.host.windows import front
from desktop.host.windows.api import GuiThread, kernel32, user32

if TYPE_CHECKING:
    from desktop.host.windows.own_caret import OwnCaret

_RESTORE = 9


class WindowsWindows:
    """``Windows`` of :mod:`desktop.host.base`. Any thread may ask."""

    def __init__(self) -> None:
        """Nothing is loaded or started yet."""
        self._own_caret: OwnCaret | None = None

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
        window = front.foreground()
        thread, pid = front.thread_of(window)
        info = GuiThread(size=ctypes.sizeof(GuiThread))
        known = bool(thread) and bool(user32.GetGUIThreadInfo(thread, ctypes.byref(info)))
        place = wintypes.POINT()
        if known and info.caret:
            place.x, place.y = info.caret_place.left, info.caret_place.bottom
            if user32.ClientToScreen(info.caret, ctypes.byref(place)):
                return place.x, place.y
        whole = _box_of(window)
        # Our own windows are those of the thread that waits here.
        if whole is not None and known and info.focus and pid != kernel32.GetCurrentProcessId():
            # Some programs tell a place of no use, which is not in their window.
            found = below_caret(Written(self._asked(info.focus), None, None, None), whole)
            if found is not None:
                return found
        if not user32.GetCursorPos(ctypes.byref(place)):
            return None
        return without_caret((place.x, place.y), whole)

    def close(self) -> None:
        """Let go."""
        if self._own_caret is not None:
            self._own_caret.close()

    def _asked(self, field: int) -> Box | None:
        """The caret that a program draws itself."""
        from desktop.host.windows.own_caret import OwnCaret

        if self._own_caret is None:
            self._own_caret = OwnCaret()
        return self._own_caret.box(field)


def _box_of(window: int) -> Box | None:
    box = wintypes.RECT()
    if not window or not user32.GetWindowRect(window, ctypes.byref(box)):
        return None
    return Box(box.left, box.top, box.right - box.left, box.bottom - box.top)
