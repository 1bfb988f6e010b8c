"""The windows of all applications, by what window managers publish (EWMH) or else the focus.

The functions work on anybody's connection, so the keyboard process uses its own; a window that
is gone is an empty :class:`Window`, not an error. All raise
``Xlib.error.ConnectionClosedError`` when the server is gone; :class:`X11Windows` does not.
"""

from __future__ import annotations

import logging
import select
import threading
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from Xlib import X, Xatom
from Xlib.display import Display
from Xlib.error import ConnectionClosedError, DisplayError, XauthError, XError, XNoAuthError
from Xlib.protocol.event import ClientMessage
from Xlib.protocol.rq import Event
from Xlib.xobject.drawable import Window as XWindow

from desktop.host.base import Window
from desktop.host.beside import Box, without_caret
from desktop.host.x11.follower import Follower, Followers
from desktop.host.x11.lean import LeanDisplay
from desktop.host.x11.selection_text import decode

T = TypeVar("T")
log = logging.getLogger(__name__)

ROOT_MASK = X.PropertyChangeMask
"""What to select on the root window to hear of another window in front; see
:func:`is_window_change`."""

_ACTIVATE_S = 0.5
"""How long a window manager may take to bring a window forward."""
_MOST = 1024
"""Of a property, in units of four bytes: no title needs more."""
_DEEPEST = 32
"""Windows from the focus up to the application's window; more is a fault."""
_PAGER = 2
"""The source indication by which a window manager follows without asking back (EWMH)."""

_CONNECT_ERRORS = (DisplayError, XauthError, XNoAuthError, ConnectionClosedError, OSError)


def is_window_change(display: Display, event: Event) -> bool:
    """True for an event of the root window that says another window may be in front."""
    if event.type != X.PropertyNotify:
        return False
    return int(event.atom) == int(display.display.get_atom("_NET_ACTIVE_WINDOW"))


def active_window(display: Display) -> int:
    """The number of the window in front, 0 for none.

    Without a window manager, or when it names none, the window that holds the focus.
    """
    root = display.screen().root
    named = _numbers(display, root, "_NET_ACTIVE_WINDOW")
    if named and named[0] and _is_application(display, _window(display, named[0])):
        return named[0]
    try:
        focus = display.get_input_focus().focus
        if focus == X.PointerRoot:
            focus = root.query_pointer().child
        return _application_above(display, focus)
    except XError:
        return 0


def focused_window(display: Display) -> int:
    """The window with the focus, of those that a window manager has taken in; 0 for none of them.

    The one in front, but for the moment until the window manager says so.
    """
    try:
        found = _application_above(display, display.get_input_focus().focus)
    except XError:
        return 0
    return found if found and _numbers(display, _window(display, found), "WM_STATE") else 0


def application_windows(display: Display) -> Sequence[int]:
    """The windows of all applications, that in front first."""
    front = active_window(display)
    known = _numbers(display, display.screen().root, "_NET_CLIENT_LIST")
    return [*([front] if front else []), *(one for one in known if one != front)]


def read_window(display: Display, window_id: int) -> Window:
    """What rules about applications need of a window; empty when it is gone."""
    if not window_id:
        return Window()
    window = _window(display, window_id)
    pid = _numbers(display, window, "_NET_WM_PID")
    title = _text(display, window, "_NET_WM_NAME") or _text(display, window, "WM_NAME")
    # Last, as it tells whether the window still is there: one that goes between two of these
    # questions would be a stranger's, without the process that it belongs to.
    words = _class(display, window)
    if not words and not _exists(window):
        return Window()
    return Window(
        id=window_id,
        app=words[-1].decode("utf-8", "replace") if words else "",
        title=title,
        pid=pid[0] if pid else 0,
    )


