"""How this installation of Deskhand is started."""

from __future__ import annotations

import sys


def own_command() -> list[str]:
    """The words before a verb."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "desktop"]
