"""Fonts for Qt without a screen: on Windows it brings none, and looks nowhere by itself."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def environment() -> dict[str, str]:
    """The variable that tells Qt where this system's are; nothing where Qt knows."""
    windows = os.environ.get("WINDIR", "")
    fonts = {"QT_QPA_FONTDIR": str(Path(windows) / "Fonts")}
    return fonts if sys.platform == "win32" else {}
