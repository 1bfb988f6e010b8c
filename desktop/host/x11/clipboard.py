"""The clipboard for the application: text in and out, served as long as Deskhand lives."""

from __future__ import annotations

import logging
import queue
import select
import socket
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as FutureTimeoutError

from Xlib.error import ConnectionClosedError, DisplayError, XauthError, XNoAuthError

from desktop.host.base import MOST_SELECTED, PLAIN, Rich, Window
from desktop.host.x11.clipboard_watch import ClipboardWatch
from desktop.host.x11.selections import Selections

log = logging.getLogger(__name__)

_START_S = 2.0
"""How long connecting and owning may take."""
_MARGIN_S = 0.2
"""What the thread may need beyond the time that the owner is given."""

_Job = tuple[Callable[[Selections], str | None], "Future[str | None]"]


class X11Clipboard:
    """``Clipboard`` of :mod:`desktop.host.base`; any thread may call it.

    A thread of its own has the connection and answers whoever pastes. It starts on first use and
    again after the server was gone.
    """

    def __init__(self, display_name: str | None = None) -> None:
        """``display_name`` as in ``DISPLAY``; None for that variable."""
        self._display_name = display_name
        self._lock = threading.Lock()
        self._server: _Server | None = None
        self._watches: list[ClipboardWatch] = []

    def text(self, timeout: float, *, secrets: bool = True) -> str | None:
        """The text on it, or None: empty, no text, no answer in ``timeout`` s, or no server."""
        return self._run(
            lambda selections: selections.text(timeout, secrets=secrets), timeout + _MARGIN_S
        )

    def set_text(self, text: str, rich: Rich = PLAIN) -> None:
        """Put ``text`` there, marked as not for clipboard histories."""

        def put(selections: Selections) -> None:
            selections.set_text(text, rich)

        self._run(put, _START_S)

    def selection(self, timeout: float) -> str | None:
        """The text selected in the window in front; see :meth:`Selections.selected`."""
        found = self._run(lambda selections: selections.selected(timeout), timeout + _MARGIN_S)
        return found if found is not None and 0 < len(found) <= MOST_SELECTED else None

    def selected_at(self, timeout: float) -> float | None:
        """When that was selected; see :meth:`Selections.selected_at`."""
        found = self._run(lambda selections: selections.selected_at(timeout), timeout + _MARGIN_S)
        return float(found) if found is not None else None

    def watch(self, tell: Callable[[Window], None]) -> Callable[[], None]:
        """Call ``tell`` whenever another program has copied; see the Protocol."""
        watch = ClipboardWatch(self._display_name, tell)
        watch.begin()
        with self._lock:
            self._watches = [one for one in (*self._watches, watch) if one.is_alive()]
        return watch.end

    def close(self) -> None:
        """Hand what stands there over to a clipboard manager, if there is one, and let go."""
        with self._lock:
            server, self._server = self._server, None
            watches, self._watches = self._watches, []
        for watch in watches:
            watch.end()
        if server is not None:
            server.close()

    def _run(self, job: Callable[[Selections], str | None], timeout: float) -> str | None:
        with self._lock:
            if self._server is None or not self._server.is_alive():
                self._server = _Server(self._display_name)
                self._server.start()
            result = self._server.submit(job)
        try:
            return result.result(timeout)
        except (FutureTimeoutError, CancelledError):
            result.cancel()
            return None


class _Server(threading.Thread):
    """Owns one :class:`Selections` and does jobs on it between requests."""

    def __init__(self, display_name: str | None) -> None:
        super().__init__(name="clipboard", daemon=True)
        self._display_name = display_name
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._woken, self._wake = socket.socketpair()
        self._wake.setblocking(False)  # noqa: FBT003 - the library's own signature

    def submit(self, job: Callable[[Selections], str | None]) -> Future[str | None]:
        result: Future[str | None] = Future()
        self._jobs.put((job, result))
        self._rouse()
        return result

    def close(self) -> None:
        self._jobs.put(None)
        self._rouse()
        self.join(_START_S)

    def run(self) -> None:
        try:
            selections = Selections(self._display_name)
        except (DisplayError, XauthError, XNoAuthError, ConnectionClosedError, OSError) as error:
            log.warning("no connection to the X server for the clipboard: %s", type(error).__name__)
            selections = None
        try:
            if selections is not None:
                self._serve(selections)
        except ConnectionClosedError:
            log.warning("the X server closed the clipboard's connection")
        finally:
            self._end()

    def _rouse(self) -> None:
        try:
            self._wake.send(b"\0")
        except OSError:
            return  # it has enough to wake up for, or has ended

    def _serve(self, selections: Selections) -> None:
        while True:
            ready, _, _ = select.select([selections.fileno(), self._woken.fileno()], [], [])
            if self._woken.fileno() in ready:
                self._woken.recv(4096)
            selections.handle()
            while not self._jobs.empty():
                taken = self._jobs.get()
                if taken is None:
                    selections.close()
                    return
                job, result = taken
                if result.set_running_or_notify_cancel():
                    try:
                        result.set_result(job(selections))
                    except ConnectionClosedError:
                        result.set_result(None)
                        raise

    def _end(self) -> None:
        self._woken.close()
        self._wake.close()
        while not self._jobs.empty():
            if (taken := self._jobs.get()) is not None:
                taken[1].cancel()
