"""What stands on the clipboard, as bytes; for one thread with a window, which owns what it puts.

The clipboard is one for all programs and only one may have it open, so opening it is tried again
for a while. Everything here is called with it open, but for :func:`opened` and what only asks.
"""

from __future__ import annotations

import ctypes
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from ctypes import wintypes
from dataclasses import dataclass, field

assert sys.platform == "win32"  # says it to mypy

from desktop.host.base import Rich
from desktop.host.windows import html_format
from desktop.host.windows.api import kernel32, user32
from desktop.host.windows.clipboard_api import gdi32

TEXT = 13
_ENHANCED_METAFILE = 14
_OF_GDI = frozenset({2, 3, 9})
"""Bitmap, metafile and palette: handles, and Windows makes them out of others that are bytes."""
_PRIVATE = range(0x80, 0x400)
"""Handles that mean something to their owner only; registered formats begin far above."""
_REGISTERED = range(0xC000, 0x10000)
_LIVE = frozenset({"DataObject", "Ole Private Data"})
"""They point at an object of the owner's that lives."""
_MOVEABLE = 0x2
_TRY_AGAIN_MS = 5
_SENT_MESSAGE = 0x40
_CLOSED_TIMES = 2
_NO_MESSAGE = 0xBFFF
_MOST = 256 * 1024 * 1024

NOT_FOR_MONITORS = "ExcludeClipboardContentFromMonitorProcessing"
NOT_IN_HISTORY = "CanIncludeInClipboardHistory"
NOT_IN_CLOUD = "CanUploadToCloudClipboard"
OWN = "DeskhandOwn"
"""A format of ours, by which every Deskhand knows what one has put there."""


_PICTURES = {"image/png": "PNG", "image/jpeg": "JFIF", "image/gif": "GIF"}
"""As the system's own programs and browsers call them."""


class ClipboardBusyError(Exception):
    """Another program has the clipboard open."""


class NotGivenError(Exception):
    """Its owner does not hand over what it has promised, or far too much."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format with its content."""

    number: int
    data: bytes = field(repr=False)


@contextmanager
def opened(window: int, seconds: float) -> Iterator[None]:
    """With the clipboard open.

    Raises:
        ClipboardBusyError: another program has it open all the time.
    """
    until = time.monotonic() + seconds
    while not user32.OpenClipboard(window):
        if time.monotonic() > until:
            raise ClipboardBusyError
        _answer_meanwhile()
    try:
        yield
    finally:
        user32.CloseClipboard()


def _answer_meanwhile() -> None:
    """Wait a moment; who has it open may be waiting for our own window to answer."""
    user32.MsgWaitForMultipleObjectsEx(0, None, _TRY_AGAIN_MS, _SENT_MESSAGE, 0)
    nothing = wintypes.MSG()
    user32.PeekMessageW(ctypes.byref(nothing), None, _NO_MESSAGE, _NO_MESSAGE, 0)


def wait_for_lookers(seconds: float) -> None:
    """Give those who look at every change the time to do so.

    A target that finds it open just then pastes nothing at all, and says nothing.
    """
    until, closed = time.monotonic() + seconds, 0
    while closed < _CLOSED_TIMES and time.monotonic() < until:
        _answer_meanwhile()
        closed = 0 if user32.GetOpenClipboardWindow() else closed + 1


def formats() -> Sequence[int]:
    """The formats that stand there, its owner's own order first."""
    found = [user32.EnumClipboardFormats(0)]
    while found[-1]:
        found.append(user32.EnumClipboardFormats(found[-1]))
    return found[:-1]


def read_all() -> tuple[Format, ...]:
    """All of it that can be put back.

    Raises:
        NotGivenError: see there.
    """
    kept: list[Format] = []
    for number in formats():
        if number in _OF_GDI or number in _PRIVATE:
            continue
        if number in _REGISTERED and format_name(number) in _LIVE:
            continue
        kept.append(Format(number, read(number)))
        if sum(len(one.data) for one in kept) > _MOST:
            raise NotGivenError
    return tuple(kept)


