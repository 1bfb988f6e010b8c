"""Short sounds."""

from __future__ import annotations

import sys
from pathlib import Path

assert sys.platform == "win32"  # says it to mypy

import winsound


class WindowsSounds:
    """``Sounds`` of :mod:`desktop.host.base`."""

    def play(self, path: Path) -> bool:
        """See the Protocol."""
        how = winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT
        try:
            winsound.PlaySound(str(path), how)
        except RuntimeError:
            return False
        return True
