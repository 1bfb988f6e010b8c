"""Hearing of what other programs copy (XFIXES), and of nothing that Deskhand put there itself.

What a copy is, is told by who owns the clipboard then. Every window by which a Deskhand owns
selections bears a mark, in the keyboard process too, which owns the clipboard during a paste and
stays the owner of what it has put back. Qt's windows have none, but are of this very process.
"""

from __future__ import annotations

import logging
import select
import socket
import threading
import time
from collections import deque
from collections.abc import Callable

from Xlib import X
from Xlib.error import ConnectionClosedError, DisplayError, XauthError, XError, XNoAuthError
from Xlib.protocol.rq import Event

from desktop.host.base import Window
from desktop.host.x11.selection_link import CLIPBOARD, Link
from desktop.host.x11.selection_read import Reader
from desktop.host.x11.selections import HISTORY_HINT, OWN_MARK
from desktop.host.x11.windows import application_windows, read_window

log = logging.getLogger(__name__)

_ANSWER_S = 1.0
"""How long an owner may take to say which formats it has."""
_START_S = 2.0
"""How long connecting may take."""


class ClipboardWatch(threading.Thread):
    """Tells of copies, from a connection and a thread of its own, so that it holds up nobody.

    Without a server, or without XFIXES there, it ends at once and says so in the log.
    """

    def __init__(self, display_name: str | None, tell: Callable[[Window], None]) -> None:
        """``tell`` is called on this thread. Hears nothing before ``start()``."""
        super().__init__(name="clipboard watch", daemon=True)
        self._display_name = display_name
        self._tell = tell
        self._ready = threading.Event()
        self._ending, self._end = socket.socketpair()
        self._ended = False
        self._reader: Reader | None = None
        self._owners: deque[int] = deque()
        """Who has got the clipboard; 0 for nobody."""
        self._ours = False
        """Deskhand has it now."""
        self._copied = False
        """Somebody copied, and it has not been told yet."""
        self._copier = 0
        """The window by which they did, which nobody sees."""
        self._looked = False
        """What stands there now was looked at."""

    def begin(self) -> None:
        """Start, and return when every copy from now on will be heard."""
        self.start()
        self._ready.wait(_START_S)

    def end(self) -> None:
        """Tell nothing any more; called by whomever, and more than once."""
        self._ended = True
        self._end.close()

    def run(self) -> None:
        """Watch until :meth:`end`, or until the server is gone."""
        try:
            link = Link(self._display_name, self._on_event, lambda _window_id: None)
        except (DisplayError, XauthError, XNoAuthError, ConnectionClosedError, OSError) as error:
            log.warning("no connection to watch the clipboard: %s", type(error).__name__)
        else:
            try:
                self._watch(link)
            except ConnectionClosedError:
                log.warning("the X server closed the connection that watches the clipboard")
            finally:
                link.close()
        finally:
            self._ready.set()
            self._ending.close()

    def _watch(self, link: Link) -> None:
        if not link.watches_owners:
            log.warning("this X server does not tell who copies (no XFIXES)")
            return
        clipboard = link.atom(CLIPBOARD)
        reader = self._reader = Reader(link)
        link.watch_owners(clipboard)
        link.display.sync()
        self._ready.set()
        while not self._ended:
            link.pump()
            if self._owners:
                self._note(link, self._owners.popleft())
            elif self._copied and not self._looked:
                self._look(link, clipboard, reader)
            else:
                select.select([link.fileno(), self._ending.fileno()], [], [])

    def _on_event(self, event: Event) -> None:
        if self._reader is None:
            return
        if event.type == X.SelectionNotify:
            self._reader.on_event(event.requestor.id, event)
        elif event.type == X.PropertyNotify:
            self._reader.on_event(event.window.id, event)
        elif getattr(event, "selection_timestamp", None) is not None:
            self._owners.append(int(getattr(event.owner, "id", event.owner)))
            self._reader.on_new_owner(event.selection)

    def _note(self, link: Link, owner: int) -> None:
        """The clipboard got this owner: somebody's copy, or what was copied in other hands?"""
        self._looked = False
        self._ours = self._is_ours(link, owner)
        manager = link.owner(link.atom("CLIPBOARD_MANAGER"))
        if not owner:
            self._copied = False
        elif not self._ours and not (manager and link.same_application(owner, manager)):
            self._copied, self._copier = True, owner

    def _look(self, link: Link, clipboard: int, reader: Reader) -> None:
        """Tell of the copy, unless it is not for others; another owner meanwhile comes first."""
        until = time.monotonic() + _ANSWER_S
        at = link.server_time(until)
        targets = None if at is None else reader.targets(clipboard, at, until)
        if self._owners:
            return
        # Who does not say what it has can't be told from a manager of passwords.
        secret = targets is None or link.atom(HISTORY_HINT) in targets
        # A paste of ours right behind a copy is marked, too; it will be put back, which is heard.
        self._copied = self._looked = secret and self._ours
        if not secret and not self._ended:
            self._tell(_window_of(link, self._copier))

    def _is_ours(self, link: Link, owner: int) -> bool:
        if not owner:
            return False
        if link.same_application(owner, link.window.id):
            return True
        try:
            mark = link.any_window(owner).get_property(link.atom(OWN_MARK), X.AnyPropertyType, 0, 1)
        except XError:  # it is gone
            return False
        return mark is not None


def _window_of(link: Link, owner: int) -> Window:
    """A window of the application that owns a selection by one of its hidden windows."""
    for window_id in application_windows(link.display):
        if link.same_application(owner, window_id):
            return read_window(link.display, window_id)
    return Window()
