"""The calls of Windows that typing needs, with their types; nothing else.

Loaded on Windows only: mypy reads this package with ``--platform win32``.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Sequence
from ctypes import wintypes

assert sys.platform == "win32"  # says it to mypy

user32 = ctypes.WinDLL("user32", use_last_error=True)
kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
advapi32 = ctypes.WinDLL("advapi32", use_last_error=True)

LRESULT = ctypes.c_ssize_t
HookProcedure = ctypes.WINFUNCTYPE(LRESULT, ctypes.c_int, wintypes.WPARAM, wintypes.LPARAM)
WindowProcedure = ctypes.WINFUNCTYPE(
    LRESULT, wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM
)
WinEventProcedure = ctypes.WINFUNCTYPE(
    None,
    wintypes.HANDLE,
    wintypes.DWORD,
    wintypes.HWND,
    wintypes.LONG,
    wintypes.LONG,
    wintypes.DWORD,
    wintypes.DWORD,
)


class HookedKey(ctypes.Structure):
    """KBDLLHOOKSTRUCT."""

    _fields_ = (
        ("key", wintypes.DWORD),
        ("scan", wintypes.DWORD),
        ("flags", wintypes.DWORD),
        ("time", wintypes.DWORD),
        ("extra", ctypes.c_size_t),
    )


class KeyboardInput(ctypes.Structure):
    """KEYBDINPUT."""

    _fields_ = (
        ("key", wintypes.WORD),
        ("scan", wintypes.WORD),
        ("flags", wintypes.DWORD),
        ("time", wintypes.DWORD),
        ("extra", ctypes.c_size_t),
    )


class _AnyInput(ctypes.Union):
    # As large as MOUSEINPUT, the largest of the three.
    _fields_ = (("keyboard", KeyboardInput), ("room", ctypes.c_byte * 32))


class Input(ctypes.Structure):
    """INPUT."""

    _anonymous_ = ("any",)
    _fields_ = (("type", wintypes.DWORD), ("any", _AnyInput))


class GuiThread(ctypes.Structure):
    """GUITHREADINFO."""

    _fields_ = (
        ("size", wintypes.DWORD),
        ("flags", wintypes.DWORD),
        ("active", wintypes.HWND),
        ("focus", wintypes.HWND),
        ("capture", wintypes.HWND),
        ("menu_owner", wintypes.HWND),
        ("move_size", wintypes.HWND),
        ("caret", wintypes.HWND),
        ("caret_place", wintypes.RECT),
    )


class LastInput(ctypes.Structure):
    """LASTINPUTINFO."""

    _fields_ = (("size", wintypes.UINT), ("time", wintypes.DWORD))


class RawDevice(ctypes.Structure):
    """RAWINPUTDEVICE."""

    _fields_ = (
        ("page", wintypes.USHORT),
        ("usage", wintypes.USHORT),
        ("flags", wintypes.DWORD),
        ("window", wintypes.HWND),
    )


class WindowClass(ctypes.Structure):
    """WNDCLASSW."""

    _fields_ = (
        ("style", wintypes.UINT),
        ("procedure", WindowProcedure),
        ("class_extra", ctypes.c_int),
        ("window_extra", ctypes.c_int),
        ("instance", wintypes.HINSTANCE),
        ("icon", wintypes.HANDLE),
        ("cursor", wintypes.HANDLE),
        ("background", wintypes.HANDLE),
        ("menu", wintypes.LPCWSTR),
        ("name", wintypes.LPCWSTR),
    )


_HANDLE, _HWND, _DWORD, _UINT = wintypes.HANDLE, wintypes.HWND, wintypes.DWORD, wintypes.UINT
_INT, _BOOL, _HKL = ctypes.c_int, wintypes.BOOL, ctypes.c_void_p
_WORDS = (_HWND, _UINT, wintypes.WPARAM, wintypes.LPARAM)
_MESSAGE = ctypes.POINTER(wintypes.MSG)


_Functions = Sequence[tuple[str, object, Sequence[object]]]
_IN_USER32: _Functions = (
    ("SetWindowsHookExW", _HANDLE, (_INT, HookProcedure, wintypes.HINSTANCE, _DWORD)),
    ("UnhookWindowsHookEx", _BOOL, (_HANDLE,)),
    ("CallNextHookEx", LRESULT, (_HANDLE, _INT, wintypes.WPARAM, wintypes.LPARAM)),
    ("SendInput", _UINT, (_UINT, ctypes.POINTER(Input), _INT)),
    ("GetForegroundWindow", _HWND, ()),
    ("SetForegroundWindow", _BOOL, (_HWND,)),
    ("IsWindow", _BOOL, (_HWND,)),
    ("IsIconic", _BOOL, (_HWND,)),
    ("ShowWindow", _BOOL, (_HWND, _INT)),
    ("GetWindowThreadProcessId", _DWORD, (_HWND, ctypes.POINTER(_DWORD))),
    ("AttachThreadInput", _BOOL, (_DWORD, _DWORD, _BOOL)),
    ("InternalGetWindowText", _INT, (_HWND, wintypes.LPWSTR, _INT)),
    ("GetClassNameW", _INT, (_HWND, wintypes.LPWSTR, _INT)),
    ("FindWindowExW", _HWND, (_HWND, _HWND, wintypes.LPCWSTR, wintypes.LPCWSTR)),
    ("GetWindowLongW", wintypes.LONG, (_HWND, _INT)),
    ("GetGUIThreadInfo", _BOOL, (_DWORD, ctypes.POINTER(GuiThread))),
    ("ClientToScreen", _BOOL, (_HWND, ctypes.POINTER(wintypes.POINT))),
    ("GetWindowRect", _BOOL, (_HWND, ctypes.POINTER(wintypes.RECT))),
    ("GetCursorPos", _BOOL, (ctypes.POINTER(wintypes.POINT),)),
    ("GetKeyboardLayout", _HKL, (_DWORD,)),
    ("GetKeyboardLayoutList", _INT, (_INT, ctypes.POINTER(ctypes.c_void_p))),
    ("ToUnicodeEx", _INT, (_UINT, _UINT, ctypes.c_char_p, wintypes.LPWSTR, _INT, _UINT, _HKL)),
    ("VkKeyScanExW", ctypes.c_short, (wintypes.WCHAR, _HKL)),
    ("MapVirtualKeyW", _UINT, (_UINT, _UINT)),
    ("GetAsyncKeyState", ctypes.c_short, (_INT,)),
    ("GetKeyState", ctypes.c_short, (_INT,)),
    ("GetLastInputInfo", _BOOL, (ctypes.POINTER(LastInput),)),
    ("RegisterHotKey", _BOOL, (_HWND, _INT, _UINT, _UINT)),
    ("UnregisterHotKey", _BOOL, (_HWND, _INT)),
    ("RegisterRawInputDevices", _BOOL, (ctypes.POINTER(RawDevice), _UINT, _UINT)),
    ("GetRawInputBuffer", _UINT, (ctypes.c_void_p, ctypes.POINTER(_UINT), _UINT)),
    ("GetRawInputData", _UINT, (_HANDLE, _UINT, ctypes.c_void_p, ctypes.POINTER(_UINT), _UINT)),
    ("RegisterClassW", wintypes.ATOM, (ctypes.POINTER(WindowClass),)),
    ("UnregisterClassW", _BOOL, (wintypes.LPCWSTR, wintypes.HINSTANCE)),
    ("DestroyWindow", _BOOL, (_HWND,)),
    ("DefWindowProcW", LRESULT, _WORDS),
    ("PeekMessageW", _BOOL, (_MESSAGE, _HWND, _UINT, _UINT, _UINT)),
    ("GetMessageW", _BOOL, (_MESSAGE, _HWND, _UINT, _UINT)),
    ("DispatchMessageW", LRESULT, (_MESSAGE,)),
    ("PostMessageW", _BOOL, _WORDS),
    ("PostThreadMessageW", _BOOL, (_DWORD, _UINT, wintypes.WPARAM, wintypes.LPARAM)),
    (
        "MsgWaitForMultipleObjectsEx",
        _DWORD,
        (_DWORD, ctypes.POINTER(_HANDLE), _DWORD, _DWORD, _DWORD),
    ),
    (
        "CreateWindowExW",
        _HWND,
        (
            *(_DWORD, wintypes.LPCWSTR, wintypes.LPCWSTR, _DWORD, _INT, _INT, _INT, _INT),
            *(_HWND, wintypes.HMENU, wintypes.HINSTANCE, ctypes.c_void_p),
        ),
    ),
    (
        "SetWinEventHook",
        _HANDLE,
        (_DWORD, _DWORD, wintypes.HMODULE, WinEventProcedure, _DWORD, _DWORD, _DWORD),
    ),
    ("UnhookWinEvent", _BOOL, (_HANDLE,)),
)
_IN_KERNEL32: _Functions = (
    ("GetModuleHandleW", wintypes.HMODULE, (wintypes.LPCWSTR,)),
    ("GetCurrentThreadId", _DWORD, ()),
    ("GetCurrentProcessId", _DWORD, ()),
    ("GetTickCount", _DWORD, ()),
    ("OpenProcess", _HANDLE, (_DWORD, _BOOL, _DWORD)),
    ("CloseHandle", _BOOL, (_HANDLE,)),
    ("QueryFullProcessImageNameW", _BOOL, (_HANDLE, _DWORD, wintypes.LPWSTR, wintypes.PDWORD)),
    ("CreateEventW", _HANDLE, (ctypes.c_void_p, _BOOL, _BOOL, wintypes.LPCWSTR)),
    ("SetEvent", _BOOL, (_HANDLE,)),
    ("ResetEvent", _BOOL, (_HANDLE,)),
    ("WaitForSingleObject", _DWORD, (_HANDLE, _DWORD)),
)
_IN_ADVAPI32: _Functions = (
    ("OpenProcessToken", _BOOL, (_HANDLE, _DWORD, ctypes.POINTER(_HANDLE))),
    (
        "GetTokenInformation",
        _BOOL,
        (_HANDLE, _INT, ctypes.c_void_p, _DWORD, ctypes.POINTER(_DWORD)),
    ),
)


def declare(library: ctypes.WinDLL, functions: _Functions) -> None:
    """Say what functions take and give: handles are 64 bits wide, ctypes' own ints are not."""
    for name, answer, arguments in functions:
        function = getattr(library, name)
        function.restype = answer
        function.argtypes = arguments


for _library, _functions in (
    (user32, _IN_USER32),
    (kernel32, _IN_KERNEL32),
    (advapi32, _IN_ADVAPI32),
):
    declare(_library, _functions)


def tick_s(milliseconds: int) -> float:
    """A time of the system's clock of events, in seconds."""
    return (milliseconds & 0xFFFFFFFF) / 1000
