"""What the person at the terminal reads."""

from __future__ import annotations

import sys


def say(text: str) -> None:
    """Tell the person at the terminal; standard output is for what is started."""
    print(text, file=sys.stderr, flush=True)
