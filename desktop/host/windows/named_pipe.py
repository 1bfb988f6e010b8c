"""Named pipes that only this user can open, in this session and from this machine."""

from __future__ import annotations

import ctypes
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes

assert sys.platform == "win32"  # says it to mypy

from desktop.host.windows.api import advapi32, declare, kernel32

_HANDLE, _DWORD, _BOOL = wintypes.HANDLE, wintypes.DWORD, wintypes.BOOL
_TEXT = ctypes.POINTER(wintypes.LPWSTR)
_NUMBER = ctypes.POINTER(_DWORD)


class _Security(ctypes.Structure):
    """SECURITY_ATTRIBUTES."""

    _fields_ = (("size", _DWORD), ("descriptor", ctypes.c_void_p), ("inherits", _BOOL))


declare(
    kernel32,
    (
        (
            "CreateNamedPipeW",
            _HANDLE,
            (wintypes.LPCWSTR, *(_DWORD,) * 6, ctypes.POINTER(_Security)),
        ),
        ("ConnectNamedPipe", _BOOL, (_HANDLE, ctypes.c_void_p)),
        ("DisconnectNamedPipe", _BOOL, (_HANDLE,)),
        ("WaitNamedPipeW", _BOOL, (wintypes.LPCWSTR, _DWORD)),
        ("FlushFileBuffers", _BOOL, (_HANDLE,)),
        ("ReadFile", _BOOL, (_HANDLE, ctypes.c_void_p, _DWORD, _NUMBER, ctypes.c_void_p)),
        ("WriteFile", _BOOL, (_HANDLE, ctypes.c_char_p, _DWORD, _NUMBER, ctypes.c_void_p)),
        (
            "CreateFileW",
            _HANDLE,
            (wintypes.LPCWSTR, _DWORD, _DWORD, ctypes.c_void_p, _DWORD, _DWORD, _HANDLE),
        ),
        ("GetCurrentProcess", _HANDLE, ()),
        ("CreateMutexW", _HANDLE, (ctypes.c_void_p, _BOOL, wintypes.LPCWSTR)),
        ("OpenThread", _HANDLE, (_DWORD, _BOOL, _DWORD)),
        ("CancelSynchronousIo", _BOOL, (_HANDLE,)),
        ("ProcessIdToSessionId", _BOOL, (_DWORD, _NUMBER)),
        ("LocalFree", ctypes.c_void_p, (ctypes.c_void_p,)),
    ),
)
declare(
    advapi32,
    (
        ("ConvertSidToStringSidW", _BOOL, (ctypes.c_void_p, _TEXT)),
        (
            "ConvertStringSecurityDescriptorToSecurityDescriptorW",
            _BOOL,
            (wintypes.LPCWSTR, _DWORD, ctypes.POINTER(ctypes.c_void_p), ctypes.c_void_p),
        ),
    ),
)
_DUPLEX, _FIRST = 0x3, 0x0008_0000
_REJECT_REMOTE, _UNLIMITED = 0x8, 255
_INVALID = ctypes.c_void_p(-1).value
_READ_WRITE, _OPEN_EXISTING = 0xC000_0000, 3
_SHOW_WHO_I_AM_ONLY = 0x0011_0000
"""SECURITY_SQOS_PRESENT and SECURITY_IDENTIFICATION: who listens can't act in our name."""
_TOKEN_QUERY, _TOKEN_USER = 0x8, 1
_FILE_NOT_FOUND, _PIPE_BUSY, _PIPE_CONNECTED = 2, 231, 535
_ROOM = 65536
_THREAD_TERMINATE = 1
_ALREADY_EXISTS = 183


class NobodyListensError(Exception):
    """There is no pipe of this name."""


class BusyPipeError(Exception):
    """All of its ends are taken for the moment."""


def user_sid() -> str:
    """This user, as Windows writes it."""
    token = wintypes.HANDLE()
    advapi32.OpenProcessToken(kernel32.GetCurrentProcess(), _TOKEN_QUERY, ctypes.byref(token))
    room, size = ctypes.create_string_buffer(256), wintypes.DWORD()
    advapi32.GetTokenInformation(token, _TOKEN_USER, room, 256, ctypes.byref(size))
    kernel32.CloseHandle(token)
    text = wintypes.LPWSTR()
    sid = ctypes.cast(room, ctypes.POINTER(ctypes.c_void_p))[0]
    if not advapi32.ConvertSidToStringSidW(sid, ctypes.byref(text)):
        raise ctypes.WinError(ctypes.get_last_error())
    found = str(text.value)
    kernel32.LocalFree(text)
    return found