def box_of(display: Display, window_id: int) -> Box | None:
    """Where a window is; None for one that is gone."""
    if not window_id:
        return None
    window = display.create_resource_object("window", window_id)
    try:
        size, place = window.get_geometry(), display.screen().root.translate_coords(window, 0, 0)
    except XError:
        return None  # it was just closed
    return Box(place.x, place.y, size.width, size.height)


class X11Windows:
    """``Windows`` of :mod:`desktop.host.base`; any thread may call it."""

    def __init__(self, display_name: str | None = None) -> None:
        """``display_name`` as in ``DISPLAY``; None for that variable. Connects on first use."""
        self._display_name = display_name
        self._lock = threading.Lock()
        self._display: Display | None = None
        self._followers = Followers()

    def foreground(self) -> Window:
        """The one in front; empty without a server."""

        def ask(display: Display) -> Window:
            return read_window(display, active_window(display))

        return self._ask(ask) or Window()

    def activate(self, window: Window) -> bool:
        """Bring it to the front and give it the keyboard; False if it is gone or refused."""
        return bool(self._ask(lambda display: _activate(display, window.id)))

    def caret(self) -> tuple[int, int] | None:
        """The pointer or the window in front: X11 itself knows nothing of carets.

        Applications tell the keyboard process of theirs (:mod:`desktop.host.x11.caret`).
        """

        def ask(display: Display) -> tuple[int, int] | None:
            found = display.screen().root.query_pointer()
            front = box_of(display, active_window(display))
            pointer = (int(found.root_x), int(found.root_y))
            return without_caret(pointer, front) if found.same_screen else None

        return self._ask(ask)

    def watch(self, changed: Callable[[Window], None]) -> Callable[[], None]:
        """Call ``changed`` whenever another window comes to the front, on a thread of its own.

        The answer ends it, and returns when no further call can come.
        """
        return self._followers.start(_Watcher(self._display_name, changed))

    def close(self) -> None:
        """Let go of every connection."""
        self._followers.end()
        with self._lock:
            if self._display is not None:
                _close(self._display)
                self._display = None

    def _ask(self, question: Callable[[Display], T]) -> T | None:
        """Ask on our connection, made anew when the last one was lost; None without a server."""
        with self._lock:
            try:
                if self._display is None:
                    self._display = _connect(self._display_name)
                return question(self._display)
            except _CONNECT_ERRORS as error:
                log.warning("the X server can't be asked for windows: %s", type(error).__name__)
                self._display = None
                return None


class _Watcher(Follower):
    """Follows the window in front on a connection of its own."""

    def __init__(self, display_name: str | None, changed: Callable[[Window], None]) -> None:
        super().__init__("windows")
        self._display_name = display_name
        self._changed = changed

    def run(self) -> None:
        try:
            display = _connect(self._display_name)
            display.screen().root.change_attributes(event_mask=ROOT_MASK)
            self._follow(display)
            _close(display)
        except _CONNECT_ERRORS as error:
            log.warning("windows can't be followed any more: %s", type(error).__name__)
        finally:
            self._ending.close()

    def _follow(self, display: Display) -> None:
        last = active_window(display)
        while True:
            changes = False
            while display.pending_events():
                changes |= is_window_change(display, display.next_event())
            if changes:
                now = active_window(display)
                if now != last:
                    last = now
                    self._changed(read_window(display, now))
                continue  # asking has read from the socket: look at the queue first
            ready, _, _ = select.select([display.fileno(), self._ending.fileno()], [], [])
            if self._ending.fileno() in ready:
                return


def _activate(display: Display, window_id: int) -> bool:
    window = _window(display, window_id)
    if not window_id or not _exists(window):
        return False
    root = display.screen().root
    root.change_attributes(event_mask=ROOT_MASK)
    at = _server_time(display)
    message = ClientMessage(
        window=window,
        client_type=display.display.get_atom("_NET_ACTIVE_WINDOW"),
        data=(32, [_PAGER, at, active_window(display), 0, 0]),
    )
    if display.display.get_atom("_NET_ACTIVE_WINDOW") in _numbers(display, root, "_NET_SUPPORTED"):
        root.send_event(message, X.SubstructureRedirectMask | X.SubstructureNotifyMask)
        if _comes_forward(display, window_id):
            return True
    # No window manager, or one that keeps windows back from programs.
    window.raise_window()
    window.set_input_focus(X.RevertToParent, at)
    return _comes_forward(display, window_id)


