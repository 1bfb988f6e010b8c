"""A thread that owns what Deskhand puts on the clipboard.

The system asks the owner's window for what was promised, and reading may wait for another program;
the keyboard's own thread can afford neither. One paste is: :meth:`offer` sets everything aside and
promises a text, ``on_taken`` hears when the target fetches it, :meth:`withdraw` puts back.
"""

from __future__ import annotations

import ctypes
import sys
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from ctypes import wintypes
from typing import TypeVar

from desktop.host.base import PLAIN, Rich, Window

assert sys.platform == "win32"  # says it to mypy

from desktop.host.windows import clipboard_data as data
from desktop.host.windows import front
from desktop.host.windows.api import kernel32, user32
from desktop.host.windows.message_window import MessageWindow

T = TypeVar("T")

_WM_QUIT = 0x12
_WM_RENDERFORMAT, _WM_RENDERALLFORMATS, _WM_CLIPBOARDUPDATE = 0x305, 0x306, 0x31D
_WM_JOB = 0x8000
_PUT_BACK_S = 2.0
"""So long it is tried to put back what another program does not let us."""
_OPEN_S = 0.2
_OFFER_S = 0.4
"""So long an offer tries; the keys wait for it no longer than for their half second."""
_LOOK_S = 1.0
_PUT_S = 1.5
_LOOKERS_S = 0.03
_START_S = 5.0


class ClipboardThread:
    """See the module. Any thread may call it; ``on_taken`` comes on the thread of its own."""

    def __init__(self) -> None:
        """Start it."""
        self._jobs: deque[Callable[[], None]] = deque()
        self._promised: dict[int, data.Format] = {}
        self._target = Window()
        self._fetches = 0
        self._on_taken: Callable[[], None] = lambda: None
        self._aside: tuple[data.Format, ...] | None = None
        self._on_update: Callable[[Window], None] | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="clipboard", daemon=True)
        self._thread.start()
        self._ready.wait(_START_S)

    def do(self, job: Callable[[], T]) -> Future[T]:
        """Run a job on the thread, behind those that are there."""
        future: Future[T] = Future()

        def run() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(job())
            except Exception as error:  # noqa: BLE001 - it is the caller's
                future.set_exception(error)

        self._jobs.append(run)
        user32.PostMessageW(self._window.handle, _WM_JOB, 0, 0)
        return future

    def close(self) -> None:
        """Put back what is still aside, and end; a text that was promised is left there."""

        def last() -> None:
            self._put_back()
            user32.PostThreadMessageW(kernel32.GetCurrentThreadId(), _WM_QUIT, 0, 0)

        self.do(last)
        self._thread.join(_PUT_BACK_S + 1)

    # --- jobs, on the thread ---

    def text(self, seconds: float, *, secrets: bool) -> str | None:
        """The text that stands there.

        Raises:
            ClipboardBusyError, NotGivenError: see :mod:`desktop.host.windows.clipboard_data`.
        """
        with data.opened(self._window.handle, seconds):
            if not data.has(data.TEXT) or (not secrets and data.is_marked()):
                return None
            return data.decoded(data.read(data.TEXT)) or None

    def set_text(self, text: str, rich: Rich = PLAIN) -> None:
        """Put a text there, to stay.

        Raises:
            ClipboardBusyError: see there.
        """
        with data.opened(self._window.handle, _PUT_S):
            data.empty()
            data.put([*data.contents(text, rich), *data.marks()])
        self._aside = None

    def offer(
        self,
        text: str,
        window: Window,
        fetches: int,
        on_taken: Callable[[], None],
        rich: Rich = PLAIN,
    ) -> None:
        """Set aside what stands there and promise ``text``, with ``rich`` in all its formats.

        Raises:
            ClipboardBusyError, NotGivenError: see :mod:`desktop.host.windows.clipboard_data`.
        """
        if not self._is_ours():
            self._aside = None  # somebody has copied since
        with data.opened(self._window.handle, _OFFER_S):
            aside = data.read_all() if self._aside is None else self._aside
            self._promised = {one.number: one for one in data.contents(text, rich)}
            self._target = window
            self._fetches, self._on_taken = fetches, on_taken
            self._promise()
        self._aside = aside
        data.wait_for_lookers(_LOOKERS_S)

    def withdraw(self) -> None:
        """Put back what is aside, unless somebody has copied since."""
        self._put_back()

    def watch(self, tell: Callable[[Window], None] | None) -> None:
        """Hear of every copy of another program's, or no more."""
        if tell is None:
            user32.RemoveClipboardFormatListener(self._window.handle)
        elif self._on_update is None:
            user32.AddClipboardFormatListener(self._window.handle)
        self._on_update = tell

    def _promise(self) -> None:
        data.empty()
        for number in self._promised:
            data.promise(number)
        data.put(data.marks())

    def _put_back(self) -> None:
        aside, self._aside = self._aside, None
        if aside is None or not self._is_ours():
            return
        try:
            with data.opened(self._window.handle, _PUT_BACK_S):
                if self._is_ours():
                    data.empty()
                    data.put(aside)
        except data.ClipboardBusyError:
            self._aside = aside  # with the next paste

    def _is_ours(self) -> bool:
        """Has nobody else put anything there since?

        The count of changes does not say: it also grows when a promise is kept.
        """
        return bool(user32.GetClipboardOwner() == self._window.handle)

    # --- what the system asks ---

    def _on_render(self, number: int, _: int) -> int:
        """Somebody wants what was promised, and has the clipboard open."""
        promised = self._promised.get(number)
        if promised is not None:
            data.put([promised])
            asks = user32.GetOpenClipboardWindow()
            pid = front.thread_of(asks)[1] if asks else 0
            ours = not pid or pid == self._target.pid or not self._target.pid
            self._fetches -= ours
            if self._fetches > 0 and self._aside is not None:
                self.do(self._promise_again)
            if ours:
                self._on_taken()
        return 0

    def _promise_again(self) -> None:
        """A fetch that is not the last one: to hear of the next, it has to be promised anew."""
        if self._aside is None:
            return
        with data.opened(self._window.handle, _OFFER_S):
            if self._is_ours():
                self._promise()

    def _on_render_all(self, _: int, __: int) -> int:
        """The window goes, and what it has promised would go with it."""
        with data.opened(self._window.handle, _OPEN_S):
            if self._is_ours() and self._aside is not None:
                data.put(one for one in self._promised.values() if data.has(one.number))
        return 0

    def _on_change(self, _: int, __: int) -> int:
        tell, owner = self._on_update, user32.GetClipboardOwner() or 0
        if tell is None or front.class_of(owner).startswith(MessageWindow.NAME):
            return 0
        try:
            with data.opened(self._window.handle, _LOOK_S):
                if data.is_marked():
                    return 0
        except (data.ClipboardBusyError, data.NotGivenError):
            return 0
        tell(front.read_window(owner))
        return 0

    def _on_job(self, _: int, __: int) -> int:
        while self._jobs:
            self._jobs.popleft()()
        return 0

    # --- the thread ---

    def _run(self) -> None:
        self._window = MessageWindow(
            {
                _WM_JOB: self._on_job,
                _WM_RENDERFORMAT: self._on_render,
                _WM_RENDERALLFORMATS: self._on_render_all,
                _WM_CLIPBOARDUPDATE: self._on_change,
            }
        )
        self._ready.set()
        message = wintypes.MSG()
        while user32.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
            user32.DispatchMessageW(ctypes.byref(message))
        self._window.close()
