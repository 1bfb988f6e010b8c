"""Whether the agent wants to be left alone, as Windows says it to programs that would notify."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable

from desktop.host.apps import rule_for
from desktop.host.base import Quiet
from desktop.host.looked_at import watch_by_looking

assert sys.platform == "win32"  # says it to mypy

from desktop.host.windows import front
from desktop.host.windows.api import declare

shell32 = ctypes.WinDLL("shell32", use_last_error=True)
declare(
    shell32,
    (("SHQueryUserNotificationState", ctypes.c_long, (ctypes.POINTER(ctypes.c_int),)),),
)

_EVERY_S = 5.0
"""Windows tells of no change; asking costs some microseconds."""
_FULL_SCREEN = frozenset({2, 3, 4})
"""A program that fills the screen, a game, a presentation."""
_QUIET_TIME = 6


class WindowsCalm:
    """``Calm`` of :mod:`desktop.host.base`."""

    def __init__(self, own_pid: int) -> None:
        """``own_pid``: whose windows never count."""
        self._own_pid = own_pid

    def watch(self, tell: Callable[[frozenset[Quiet]], None]) -> Callable[[], None]:
        """See the Protocol."""
        nothing: frozenset[Quiet] = frozenset()
        return watch_by_looking("calm", self.now, nothing, tell, _EVERY_S)

    def now(self) -> frozenset[Quiet]:
        """What holds at this moment."""
        state = ctypes.c_int()
        if shell32.SHQueryUserNotificationState(ctypes.byref(state)):
            return frozenset()
        if state.value == _QUIET_TIME:
            return frozenset({Quiet.DO_NOT_DISTURB})
        if state.value in _FULL_SCREEN:
            window = front.read_window(front.foreground())
            if window.pid != self._own_pid and not rule_for(window.app).remote:
                return frozenset({Quiet.FULL_SCREEN})
        return frozenset()

    def close(self) -> None:
        """Watches end by themselves."""