def read(number: int) -> bytes:
    """The content in one format.

    Raises:
        NotGivenError: the owner does not give it.
    """
    handle = user32.GetClipboardData(number)
    if not handle:
        raise NotGivenError
    if number == _ENHANCED_METAFILE:
        size = gdi32.GetEnhMetaFileBits(handle, 0, None)
        room = ctypes.create_string_buffer(size)
        gdi32.GetEnhMetaFileBits(handle, size, room)
        return room.raw
    size = kernel32.GlobalSize(handle)
    place = kernel32.GlobalLock(handle)
    if not place:
        if size:
            raise NotGivenError
        return b""
    try:
        return ctypes.string_at(place, size)
    finally:
        kernel32.GlobalUnlock(handle)


def put(kept: Iterable[Format]) -> None:
    """Put content there, behind :func:`empty`."""
    for one in kept:
        if one.number == _ENHANCED_METAFILE:
            handle = gdi32.SetEnhMetaFileBits(len(one.data), one.data)
            user32.SetClipboardData(one.number, handle)
            continue
        handle = kernel32.GlobalAlloc(_MOVEABLE, max(len(one.data), 1))
        place = kernel32.GlobalLock(handle)
        if place:
            ctypes.memmove(place, one.data, len(one.data))
            kernel32.GlobalUnlock(handle)
        if not user32.SetClipboardData(one.number, handle):
            kernel32.GlobalFree(handle)


def promise(number: int) -> None:
    """Say that it can be had in a format, and be asked for it when somebody wants it."""
    user32.SetClipboardData(number, None)


def empty() -> None:
    """Take away what stands there and become its owner."""
    user32.EmptyClipboard()


def marks() -> tuple[Format, ...]:
    """What says to histories, clouds and ourselves that this is not for them."""
    no = bytes(4)
    names = (NOT_FOR_MONITORS, NOT_IN_HISTORY, NOT_IN_CLOUD, OWN)
    return tuple(Format(number_of(name), no) for name in names)


def is_marked() -> bool:
    """Is what stands there not for histories?"""
    if user32.IsClipboardFormatAvailable(number_of(NOT_FOR_MONITORS)):
        return True
    history = number_of(NOT_IN_HISTORY)
    if not user32.IsClipboardFormatAvailable(history):
        return False
    return not any(read(history)[:4])


def has(number: int) -> bool:
    """Can it be had in this format?"""
    return bool(user32.IsClipboardFormatAvailable(number))


def number_of(name: str) -> int:
    """The number of a format with a name."""
    return int(user32.RegisterClipboardFormatW(name))


def format_name(number: int) -> str:
    """The name of a format that has one."""
    name = ctypes.create_unicode_buffer(256)
    user32.GetClipboardFormatNameW(number, name, 256)
    return str(name.value)


def encoded(text: str) -> bytes:
    """A text as it stands there: Windows' breaks of lines, and a zero at its end."""
    lines = text.replace("\r\n", "\n").replace("\n", "\r\n")
    return lines.encode("utf-16-le", "surrogatepass") + b"\0\0"


def contents(text: str, rich: Rich) -> tuple[Format, ...]:
    """A text in all its formats, the richest first; of a picture alone no text."""
    found: list[Format] = []
    if rich.picture:
        found.append(Format(number_of(_PICTURES.get(rich.kind, rich.kind)), rich.picture))
    if rich.html:
        found.append(Format(number_of(html_format.NAME), html_format.html_format(rich.html)))
    if text or not rich:
        found.append(Format(TEXT, encoded(text)))
    return tuple(found)


def decoded(data: bytes) -> str:
    """The text, up to its first zero."""
    text = data[: len(data) & ~1].decode("utf-16-le", "replace")
    return text.partition("\0")[0].replace("\r\n", "\n")
