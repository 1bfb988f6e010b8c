"""Which window is in front, by what the window server lists. Without pyobjc: it gets the list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from desktop.host.beside import Box

_NORMAL = 0
"""The layer of windows in which people work; menus, the Dock and panels lie above."""
_NOWHERE = 1 << 40
"""Added to the process' number where it has no window: no window has such a number."""
_SLACK = 80
"""Points of a screen that a full-screen window may leave to a camera's notch and the menus."""


def front_window(listed: Iterable[Mapping[str, object]], pid: int) -> int:
    """The number of a process' first window; one of its own where it has none.

    ``listed`` is from front to back, as ``CGWindowListCopyWindowInfo`` gives it.
    """
    for one in listed:
        if one.get("kCGWindowOwnerPID") == pid and one.get("kCGWindowLayer") == _NORMAL:
            number = one.get("kCGWindowNumber")
            if isinstance(number, int):
                return number
    return _NOWHERE + pid if pid else 0


def front_box(listed: Iterable[Mapping[str, object]], pid: int) -> Box | None:
    """Where a process' first window stands; None where it has none."""
    number = front_window(listed := list(listed), pid)
    for one in listed:
        place = one.get("kCGWindowBounds")
        if one.get("kCGWindowNumber") == number and isinstance(place, Mapping):
            left, top, width, height = (place.get(key) for key in ("X", "Y", "Width", "Height"))
            numbers = [one for one in (left, top, width, height) if isinstance(one, int | float)]
            return Box(*map(int, numbers)) if len(numbers) == 4 else None
    return None


def fills(
    window: tuple[float, float, float, float], screens: Iterable[tuple[float, float, float, float]]
) -> bool:
    """Does a window (left, top, width, height) fill one of the screens, but for a notch?"""
    left, top, width, height = window
    return any(
        left == screen[0]
        and width == screen[2]
        and 0 <= top - screen[1] <= _SLACK
        and top + height == screen[1] + screen[3]
        for screen in screens
    )
