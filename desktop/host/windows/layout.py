"""The keyboard layout of the window in front: what a key gives, which key gives a character."""

from __future__ import annotations

import ctypes
import sys

from desktop.host.windows import codes
from desktop.host.windows.codes import Code

assert sys.platform == "win32"  # says it to mypy

from desktop.host.windows.api import user32

_ROOM = 16
_LEAVE_STATE = 0x4 | 0x1
"""Change nothing of what waits for the next key (Windows 10 1607), and take Alt for a modifier."""
_TO_SCAN = 0
_MODIFIERS = ((1, codes.LSHIFT), (2, codes.LCONTROL), (4, codes.LMENU))


class Layout:
    """See the module; one thread."""

    def __init__(self) -> None:
        """The layout of this thread, until a window is in front."""
        self._layout = user32.GetKeyboardLayout(0)
        self._text = ctypes.create_unicode_buffer(_ROOM)

    def use(self, thread: int) -> bool:
        """Take the layout of this thread; True when it is another one."""
        found = user32.GetKeyboardLayout(thread) or self._layout
        changed, self._layout = found != self._layout, found
        return bool(changed)

    def translate(self, code: Code, state: bytes) -> tuple[int, str]:
        """See :class:`desktop.host.windows.strokes.Translates`."""
        count = user32.ToUnicodeEx(
            code.key, code.scan, state, self._text, _ROOM, _LEAVE_STATE, self._layout
        )
        return count, self._text.value[: abs(count)]

    def key_for(self, char: str) -> tuple[int, tuple[int, ...]] | None:
        """See :class:`desktop.host.windows.sending.Keyboard`."""
        if len(char) != 1 or ord(char) > 0xFFFF:
            return None
        found = user32.VkKeyScanExW(char, self._layout)
        if found == -1:
            return None
        shift = found >> 8 & 0xFF
        if shift & ~7:
            return None  # Hankaku and what layouts have for themselves
        return found & 0xFF, tuple(key for bit, key in _MODIFIERS if shift & bit)

    def scan_of(self, number: int) -> int:
        """See :class:`desktop.host.windows.sending.Keyboard`."""
        return int(user32.MapVirtualKeyW(number, _TO_SCAN))


def writes_with_alt_graph(number: int) -> str:
    """What Ctrl+Alt and this key write in any layout that the person has; nothing in most."""
    count = user32.GetKeyboardLayoutList(0, None)
    layouts = (ctypes.c_void_p * max(count, 1))()
    count = user32.GetKeyboardLayoutList(count, layouts)
    state = bytearray(256)
    for held in (codes.CONTROL, codes.MENU, codes.LCONTROL, codes.RMENU):
        state[held] = 0x80
    text = ctypes.create_unicode_buffer(_ROOM)
    for layout in layouts[:count]:
        scan = user32.MapVirtualKeyW(number, _TO_SCAN)
        found = user32.ToUnicodeEx(number, scan, bytes(state), text, _ROOM, _LEAVE_STATE, layout)
        written = text.value[: max(found, 0)]
        if written and written.isprintable():
            return written
    return ""
