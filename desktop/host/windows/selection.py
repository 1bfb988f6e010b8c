"""What is selected in the window in front."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from ctypes import wintypes

assert sys.platform == "win32"  # says it to mypy

from desktop.host.windows import front
from desktop.host.windows.api import declare, kernel32, user32

declare(
    user32,
    (
        (
            "SendMessageTimeoutW",
            ctypes.c_ssize_t,
            (
                *(wintypes.HWND, wintypes.UINT, ctypes.c_size_t, ctypes.c_void_p),
                *(wintypes.UINT, wintypes.UINT, ctypes.POINTER(ctypes.c_size_t)),
            ),
        ),
    ),
)
_GET_TEXT, _GET_LENGTH, _GET_SELECTION = 0x0D, 0x0E, 0xB0
_ABORT_IF_HUNG = 2


def selected_text(timeout: float, elsewhere: Callable[[], str | None]) -> str | None:
    """The text; None where nothing is selected, or where the field does not tell.

    Windows' own kinds of field are asked here; ``elsewhere`` asks the others, but for ours.
    """
    thread, pid = front.thread_of(front.foreground())
    field, _ = front.focused(thread)
    if not front.is_own_kind(field):
        return elsewhere() if pid not in (0, kernel32.GetCurrentProcessId()) else None
    if front.is_secret(field):
        return None
    start, end = wintypes.DWORD(), wintypes.DWORD()
    _ask(field, _GET_SELECTION, ctypes.addressof(start), ctypes.byref(end), timeout)
    if start.value >= end.value:
        return None
    length = _ask(field, _GET_LENGTH, 0, None, timeout)
    text = ctypes.create_unicode_buffer(length + 1)
    _ask(field, _GET_TEXT, length + 1, text, timeout)
    return _between(text.value, start.value, end.value)


def _between(text: str, start: int, end: int) -> str:
    """Places are counted in UTF-16 units."""
    units = text.encode("utf-16-le", "surrogatepass")
    found = units[2 * start : 2 * end].decode("utf-16-le", "replace")
    return found.replace("\r\n", "\n").replace("\r", "\n")


def _ask(field: int, message: int, first: int, second: object, timeout: float) -> int:
    answer = ctypes.c_size_t()
    user32.SendMessageTimeoutW(
        field, message, first, second, _ABORT_IF_HUNG, int(timeout * 1000), ctypes.byref(answer)
    )
    return answer.value
