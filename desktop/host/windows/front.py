"""The window in front: whose it is, whether its field hides what is typed, whether we may type."""

from __future__ import annotations

import ctypes
import sys
from ctypes import wintypes

from desktop.host.base import Window

assert sys.platform == "win32"  # says it to mypy

from desktop.host.windows.api import (
    GuiThread,
    advapi32,
    kernel32,
    user32,
)

_QUERY_LIMITED = 0x1000
_TOKEN_QUERY = 0x8
_TOKEN_ELEVATION = 20
_ACCESS_DENIED = 5
_GWL_STYLE = -16
_ES_PASSWORD = 0x20
_FRAME = "ApplicationFrameWindow"
_CORE = "Windows.UI.Core.CoreWindow"
_LONGEST = 1024


def foreground() -> int:
    """The window that the agent types into; 0 for none, as behind a lock screen."""
    return user32.GetForegroundWindow() or 0


def thread_of(window: int) -> tuple[int, int]:
    """The thread and the process of a window; zeros when it is gone."""
    pid = wintypes.DWORD()
    thread = user32.GetWindowThreadProcessId(window, ctypes.byref(pid)) if window else 0
    return int(thread), pid.value


def focused(thread: int) -> tuple[int, int]:
    """The field of a thread that has the keyboard, and the thread that it belongs to."""
    info = GuiThread(size=ctypes.sizeof(GuiThread))
    if not thread or not user32.GetGUIThreadInfo(thread, ctypes.byref(info)) or not info.focus:
        return 0, thread
    return int(info.focus), thread_of(info.focus)[0] or thread


def read_window(window: int) -> Window:
    """All that is known of a window."""
    if not window:
        return Window()
    # Around an application of the Store is a frame of the system's.
    framed = class_of(window) == _FRAME
    inner = user32.FindWindowExW(window, None, _CORE, None) if framed else None
    _, pid = thread_of(inner or window)
    title = ctypes.create_unicode_buffer(_LONGEST)
    user32.InternalGetWindowText(window, title, _LONGEST)
    return Window(window, program_of(pid), title.value, pid)


def class_of(window: int) -> str:
    """The class of a window."""
    name = ctypes.create_unicode_buffer(256)
    user32.GetClassNameW(window, name, 256)
    return str(name.value)


def program_of(pid: int) -> str:
    """The file name of a process' program; empty when it can't be told."""
    process = kernel32.OpenProcess(_QUERY_LIMITED, 0, pid)
    if not process:
        return ""
    try:
        path, room = ctypes.create_unicode_buffer(_LONGEST), wintypes.DWORD(_LONGEST)
        if not kernel32.QueryFullProcessImageNameW(process, 0, path, ctypes.byref(room)):
            return ""
        return str(path.value).rpartition("\\")[2]
    finally:
        kernel32.CloseHandle(process)


def is_own_kind(field: int) -> bool:
    """Is it one of Windows' own kinds of text field? Others have to be asked by UI Automation."""
    return bool(field) and "edit" in class_of(field).casefold()


def is_secret(field: int) -> bool:
    """Does this field hide what is typed? Only Windows' own kind of field tells this way."""
    return is_own_kind(field) and bool(user32.GetWindowLongW(field, _GWL_STYLE) & _ES_PASSWORD)


def is_elevated(pid: int) -> bool | None:
    """Does a process run with an administrator's rights? None when it can't be told."""
    process = kernel32.OpenProcess(_QUERY_LIMITED, 0, pid)
    if not process:
        return None
    token = wintypes.HANDLE()
    try:
        if not advapi32.OpenProcessToken(process, _TOKEN_QUERY, ctypes.byref(token)):
            # The token of a process that stands above ours is not shown to us.
            return True if ctypes.get_last_error() == _ACCESS_DENIED else None
        raised, room = wintypes.DWORD(), wintypes.DWORD()
        asked = advapi32.GetTokenInformation(
            token, _TOKEN_ELEVATION, ctypes.byref(raised), 4, ctypes.byref(room)
        )
        return bool(raised.value) if asked else None
    finally:
        if token.value:
            kernel32.CloseHandle(token)
        kernel32.CloseHandle(process)
