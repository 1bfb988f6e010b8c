"""The connection to the X server that selections are read and served on.

python-xlib's own queue of events is the trap here: a reply that is waited for also reads the
events before it, after which the socket is silent though events stand in the queue. So whatever
talks to the server ends with :meth:`Link.pump`.
"""

from __future__ import annotations

import select
import time
from collections.abc import Callable

from Xlib import X, Xatom
from Xlib.display import Display
from Xlib.error import ConnectionClosedError, XError
from Xlib.ext.res import LocalClientPIDMask
from Xlib.protocol.request import DestroyWindow
from Xlib.protocol.rq import Event
from Xlib.xobject.drawable import Window

CLIPBOARD = "CLIPBOARD"
PRIMARY = "PRIMARY"

_SEND_S = 1.0
"""How long a server may refuse to read what we send before the rest is left for later."""


class Link:
    """One connection with one unmapped window; used by one thread.

    Every method raises ``Xlib.error.ConnectionClosedError`` when the server is gone.
    """

    def __init__(
        self,
        display_name: str | None,
        on_event: Callable[[Event], None],
        on_lost_window: Callable[[int], None],
    ) -> None:
        """Connect; ``on_lost_window`` hears of windows of others that turn out to be gone.

        Raises an error of ``Xlib.error`` (``DisplayError`` and its kind) without a server.
        """
        self.display = Display(display_name)
        self._on_event = on_event
        self._on_lost_window = on_lost_window
        self._time = 0
        self.display.set_error_handler(self._on_error)
        self.root = self.display.screen().root
        self.window = self.new_window()
        self._clock = self.atom("_DESKHAND_TIME")
        self.watches_owners = bool(self.display.has_extension("XFIXES"))
        if self.watches_owners:
            self.display.xfixes_query_version()

    def atom(self, name: str) -> int:
        """The atom of a name; asked for once."""
        return int(self.display.get_atom(name))

    def name(self, atom: int) -> str:
        """The name of an atom; empty when it is none."""
        try:
            return str(self.display.get_atom_name(atom))
        except XError:
            return ""

    def new_window(self) -> Window:
        """An unmapped window of ours that reports changes of its properties."""
        return self.root.create_window(
            -1, -1, 1, 1, 0, 0, X.InputOnly, event_mask=X.PropertyChangeMask
        )

    def destroy(self, window: Window) -> None:
        """Destroy a window of ours and never use its number again.

        python-xlib's own ``destroy`` gives the number to the very next window, which would then
        get what an owner sends late to the one before.
        """
        DestroyWindow(display=self.display.display, window=window.id)

    def any_window(self, window_id: int) -> Window:
        """Somebody's window, for requests; it may be gone by now."""
        return self.display.create_resource_object("window", window_id)

    def owner(self, selection: int) -> int:
        """The window that owns a selection, 0 for nobody."""
        owner = self.display.get_selection_owner(selection)
        return int(getattr(owner, "id", owner))

    def watch_owners(self, selection: int) -> None:
        """Have the server tell of every new owner of a selection, if it can."""
        if self.watches_owners:
            every = 0b111  # set, window destroyed, client closed
            self.display.xfixes_select_selection_input(self.window, selection, every)

    def client(self, resource_id: int) -> int:
        """The part of a resource's id that all resources of one X client share."""
        return resource_id & ~int(self.display.display.info.resource_id_mask)

    def same_application(self, one: int, other: int) -> bool:
        """True when two windows are of one X client, or of one process on this machine.

        LibreOffice without GTK, for one, does its selections on a connection of their own.
        """
        if self.client(one) == self.client(other):
            return True
        pid = self._pid(one)
        return pid is not None and pid == self._pid(other)

    def longest(self) -> int:
        """The most bytes that fit into one property by one request."""
        return int(self.display.display.info.max_request_length) * 4 - 64

    def server_time(self, until: float) -> int | None:
        """The server's clock, by appending nothing to a property (ICCCM 2.1).

        None when the server has not answered by ``until``: another client has grabbed it.
        """
        self._time = 0
        self.window.change_property(self._clock, Xatom.STRING, 8, b"", X.PropModeAppend)
        return self._time if self.wait(lambda: self._time != 0, until) else None

    def pump(self) -> None:
        """Send what waits, and handle every event that is there, without waiting for more."""
        until = time.monotonic() + _SEND_S
        while True:
            while self.display.pending_events():
                event = self.display.next_event()
                if event.type == X.PropertyNotify and event.atom == self._clock:
                    self._time = int(event.time)
                else:
                    self._on_event(event)
            # python-xlib (its flush() too) sends only if the socket takes something at that very
            # moment; with a large answer still on its way it does not, and nothing would come
            # from a requestor that waits for the next one.
            left = until - time.monotonic()
            if not self.display.display.data_send or left <= 0:
                return
            select.select([], [self.display.fileno()], [], left)

    def wait(self, done: Callable[[], bool], until: float) -> bool:
        """Handle events until ``done`` or until a time of :func:`time.monotonic`."""
        while True:
            self.pump()
            if done():
                return True
            left = until - time.monotonic()
            if left <= 0:
                return False
            select.select([self.display.fileno()], [], [], left)

    def fileno(self) -> int:
        """The socket, for the loop that waits on several."""
        return int(self.display.fileno())

    def close(self) -> None:
        """Let go of the connection; everything that was owned is given up by that."""
        try:
            self.display.close()
        except ConnectionClosedError:
            return  # the server was faster

    def _pid(self, window_id: int) -> int | None:
        if not self.display.has_extension("X-Resource"):
            return None
        asked = {"client": window_id, "mask": LocalClientPIDMask}
        try:
            found = self.display.res_query_client_ids([asked]).ids
        except XError:
            return None
        return int(found[0].value[0]) if found and found[0].value else None

    def _on_error(self, error: XError, _request: object) -> None:
        # Nearly always the window of a requestor that ended while it was being answered.
        lost = getattr(error, "resource_id", 0)
        self._on_lost_window(int(getattr(lost, "id", lost)))
