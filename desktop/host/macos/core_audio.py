"""Core Audio's properties, read by ctypes. Nothing is recorded, and no device is opened.

Read: ``AudioObjectGetPropertyData`` and ``AudioObjectGetPropertyDataSize`` in Apple's reference of
Core Audio and ``AudioHardware.h`` (``kAudioDevicePropertyDeviceIsRunningSomewhere`` is of the
global scope; ``kAudioHardwarePropertyProcessObjectList`` and the ``kAudioProcessProperty…`` are of
macOS 14). The four letters are checked against pyobjc's metadata of the framework.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from functools import cache
from typing import Protocol

_FRAMEWORK = "/System/Library/Frameworks/CoreAudio.framework/CoreAudio"
_FOUNDATION = "/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation"
_UTF8 = 0x08000100
SYSTEM = 1
GLOBAL, INPUT = "glob", "inpt"
DEVICES, PROCESSES = "dev#", "prs#"
STREAMS, RUNNING_SOMEWHERE = "stm#", "gone"
RUNNING_INPUT, BUNDLE, PID = "piri", "pbid", "ppid"


class Properties(Protocol):
    """What can be asked of Core Audio's objects; None where there is no such property."""

    def numbers(self, of: int, selector: str, scope: str = GLOBAL) -> Sequence[int] | None:
        """A list of 32-bit numbers."""

    def text(self, of: int, selector: str, scope: str = GLOBAL) -> str | None:
        """A string."""


class _Address(ctypes.Structure):
    """AudioObjectPropertyAddress."""

    _fields_ = (
        ("selector", ctypes.c_uint32),
        ("scope", ctypes.c_uint32),
        ("element", ctypes.c_uint32),
    )


class CoreAudio:
    """``Properties``; any thread."""

    def __init__(self) -> None:
        """Load the framework."""
        self._audio = ctypes.CDLL(_FRAMEWORK)
        self._foundation = ctypes.CDLL(_FOUNDATION)
        word, pointer = ctypes.c_uint32, ctypes.c_void_p
        address, size = ctypes.POINTER(_Address), ctypes.POINTER(word)
        self._audio.AudioObjectGetPropertyDataSize.argtypes = (word, address, word, pointer, size)
        self._audio.AudioObjectGetPropertyDataSize.restype = ctypes.c_int32
        self._audio.AudioObjectGetPropertyData.argtypes = (
            *(word, address, word, pointer, size, pointer),
        )
        self._audio.AudioObjectGetPropertyData.restype = ctypes.c_int32
        self._foundation.CFStringGetCString.argtypes = (
            *(pointer, ctypes.c_char_p, ctypes.c_long, word),
        )
        self._foundation.CFStringGetCString.restype = ctypes.c_ubyte
        self._foundation.CFRelease.argtypes = (pointer,)
        self._foundation.CFRelease.restype = None

    def numbers(self, of: int, selector: str, scope: str = GLOBAL) -> Sequence[int] | None:
        """See :class:`Properties`."""
        data = self._data(of, selector, scope)
        if data is None:
            return None
        return list((ctypes.c_uint32 * (len(data) // 4)).from_buffer_copy(data))

    def text(self, of: int, selector: str, scope: str = GLOBAL) -> str | None:
        """See :class:`Properties`."""
        data = self._data(of, selector, scope)
        if data is None or len(data) != ctypes.sizeof(ctypes.c_void_p):
            return None
        string = ctypes.c_void_p.from_buffer_copy(data)
        if not string.value:
            return None
        room = ctypes.create_string_buffer(1024)
        told = self._foundation.CFStringGetCString(string, room, len(room), _UTF8)
        self._foundation.CFRelease(string)  # the caller's, by the header
        return room.value.decode("utf-8", "replace") if told else None

    def _data(self, of: int, selector: str, scope: str) -> bytes | None:
        address = _Address(code(selector), code(scope), 0)
        size = ctypes.c_uint32()
        place = ctypes.byref(address)
        if self._audio.AudioObjectGetPropertyDataSize(of, place, 0, None, ctypes.byref(size)):
            return None
        room = ctypes.create_string_buffer(max(size.value, 1))
        if self._audio.AudioObjectGetPropertyData(of, place, 0, None, ctypes.byref(size), room):
            return None
        return room.raw[: size.value]


@cache
def code(letters: str) -> int:
    """Four letters as the number that they stand for."""
    return int.from_bytes(letters.encode("ascii"), "big")
