"""An agent's hands: key presses as a keyboard makes them, for ``deskhand demo``.

They type only while a window of the processes that were named is in front.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection

from Xlib import X
from Xlib.display import Display
from Xlib.ext import xtest

from desktop.core.results import UserError
from desktop.host.base import Window
from desktop.host.x11.windows import X11Windows
from desktop.host.x11.xkb import LOCK, NUM, KeyPress, Layout

_SYMBOLS = {
    "shift": 0xFFE1,
    "ctrl": 0xFFE3,
    "alt": 0xFFE9,
    "space": 0x20,
    "enter": 0xFF0D,
    "tab": 0xFF09,
    "escape": 0xFF1B,
    "backspace": 0xFF08,
    "left": 0xFF51,
    "up": 0xFF52,
    "right": 0xFF53,
    "down": 0xFF54,
    "page_up": 0xFF55,
    "f8": 0xFFC5,
}
_LINES = {"\n": "enter", "\t": "tab", "\b": "backspace"}
_GROUPS = 0x6000
_BETWEEN_S = 1.0
_LOOK_S = 0.01


class Hands:
    """Types through XTEST with real key codes, at the pace of a person or faster."""

    def __init__(self, display_name: str, *, careful: bool) -> None:
        """Connect; ``careful``: look before every single key, on a screen that others use too.

        Raises:
            UserError: the screen or its keyboard layout can't be had.
        """
        self._display = Display(display_name)
        self._layout = Layout(display_name)
        self._windows = X11Windows(display_name)
        self._careful = careful
        self._focus = 0
        self._down: list[int] = []
        self.allowed: Collection[int] = ()
        """The processes into whose windows may be typed."""
        self.watchful = False
        """Set once one of theirs is in front: from then on no other may come there."""
        self.stranger = False
        """Another one came there."""
        self._stop: Callable[[], None] = self._windows.watch(self._look)

    def close(self) -> None:
        """Let go of every key and of the screen."""
        self._stop()
        for code in reversed(self._down):
            xtest.fake_input(self._display, X.KeyRelease, code)
        self._display.sync()
        self._display.close()
        self._layout.close()
        self._windows.close()

    def front(self) -> Window:
        """The window that would get the keys."""
        window = self._windows.foreground()
        self._look(window)
        return window

    def bring(self, window: Window) -> bool:
        """Bring a window to the front; False if it is gone."""
        return self._windows.activate(window)

    def type(self, text: str, ms: float) -> bool:
        """Type ``text`` with ``ms`` between its keys; False when another window came between.

        A line break is Enter, a tab is Tab, ``\\b`` is Backspace.

        Raises:
            UserError: the keyboard's layout has no key for a character.
        """
        return self.press([self._key(char) for char in text], ms)

    def chord(self, *names: str) -> bool:
        """Press keys together, as in ``chord("ctrl", "f")``; False as for :meth:`type`."""
        codes = [self._named(name) for name in names]
        return self.press([KeyPress(codes[-1], tuple(codes[:-1]))], 0)

    def press(self, keys: Collection[KeyPress], ms: float) -> bool:
        """Press keys one after the other; False when another window came between."""
        if not self._is_ours():
            return False
        due = time.monotonic()
        for key in keys:
            if self.stranger:
                return False
            if not self._strike(key):
                return False
            due += ms / 1000
            time.sleep(max(0.0, due - time.monotonic()))  # the pace of the agent's fingers
        self._display.sync()
        return not self.stranger

    def keys_down(self) -> list[int]:
        """The key codes that the screen takes to be down."""
        bits = self._display.query_keymap()
        return [8 * byte + bit for byte in range(32) for bit in range(8) if bits[byte] >> bit & 1]

    def _strike(self, key: KeyPress) -> bool:
        """Press and release a key; False when the focus has gone elsewhere."""
        # No grab of the server between look and key: were this process stopped there, the whole
        # desktop would be.
        if self._careful and self._focused() != self._focus and not self._is_ours():
            return False
        for code in (*key.modifiers, key.code):
            self._send(X.KeyPress, code)
        for code in (key.code, *reversed(key.modifiers)):
            self._send(X.KeyRelease, code)
        self._display.flush()
        return True

    def _focused(self) -> int:
        focus = self._display.get_input_focus().focus
        return focus if isinstance(focus, int) else int(focus.id)

    def _is_ours(self) -> bool:
        """Is one of the allowed windows in front? Between two windows there is none for a while."""
        until = time.monotonic() + _BETWEEN_S
        while True:
            # Before the window: what takes the focus between the two is another one then, and
            # the next key is not typed before it was looked at.
            self._focus = self._focused()
            front = self.front()
            if front.id or time.monotonic() >= until:
                return front.pid in self.allowed
            time.sleep(_LOOK_S)

    def _look(self, window: Window) -> None:
        if self.watchful and window.id and window.pid not in self.allowed:
            self.stranger = True

    def _key(self, char: str) -> KeyPress:
        if char in _LINES:
            return KeyPress(self._named(_LINES[char]))
        mask = self._display.screen().root.query_pointer().mask
        keys = self._layout.keys_for(mask & (LOCK | NUM), (mask & _GROUPS) >> 13)
        key = keys.get(char)
        if key is None:
            raise UserError(
                f"This keyboard's layout has no key for “{char}”",
                todo="Choose a Latin layout, or let the demo have a virtual screen",
            )
        return key

    def _named(self, name: str) -> int:
        code = self._layout.by_symbol.get(_SYMBOLS.get(name) or ord(name))
        if not code:
            raise UserError(f"This keyboard has no key {name.capitalize()}")
        return code

    def _send(self, kind: int, code: int) -> None:
        """Every press is noted, so that :meth:`close` can let go of what is still down."""
        xtest.fake_input(self._display, kind, code)
        (self._down.append if kind == X.KeyPress else self._down.remove)(code)
