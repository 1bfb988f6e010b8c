"""UI Automation's client, as much of it as is asked for: what has the focus, and what is selected.

Its interfaces are called by the place of each method in their tables. The order is that of
``UIAutomationClient.h`` (an interface's own methods stand behind those that it inherits, and
IUnknown's three come first); Wine's ``uiautomationclient.idl`` has the same. A test compares it
with the type library of a system that has one.
"""

from __future__ import annotations

import ctypes
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import wintypes

assert sys.platform == "win32"  # says it to mypy

ole32 = ctypes.OleDLL("ole32")
oleaut32 = ctypes.WinDLL("oleaut32")
oleaut32.SysStringLen.argtypes = (ctypes.c_void_p,)
oleaut32.SysStringLen.restype = wintypes.UINT
oleaut32.SysFreeString.argtypes = (ctypes.c_void_p,)
oleaut32.SysFreeString.restype = None

CLIENT = uuid.UUID("e22ad333-b25f-460c-83d0-0581107395c9")
"""The class CUIAutomation8, of Windows 8 and later; its instances can bound their waiting."""
INTERFACES = {
    "IUIAutomation2": uuid.UUID("34723aff-0c9d-49d0-9896-7ab52df8cd8a"),
    "IUIAutomationElement": uuid.UUID("d22108aa-8ac5-49a5-837b-37bbb3d7591e"),
    "IUIAutomationTreeWalker": uuid.UUID("4042c624-389c-4afc-a630-9df854a541fc"),
    "IUIAutomationTextPattern": uuid.UUID("32eba289-3583-42c9-9c59-3b6d9a1e9b6a"),
    "IUIAutomationTextRangeArray": uuid.UUID("ce4ae76a-e717-4c98-81ea-47371d028eb6"),
    "IUIAutomationTextRange": uuid.UUID("a543cc6a-f4ae-494b-8239-c814481187a8"),
}
SLOTS: dict[tuple[str, str], int] = {}
"""The place of each method that is called, by interface and name."""

_INPROC = 1
_MULTITHREADED = 0
_TEXT_PATTERN = 10014
_PARENTS = 8
"""A link or a button has no text pattern; the page around it has."""
_OBJECT = "\ufffc"
"""Stands for a picture or the like within a text."""

Pointer = ctypes.c_void_p
_Out = ctypes.POINTER(Pointer)
_Method = Callable[..., int]


def _method(interface: str, name: str, slot: int, *takes: type) -> _Method:
    SLOTS[interface, name] = slot
    return ctypes.WINFUNCTYPE(ctypes.HRESULT, *takes)(slot, name)


_release: _Method = ctypes.WINFUNCTYPE(ctypes.c_ulong)(2, "Release")
_get_focused = _method("IUIAutomation2", "GetFocusedElement", 8, _Out)
_get_walker = _method("IUIAutomation2", "ControlViewWalker", 14, _Out)
_put_sets_focus = _method("IUIAutomation2", "AutoSetFocus", 59, wintypes.BOOL)
_put_connection = _method("IUIAutomation2", "ConnectionTimeout", 61, wintypes.DWORD)
_put_transaction = _method("IUIAutomation2", "TransactionTimeout", 63, wintypes.DWORD)
_get_pattern = _method("IUIAutomationElement", "GetCurrentPattern", 16, ctypes.c_int, _Out)
_is_password = _method(
    "IUIAutomationElement", "CurrentIsPassword", 35, ctypes.POINTER(wintypes.BOOL)
)
_get_parent = _method("IUIAutomationTreeWalker", "GetParentElement", 3, Pointer, _Out)
_get_selection = _method("IUIAutomationTextPattern", "GetSelection", 5, _Out)
_get_length = _method("IUIAutomationTextRangeArray", "Length", 3, ctypes.POINTER(ctypes.c_int))
_get_range = _method("IUIAutomationTextRangeArray", "GetElement", 4, ctypes.c_int, _Out)
_get_text = _method("IUIAutomationTextRange", "GetText", 12, ctypes.c_int, _Out)


