"""Memory as the C library shares it out."""

from __future__ import annotations

import ctypes
import sys

_M_ARENA_MAX = -8
"""From glibc's ``malloc.h``."""


def share_one_arena() -> None:
    """Let all threads take their memory from one place; before any thread has begun.

    glibc gives each thread a place of its own, for programs whose threads allocate side by side.
    Ours hold the interpreter while they do, and each place kept half a megabyte for nothing.
    """
    if sys.platform != "linux":
        return
    try:
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)
    except (AttributeError, OSError):  # a C library without it, as musl
        return
