"""A window to type into, in a Windows Python: a text field that tells when it changed.

Commands come as lines of JSON on standard input, and each is answered by one; its end is that of
the input. Nothing is printed unasked, so that the field is as fast as others.
"""

from __future__ import annotations

import ctypes
import json
import sys
import threading
import time
from ctypes import wintypes

assert sys.platform == "win32"

user32 = ctypes.WinDLL("user32", use_last_error=True)
kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
Procedure = ctypes.WINFUNCTYPE(
    ctypes.c_ssize_t, wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM
)


class WindowClass(ctypes.Structure):
    """WNDCLASSW."""

    _fields_ = (
        ("style", wintypes.UINT), ("procedure", Procedure), ("class_extra", ctypes.c_int),
        ("window_extra", ctypes.c_int), ("instance", wintypes.HINSTANCE), ("icon", wintypes.HANDLE),
        ("cursor", wintypes.HANDLE), ("background", wintypes.HANDLE), ("menu", wintypes.LPCWSTR),
        ("name", wintypes.LPCWSTR),
    )  # fmt: skip


user32.RegisterClassW.argtypes = [ctypes.POINTER(WindowClass)]
user32.CreateWindowExW.restype = wintypes.HWND
user32.CreateWindowExW.argtypes = [
    wintypes.DWORD, wintypes.LPCWSTR, wintypes.LPCWSTR, wintypes.DWORD, *(ctypes.c_int,) * 4,
    wintypes.HWND, wintypes.HMENU, wintypes.HINSTANCE, ctypes.c_void_p,
]  # fmt: skip
user32.DefWindowProcW.restype = ctypes.c_ssize_t
user32.DefWindowProcW.argtypes = [
    wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM,
]  # fmt: skip
user32.SetWindowTextW.argtypes = [wintypes.HWND, wintypes.LPCWSTR]
user32.GetWindowTextW.argtypes = [wintypes.HWND, wintypes.LPWSTR, ctypes.c_int]
user32.PostThreadMessageW.argtypes = [
    wintypes.DWORD, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM,
]  # fmt: skip
kernel32.GetModuleHandleW.restype = wintypes.HMODULE
kernel32.GetModuleHandleW.argtypes = [wintypes.LPCWSTR]
VISIBLE, OVERLAPPED, CHILD, MULTILINE = 0x10000000, 0x00CF0000, 0x40000000, 0x4
WM_QUIT, WM_SETFOCUS, WM_COMMAND = 0x12, 0x7, 0x111
EN_SETFOCUS, EN_KILLFOCUS, EN_CHANGE = 0x100, 0x200, 0x300
LONGEST = 4096


class Field:
    """The field, and when it changed last, by the finest clock of its process."""

    def __init__(self) -> None:
        self.changed = 0.0
        self.focused = False
        self._procedure = Procedure(self._called)
        module = kernel32.GetModuleHandleW(None)
        kind = WindowClass(procedure=self._procedure, instance=module, name="TextWindow")
        user32.RegisterClassW(ctypes.byref(kind))
        self._field = 0
        outer = user32.CreateWindowExW(
            0, "TextWindow", "A text field", VISIBLE | OVERLAPPED, 50, 50, 640, 400,
            None, None, module, None,
        )  # fmt: skip
        self._field = user32.CreateWindowExW(
            0, "EDIT", "", VISIBLE | CHILD | MULTILINE, 0, 0, 620, 360, outer, None, module, None
        )
        user32.SetForegroundWindow(outer)
        user32.SetFocus(self._field)

    def _called(self, window: int, message: int, first: int, second: int) -> int:
        told = first >> 16 if message == WM_COMMAND else 0
        if told == EN_CHANGE:
            self.changed = time.perf_counter()
        elif told in {EN_SETFOCUS, EN_KILLFOCUS}:
            self.focused = told == EN_SETFOCUS
        elif message == WM_SETFOCUS and self._field:
            user32.SetFocus(self._field)
        return int(user32.DefWindowProcW(window, message, first, second))

    def read(self) -> dict[str, object]:
        text = ctypes.create_unicode_buffer(LONGEST)
        user32.GetWindowTextW(self._field, text, LONGEST)
        return {
            "text": text.value,
            "focused": self.focused,
            "changed": self.changed,
            "now": time.perf_counter(),
        }

    def clear(self) -> dict[str, object]:
        user32.SetWindowTextW(self._field, "")
        return {}


field = Field()
thread = kernel32.GetCurrentThreadId()


def obey() -> None:
    do = {one.__name__: one for one in (field.read, field.clear)}
    for line in sys.stdin:
        print(json.dumps(do[json.loads(line)["do"]]()), flush=True)
    user32.PostThreadMessageW(thread, WM_QUIT, 0, 0)


threading.Thread(target=obey, daemon=True).start()
told = wintypes.MSG()
while user32.GetMessageW(ctypes.byref(told), None, 0, 0) > 0:
    user32.TranslateMessage(ctypes.byref(told))
    user32.DispatchMessageW(ctypes.byref(told))
