"""The clipboard for the application: text in and out, and what is selected."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from concurrent.futures import TimeoutError as FutureTimeoutError

from desktop.host.base import MOST_SELECTED, PLAIN, Rich, Window

assert sys.platform == "win32"  # says it to mypy

from desktop.host.windows.automation_thread import AutomationThread
from desktop.host.windows.clipboard_data import ClipboardBusyError, NotGivenError
from desktop.host.windows.clipboard_thread import ClipboardThread
from desktop.host.windows.selection import selected_text

log = logging.getLogger(__name__)

_SET_S = 2.0


class WindowsClipboard:
    """``Clipboard`` of :mod:`desktop.host.base`; any thread may call it."""

    def __init__(self) -> None:
        """Nothing is started yet."""
        self._lock = threading.Lock()
        self._made: ClipboardThread | None = None
        self._automation: AutomationThread | None = None
        self._watchers: dict[object, Callable[[Window], None]] = {}

    def text(self, timeout: float, *, secrets: bool = True) -> str | None:
        """See the Protocol."""
        thread = self._thread()
        answer = thread.do(lambda: thread.text(timeout, secrets=secrets))
        try:
            return answer.result(timeout)
        except (FutureTimeoutError, ClipboardBusyError, NotGivenError):
            answer.cancel()
            return None

    def set_text(self, text: str, rich: Rich = PLAIN) -> None:
        """See the Protocol."""
        thread = self._thread()
        try:
            thread.do(lambda: thread.set_text(text, rich)).result(_SET_S)
        except (FutureTimeoutError, ClipboardBusyError):
            log.warning("another program keeps the clipboard to itself")

    def selection(self, timeout: float) -> str | None:
        """See the Protocol."""
        found = selected_text(timeout, lambda: self._asked(timeout))
        return found if found is not None and 0 < len(found) <= MOST_SELECTED else None

    def selected_at(self, timeout: float) -> float | None:  # noqa: ARG002 - Protocol
        """Windows does not tell: a selection here is what is highlighted now."""
        return None

    def watch(self, tell: Callable[[Window], None]) -> Callable[[], None]:
        """See the Protocol."""
        thread, key = self._thread(), object()

        def tell_all(window: Window) -> None:
            for one in tuple(self._watchers.values()):
                one(window)

        def stop() -> None:
            with self._lock:
                if self._watchers.pop(key, None) is not None and not self._watchers:
                    thread.do(lambda: thread.watch(None))

        with self._lock:
            self._watchers[key] = tell
            thread.do(lambda: thread.watch(tell_all))
        return stop

    def close(self) -> None:
        """Let go; what we put there stays."""
        with self._lock:
            made, self._made = self._made, None
            automation, self._automation = self._automation, None
        for thread in (made, automation):
            if thread is not None:
                thread.close()

    def _asked(self, timeout: float) -> str | None:
        """What is selected, by UI Automation."""
        with self._lock:
            if self._automation is None:
                self._automation = AutomationThread()
            thread = self._automation
        return thread.ask(lambda client: client.selected_text(MOST_SELECTED), timeout)

    def _thread(self) -> ClipboardThread:
        with self._lock:
            if self._made is None:
                self._made = ClipboardThread()
            return self._made
