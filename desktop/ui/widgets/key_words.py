"""What stands on the keys of a hotkey in the settings' notation (pynput's)."""

from __future__ import annotations

import sys

_MAC = sys.platform == "darwin"

_WORDS = {
    "ctrl": "Ctrl",
    "alt": "Option" if _MAC else "Alt",
    "alt_gr": "AltGr",
    "shift": "Shift",
    "cmd": {"darwin": "Cmd", "win32": "Win"}.get(sys.platform, "Super"),
    "esc": "Esc",
    "page_up": "PgUp",
    "page_down": "PgDn",
}


def key_words(hotkey: str) -> str:
    """``<ctrl>+<alt>+<space>`` as a key cap says it: ``Ctrl Alt Space``; empty for none."""
    if not hotkey:
        return ""
    head, _, last = hotkey.rpartition("+") if not hotkey.endswith("++") else (hotkey[:-2], "", "+")
    names = [*(part for part in head.split("+") if part), last]
    return " ".join(_word(name.strip("<>") if len(name) > 1 else name) for name in names)


def _word(name: str) -> str:
    return _WORDS.get(name) or name.replace("_", " ").capitalize()
