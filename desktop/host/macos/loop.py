"""The main thread's loop in the keyboard process, with the tap, and the pipe beside it.

``Machine`` of :mod:`.machine`, as a Mac really is. Read: ``CFRunLoopRunInMode`` (returns after a
source was handled where it is told to; a mode without any source returns at once),
``CFRunLoopStop`` (holds for the next run if none is under way).
"""

from __future__ import annotations

import select
import threading
import time
from collections.abc import Callable, Iterable, Sequence

import objc
import Quartz

from desktop.host.base import Window
from desktop.host.macos.accessibility import Accessibility, FocusWatch
from desktop.host.macos.allowed import allowed_keys
from desktop.host.macos.carbon import Carbon
from desktop.host.macos.front import Front, front_pid
from desktop.host.macos.machine import Hears
from desktop.host.macos.observers import LAYOUT, Observers
from desktop.host.macos.permissions import trouble
from desktop.host.macos.sending import Sent
from desktop.host.macos.tap import Posting, Tap

_KEYS_ONLY = "com.deskhand.desktop.keys"
"""A mode of the loop of ours, in which nothing but the tap is heard."""
_ACTIVATED = "NSWorkspaceDidActivateApplicationNotification"
_SPACE = "NSWorkspaceActiveSpaceDidChangeNotification"


class MacMachine:
    """See the module; made and used on the main thread."""

    def __init__(self, carbon: Carbon) -> None:
        """Nothing is heard yet."""
        self._carbon = carbon
        self._loop = Quartz.CFRunLoopGetCurrent()
        self._accessibility = Accessibility()
        self._front = Front(self._accessibility)
        self._focus = FocusWatch(self._change)
        self._posting = Posting()
        self._hears: Hears | None = None
        self._tap: Tap | None = None
        self._changed = True
        self._pipe: _PipeWatch | None = None
        changes = {_ACTIVATED: self._change, _SPACE: self._change}
        self._observers = Observers(changes, {LAYOUT: self._change})

    # --- desktop.host.macos.machine.Machine ---

    def begin(self, hears: Hears) -> None:
        """See :class:`desktop.host.macos.machine.Machine`."""
        self._hears = hears
        self._try_tap()

    def run(self, other: int, seconds: float | None) -> bool:
        """See :class:`desktop.host.macos.machine.Machine`."""
        if self._pipe is None:
            self._pipe = _PipeWatch(other, self.wake)
        # Without a loop of AppKit's own nobody else lets go of what the last turn has used.
        objc.recycleAutoreleasePool()
        ready = self._pipe.take()  # what was told in `run_keys` is not told again
        Quartz.CFRunLoopRunInMode(
            Quartz.kCFRunLoopDefaultMode,
            0.0 if ready else 1.0 if seconds is None else seconds,
            True,  # noqa: FBT003 - the system's own signature
        )
        if self._tap is None:
            self._try_tap()
        return ready or self._pipe.take()

    def run_keys(self, done: Callable[[], bool], seconds: float) -> bool:
        """See :class:`desktop.host.macos.machine.Machine`."""
        until = time.monotonic() + seconds
        while not done() and (left := until - time.monotonic()) > 0:
            result = Quartz.CFRunLoopRunInMode(
                _KEYS_ONLY,
                left,
                True,  # noqa: FBT003 - the system's own signature
            )
            if result == Quartz.kCFRunLoopRunFinished:  # no tap: nothing to run for
                time.sleep(0.005)
        return done()

    def post(self, batch: Sequence[Sent], fields: Iterable[int]) -> None:
        """See :class:`desktop.host.macos.machine.Machine`."""
        self._posting.post(batch, fields)

    def end(self) -> None:
        """See :class:`desktop.host.macos.machine.Machine`."""
        if self._tap is not None:
            self._tap.close()
        if self._pipe is not None:
            self._pipe.close()
        self._focus.close()
        self._observers.close()

    def window(self, *, titled: bool = False) -> Window:
        """See :class:`desktop.host.macos.machine.Machine`."""
        return self._front.window(titled=titled)

    def window_changed(self) -> bool:
        """See :class:`desktop.host.macos.machine.Machine`."""
        changed, self._changed = self._changed, False
        return changed

    def held(self) -> int:
        """See :class:`desktop.host.macos.machine.Machine`."""
        return int(Quartz.CGEventSourceFlagsState(Quartz.kCGEventSourceStateHIDSystemState))

    def trouble(self) -> str:
        """See :class:`desktop.host.macos.machine.Machine`."""
        found = trouble(allowed_keys(self._carbon))
        if found:
            return found
        if self._tap is None or not self._tap.is_there:
            return "macOS gives Deskhand no keys yet: quit it and start it again."
        return ""

    def is_secure(self) -> bool:
        """See :class:`desktop.host.macos.machine.Machine`."""
        return self._carbon.is_secure()

    def hides(self) -> bool:
        """See :class:`desktop.host.macos.machine.Machine`."""
        pid = front_pid()
        self._focus.watch(pid)
        return self._accessibility.is_secret(pid)

    def wake(self) -> None:
        """Make the loop return; any thread."""
        Quartz.CFRunLoopStop(self._loop)

    # --- small things ---

    def _change(self) -> None:
        self._changed = True
        self.wake()

    def _try_tap(self) -> None:
        if self._hears is None:
            return
        tap = Tap(self._hears, (Quartz.kCFRunLoopDefaultMode, _KEYS_ONLY))
        if tap.create():
            self._tap = tap
            self._changed = True


class _PipeWatch:
    """A thread that waits for the pipe, which no loop of Core Foundation's has to know."""

    def __init__(self, readable: int, wake: Callable[[], None]) -> None:
        self._readable = readable
        self._wake = wake
        self._seen = threading.Event()
        self._over = threading.Event()
        threading.Thread(target=self._watch, name="keyboard pipe", daemon=True).start()

    def take(self) -> bool:
        """Is it readable? Who is told so reads it, and the thread waits again."""
        try:
            found = bool(select.select([self._readable], [], [], 0)[0])
        except (OSError, ValueError):
            found = True  # it is closed, and reading says so
        self._seen.set()
        return found

    def close(self) -> None:
        """Wait no more, as soon as anything comes: at the end that is the pipe's own."""
        self._over.set()
        self._seen.set()

    def _watch(self) -> None:
        while not self._over.is_set():
            try:
                select.select([self._readable], [], [])
            except (OSError, ValueError):
                return
            self._seen.clear()
            self._wake()
            while not (self._over.is_set() or self._seen.wait(1.0)):
                pass
