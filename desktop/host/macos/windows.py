"""The windows of all applications: which is in front, bringing one there, where the caret is."""

from __future__ import annotations

from collections.abc import Callable

import AppKit
import Quartz

from desktop.host.base import Window
from desktop.host.beside import without_caret
from desktop.host.macos.accessibility import Accessibility
from desktop.host.macos.front import Front, front_pid, listed_windows
from desktop.host.macos.main_thread import on_main
from desktop.host.macos.windows_list import front_box

_WITHIN_S = 0.5


class MacWindows:
    """``Windows`` of :mod:`desktop.host.base`. Any thread may ask."""

    def __init__(self, accessibility: Callable[[], Accessibility]) -> None:
        """``accessibility`` is called on the main thread only."""
        self._accessibility = accessibility
        self._front: Front | None = None

    def foreground(self) -> Window:
        """See the Protocol."""
        return on_main(self._foreground, Window(), _WITHIN_S)

    def activate(self, window: Window) -> bool:
        """See the Protocol; ``NSRunningApplication.activateWithOptions:``."""

        def bring() -> bool:
            found = AppKit.NSRunningApplication.runningApplicationWithProcessIdentifier_(window.pid)
            if found is None:
                return False
            if window.title:
                self._accessibility().raise_window(window.pid, window.title)
            return bool(found.activateWithOptions_(AppKit.NSApplicationActivateIgnoringOtherApps))

        return bool(window.pid) and on_main(bring, False, _WITHIN_S)  # noqa: FBT003

    def caret(self) -> tuple[int, int] | None:
        """See the Protocol; both are measured from the upper left corner of the main screen."""
        return on_main(self._caret, None, _WITHIN_S)

    def _foreground(self) -> Window:
        if self._front is None:
            self._front = Front(self._accessibility())
        return self._front.window(titled=True)

    def _caret(self) -> tuple[int, int] | None:
        pid = front_pid()
        found = self._accessibility().caret(pid)
        if found is not None:
            return found
        place = Quartz.CGEventGetLocation(Quartz.CGEventCreate(None))
        return without_caret((int(place.x), int(place.y)), front_box(listed_windows(), pid))

    def close(self) -> None:
        """Nothing is open."""
