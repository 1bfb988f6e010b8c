"""The application and the window in front, for either process; on its main thread.

Read: ``NSWorkspace.frontmostApplication`` (the one that gets key events), its notification
``NSWorkspaceDidActivateApplicationNotification``, ``NSRunningApplication``;
``CGWindowListCopyWindowInfo`` (front to back; the title needs Screen Recording, which Deskhand does
not ask for, so it comes by Accessibility).
"""

from __future__ import annotations

from typing import Any

import AppKit
import Quartz

from desktop.host.base import Window
from desktop.host.macos.accessibility import Accessibility
from desktop.host.macos.windows_list import front_window


def front_pid() -> int:
    """The process that gets the keys; 0 for none."""
    found = AppKit.NSWorkspace.sharedWorkspace().frontmostApplication()
    return int(found.processIdentifier()) if found is not None else 0


def bundle_of(pid: int) -> str:
    """The bundle id of a process, or the name of a program that has none."""
    found = AppKit.NSRunningApplication.runningApplicationWithProcessIdentifier_(pid)
    if found is None:
        return ""
    return str(found.bundleIdentifier() or found.localizedName() or "")


def listed_windows() -> Any:
    """What the window server says of the windows on the screen."""
    options = Quartz.kCGWindowListOptionOnScreenOnly | Quartz.kCGWindowListExcludeDesktopElements
    return Quartz.CGWindowListCopyWindowInfo(options, Quartz.kCGNullWindowID) or ()


class Front:
    """Reads the window in front, and its title once for each."""

    def __init__(self, accessibility: Accessibility) -> None:
        """Nothing is read yet."""
        self._accessibility = accessibility
        self._last = Window()

    def window(self, *, titled: bool = False) -> Window:
        """The one in front; its title as it was read last, or with ``titled`` as it is now."""
        pid = front_pid()
        number = front_window(listed_windows(), pid)
        last = self._last
        same = (number, pid) == (last.id, last.pid)
        if same and not titled:
            return last
        title = self._accessibility.title(pid) if titled and pid else last.title if same else ""
        self._last = Window(number, last.app if same else bundle_of(pid), title, pid)
        return self._last
