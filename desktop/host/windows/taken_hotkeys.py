"""The hotkeys that the system has given us."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from desktop.host.windows.hotkeys import NO_REPEAT, Wanted

assert sys.platform == "win32"  # says it to mypy

from desktop.host.windows.api import user32
from desktop.host.windows.layout import Layout, writes_with_alt_graph

_KEYS = range(0x21, 0x100)


class TakenHotkeys:
    """Those of one thread, which gets their messages."""

    def __init__(self, layout: Layout) -> None:
        """Nothing is taken yet."""
        self._layout = layout
        self._names: dict[int, str] = {}
        self._taken: set[tuple[int, frozenset[int]]] = set()

    def take(self, hotkeys: Mapping[str, str]) -> dict[str, str]:
        """Take these and no others; returns those that can't be had, with the reason in words."""
        for number in self._names:
            user32.UnregisterHotKey(None, number)
        self._names.clear()
        self._taken.clear()
        refused = {name: self._take(name, keys) for name, keys in hotkeys.items() if keys}
        return {name: reason for name, reason in refused.items() if reason}

    def _take(self, name: str, keys: str) -> str:
        try:
            wanted = Wanted(keys, self._characters())
        except ValueError:
            return f"“{keys}” is not a key of this keyboard."
        written = writes_with_alt_graph(wanted.key) if wanted.is_alt_graph else ""
        if written:
            return f"“{keys}” is how “{written}” is typed on this keyboard."
        number = len(self._names) + 1
        if not user32.RegisterHotKey(None, number, wanted.flags | NO_REPEAT, wanted.key):
            return f"Another program has “{keys}” already."
        self._names[number] = name
        self._taken.add((wanted.key, wanted.modifiers))
        return ""

    def takes(self, key: int, modifiers: frozenset[int]) -> bool:
        """Is this one of ours, which no application sees?"""
        return (key, modifiers) in self._taken

    def name_of(self, number: int) -> str | None:
        """Which one the system means."""
        return self._names.get(number)

    def _characters(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for char in map(chr, _KEYS):
            key = self._layout.key_for(char)
            if key is not None and not key[1]:
                found[char] = key[0]
        return found


def letters_of_alt_graph(layout: Layout) -> str:
    """What Ctrl+Alt and the letters A to Z write in the layouts that the person has."""
    keys = (layout.key_for(char) for char in "abcdefghijklmnopqrstuvwxyz")
    return "".join(writes_with_alt_graph(key[0]) for key in keys if key is not None)
