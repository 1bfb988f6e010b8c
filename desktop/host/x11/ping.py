"""Does an application deal with its events now? Asked as window managers do (EWMH _NET_WM_PING)."""

from __future__ import annotations

import select
import time

from Xlib import X
from Xlib.error import XError
from Xlib.protocol.event import ClientMessage

from desktop.host.x11.lean import LeanDisplay


class Ping:
    """Asks, on a connection of its own: the answers come among much else."""

    def __init__(self, display_name: str) -> None:
        """Connect."""
        self._display = LeanDisplay(display_name)
        self._display.set_error_handler(_window_is_gone)
        self._root = self._display.screen().root
        self._protocols = self._display.get_atom("WM_PROTOCOLS")
        self._ping = self._display.get_atom("_NET_WM_PING")
        self._asked = 0

    def responds(self, window_id: int, within: float) -> bool:
        """False when it does not answer within so many seconds.

        True also for a window that does not know the question, or is gone. Made for GTK's, which
        LibreOffice has: those of Qt 6 say that they know it, and did not answer when tried.
        """
        window = self._display.create_resource_object("window", window_id)
        try:
            known = window.get_wm_protocols()
        except XError:
            return True
        if self._ping not in known:
            return True
        self._asked += 1
        question = [self._ping, self._asked, window_id, 0, 0]
        # An answer is the same message sent to the root window, to whoever listens there.
        self._root.change_attributes(event_mask=X.SubstructureNotifyMask)
        window.send_event(
            ClientMessage(window=window, client_type=self._protocols, data=(32, question))
        )
        try:
            return self._hears(question, time.monotonic() + within)
        finally:
            self._root.change_attributes(event_mask=X.NoEventMask)
            self._display.flush()

    def close(self) -> None:
        """Let go of the connection."""
        self._display.close()

    def _hears(self, question: list[int], until: float) -> bool:
        while True:
            while self._display.pending_events():
                event = self._display.next_event()
                if event.type == X.ClientMessage and list(event.data[1])[:3] == question[:3]:
                    return True
            left = until - time.monotonic()
            if left <= 0 or not select.select([self._display], [], [], left)[0]:
                return False


def _window_is_gone(_error: XError, _request: object) -> None:
    """It answers no more, and its keys go elsewhere."""