def _comes_forward(display: Display, window_id: int) -> bool:
    until = time.monotonic() + _ACTIVATE_S
    while True:
        while display.pending_events():
            display.next_event()
        if active_window(display) == window_id and _has_focus(display, window_id):
            return True
        left = until - time.monotonic()
        if left <= 0 or not _exists(_window(display, window_id)):
            return False
        if not display.pending_events():
            # The focus itself is told to nobody but its window: look again soon.
            select.select([display.fileno()], [], [], min(left, 0.01))


def _has_focus(display: Display, window_id: int) -> bool:
    try:
        return _application_above(display, display.get_input_focus().focus) == window_id
    except XError:
        return False


def _server_time(display: Display) -> int:
    """The server's clock (ICCCM 2.1), from a window made for it."""
    window = display.screen().root.create_window(
        -1, -1, 1, 1, 0, 0, X.InputOnly, event_mask=X.PropertyChangeMask
    )
    window.change_property(Xatom.WM_NAME, Xatom.STRING, 8, b"")
    while True:
        event = display.next_event()
        if event.type == X.PropertyNotify and event.window == window:
            window.destroy()
            return int(event.time)


def _application_above(display: Display, window: XWindow | int) -> int:
    """The application's window that holds ``window``; 0 for none."""
    for _ in range(_DEEPEST):
        if isinstance(window, int):  # nobody, or wherever the pointer is
            return 0
        if _is_application(display, window):
            # While no application has it, a window manager keeps the focus on its own window.
            return 0 if _numbers(display, window, "_NET_SUPPORTING_WM_CHECK") else int(window.id)
        window = window.query_tree().parent
    return 0


def _is_application(display: Display, window: XWindow) -> bool:
    return bool(_numbers(display, window, "WM_STATE") or _class(display, window))


def _exists(window: XWindow) -> bool:
    try:
        window.get_attributes()
    except XError:
        return False
    return True


def _window(display: Display, window_id: int) -> XWindow:
    return display.create_resource_object("window", window_id)


def _numbers(display: Display, window: XWindow, name: str) -> list[int]:
    try:
        found = window.get_property(display.display.get_atom(name), X.AnyPropertyType, 0, _MOST)
    except (XError, TypeError):  # TypeError: python-xlib on a property of format 0
        return []
    return [int(one) for one in found.value] if found is not None and found.format == 32 else []


def _class(display: Display, window: XWindow) -> list[bytes]:
    """The words of WM_CLASS: the instance's name and the class's."""
    _, data = _property(display, window, "WM_CLASS")
    return [word for word in data.split(b"\0")[:2] if word]


def _text(display: Display, window: XWindow, name: str) -> str:
    kind, data = _property(display, window, name)
    try:
        return decode(display.get_atom_name(kind), data) or "" if kind else ""
    except XError:
        return ""


def _property(display: Display, window: XWindow, name: str) -> tuple[int, bytes]:
    """Type and bytes of a property; 0 and nothing when there is none of bytes."""
    try:
        found = window.get_property(display.display.get_atom(name), X.AnyPropertyType, 0, _MOST)
    except (XError, TypeError):
        return 0, b""
    if found is None or found.format != 8:
        return 0, b""
    return int(found.property_type), bytes(found.value)


def _connect(display_name: str | None) -> Display:
    display = LeanDisplay(display_name)
    display.set_error_handler(lambda *_: None)  # of windows that end while they are brought up
    return display


def _close(display: Display) -> None:
    try:
        display.close()
    except ConnectionClosedError:
        return
