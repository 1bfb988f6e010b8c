"""What HIToolbox alone can tell: the keyboard layout, the input method, secure input.

pyobjc has no wrapper for it, so it is called by ctypes. Everything about input sources is for the
main thread (the system ends a process that asks elsewhere: pynput#511).

Read: Apple's "Text Input Source Services Reference"; ``UCKeyTranslate`` in the reference of Core
Services (a pure function of the layout and of a dead-key state that the caller keeps); Technical
Note TN2150 for secure event input.
"""

from __future__ import annotations

import ctypes
import threading
from functools import cached_property

from desktop.host.macos import layout_table

_FRAMEWORK = "/System/Library/Frameworks/Carbon.framework/Carbon"
_UTF8 = 0x08000100
_DOWN = 0
_MOST = 16


class Carbon:
    """The library, with the types of what is called of it."""

    def __init__(self) -> None:
        """Load it."""
        self._library = ctypes.CDLL(_FRAMEWORK)
        pointer, size = ctypes.c_void_p, ctypes.c_long
        self._declare("TISCopyCurrentKeyboardInputSource", pointer)
        self._declare("TISCopyCurrentKeyboardLayoutInputSource", pointer)
        self._declare("TISCopyCurrentASCIICapableKeyboardLayoutInputSource", pointer)
        self._declare("TISGetInputSourceProperty", pointer, pointer, pointer)
        self._declare("CFRelease", None, pointer)
        self._declare("CFDataGetBytePtr", pointer, pointer)
        self._declare("CFDataGetLength", size, pointer)
        self._declare(
            "CFStringGetCString", ctypes.c_ubyte, pointer, ctypes.c_char_p, size, ctypes.c_uint32
        )
        self._declare("LMGetKbdType", ctypes.c_ubyte)
        self._declare("IsSecureEventInputEnabled", ctypes.c_ubyte)
        short, word = ctypes.c_uint16, ctypes.c_uint32
        self._declare(
            "UCKeyTranslate",
            ctypes.c_int32,
            *(ctypes.c_char_p, short, short, word, word, word, ctypes.POINTER(word)),
            *(ctypes.c_ulong, ctypes.POINTER(ctypes.c_ulong), ctypes.POINTER(short)),
        )

    def _declare(self, name: str, answer: object, *arguments: object) -> None:
        function = getattr(self._library, name)
        function.restype = answer
        function.argtypes = arguments

    def is_secure(self) -> bool:
        """Has any program asked that keys reach it alone? Then no tap sees them."""
        return bool(self._library.IsSecureEventInputEnabled())

    def translate(self, layout: bytes, key: int, flags: int, dead: int) -> tuple[str, int]:
        """See :meth:`desktop.host.macos.machine.Layout.translate`."""
        state, length = ctypes.c_uint32(dead), ctypes.c_ulong()
        units = (ctypes.c_uint16 * _MOST)()
        failed = self._library.UCKeyTranslate(
            layout, key, _DOWN, layout_table.state_of(flags), self._library.LMGetKbdType(), 0,
            ctypes.byref(state), _MOST, ctypes.byref(length), units,
        )  # fmt: skip
        if failed:
            return "", 0
        data = bytes(units)[: 2 * length.value]
        return data.decode("utf-16", "replace"), state.value

    # --- input sources; the main thread only ---

    def layout(self) -> tuple[str, bytes]:
        """The name of the layout in force and its table.

        Where the one in force has no table (of the kind before Unicode), that for Latin letters.
        """
        for current in (
            "TISCopyCurrentKeyboardLayoutInputSource",
            "TISCopyCurrentASCIICapableKeyboardLayoutInputSource",
        ):
            source = self._source(current)
            if not source:
                continue
            try:
                data = self._property(source, "kTISPropertyUnicodeKeyLayoutData")
                if data:
                    size = self._library.CFDataGetLength(data)
                    table = ctypes.string_at(self._library.CFDataGetBytePtr(data), size)
                    return self._text(source, "kTISPropertyInputSourceID"), table
            finally:
                self._library.CFRelease(source)
        return "", b""

    def method(self) -> str:
        """The name of the input method at work; empty where keys write by themselves."""
        source = self._source("TISCopyCurrentKeyboardInputSource")
        if not source:
            return ""
        try:
            kind = self._text(source, "kTISPropertyInputSourceType")
            mode = self._text(source, "kTISPropertyInputModeID")
            if not layout_table.composes(kind, mode):
                return ""
            return self._text(source, "kTISPropertyLocalizedName") or mode or kind
        finally:
            self._library.CFRelease(source)

    def _source(self, name: str) -> int:
        if threading.current_thread() is not threading.main_thread():
            raise RuntimeError("input sources are for the main thread")
        return getattr(self._library, name)() or 0

    def _property(self, source: int, name: str) -> int:
        key = ctypes.c_void_p.in_dll(self._library, name)
        return self._library.TISGetInputSourceProperty(source, key) or 0

    def _text(self, source: int, name: str) -> str:
        found = self._property(source, name)
        room = ctypes.create_string_buffer(512)
        if not found or not self._library.CFStringGetCString(found, room, len(room), _UTF8):
            return ""
        return room.value.decode("utf-8", "replace")


class MacLayout:
    """``Layout`` of :mod:`.machine`: the one in force."""

    def __init__(self, carbon: Carbon) -> None:
        """Take it; on the main thread."""
        self._carbon = carbon
        self._name, self._table = carbon.layout()

    def refresh(self) -> bool:
        """See :class:`desktop.host.macos.machine.Layout`; on the main thread."""
        name, table = self._carbon.layout()
        if name == self._name:
            return False
        self._name, self._table = name, table
        self.__dict__.pop("_characters", None)
        self.__dict__.pop("_paste_key", None)
        return True

    def method(self) -> str:
        """See :class:`desktop.host.macos.machine.Layout`; on the main thread."""
        return self._carbon.method()

    def translate(self, key: int, flags: int, dead: int) -> tuple[str, int]:
        """See :class:`desktop.host.macos.machine.Layout`."""
        return self._carbon.translate(self._table, key, flags, dead) if self._table else ("", 0)

    def key_for(self, char: str) -> tuple[int, tuple[int, ...]] | None:
        """See :class:`desktop.host.macos.machine.Layout`."""
        return self._characters.get(char)

    def paste_key(self) -> int:
        """See :class:`desktop.host.macos.machine.Layout`."""
        return self._paste_key

    @cached_property
    def _characters(self) -> dict[str, tuple[int, tuple[int, ...]]]:
        return layout_table.characters(self.translate)

    @cached_property
    def _paste_key(self) -> int:
        return layout_table.paste_key(self.translate)
