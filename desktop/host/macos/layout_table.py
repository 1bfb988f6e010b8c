"""Which key writes which character, found by asking a layout of every key.

Also what an input source is: whether it only maps keys, or composes what it writes.
"""

from __future__ import annotations

from collections.abc import Callable

from desktop.host.macos import codes

_KEYS = range(0x7F)
_WAYS: tuple[tuple[int, ...], ...] = (
    (),
    (codes.SHIFT,),
    (codes.OPTION,),
    (codes.OPTION, codes.SHIFT),
)
_PLAIN_TYPE = "TISTypeKeyboardLayout"
_PLAIN_MODE = "com.apple.inputmethod.Roman"
"""Letters as they are, within an input method that else composes."""

Translate = Callable[[int, int, int], tuple[str, int]]
"""As :meth:`desktop.host.macos.machine.Layout.translate`."""


def state_of(flags: int) -> int:
    """An event's flags as ``UCKeyTranslate`` wants modifiers.

    Bits 8 to 15 of the old event record: Command, Shift, Caps Lock, Option, Control.
    """
    bits = (codes.FLAG_COMMAND, codes.FLAG_SHIFT, codes.FLAG_CAPS, codes.FLAG_OPTION)
    return sum(1 << place for place, flag in enumerate((*bits, codes.FLAG_CONTROL)) if flags & flag)


def characters(translate: Translate) -> dict[str, tuple[int, tuple[int, ...]]]:
    """The key of each character with the modifiers to hold; those with the fewest first.

    Keys of the keypad come last: programs may take them for something else.
    """
    found: dict[str, tuple[int, tuple[int, ...]]] = {}
    for ways in _WAYS:
        flags = codes.flags_of(set(ways))
        for key in sorted(_KEYS, key=lambda one: one in codes.KEYPAD):
            text, dead = translate(key, flags, 0)
            if len(text) == 1 and not dead and text.isprintable():
                found.setdefault(text, (key, ways))
    return found


def paste_key(translate: Translate) -> int:
    """The key that is V while Command is down: layouts like Dvorak have it elsewhere."""

    def writes_v(key: int) -> bool:
        return translate(key, codes.FLAG_COMMAND, 0)[0].casefold() == "v"

    return codes.V if writes_v(codes.V) else next(filter(writes_v, _KEYS), codes.V)


def composes(kind: str, mode: str) -> bool:
    """Is an input source of this type and mode an input method at work?"""
    return bool(kind) and kind != _PLAIN_TYPE and not mode.startswith(_PLAIN_MODE)