class Automation:
    """A client, for the thread that has made it (:func:`automation`)."""

    def __init__(self, client: Pointer) -> None:
        """``client`` is an IUIAutomation2."""
        self._client = client

    def focus_is_secret(self) -> bool | None:
        """Does what has the focus hide what is typed? None: nobody says."""
        try:
            with _given(_get_focused, self._client) as focused:
                return _hides(focused) if focused else None
        except OSError:
            return None

    def selected_text(self, most: int) -> str | None:
        """What is selected where the focus is.

        None: nothing, more than ``most`` UTF-16 units, in a field for passwords, or nobody says.
        """
        try:
            with (
                _given(_get_focused, self._client) as focused,
                _given(_get_walker, self._client) as walker,
            ):
                if not focused or not walker or _hides(focused):
                    return None
                return _selected_at(focused, walker, most, _PARENTS)
        except OSError:
            return None


def _hides(element: Pointer) -> bool:
    answer = wintypes.BOOL()
    _is_password(element, ctypes.byref(answer))
    return bool(answer.value)


def _selected_at(element: Pointer, walker: Pointer, most: int, parents: int) -> str | None:
    with _given(_get_pattern, element, _TEXT_PATTERN) as pattern:
        if pattern:
            return _selected_of(pattern, most)
    if not parents:
        return None
    with _given(_get_parent, walker, element) as parent:
        return _selected_at(parent, walker, most, parents - 1) if parent else None


def _selected_of(pattern: Pointer, most: int) -> str | None:
    texts: list[str] = []
    with _given(_get_selection, pattern) as ranges:
        count = ctypes.c_int()
        if ranges:
            _get_length(ranges, ctypes.byref(count))
        for number in range(count.value):
            with _given(_get_range, ranges, number) as one:
                text = _text_of(one, most + 1) if one else ""
            most -= len(text.encode("utf-16-le", "surrogatepass")) // 2
            if most < 0:
                return None
            texts += [text] if text else []
    found = "\n".join(texts).replace(_OBJECT, "")
    return found.replace("\r\n", "\n").replace("\r", "\n") or None


def _text_of(one: Pointer, most: int) -> str:
    text = Pointer()
    _get_text(one, most, ctypes.byref(text))
    try:
        length = oleaut32.SysStringLen(text)
        return ctypes.wstring_at(text.value, length) if text.value else ""
    finally:
        oleaut32.SysFreeString(text)


@contextmanager
def automation(wait_ms: int) -> Iterator[Automation]:
    """A client that waits so long for a program's answer, at most.

    The thread has to be one without windows of its own.

    Raises:
        OSError: there is none, as under Wine, or it can't bound its waiting.
    """
    ole32.CoInitializeEx(None, _MULTITHREADED)
    try:
        with _given(_create) as client:
            if client is None:
                raise OSError("UI Automation gives no client")
            # Questions must not move the agent's focus, which they do unless told otherwise.
            _put_sets_focus(client, 0)
            _put_connection(client, wait_ms)
            _put_transaction(client, wait_ms)
            yield Automation(client)
    finally:
        ole32.CoUninitialize()


def _create(out: object) -> int:
    kind, wanted = (_guid(one) for one in (CLIENT, INTERFACES["IUIAutomation2"]))
    return int(ole32.CoCreateInstance(kind, None, _INPROC, wanted, out))


def _guid(one: uuid.UUID) -> ctypes.Array[ctypes.c_char]:
    return ctypes.create_string_buffer(one.bytes_le, 16)


@contextmanager
def _given(method: _Method, *arguments: object) -> Iterator[Pointer | None]:
    """What a method gives in its last parameter, released behind; None for nothing."""
    out = Pointer()
    method(*arguments, ctypes.byref(out))
    try:
        yield out if out.value else None
    finally:
        if out.value:
            _release(out)
