"""Key codes to characters and back, by libxkbcommon: layouts, levels, dead keys and Compose.

The same library turns keys into characters in Qt, GTK and the terminals, so what the matcher
sees is what the application got. It is on every system with Qt for X11; called through ctypes
because no well-kept binding with wheels exists. All calls belong to one thread.
"""

from __future__ import annotations

import ctypes
import locale
import os
from collections import deque
from collections.abc import Sequence
from ctypes import POINTER, c_char_p, c_int, c_size_t, c_uint16, c_uint32, c_void_p
from dataclasses import dataclass
from enum import IntEnum

from desktop.core.results import UserError

SHIFT, LOCK, CONTROL, ALT, NUM, SUPER = 1, 2, 4, 8, 16, 64
"""Core modifier masks; Alt, Num and Super as every X server of today maps them."""

_BACKSPACE, _TAB, _RETURN, _INSERT, _LEFT = 0xFF08, 0xFF09, 0xFF0D, 0xFF63, 0xFF51
_SHIFT_L, _CONTROL_L, _LEVEL3 = 0xFFE1, 0xFFE3, 0xFE03
_KEYPAD = range(0xFF80, 0xFFBE)
_UNICODE = 0x01000000
"""Added to a code point it is the character's key symbol, where it has no older one."""
_MOST_SPARES = 8


class Compose(IntEnum):
    """``enum xkb_compose_status``."""

    NOTHING = 0
    COMPOSING = 1
    COMPOSED = 2
    CANCELLED = 3


@dataclass(frozen=True, slots=True)
class KeyPress:
    """How to type a character: a key, with these modifier keys down."""

    code: int
    modifiers: tuple[int, ...] = ()


def _declare(library: ctypes.CDLL, name: str, result: object, *arguments: object) -> None:
    function = getattr(library, name)
    function.restype = result
    function.argtypes = list(arguments)


def _load() -> tuple[ctypes.CDLL, ctypes.CDLL, ctypes.CDLL]:
    try:
        xkb = ctypes.CDLL("libxkbcommon.so.0")
        xkb_x11 = ctypes.CDLL("libxkbcommon-x11.so.0")
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError as error:
        raise UserError(
            "Deskhand can't read the keyboard's layout.",
            "A system library (libxkbcommon-x11) is missing.",
            "Install the package libxkbcommon-x11-0.",
        ) from error
    state = c_void_p
    for name, result, *arguments in (
        ("xkb_context_new", c_void_p, c_int),
        ("xkb_keymap_unref", None, c_void_p),
        ("xkb_keymap_min_keycode", c_uint32, c_void_p),
        ("xkb_keymap_max_keycode", c_uint32, c_void_p),
        ("xkb_keymap_num_layouts", c_uint32, c_void_p),
        ("xkb_state_new", c_void_p, c_void_p),
        ("xkb_state_unref", None, state),
        ("xkb_state_update_mask", c_uint32, state, *[c_uint32] * 6),
        ("xkb_state_update_key", c_uint32, state, c_uint32, c_int),
        ("xkb_state_serialize_mods", c_uint32, state, c_int),
        ("xkb_state_key_get_one_sym", c_uint32, state, c_uint32),
        ("xkb_state_key_get_utf8", c_int, state, c_uint32, c_char_p, c_size_t),
        ("xkb_keysym_to_utf8", c_int, c_uint32, c_char_p, c_size_t),
        ("xkb_compose_table_new_from_locale", c_void_p, c_void_p, c_char_p, c_int),
        ("xkb_compose_state_new", c_void_p, c_void_p, c_int),
        ("xkb_compose_state_feed", c_int, c_void_p, c_uint32),
        ("xkb_compose_state_get_status", c_int, c_void_p),
        ("xkb_compose_state_get_utf8", c_int, c_void_p, c_char_p, c_size_t),
        ("xkb_compose_state_reset", None, c_void_p),
    ):
        _declare(xkb, str(name), result, *arguments)
    pointer16, pointer8 = POINTER(c_uint16), c_void_p
    _declare(
        xkb_x11,
        "xkb_x11_setup_xkb_extension",
        c_int,
        c_void_p,
        c_uint16,
        c_uint16,
        c_int,
        pointer16,
        pointer16,
        pointer8,
        pointer8,
    )
    _declare(xkb_x11, "xkb_x11_get_core_keyboard_device_id", c_int, c_void_p)
    _declare(xkb_x11, "xkb_x11_keymap_new_from_device", c_void_p, c_void_p, c_void_p, c_int, c_int)
    _declare(xcb, "xcb_connect", c_void_p, c_char_p, POINTER(c_int))
    _declare(xcb, "xcb_connection_has_error", c_int, c_void_p)
    _declare(xcb, "xcb_disconnect", None, c_void_p)
    return xkb, xkb_x11, xcb


