"""Keys by number: Windows' virtual keys, and how one stroke's code carries all of a key."""

from __future__ import annotations

from typing import NamedTuple

from desktop.host.keys import Modifier

BACK, TAB, RETURN, ESCAPE, SPACE = 0x08, 0x09, 0x0D, 0x1B, 0x20
SHIFT, CONTROL, MENU = 0x10, 0x11, 0x12
CAPITAL, NUMLOCK, SCROLL = 0x14, 0x90, 0x91
LEFT, INSERT, V = 0x25, 0x2D, 0x56
LWIN, RWIN = 0x5B, 0x5C
LSHIFT, RSHIFT, LCONTROL, RCONTROL, LMENU, RMENU = range(0xA0, 0xA6)
PACKET = 0xE7
"""A character that a program has sent; the scan code is its UTF-16 unit."""
MASK = 0xE8
"""No key at all: pressed before Alt or Win goes up, so that no menu opens."""

SIDES = {
    LSHIFT: Modifier.LEFT_SHIFT, RSHIFT: Modifier.RIGHT_SHIFT,
    LCONTROL: Modifier.LEFT_CTRL, RCONTROL: Modifier.RIGHT_CTRL,
    LMENU: Modifier.LEFT_ALT, RMENU: Modifier.RIGHT_ALT,
    LWIN: Modifier.LEFT_META, RWIN: Modifier.RIGHT_META,
}  # fmt: skip
HELD_MODIFIERS = frozenset(SIDES)
LOCKS = frozenset({CAPITAL, NUMLOCK, SCROLL})
SILENT = frozenset(
    {
        *HELD_MODIFIERS, *LOCKS, SHIFT, CONTROL, MENU, MASK,
        0x15, 0x16, 0x17, 0x19, 0x1A,  # of input methods: Kana, IME on, Junja, Kanji, IME off
        *range(0xA6, 0xB8),  # browser, volume, media and launch keys
        0xFC, 0xFF,
    }
)  # fmt: skip
"""Keys that leave the text and the caret alone."""
FAKE_CONTROL_SCAN = 0x21D
"""The left Control that Windows presses with AltGr, and again when AltGr is sent."""
_EXTENDED = {LEFT, INSERT, RCONTROL, RMENU, LWIN, RWIN, *range(0x21, 0x2F), 0x6F, NUMLOCK}


class Code(NamedTuple):
    """A key as it can be sent again."""

    key: int
    scan: int = 0
    extended: bool = False

    def packed(self) -> int:
        """As one number, for :attr:`desktop.host.keys.Stroke.code`."""
        return self.key | self.scan << 8 | self.extended << 24


def modifier(code: Code) -> Modifier | None:
    """Which modifier a key is; the Control that comes with AltGr is a part of that."""
    fake = code.key == LCONTROL and code.scan == FAKE_CONTROL_SCAN
    return Modifier.RIGHT_ALT if fake else SIDES.get(code.key)


def unpacked(code: int) -> Code:
    """The key of a stroke's code."""
    return Code(code & 0xFF, code >> 8 & 0xFFFF, bool(code >> 24 & 1))


def key(number: int, scan: int = 0) -> Code:
    """A key of ours to send."""
    return Code(number, scan, number in _EXTENDED)
