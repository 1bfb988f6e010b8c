"""Hotkeys, in pynput's notation: the tap knows them by key and modifiers, and keeps them.

Apple's ``RegisterEventHotKey`` wants an event loop of the Carbon kind, which the keyboard process
has not; the tap sees every key anyhow. Where there is no tap there are no hotkeys either, and
Deskhand's menu in the menu bar has the palette.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from desktop.host.macos import codes

_MODIFIERS = {
    "<shift>": codes.FLAG_SHIFT,
    "<ctrl>": codes.FLAG_CONTROL,
    "<alt>": codes.FLAG_OPTION,
    "<cmd>": codes.FLAG_COMMAND,
    "<super>": codes.FLAG_COMMAND,
}
_MASK = codes.FLAG_SHIFT | codes.FLAG_CONTROL | codes.FLAG_OPTION | codes.FLAG_COMMAND
_NAMED = {
    "<space>": codes.SPACE, "<enter>": codes.RETURN, "<tab>": codes.TAB, "<esc>": codes.ESCAPE,
    "<backspace>": codes.DELETE, "<delete>": 0x75, "<home>": 0x73, "<end>": 0x77,
    "<page_up>": 0x74, "<page_down>": 0x79, "<left>": codes.LEFT, "<right>": 0x7C,
    "<down>": 0x7D, "<up>": 0x7E,
    "<f1>": 0x7A, "<f2>": 0x78, "<f3>": 0x63, "<f4>": 0x76, "<f5>": 0x60, "<f6>": 0x61,
    "<f7>": 0x62, "<f8>": 0x64, "<f9>": 0x65, "<f10>": 0x6D, "<f11>": 0x67, "<f12>": 0x6F,
    "<f13>": 0x69, "<f14>": 0x6B, "<f15>": 0x71, "<f16>": 0x6A, "<f17>": 0x40, "<f18>": 0x4F,
    "<f19>": 0x50, "<f20>": 0x5A,
}  # fmt: skip


class Characters(Protocol):
    """The layout in force."""

    def key_for(self, char: str) -> tuple[int, tuple[int, ...]] | None:
        """The key of a character and the modifiers to hold; None: it has none."""


class Hotkeys:
    """Those that were asked for."""

    def __init__(self, layout: Characters) -> None:
        """None is taken yet."""
        self._layout = layout
        self._wanted: Mapping[str, str] = {}
        self._names: dict[tuple[int, int], str] = {}

    def take(self, hotkeys: Mapping[str, str]) -> dict[str, str]:
        """Take these and no others; returns those that can't be had, with the reason in words."""
        self._wanted = hotkeys
        self._names.clear()
        refused: dict[str, str] = {}
        for name, keys in hotkeys.items():
            if not keys:
                continue
            found = self._read(keys)
            if found is None:
                refused[name] = f"“{keys}” is not a key of this keyboard."
            elif found in self._names:
                refused[name] = f"“{keys}” is taken for something else in Deskhand."
            else:
                self._names[found] = name
        return refused

    def again(self) -> dict[str, str]:
        """Another layout has its characters on other keys."""
        return self.take(self._wanted)

    def takes(self, key: int, flags: int) -> bool:
        """Is this one of ours?"""
        return (key, flags & _MASK) in self._names

    def name_of(self, key: int, flags: int) -> str | None:
        """Which one it is."""
        return self._names.get((key, flags & _MASK))

    def _read(self, keys: str) -> tuple[int, int] | None:
        flags, key = 0, -1
        for word in keys.replace("++", "+<plus>").casefold().split("+"):
            if word in _MODIFIERS:
                flags |= _MODIFIERS[word]
                continue
            found = _NAMED.get(word)
            if found is None and not word.startswith("<"):
                char = self._layout.key_for(word) if len(word) == 1 else None
                found = char[0] if char is not None and not char[1] else None
            elif word == "<plus>":
                char = self._layout.key_for("+")
                found = char[0] if char is not None and not char[1] else None
            if found is None or key >= 0:
                return None
            key = found
        return (key, flags) if key >= 0 else None
