"""Where a window of ours opens when an application does not tell of its caret."""

from __future__ import annotations

from typing import NamedTuple


class Box(NamedTuple):
    """A window on the screen, in its pixels."""

    left: int
    top: int
    width: int
    height: int


def without_caret(pointer: tuple[int, int], front: Box | None) -> tuple[int, int]:
    """The pointer while it is in the window in front; else in the lower part of that window.

    A pointer that was left elsewhere, perhaps on another screen, says nothing of where the agent
    looks.
    """
    if front is None or front.width <= 0 or front.height <= 0:
        return pointer
    left, top, width, height = front
    if left <= pointer[0] < left + width and top <= pointer[1] < top + height:
        return pointer
    return left + width // 2, top + height * 2 // 3
