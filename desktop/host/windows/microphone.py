"""Who has the microphone: Windows' own record of it, that its privacy settings show.

Each program has a key, in which the end of its last use is zero while it goes on. Nothing is
recorded by us, and the microphone is not touched.
"""

from __future__ import annotations

import ctypes
import sys
import threading
from collections.abc import Callable, Iterator
from ctypes import wintypes

from desktop.host.base import Recorder

assert sys.platform == "win32"  # says it to mypy

import winreg

from desktop.host.windows.api import advapi32, declare, kernel32

_STORE = (
    r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\microphone"
)
_OF_PROGRAMS = "NonPackaged"
_LAST_SET_AND_NAMES = 0x4 | 0x1
_AGAIN_MS = 60_000
"""Where the store is not there, or has gone, it is looked for again so often."""
_SIGNALLED = 0

declare(
    advapi32,
    (
        (
            "RegNotifyChangeKeyValue",
            wintypes.LONG,
            (wintypes.HANDLE, wintypes.BOOL, wintypes.DWORD, wintypes.HANDLE, wintypes.BOOL),
        ),
    ),
)
declare(
    kernel32,
    (
        (
            "WaitForMultipleObjects",
            wintypes.DWORD,
            (wintypes.DWORD, ctypes.POINTER(wintypes.HANDLE), wintypes.BOOL, wintypes.DWORD),
        ),
    ),
)


class ConsentMicrophone:
    """``Microphone`` of :mod:`desktop.host.base`."""

    def watch(self, tell: Callable[[frozenset[Recorder]], None]) -> Callable[[], None]:
        """See the Protocol."""
        over = kernel32.CreateEventW(None, 1, 0, None)
        thread = threading.Thread(target=_watch, args=(tell, over), name="microphone", daemon=True)
        thread.start()

        def end() -> None:
            kernel32.SetEvent(over)
            if thread is not threading.current_thread():
                thread.join(5)

        return end

    def close(self) -> None:
        """Watches end by themselves."""


def recorders() -> frozenset[Recorder]:
    """Who has it now."""
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _STORE) as store:
            return frozenset(_in(store))
    except OSError:
        return frozenset()


def _in(store: winreg.HKEYType) -> Iterator[Recorder]:
    for name in _names(store):
        try:
            with winreg.OpenKey(store, name) as key:
                if name == _OF_PROGRAMS:
                    # The program's path, with # for what separates folders.
                    yield from (
                        Recorder(one.rpartition("#")[2]) for one in _names(key) if _uses(key, one)
                    )
                elif _goes_on(key):
                    yield Recorder(name.partition("_")[0])
        except OSError:
            continue  # it has just gone


def _uses(parent: winreg.HKEYType, name: str) -> bool:
    try:
        with winreg.OpenKey(parent, name) as key:
            return _goes_on(key)
    except OSError:
        return False


def _goes_on(key: winreg.HKEYType) -> bool:
    times = []
    for name in ("LastUsedTimeStart", "LastUsedTimeStop"):
        try:
            times.append(winreg.QueryValueEx(key, name)[0])
        except FileNotFoundError:
            times.append(None)
    start, stop = times
    return bool(start) and stop == 0


def _names(key: winreg.HKEYType) -> list[str]:
    return [winreg.EnumKey(key, place) for place in range(winreg.QueryInfoKey(key)[0])]


def _watch(tell: Callable[[frozenset[Recorder]], None], over: int) -> None:
    changed = kernel32.CreateEventW(None, 0, 0, None)
    both = (wintypes.HANDLE * 2)(over, changed)
    known: frozenset[Recorder] = frozenset()
    while True:
        try:
            key = winreg.OpenKey(winreg.HKEY_CURRENT_USER, _STORE, 0, winreg.KEY_READ)
        except OSError:
            key = None
        if key is not None:
            # Asked for before looking, so that nothing comes in between.
            advapi32.RegNotifyChangeKeyValue(int(key), 1, _LAST_SET_AND_NAMES, changed, 1)
        now = recorders()
        if now != known:
            known = now
            tell(now)
        woken = kernel32.WaitForMultipleObjects(2, both, 0, _AGAIN_MS)
        if key is not None:
            key.Close()
        if woken == _SIGNALLED:
            break
    kernel32.CloseHandle(changed)
    kernel32.CloseHandle(over)
