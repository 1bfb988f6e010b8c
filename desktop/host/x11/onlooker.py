"""What somebody in front of the screen sees of a program: its windows, and its icon in the tray."""

from __future__ import annotations

from Xlib import X
from Xlib.display import Display
from Xlib.error import XError
from Xlib.xobject.drawable import Window as XWindow

from desktop.host.base import Window
from desktop.host.x11.windows import read_window

_DEEPEST = 6
"""Windows from the root to an icon in a panel."""


class Onlooker:
    """Looks, and changes nothing but the bare screen's colour; one thread."""

    def __init__(self, display_name: str) -> None:
        """Connect."""
        self._display = Display(display_name)
        self._display.set_error_handler(lambda *_: None)  # of windows that end meanwhile
        self._root = self._display.screen().root

    def close(self) -> None:
        """Let go of the screen."""
        self._display.close()

    def windows(self, pid: int) -> list[Window]:
        """The windows of a process that are on the screen."""
        listed = self._numbers(self._root, "_NET_CLIENT_LIST")
        found = [read_window(self._display, one) for one in listed or self._children(self._root)]
        return [one for one in found if one.pid == pid and self._is_shown(one.id)]

    def has_tray(self) -> bool:
        """Has the desktop a tray of the X11 kind?"""
        number = self._display.get_default_screen()
        atom = self._display.intern_atom(f"_NET_SYSTEM_TRAY_S{number}")
        return bool(self._display.get_selection_owner(atom))

    def tray_icon(self, pid: int) -> int:
        """The window of a process's icon as it stands in the tray; 0 when none does."""
        return self._icon_in(self._root, pid, 0)

    def has_manager(self) -> bool:
        """Does a window manager run?"""
        return bool(self._numbers(self._root, "_NET_SUPPORTING_WM_CHECK"))

    def paint(self, red: int, green: int, blue: int) -> None:
        """Give the bare screen a colour; only for a screen of our own."""
        self._root.change_attributes(background_pixel=red << 16 | green << 8 | blue)
        self._root.clear_area(0, 0, 0, 0)
        self._display.sync()

    def _icon_in(self, window: XWindow, pid: int, depth: int) -> int:
        for child in self._children(window):
            inner = self._display.create_resource_object("window", child)
            if depth and self._numbers(inner, "_XEMBED_INFO"):
                if pid in self._numbers(inner, "_NET_WM_PID") and self._is_shown(child):
                    return child
            elif depth < _DEEPEST:
                found = self._icon_in(inner, pid, depth + 1)
                if found:
                    return found
        return 0

    def _children(self, window: XWindow) -> list[int]:
        try:
            return [int(one.id) for one in window.query_tree().children]
        except XError:
            return []

    def _is_shown(self, window: int) -> bool:
        try:
            found = self._display.create_resource_object("window", window).get_attributes()
        except XError:
            return False
        return bool(found.map_state == X.IsViewable)

    def _numbers(self, window: XWindow, name: str) -> list[int]:
        try:
            found = window.get_full_property(self._display.get_atom(name), X.AnyPropertyType)
        except XError:
            return []
        return [int(one) for one in found.value] if found and found.format == 32 else []
