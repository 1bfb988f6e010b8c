"""Keys by number, as every Mac has them, and how one stroke's code carries all of a key.

The numbers are those of ``kVK_*`` in HIToolbox' ``Events.h``; the flags those of ``CGEventFlags``,
the low ones of IOKit's ``IOLLEvent.h``, which alone tell left from right.
"""

from __future__ import annotations

from typing import NamedTuple

from desktop.host.keys import Modifier

A, V, RETURN, TAB, SPACE, DELETE, ESCAPE = 0x00, 0x09, 0x24, 0x30, 0x31, 0x33, 0x35
KEYPAD_ENTER, LEFT = 0x4C, 0x7B
RIGHT_COMMAND, COMMAND, SHIFT, CAPS_LOCK, OPTION, CONTROL = 0x36, 0x37, 0x38, 0x39, 0x3A, 0x3B
RIGHT_SHIFT, RIGHT_OPTION, RIGHT_CONTROL, FUNCTION = 0x3C, 0x3D, 0x3E, 0x3F

FLAG_CAPS, FLAG_SHIFT, FLAG_CONTROL, FLAG_OPTION, FLAG_COMMAND = (1 << bit for bit in range(16, 21))
FLAG_NUMERIC_PAD, FLAG_FUNCTION = 1 << 21, 1 << 23

DEVICE_FLAGS = {
    CONTROL: 0x1, SHIFT: 0x2, RIGHT_SHIFT: 0x4, COMMAND: 0x8, RIGHT_COMMAND: 0x10,
    OPTION: 0x20, RIGHT_OPTION: 0x40, RIGHT_CONTROL: 0x2000,
}  # fmt: skip
"""The bit that says of each modifier whether it is down."""
FLAGS = {
    SHIFT: FLAG_SHIFT, RIGHT_SHIFT: FLAG_SHIFT, CONTROL: FLAG_CONTROL, RIGHT_CONTROL: FLAG_CONTROL,
    OPTION: FLAG_OPTION, RIGHT_OPTION: FLAG_OPTION, COMMAND: FLAG_COMMAND,
    RIGHT_COMMAND: FLAG_COMMAND,
}  # fmt: skip
"""The flag that each modifier sets while it is down."""
HELD_MODIFIERS = frozenset(FLAGS)
SIDES = {
    SHIFT: Modifier.LEFT_SHIFT, RIGHT_SHIFT: Modifier.RIGHT_SHIFT,
    CONTROL: Modifier.LEFT_CTRL, RIGHT_CONTROL: Modifier.RIGHT_CTRL,
    OPTION: Modifier.LEFT_ALT, RIGHT_OPTION: Modifier.RIGHT_ALT,
    COMMAND: Modifier.LEFT_META, RIGHT_COMMAND: Modifier.RIGHT_META,
}  # fmt: skip
SILENT = HELD_MODIFIERS | {CAPS_LOCK, FUNCTION, 0x48, 0x49, 0x4A}
"""Keys that leave the text and the caret alone; the last three are the volume's."""

NEVER_KEPT = SILENT - HELD_MODIFIERS
"""The keyboard itself acts on these, whatever becomes of the event; sent again they would act anew:
Fn opens the table of emoji."""
_ARROWS = frozenset(range(0x7B, 0x7F))
_FUNCTION_KEYS = frozenset(
    {
        0x7A, 0x78, 0x63, 0x76, 0x60, 0x61, 0x62, 0x64, 0x65, 0x6D, 0x67, 0x6F, 0x69, 0x6B, 0x71,
        0x6A, 0x40, 0x4F, 0x50, 0x5A,  # F1 to F20
        0x72, 0x73, 0x74, 0x75, 0x77, 0x79,  # Help, Home, Page Up, Forward Delete, End, Page Down
    }
)  # fmt: skip
KEYPAD = frozenset({0x41, 0x43, 0x45, 0x47, 0x4B, 0x4C, 0x4E, *range(0x51, 0x5A), 0x5B, 0x5C})
_KEY_BITS = 8


class Code(NamedTuple):
    """A key as it can be sent again."""

    key: int
    text: str = ""
    """What another program has sent with it, where that is not what the layout gives."""
    caps: bool = False
    """Caps Lock was on when it was pressed."""

    def packed(self) -> int:
        """As one number, for :attr:`desktop.host.keys.Stroke.code`; 0 is left for clicks."""
        units = int.from_bytes(self.text.encode("utf-16-be", "surrogatepass") or b"\0", "big")
        flags = self.caps << 1 | bool(self.text)
        return ((units << 2 | flags) << _KEY_BITS | self.key) + 1


def unpacked(code: int) -> Code:
    """The key of a stroke's code."""
    rest, key = divmod(code - 1, 1 << _KEY_BITS)
    caps = bool(rest & 2)
    if not rest & 1:
        return Code(key, caps=caps)
    units = rest >> 2
    data = units.to_bytes((units.bit_length() + 15) // 16 * 2, "big")
    return Code(key, data.decode("utf-16-be", "surrogatepass"), caps)


def flags_of(down: frozenset[int] | set[int]) -> int:
    """The flags of an event while these modifiers are down, each side by its own bit too."""
    flags = 0
    for key in down:
        flags |= FLAGS[key] | DEVICE_FLAGS[key]
    return flags


def own_flags(key: int) -> int:
    """The flags that a key of its kind always has, as keyboards send it."""
    if key in _ARROWS:
        return FLAG_NUMERIC_PAD | FLAG_FUNCTION
    if key in _FUNCTION_KEYS:
        return FLAG_FUNCTION
    return FLAG_NUMERIC_PAD if key in KEYPAD else 0


def is_down(key: int, flags: int) -> bool:
    """Is a modifier down, by the flags of the event that tells of its change?

    Events of programs often have no bit for a side; then the kind of modifier decides.
    """
    sides = [one for one in HELD_MODIFIERS if FLAGS[one] == FLAGS[key]]
    if any(flags & DEVICE_FLAGS[one] for one in sides):
        return bool(flags & DEVICE_FLAGS[key])
    return bool(flags & FLAGS[key])


def held_in(flags: int) -> frozenset[int]:
    """The modifiers that are down by an event's flags."""
    return frozenset(
        key
        for key in HELD_MODIFIERS
        if flags & DEVICE_FLAGS[key]
        or (
            flags & FLAGS[key]
            and key in (SHIFT, CONTROL, OPTION, COMMAND)
            and not any(flags & DEVICE_FLAGS[one] for one in FLAGS if FLAGS[one] == FLAGS[key])
        )
    )
