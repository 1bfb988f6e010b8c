"""The caret of a program that draws it itself, as browsers do.

Windows knows no caret there. Such programs tell of theirs by Active Accessibility, which needs
none of what makes a browser build its whole tree: it asks the window with the keyboard for the
object ``OBJID_CARET``, and that where it is. Firefox answers the first question by a caret of the
system's kind, which it has from then on.
"""

from __future__ import annotations

import ctypes
import sys
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes

from desktop.host.beside import Box

assert sys.platform == "win32"  # says it to mypy

from desktop.host.windows.asking_thread import AskingThread
from desktop.host.windows.automation import ole32

ACCESSIBLE = uuid.UUID("618736e0-3c3d-11cf-810c-00aa00389b71")
"""IAccessible."""
LOCATION = 22
"""The place of ``accLocation`` in its table: behind IUnknown's three, IDispatch's four and fifteen
of its own."""
CARET = 0xFFFFFFF8
"""OBJID_CARET."""
WITHIN_S = 0.1
"""A program that answers later opens the palette where one without a caret does."""
_MULTITHREADED = 0
_VT_I4, _ITSELF = 3, 0


class Variant(ctypes.Structure):
    """VARIANT, of the one kind that is passed here: a number."""

    _fields_ = (
        ("kind", wintypes.USHORT),
        ("reserved", wintypes.USHORT * 3),
        ("number", ctypes.c_int64),
        ("room", ctypes.c_int64 * (ctypes.sizeof(ctypes.c_void_p) // 8)),
    )


_Number = ctypes.POINTER(wintypes.LONG)
_release = ctypes.WINFUNCTYPE(ctypes.c_ulong)(2, "Release")
_location = ctypes.WINFUNCTYPE(ctypes.HRESULT, *(_Number,) * 4, Variant)(LOCATION, "accLocation")


class OwnCaret:
    """Any thread may ask; its own thread starts with the first question."""

    def __init__(self) -> None:
        """Nothing is started yet."""
        self._lock = threading.Lock()
        self._thread: AskingThread[ctypes.OleDLL] | None = None

    def box(self, window: int) -> Box | None:
        """Where it is on the screen, if the window that has the keyboard tells in time."""
        with self._lock:
            if self._thread is None:
                self._thread = AskingThread("own caret", _accessibility)
            thread = self._thread
        return thread.ask(lambda library: _box_of(library, window), WITHIN_S)

    def close(self) -> None:
        """Let go."""
        with self._lock:
            thread, self._thread = self._thread, None
        if thread is not None:
            thread.close()


@contextmanager
def _accessibility() -> Iterator[ctypes.OleDLL]:
    library = ctypes.OleDLL("oleacc")
    library.AccessibleObjectFromWindow.argtypes = (
        *(wintypes.HWND, wintypes.DWORD, ctypes.c_char_p, ctypes.POINTER(ctypes.c_void_p)),
    )
    ole32.CoInitializeEx(None, _MULTITHREADED)
    try:
        yield library
    finally:
        ole32.CoUninitialize()


def _box_of(library: ctypes.OleDLL, window: int) -> Box | None:
    caret = ctypes.c_void_p()
    places = [wintypes.LONG() for _ in range(4)]
    try:
        library.AccessibleObjectFromWindow(window, CARET, ACCESSIBLE.bytes_le, ctypes.byref(caret))
        if not caret.value:
            return None
        told = _location(caret, *map(ctypes.byref, places), Variant(_VT_I4, number=_ITSELF))
    except OSError:
        return None
    finally:
        if caret.value:
            _release(caret)
    box = Box(*(one.value for one in places))
    # A caret that does not show has no size.
    return box if told == 0 and box.width > 0 and box.height > 0 else None
