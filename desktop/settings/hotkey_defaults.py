"""The hotkeys that are set at first."""

from __future__ import annotations

import os


def ctrl_alt(letter: str, function_key: str) -> str:
    """Ctrl, Alt and a letter; on Windows a function key, as Ctrl and Alt are AltGr there.

    Whoever writes Polish types ł by AltGr and L: as a hotkey it would be lost to them.
    """
    key = f"<{function_key}>" if os.name == "nt" else letter
    return f"<ctrl>+<alt>+{key}"
