"""Password fields of web pages, and of programs that draw their own fields.

A thread of its own asks UI Automation what has the focus (:class:`.field_watch.FieldWatch` says
when); whoever reads the answer never waits. It also hears the system tell of a new focus, which
browsers do once they have been asked.
"""

from __future__ import annotations

import ctypes
import math
import sys
import threading
import time
from ctypes import wintypes

from desktop.host.windows.field_watch import FieldWatch

assert sys.platform == "win32"  # says it to mypy

from typing import TYPE_CHECKING

from desktop.host.windows.api import WinEventProcedure, kernel32, user32

if TYPE_CHECKING:
    from desktop.host.windows.automation import Automation

_EVENT_FOCUS = 0x8005
_ALL_INPUT, _INPUT_AVAILABLE, _FOREVER, _REMOVE = 0x4FF, 0x4, 0xFFFFFFFF, 1
_WAIT_MS = 500
"""A program that answers later does not tell us."""
_END_S = 1.0


class PasswordFields:
    """The thread of the keys uses it."""

    def __init__(self) -> None:
        """Nobody is asked before :meth:`move` wants it."""
        self._watch = FieldWatch()
        self._wake = kernel32.CreateEventW(None, 0, 0, None)  # is reset as soon as it was heard
        self._over = False
        self._thread: threading.Thread | None = None

    def move(self, *, asks: bool) -> None:
        """Another window or field of the system's has the keyboard; ``asks``: what is in it?"""
        self._watch.move(time.monotonic(), asks=asks)
        if asks and self._thread is None:
            self._thread = threading.Thread(target=self._run, name="password fields", daemon=True)
            self._thread.start()
        kernel32.SetEvent(self._wake)

    def stir(self) -> None:
        """A click or a key may have moved the focus within the window."""
        self._watch.stir(time.monotonic())
        kernel32.SetEvent(self._wake)

    def is_secret(self) -> bool:
        """Is it known that what is typed now is hidden?"""
        return self._watch.is_secret(time.monotonic())

    def close(self) -> None:
        """End the thread; one that a program keeps waiting is left behind."""
        self._over = True
        kernel32.SetEvent(self._wake)
        if self._thread is not None:
            self._thread.join(_END_S)
        if self._thread is None or not self._thread.is_alive():
            kernel32.CloseHandle(self._wake)

    # --- on the thread ---

    def _run(self) -> None:
        from desktop.host.windows.automation import automation

        on_focus = WinEventProcedure(lambda *_: self._watch.stir(time.monotonic()))
        hook = user32.SetWinEventHook(_EVENT_FOCUS, _EVENT_FOCUS, None, on_focus, 0, 0, 0)
        try:
            with automation(_WAIT_MS) as client:
                while not self._over:
                    self._wait()
                    self._ask(client)
        except OSError:
            return  # there is no such client here; `doctor` says so
        finally:
            user32.UnhookWinEvent(hook)

    def _wait(self) -> None:
        """Until it is time to ask, or something else has come."""
        due, ms = self._watch.next_at(), _FOREVER
        if due is not None:
            ms = max(0, math.ceil((due - time.monotonic()) * 1000))
        handles, message = (wintypes.HANDLE * 1)(self._wake), wintypes.MSG()
        user32.MsgWaitForMultipleObjectsEx(1, handles, ms, _ALL_INPUT, _INPUT_AVAILABLE)
        # The system calls for a new focus while messages are looked at.
        while user32.PeekMessageW(ctypes.byref(message), None, 0, 0, _REMOVE):
            user32.DispatchMessageW(ctypes.byref(message))

    def _ask(self, client: Automation) -> None:
        due, now = self._watch.next_at(), time.monotonic()
        if due is not None and now >= due and not self._over:
            question = self._watch.question(now)
            self._watch.answer(question, secret=client.focus_is_secret())
