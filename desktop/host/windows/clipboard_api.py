"""The calls of Windows that the clipboard needs, with their types."""

from __future__ import annotations

import ctypes
import sys
from ctypes import wintypes

assert sys.platform == "win32"  # says it to mypy

from desktop.host.windows.api import declare, kernel32, user32

gdi32 = ctypes.WinDLL("gdi32", use_last_error=True)

_HANDLE, _HWND, _UINT, _BOOL = wintypes.HANDLE, wintypes.HWND, wintypes.UINT, wintypes.BOOL

declare(
    user32,
    (
        ("OpenClipboard", _BOOL, (_HWND,)),
        ("CloseClipboard", _BOOL, ()),
        ("EmptyClipboard", _BOOL, ()),
        ("EnumClipboardFormats", _UINT, (_UINT,)),
        ("GetClipboardData", _HANDLE, (_UINT,)),
        ("SetClipboardData", _HANDLE, (_UINT, _HANDLE)),
        ("IsClipboardFormatAvailable", _BOOL, (_UINT,)),
        ("RegisterClipboardFormatW", _UINT, (wintypes.LPCWSTR,)),
        ("GetClipboardFormatNameW", ctypes.c_int, (_UINT, wintypes.LPWSTR, ctypes.c_int)),
        ("GetClipboardSequenceNumber", wintypes.DWORD, ()),
        ("GetClipboardOwner", _HWND, ()),
        ("GetOpenClipboardWindow", _HWND, ()),
        ("AddClipboardFormatListener", _BOOL, (_HWND,)),
        ("RemoveClipboardFormatListener", _BOOL, (_HWND,)),
    ),
)
declare(
    kernel32,
    (
        ("GlobalAlloc", _HANDLE, (_UINT, ctypes.c_size_t)),
        ("GlobalFree", _HANDLE, (_HANDLE,)),
        ("GlobalLock", ctypes.c_void_p, (_HANDLE,)),
        ("GlobalUnlock", _BOOL, (_HANDLE,)),
        ("GlobalSize", ctypes.c_size_t, (_HANDLE,)),
    ),
)
declare(
    gdi32,
    (
        ("GetEnhMetaFileBits", _UINT, (_HANDLE, _UINT, ctypes.c_void_p)),
        ("SetEnhMetaFileBits", _HANDLE, (_UINT, ctypes.c_char_p)),
    ),
)