def session() -> int:
    """The desktop session of this process."""
    number = wintypes.DWORD()
    kernel32.ProcessIdToSessionId(kernel32.GetCurrentProcessId(), ctypes.byref(number))
    return number.value


def create(name: str, *, first: bool) -> int | None:
    """An end that listens; None when ``first`` and somebody listens there already."""
    security = _Security(size=ctypes.sizeof(_Security))
    descriptor = ctypes.c_void_p()
    if not advapi32.ConvertStringSecurityDescriptorToSecurityDescriptorW(
        f"D:P(A;;GA;;;{user_sid()})", 1, ctypes.byref(descriptor), None
    ):
        raise ctypes.WinError(ctypes.get_last_error())
    security.descriptor = descriptor
    mode = _DUPLEX | (_FIRST if first else 0)
    pipe = kernel32.CreateNamedPipeW(
        name, mode, _REJECT_REMOTE, _UNLIMITED, _ROOM, _ROOM, 0, ctypes.byref(security)
    )
    kernel32.LocalFree(descriptor)
    return None if pipe in {None, _INVALID} else int(pipe)


def accept(pipe: int) -> bool:
    """Wait for somebody at the other end."""
    done = kernel32.ConnectNamedPipe(pipe, None)
    return bool(done) or ctypes.get_last_error() == _PIPE_CONNECTED


def connect(name: str) -> int:
    """The other end of a pipe that somebody listens at.

    Raises:
        NobodyListensError, BusyPipeError: see there.
        OSError: it is not for us.
    """
    pipe = kernel32.CreateFileW(
        name, _READ_WRITE, 0, None, _OPEN_EXISTING, _SHOW_WHO_I_AM_ONLY, None
    )
    if pipe not in {None, _INVALID}:
        return int(pipe)
    error = ctypes.get_last_error()
    if error == _FILE_NOT_FOUND:
        raise NobodyListensError
    if error == _PIPE_BUSY:
        raise BusyPipeError
    raise ctypes.WinError(error)


def read_line(pipe: int, most: int) -> bytes:
    """A line, or what came of it until the other end went away or it was too much."""
    line = b""
    room, size = ctypes.create_string_buffer(_ROOM), wintypes.DWORD()
    while not line.endswith(b"\n") and len(line) <= most:
        if not kernel32.ReadFile(pipe, room, _ROOM, ctypes.byref(size), None) or not size.value:
            return b""
        line += room.raw[: size.value]
    return line


def write(pipe: int, data: bytes) -> None:
    """Send; whether somebody takes it is their affair."""
    kernel32.WriteFile(pipe, data, len(data), ctypes.byref(wintypes.DWORD()), None)


def interrupt(thread: int) -> None:
    """Wake a thread that waits at a pipe; nothing comes of what it waits for."""
    handle = kernel32.OpenThread(_THREAD_TERMINATE, 0, thread)
    if handle:
        kernel32.CancelSynchronousIo(handle)
        kernel32.CloseHandle(handle)


@contextmanager
def no_longer(seconds: float) -> Iterator[None]:
    """Within it this thread waits no longer than so at a pipe."""
    timer = threading.Timer(seconds, interrupt, [threading.get_native_id()])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()


def take_mark(name: str) -> int | None:
    """Something of a name that only one can have, and that goes with its process."""
    mark = kernel32.CreateMutexW(None, 0, name)
    if mark and ctypes.get_last_error() == _ALREADY_EXISTS:
        kernel32.CloseHandle(mark)
        return None
    return int(mark) if mark else None


def hang_up(pipe: int) -> None:
    """End a conversation at the end that listened; whoever waits there wakes."""
    kernel32.DisconnectNamedPipe(pipe)


def let_read(pipe: int) -> None:
    """Wait until the other end has read what was sent, or is gone."""
    kernel32.FlushFileBuffers(pipe)


def close(pipe: int) -> None:
    """Let go of an end."""
    kernel32.CloseHandle(pipe)
