"""Hotkeys: asked of the system by name, in pynput's notation."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.host.windows import codes

_MODIFIERS = {
    "<alt>": (1, codes.MENU),
    "<ctrl>": (2, codes.CONTROL),
    "<shift>": (4, codes.SHIFT),
    "<cmd>": (8, codes.LWIN),
    "<super>": (8, codes.LWIN),
}
NO_REPEAT = 0x4000
ALT_AND_CONTROL = 3
_NAMED = {
    "<space>": codes.SPACE, "<enter>": codes.RETURN, "<tab>": codes.TAB, "<esc>": codes.ESCAPE,
    "<backspace>": codes.BACK, "<page_up>": 0x21, "<page_down>": 0x22, "<end>": 0x23,
    "<home>": 0x24, "<left>": 0x25, "<up>": 0x26, "<right>": 0x27, "<down>": 0x28,
    "<insert>": 0x2D, "<delete>": 0x2E, "<pause>": 0x13, "<print_screen>": 0x2C, "<menu>": 0x5D,
    **{f"<f{number}>": 0x6F + number for number in range(1, 25)},
}  # fmt: skip


class Wanted:
    """One hotkey: the flags and the virtual key to ask for."""

    def __init__(self, keys: str, key_of: Mapping[str, int]) -> None:
        """``key_of`` has the virtual keys of single characters.

        Raises:
            ValueError: it names a key that is not there.
        """
        self.flags = 0
        self.key = 0
        kinds: set[int] = set()
        for word in keys.replace("++", "+<plus>").casefold().split("+"):
            if word in _MODIFIERS:
                flag, kind = _MODIFIERS[word]
                self.flags |= flag
                kinds.add(kind)
                continue
            key = _NAMED.get(word) or key_of.get("+" if word == "<plus>" else word, 0)
            if not key or self.key:
                raise ValueError(f"no such key: {word}")
            self.key = key
        if not self.key:
            raise ValueError("modifiers alone")
        self.modifiers = frozenset(kinds)

    @property
    def is_alt_graph(self) -> bool:
        """Ctrl and Alt together are AltGr, and write letters in many layouts."""
        return self.flags & ALT_AND_CONTROL == ALT_AND_CONTROL
