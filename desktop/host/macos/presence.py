"""Whether somebody is at the computer: the last input, the lock, sleep and waking.

Read: ``CGEventSourceSecondsSinceLastEventType`` (with the state of the hardware, so that what is
posted does not count, and any type of input), ``NSWorkspaceWillSleepNotification`` and
``…DidWakeNotification``, ``CGSessionCopyCurrentDictionary``.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

import Quartz

from desktop.host.base import Attendance
from desktop.host.macos.main_thread import start_on_main
from desktop.host.macos.observers import LOCKED, UNLOCKED, Observers

_ANY_INPUT = 0xFFFFFFFF
"""``kCGAnyInputEventType``."""
_IS_LOCKED = "CGSSessionScreenIsLocked"
"""In the session's dictionary, and in no reference of Apple's."""


class MacPresence:
    """``Presence`` of :mod:`desktop.host.base`."""

    def idle_s(self) -> float | None:
        """See the Protocol."""
        state = Quartz.kCGEventSourceStateHIDSystemState
        return max(0.0, float(Quartz.CGEventSourceSecondsSinceLastEventType(state, _ANY_INPUT)))

    def watch(self, tell: Callable[[Attendance], None]) -> Callable[[], None]:
        """See the Protocol."""
        return _Watch(tell).end

    def close(self) -> None:
        """Watches end by themselves."""


class _Watch:
    """Observed on the main thread, told on one of its own."""

    def __init__(self, tell: Callable[[Attendance], None]) -> None:
        self._told: queue.SimpleQueue[Attendance | None] = queue.SimpleQueue()
        self._observers: Observers | None = None
        self._tell = tell
        self._thread = threading.Thread(target=self._run, name="presence", daemon=True)
        self._thread.start()
        start_on_main(self._observe)

    def end(self) -> None:
        self._told.put(None)
        start_on_main(self._stop)
        if self._thread is not threading.current_thread():
            self._thread.join(5)

    def _observe(self) -> None:
        put = self._told.put
        session = Quartz.CGSessionCopyCurrentDictionary() or {}
        if session.get(_IS_LOCKED):
            put(Attendance.LOCKED)
        self._observers = Observers(
            {
                "NSWorkspaceWillSleepNotification": lambda: put(Attendance.ASLEEP),
                "NSWorkspaceDidWakeNotification": lambda: put(Attendance.AWAKE),
            },
            {
                LOCKED: lambda: put(Attendance.LOCKED),
                UNLOCKED: lambda: put(Attendance.UNLOCKED),
            },
        )

    def _stop(self) -> None:
        if self._observers is not None:
            self._observers.close()

    def _run(self) -> None:
        locked = asleep = False
        while (change := self._told.get()) is not None:
            if change in {Attendance.LOCKED, Attendance.UNLOCKED}:
                before, locked = locked, change is Attendance.LOCKED
                if before is locked:
                    continue
            else:
                before, asleep = asleep, change is Attendance.ASLEEP
                if before is asleep:
                    continue
            self._tell(change)
