"""Whether somebody is at the computer: the last input, the lock, sleep and waking."""

from __future__ import annotations

import ctypes
import sys
import threading
from collections.abc import Callable
from ctypes import wintypes

from desktop.host.base import Attendance

assert sys.platform == "win32"  # says it to mypy

from desktop.host.windows import session
from desktop.host.windows.api import LastInput, kernel32, user32
from desktop.host.windows.message_window import MessageWindow
from desktop.host.windows.session import SessionEar

_WM_POWER, _WM_END = 0x218, 0x8000
_OF_SESSION = {session.LOCKED: Attendance.LOCKED, session.UNLOCKED: Attendance.UNLOCKED}
_OF_POWER = {4: Attendance.ASLEEP, 0x12: Attendance.AWAKE}
"""Suspended; resumed, by whatever. (7, resumed by a person, comes behind 0x12.)"""
_LOCK_SCREENS = frozenset({"lockapp.exe", "logonui.exe"})


class WindowsPresence:
    """``Presence`` of :mod:`desktop.host.base`."""

    def idle_s(self) -> float | None:
        """See the Protocol."""
        last = LastInput(size=ctypes.sizeof(LastInput))
        if not user32.GetLastInputInfo(ctypes.byref(last)):
            return None
        return idle_of(kernel32.GetTickCount(), last.time)

    def watch(self, tell: Callable[[Attendance], None]) -> Callable[[], None]:
        """See the Protocol."""
        watch = _Watch(tell)
        return watch.end

    def close(self) -> None:
        """Watches end by themselves."""


def idle_of(now: int, last: int) -> float:
    """Seconds between two readings of a clock of 32 bits, which begins anew after 49 days."""
    return ((now - last) & 0xFFFFFFFF) / 1000


class _Watch:
    """A window of its own thread's that the system tells."""

    def __init__(self, tell: Callable[[Attendance], None]) -> None:
        self._tell = tell
        self._locked = False
        self._asleep = False
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="presence", daemon=True)
        self._thread.start()
        self._ready.wait(5)

    def end(self) -> None:
        user32.PostMessageW(self._window.handle, _WM_END, 0, 0)
        if self._thread is not threading.current_thread():
            self._thread.join(5)

    def _run(self) -> None:
        handlers = {
            _WM_POWER: self._on_power,
            session.MESSAGE: self._on_session,
            _WM_END: self._on_end,
        }
        self._window = MessageWindow(handlers, hears_all=True)
        ear = SessionEar(self._window.handle)
        self._over = False
        self._ready.set()
        if _is_locked():
            self._change(Attendance.LOCKED)
        message = wintypes.MSG()
        while not self._over and user32.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
            user32.DispatchMessageW(ctypes.byref(message))
        ear.close()
        self._window.close()

    def _on_session(self, what: int, _: int) -> int:
        change = _OF_SESSION.get(what)
        if change is not None:
            self._change(change)
        return 0

    def _on_power(self, what: int, _: int) -> int:
        change = _OF_POWER.get(what)
        if change is not None:
            self._change(change)
        return 1

    def _on_end(self, _: int, __: int) -> int:
        self._over = True
        return 0

    def _change(self, change: Attendance) -> None:
        """Tell it, unless it is no change."""
        if change in {Attendance.LOCKED, Attendance.UNLOCKED}:
            before, self._locked = self._locked, change is Attendance.LOCKED
            if before is not self._locked:
                self._tell(change)
            return
        before, self._asleep = self._asleep, change is Attendance.ASLEEP
        if before is not self._asleep:
            self._tell(change)


def _is_locked() -> bool:
    from desktop.host.windows import front

    window = front.read_window(front.foreground())
    return window.app.casefold() in _LOCK_SCREENS