def _symbol_of(char: str) -> int:
    point = ord(char)
    return point if 0xA0 <= point <= 0xFF else _UNICODE | point


class Layout:
    """The keymap of an X server, read on a connection of its own."""

    def __init__(self, display_name: str) -> None:
        """Read it.

        Raises:
            UserError: there is no server, no XKB, or the libraries are missing.
        """
        self._xkb, self._xkb_x11, self._xcb = _load()
        self._connection = self._xcb.xcb_connect(display_name.encode(), None)
        if self._xcb.xcb_connection_has_error(self._connection):
            raise UserError("Deskhand can't reach the screen.", todo="Start it within a desktop.")
        self._context = self._xkb.xkb_context_new(0)
        if not self._xkb_x11.xkb_x11_setup_xkb_extension(
            self._connection, 1, 0, 0, None, None, None, None
        ):
            raise UserError("This screen has no keyboard extension (XKB).")
        self._keymap: int | None = None
        self._state: int | None = None
        self._overrides: dict[int, list[int]] = {}
        self._compose = self._new_compose()
        self._maps: dict[tuple[int, int], dict[str, KeyPress]] = {}
        self._spares: deque[tuple[int, str]] = deque()
        """Keys without symbols and what they were given; the one used longest ago first."""
        self.reload()

    def close(self) -> None:
        """Let go of the connection."""
        self._xcb.xcb_disconnect(self._connection)

    def reload(self) -> None:
        """Read the keymap again: it was changed."""
        device = self._xkb_x11.xkb_x11_get_core_keyboard_device_id(self._connection)
        keymap = self._xkb_x11.xkb_x11_keymap_new_from_device(
            self._context, self._connection, device, 0
        )
        if not keymap:
            return  # the old one is better than none
        if self._keymap is not None:
            self._xkb.xkb_state_unref(self._state)
            self._xkb.xkb_keymap_unref(self._keymap)
        self._keymap = keymap
        self._state = self._xkb.xkb_state_new(keymap)
        self._codes = range(
            self._xkb.xkb_keymap_min_keycode(keymap), self._xkb.xkb_keymap_max_keycode(keymap) + 1
        )
        self._maps.clear()
        self._overrides.clear()
        self._find_special_keys()
        self._find_spare_keys()

    def _new_compose(self) -> int | None:
        name = os.environ.get("LC_ALL") or os.environ.get("LC_CTYPE") or os.environ.get("LANG")
        for one in (name, locale.setlocale(locale.LC_CTYPE), "en_US.UTF-8"):
            if not one:
                continue
            table = self._xkb.xkb_compose_table_new_from_locale(self._context, one.encode(), 0)
            if table:
                state = self._xkb.xkb_compose_state_new(table, 0)
                return int(state) if state else None
        return None

    def _find_special_keys(self) -> None:
        by_symbol: dict[int, int] = {}
        for group in range(min(4, self._xkb.xkb_keymap_num_layouts(self._keymap))):
            self._set(0, group)
            for code in self._codes:
                by_symbol.setdefault(self._xkb.xkb_state_key_get_one_sym(self._state, code), code)
        self.by_symbol = by_symbol
        self.backspace = by_symbol.get(_BACKSPACE, 22)
        self.enter = by_symbol.get(_RETURN, 36)
        self.tab = by_symbol.get(_TAB, 23)
        self.left = by_symbol.get(_LEFT, 113)
        self.insert = by_symbol.get(_INSERT, 118)
        self.shift = by_symbol.get(_SHIFT_L, 50)
        self.control = by_symbol.get(_CONTROL_L, 37)
        self.level3 = by_symbol.get(_LEVEL3, 0)
        self.v = by_symbol.get(ord("v"), 55)

    def _find_spare_keys(self) -> None:
        """Keys without a symbol; from the end, as the tools that do the same take the first."""
        layouts = range(self._xkb.xkb_keymap_num_layouts(self._keymap))
        # Another layout takes from a key what it was given.
        kept = [
            (code, char)
            for code, char in self._spares
            if char and self._symbol_in(code, 0) == _symbol_of(char)
        ]
        free = [
            (code, "")
            for code in reversed(self._codes)
            if not any(self._symbol_in(code, group) for group in layouts)
        ]
        self._spares = deque([*free[: _MOST_SPARES - len(kept)], *kept])

    def _symbol_in(self, code: int, group: int) -> int:
        self._set(0, group)
        return int(self._xkb.xkb_state_key_get_one_sym(self._state, code))

    def _set(self, modifiers: int, group: int) -> None:
        self._xkb.xkb_state_update_mask(self._state, modifiers, 0, 0, group, 0, 0)

    # --- key to character ---

    def override(self, first: int, symbols: list[list[int]]) -> None:
        """Some keys were given other symbols (ChangeKeyboardMapping), from ``first`` on.

        Read from the stream of requests, so that keys typed before and after are told apart.
        """
        for place, row in enumerate(symbols):
            self._overrides[first + place] = row

    def is_borrowed(self, code: int) -> bool:
        """True for a key that was given another symbol since the layout was read."""
        return code in self._overrides

    def symbol(self, code: int, state: int) -> int:
        """The key symbol of a key under an event's ``state`` (modifiers and group)."""
        row = self._overrides.get(code)
        if row is not None:
            shifted = row[1] if state & SHIFT and len(row) > 1 else 0
            return shifted or (row[0] if row else 0)
        self._set(state & 0xFF, state >> 13 & 3)
        return int(self._xkb.xkb_state_key_get_one_sym(self._state, code))

    def characters(self, code: int, state: int, symbol: int) -> str:
        """The characters that a key gives by itself, without Compose; empty for none."""
        buffer = ctypes.create_string_buffer(16)
        if code in self._overrides:
            size = self._xkb.xkb_keysym_to_utf8(symbol, buffer, 16) - 1
        else:
            self._set(state & 0xFF & ~CONTROL, state >> 13 & 3)
            size = self._xkb.xkb_state_key_get_utf8(self._state, code, buffer, 16)
        text = buffer.value.decode("utf-8", "replace") if size > 0 else ""
        return text if text.isprintable() else ""

    def compose(self, symbol: int) -> tuple[Compose, str]:
        """Feed Compose; with COMPOSED comes the text."""
        if self._compose is None:
            return Compose.NOTHING, ""
        self._xkb.xkb_compose_state_feed(self._compose, symbol)
        status = Compose(self._xkb.xkb_compose_state_get_status(self._compose))
        if status is not Compose.COMPOSED:
            return status, ""
        buffer = ctypes.create_string_buffer(64)
        self._xkb.xkb_compose_state_get_utf8(self._compose, buffer, 64)
        self._xkb.xkb_compose_state_reset(self._compose)
        return status, buffer.value.decode("utf-8", "replace")

    # --- character to key ---

    def keys_for(self, locked: int, group: int) -> dict[str, KeyPress]:
        """Every character that the layout ``group`` types while ``locked`` (Caps, Num) is on."""
        known = self._maps.get((locked, group))
        if known is not None:
            return known
        found: dict[str, KeyPress] = {}
        combinations: list[tuple[int, ...]] = [(), (self.shift,)]
        if self.level3:
            combinations += [(self.level3,), (self.shift, self.level3)]
        for modifiers in combinations:
            mask = locked | self._mask(modifiers)
            for code in self._codes:
                symbol = self.symbol(code, mask | group << 13)
                if symbol in _KEYPAD or code in self._overrides:
                    continue
                text = self.characters(code, mask | group << 13, symbol)
                if len(text) == 1:
                    found.setdefault(text, KeyPress(code, modifiers))
        self._maps[locked, group] = found
        return found

    def spare_key(self, char: str) -> tuple[int, int]:
        """A key that the layout does not use, for a character that it does not have.

        Returns the key code and the symbol that it must be given; 0 when it has that already. On a
        layout that uses every key the code is 0 too.
        """
        for place, (code, given) in enumerate(self._spares):
            if given == char:
                del self._spares[place]
                self._spares.append((code, char))
                return code, 0
        if not self._spares:
            return 0, 0
        code, _ = self._spares.popleft()
        self._spares.append((code, char))
        return code, _symbol_of(char)

    def spare_in_use(self) -> Sequence[int]:
        """Keys that were given a character by :meth:`spare_key`."""
        return [code for code, char in self._spares if char]

    def _mask(self, modifiers: tuple[int, ...]) -> int:
        self._set(0, 0)
        for code in modifiers:
            self._xkb.xkb_state_update_key(self._state, code, 1)
        mask = int(self._xkb.xkb_state_serialize_mods(self._state, 1)) & 0xFF
        for code in modifiers:
            self._xkb.xkb_state_update_key(self._state, code, 0)
        return mask
