"""Hotkeys: taken from every application by passive grabs, whatever Caps and Num Lock say.

The notation is pynput's (``<ctrl>+<alt>+<space>``), and pynput reads it; modifiers, space and
single characters, which most hotkeys are made of, are known here, as pynput weighs 2 MB.
"""

from __future__ import annotations

from collections.abc import Mapping

from Xlib import X
from Xlib import display as xdisplay
from Xlib.error import CatchError
from Xlib.protocol.rq import Event

from desktop.host.x11.xkb import ALT, CONTROL, LOCK, NUM, SHIFT, SUPER, Layout

_MODIFIERS = {0xFFE1: SHIFT, 0xFFE3: CONTROL, 0xFFE9: ALT, 0xFFEB: SUPER}
_NAMED = {"<shift>": 0xFFE1, "<ctrl>": 0xFFE3, "<alt>": 0xFFE9, "<cmd>": 0xFFEB, "<space>": 0x20}
_LOCKS = (0, LOCK, NUM, LOCK | NUM)
_MASK = SHIFT | CONTROL | ALT | SUPER


class Hotkeys:
    """The grabs of one connection."""

    def __init__(self, display: xdisplay.Display, layout: Layout) -> None:
        """Nothing is grabbed yet."""
        self._display = display
        self._layout = layout
        self._grabbed: dict[tuple[int, int], str] = {}

    def take(self, hotkeys: Mapping[str, str]) -> dict[str, str]:
        """Grab these and no others; returns those that can't be had, with the reason in words."""
        root = self._display.screen().root
        for code, modifiers in self._grabbed:
            self._give_back(code, modifiers)
        self._grabbed.clear()
        refused: dict[str, str] = {}
        for name, keys in hotkeys.items():
            if not keys:
                continue
            wanted = self._read(keys)
            if wanted is None:
                refused[name] = f"“{keys}” is not a key of this keyboard."
                continue
            code, modifiers = wanted
            taken = CatchError()
            for locks in _LOCKS:
                root.grab_key(
                    code,
                    modifiers | locks,
                    owner_events=True,
                    pointer_mode=X.GrabModeAsync,
                    keyboard_mode=X.GrabModeAsync,
                    onerror=taken,
                )
            self._display.sync()
            if taken.get_error():
                self._give_back(code, modifiers)
                refused[name] = f"Another program has taken “{keys}”."
            else:
                self._grabbed[wanted] = name
        self._display.flush()
        return refused

    def name_of(self, event: Event) -> str | None:
        """The hotkey of a KeyPress event, if it is one."""
        return self._grabbed.get((event.detail, event.state & _MASK))

    def takes(self, code: int, state: int) -> bool:
        """True for a key that reaches no application with these modifiers."""
        return (code, state & _MASK) in self._grabbed

    def _give_back(self, code: int, modifiers: int) -> None:
        for locks in _LOCKS:
            self._display.screen().root.ungrab_key(code, modifiers | locks)

    def _read(self, keys: str) -> tuple[int, int] | None:
        modifiers, code = 0, 0
        for symbol in _symbols(keys):
            if symbol in _MODIFIERS:
                modifiers |= _MODIFIERS[symbol]
            elif code:
                return None
            else:
                code = self._layout.by_symbol.get(symbol, 0)
        return (code, modifiers) if code else None


def _symbols(keys: str) -> list[int]:
    """The keysyms of a hotkey; none where it can't be read."""
    parts = keys.lower().split("+")
    if len(set(parts)) == len(parts) and all(
        part in _NAMED or (len(part) == 1 and part.isprintable()) for part in parts
    ):
        return [_NAMED.get(part) or ord(part) for part in parts]
    from pynput.keyboard import HotKey, Key

    try:
        read = HotKey.parse(keys)
    except ValueError:
        return []
    symbols = [part.value.vk if isinstance(part, Key) else part.vk for part in read]
    return [
        ord(part.char) if symbol is None else symbol
        for part, symbol in zip(read, symbols, strict=True)
    ]
