"""Whether the application in front fills the screen.

Of Focus and Do Not Disturb macOS tells other programs nothing: there is no public interface, and
the file in which the system keeps it is closed to all without Full Disk Access.
Read: ``CGDisplayBounds``, ``CGGetActiveDisplayList``.
"""

from __future__ import annotations

from collections.abc import Callable

import Quartz

from desktop.host.apps import rule_for
from desktop.host.base import Quiet
from desktop.host.looked_at import watch_by_looking
from desktop.host.macos.accessibility import Accessibility
from desktop.host.macos.front import bundle_of, front_pid, listed_windows
from desktop.host.macos.main_thread import on_main
from desktop.host.macos.windows_list import fills, front_window

_EVERY_S = 5.0
_WITHIN_S = 2.0
_MOST_SCREENS = 16


class MacCalm:
    """``Calm`` of :mod:`desktop.host.base`."""

    def __init__(self, accessibility: Callable[[], Accessibility], own_pid: int) -> None:
        """``own_pid``: whose windows never count."""
        self._accessibility = accessibility
        self._own_pid = own_pid

    def watch(self, tell: Callable[[frozenset[Quiet]], None]) -> Callable[[], None]:
        """See the Protocol."""
        last: frozenset[Quiet] = frozenset()

        def look() -> frozenset[Quiet]:
            nonlocal last
            last = on_main(self.now, last, _WITHIN_S)
            return last

        return watch_by_looking("calm", look, last, tell, _EVERY_S, joins=False)

    def now(self) -> frozenset[Quiet]:
        """What holds at this moment; on the main thread."""
        pid = front_pid()
        if not pid or pid == self._own_pid or rule_for(bundle_of(pid)).remote:
            return frozenset()
        full = self._accessibility().fills_screen(pid) or self._covers(pid)
        return frozenset({Quiet.FULL_SCREEN}) if full else frozenset()

    def _covers(self, pid: int) -> bool:
        """By its size, for programs that Accessibility says nothing of."""
        windows = listed_windows()
        number = front_window(windows, pid)
        for one in windows:
            if one.get("kCGWindowNumber") == number:
                place = one.get("kCGWindowBounds") or {}
                size = tuple(float(place.get(name, 0)) for name in ("X", "Y", "Width", "Height"))
                return fills((size[0], size[1], size[2], size[3]), _screens())
        return False

    def close(self) -> None:
        """Watches end by themselves."""


def _screens() -> list[tuple[float, float, float, float]]:
    failed, found, count = Quartz.CGGetActiveDisplayList(_MOST_SCREENS, None, None)
    if failed:
        return []
    places = [Quartz.CGDisplayBounds(one) for one in found[:count]]
    return [(one.origin.x, one.origin.y, one.size.width, one.size.height) for one in places]
