"""A program for Windows that says what stands in its windows, and does what a user could.

A line of JSON in, a line of JSON out: ``{"do": NAME, ...}`` names a function below.
"""

from __future__ import annotations

import ctypes
import json
import sys
import time
from ctypes import wintypes

assert sys.platform == "win32"

user32 = ctypes.WinDLL("user32", use_last_error=True)
user32.SendMessageTimeoutW.argtypes = [
    wintypes.HWND, wintypes.UINT, wintypes.WPARAM, ctypes.c_void_p, wintypes.UINT, wintypes.UINT,
    ctypes.POINTER(ctypes.c_size_t),
]  # fmt: skip
kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
kernel32.GlobalAlloc.restype = wintypes.HANDLE
kernel32.GlobalAlloc.argtypes = [wintypes.UINT, ctypes.c_size_t]
kernel32.GlobalLock.restype = ctypes.c_void_p
kernel32.GlobalLock.argtypes = [wintypes.HANDLE]
kernel32.GlobalUnlock.argtypes = [wintypes.HANDLE]
user32.OpenClipboard.argtypes = [wintypes.HWND]
user32.GetClipboardData.restype = wintypes.HANDLE
user32.SetClipboardData.argtypes = [wintypes.UINT, wintypes.HANDLE]
user32.GetForegroundWindow.restype = wintypes.HWND
user32.GetClassNameW.argtypes = [wintypes.HWND, wintypes.LPWSTR, ctypes.c_int]
user32.GetWindowThreadProcessId.argtypes = [wintypes.HWND, ctypes.POINTER(wintypes.DWORD)]

user32.GetWindowRect.argtypes = [wintypes.HWND, ctypes.POINTER(wintypes.RECT)]

user32.FindWindowExW.restype = wintypes.HWND
user32.FindWindowExW.argtypes = [
    wintypes.HWND, wintypes.HWND, wintypes.LPCWSTR, wintypes.LPCWSTR,
]  # fmt: skip
user32.PostMessageW.argtypes = [wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM]

WM_SETTEXT, WM_GETTEXT, WM_GETTEXTLENGTH = 0x0C, 0x0D, 0x0E
EM_GETSEL, EM_SETSEL = 0xB0, 0xB1
WM_WTSSESSION_CHANGE = 0x2B1
ANSWER_MS = 15_000
"""For a window that starts on a busy machine."""


class GuiThreadInfo(ctypes.Structure):
    _fields_ = (
        ("cbSize", wintypes.DWORD), ("flags", wintypes.DWORD), ("hwndActive", wintypes.HWND),
        ("hwndFocus", wintypes.HWND), ("hwndCapture", wintypes.HWND),
        ("hwndMenuOwner", wintypes.HWND), ("hwndMoveSize", wintypes.HWND),
        ("hwndCaret", wintypes.HWND), ("rcCaret", wintypes.RECT),
    )  # fmt: skip


user32.GetGUIThreadInfo.argtypes = [wintypes.DWORD, ctypes.POINTER(GuiThreadInfo)]


def send(window: int, message: int, first: int, second: object) -> int:
    answer = ctypes.c_size_t()
    if not user32.SendMessageTimeoutW(
        window, message, first, second, 0, ANSWER_MS, ctypes.byref(answer)
    ):
        raise OSError("the window does not answer")
    return answer.value


def focused() -> int:
    info = GuiThreadInfo(cbSize=ctypes.sizeof(GuiThreadInfo))
    front = user32.GetForegroundWindow()
    thread = user32.GetWindowThreadProcessId(front, None) if front else 0
    if not thread or not user32.GetGUIThreadInfo(thread, ctypes.byref(info)):
        return 0
    return info.hwndFocus or 0


def class_of(window: int) -> str:
    name = ctypes.create_unicode_buffer(256)
    user32.GetClassNameW(window, name, 256)
    return name.value


def front() -> dict[str, object]:
    """The field that has the keyboard, and the process whose it is."""
    window, pid = user32.GetForegroundWindow() or 0, wintypes.DWORD()
    user32.GetWindowThreadProcessId(window, ctypes.byref(pid))
    field = focused()
    return {"window": window, "pid": pid.value, "field": field, "class": class_of(field)}


def read(field: int) -> dict[str, object]:
    """The text of a field and its selection."""
    length = send(field, WM_GETTEXTLENGTH, 0, None)
    text = ctypes.create_unicode_buffer(length + 1)
    send(field, WM_GETTEXT, length + 1, ctypes.cast(text, ctypes.c_void_p))
    start, end = wintypes.DWORD(), wintypes.DWORD()
    send(field, EM_GETSEL, ctypes.addressof(start), ctypes.addressof(end))
    return {"text": text.value, "start": start.value, "end": end.value}


def write(field: int, text: str) -> dict[str, object]:
    """Replace the text of a field."""
    given = ctypes.create_unicode_buffer(text)
    send(field, WM_SETTEXT, 0, ctypes.cast(given, ctypes.c_void_p))
    return {}


def select(field: int, start: int, end: int) -> dict[str, object]:
    """Select in a field, or put the caret there."""
    send(field, EM_SETSEL, start, end)
    return {}


def place(field: int) -> dict[str, object]:
    """The middle of a field on the screen."""
    box = wintypes.RECT()
    user32.GetWindowRect(field, ctypes.byref(box))
    return {"x": (box.left + box.right) // 2, "y": (box.top + box.bottom) // 2}


def down() -> dict[str, object]:
    """The virtual keys that the system holds to be down, without mouse buttons and locks."""
    return {"keys": [key for key in range(8, 255) if user32.GetAsyncKeyState(key) & 0x8000]}


def session(change: int) -> dict[str, object]:
    """Tell Deskhand's windows what the system does when the session is locked (7) or unlocked.

    Only those that it tells what it tells all, so none that is for messages only.
    """
    window, told = None, 0
    while window := user32.FindWindowExW(None, window, None, None):
        if class_of(window).startswith("DeskhandMessages"):
            told += user32.PostMessageW(window, WM_WTSSESSION_CHANGE, change, 0)
    return {"told": told}


def _open() -> None:
    until = time.monotonic() + 5
    while not user32.OpenClipboard(None):
        if time.monotonic() > until:
            raise OSError("the clipboard does not open")
        time.sleep(0.01)


def copy(text: str) -> dict[str, object]:
    """Put a text on the clipboard."""
    data = (text + "\0").encode("utf-16-le")
    handle = kernel32.GlobalAlloc(2, len(data))
    ctypes.memmove(kernel32.GlobalLock(handle), data, len(data))
    kernel32.GlobalUnlock(handle)
    _open()
    user32.EmptyClipboard()
    user32.SetClipboardData(13, handle)
    user32.CloseClipboard()
    return {}


def copied() -> dict[str, object]:
    """The text on the clipboard."""
    _open()
    handle = user32.GetClipboardData(13)
    text = ctypes.wstring_at(kernel32.GlobalLock(handle)) if handle else ""
    user32.CloseClipboard()
    return {"text": text}


def hold() -> dict[str, object]:
    """Keep the clipboard open."""
    _open()
    return {}


def let_go() -> dict[str, object]:
    """Keep it open no more."""
    user32.CloseClipboard()
    return {}


DO = {
    one.__name__: one
    for one in (front, read, write, select, place, down, session, copy, copied, hold, let_go)
}

for line in sys.stdin:
    order = json.loads(line)
    try:
        answer = DO[order.pop("do")](**order)
    except OSError as error:
        answer = {"error": str(error)}
    print(json.dumps(answer), flush=True)
