"""Where a window of ours opens: below the caret, as far as an application tells of it."""

from __future__ import annotations

from typing import NamedTuple

_LEAST_SCALE = 1.1
"""Below, the difference is the borders, which some count to their windows."""
_LINE = 32
"""Pixels down to which the first line of a field reaches, roughly."""


class Box(NamedTuple):
    """What something takes of the screen, in pixels unless it is said otherwise."""

    left: int
    top: int
    width: int
    height: int


class Written(NamedTuple):
    """What an application tells of the field with the keyboard, as boxes in its own units.

    None or an empty box where it tells nothing: some tell no place behind the last character, some
    none of their characters, some neither the field's.
    """

    behind: Box | None
    """The character behind the caret."""
    before: Box | None
    """The character before it."""
    field: Box | None
    window: Box | None
    """Around it; None when the units are known to be pixels."""


def below_caret(written: Written, front: Box) -> tuple[int, int] | None:
    """The point below the caret; None when what is told is nothing, or not in ``front``.

    Without characters below the first line of the field.
    """
    behind, before, field, window = written
    if behind is not None and behind.height > 0:
        point = (behind.left, behind.top + behind.height)
    elif before is not None and before.height > 0:
        point = (before.left + before.width, before.top + before.height)
    elif field is not None and field.height > 0:
        point = (field.left, field.top + min(field.height, _LINE))
    else:
        return None
    point = _in_pixels(point, window, front)
    return point if _holds(front, point) else None


def _in_pixels(point: tuple[int, int], window: Box | None, front: Box) -> tuple[int, int]:
    scale = front.width / window.width if window is not None and window.width > 0 else 1.0
    if window is None or scale < _LEAST_SCALE:
        return point
    across, down = point[0] - window.left, point[1] - window.top
    return front.left + round(across * scale), front.top + round(down * scale)


def without_caret(pointer: tuple[int, int], front: Box | None) -> tuple[int, int]:
    """The pointer while it is in the window in front; else in the lower part of that window.

    A pointer that was left elsewhere, perhaps on another screen, says nothing of where the agent
    looks.
    """
    if front is None or front.width <= 0 or front.height <= 0:
        return pointer
    if _holds(front, pointer):
        return pointer
    left, top, width, height = front
    return left + width // 2, top + height * 2 // 3


def _holds(box: Box, point: tuple[int, int]) -> bool:
    left, top, width, height = box
    return left <= point[0] < left + width and top <= point[1] < top + height
