"""A window of Windows with a field for a password; ends with its standard input."""

from __future__ import annotations

import ctypes
import sys
import threading
from ctypes import wintypes

assert sys.platform == "win32"

user32 = ctypes.WinDLL("user32", use_last_error=True)
user32.CreateWindowExW.restype = wintypes.HWND
user32.CreateWindowExW.argtypes = [
    wintypes.DWORD, wintypes.LPCWSTR, wintypes.LPCWSTR, wintypes.DWORD, *(ctypes.c_int,) * 4,
    wintypes.HWND, wintypes.HMENU, wintypes.HINSTANCE, ctypes.c_void_p,
]  # fmt: skip
user32.PostThreadMessageW.argtypes = [
    wintypes.DWORD, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM,
]  # fmt: skip
VISIBLE, OVERLAPPED, CHILD, PASSWORD = 0x10000000, 0x00CF0000, 0x40000000, 0x20
thread = ctypes.windll.kernel32.GetCurrentThreadId()

outer = user32.CreateWindowExW(
    0, "#32770", "Sign in", VISIBLE | OVERLAPPED, 50, 50, 400, 300, None, None, None, None
)
field = user32.CreateWindowExW(
    0, "EDIT", "", VISIBLE | CHILD | PASSWORD, 20, 20, 300, 40, outer, None, None, None
)
user32.SetForegroundWindow(outer)
user32.SetFocus(field)


def end() -> None:
    sys.stdin.read()
    user32.PostThreadMessageW(thread, 0x12, 0, 0)


threading.Thread(target=end, daemon=True).start()
message = wintypes.MSG()
while user32.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
    user32.TranslateMessage(ctypes.byref(message))
    user32.DispatchMessageW(ctypes.byref(message))
