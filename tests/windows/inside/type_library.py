"""What a system's own type library says of UI Automation's interfaces."""

from __future__ import annotations

import ctypes
import sys
import uuid
from ctypes import wintypes

assert sys.platform == "win32"

_OUT = ctypes.POINTER(ctypes.c_void_p)
_oleaut32 = ctypes.OleDLL("oleaut32")
_PUT, _POINTER_SIZE = 4, 8


class FunctionDescription(ctypes.Structure):
    """FUNCDESC, as far as it is read."""

    _fields_ = (
        ("id", wintypes.LONG), ("codes", ctypes.c_void_p), ("parameters", ctypes.c_void_p),
        ("function_kind", ctypes.c_int), ("call_kind", ctypes.c_int),
        ("convention", ctypes.c_int), ("counts", ctypes.c_short * 2), ("offset", ctypes.c_short),
    )  # fmt: skip


_release = ctypes.WINFUNCTYPE(ctypes.c_ulong)(2, "Release")
_info_of = ctypes.WINFUNCTYPE(ctypes.HRESULT, ctypes.c_char_p, _OUT)(6, "GetTypeInfoOfGuid")
_function = ctypes.WINFUNCTYPE(
    ctypes.HRESULT, wintypes.UINT, ctypes.POINTER(ctypes.POINTER(FunctionDescription))
)(5, "GetFuncDesc")
_names = ctypes.WINFUNCTYPE(
    ctypes.HRESULT, wintypes.LONG, _OUT, wintypes.UINT, ctypes.POINTER(wintypes.UINT)
)(7, "GetNames")
_let_go = ctypes.WINFUNCTYPE(None, ctypes.POINTER(FunctionDescription))(20, "ReleaseFuncDesc")


def slots(interface: uuid.UUID, path: str) -> dict[str, int]:
    """The place of each method of its own by name; where reading and writing share one, writing.

    Raises:
        OSError: this system has no such library.
    """
    library, info = ctypes.c_void_p(), ctypes.c_void_p()
    _oleaut32.LoadTypeLib(ctypes.c_wchar_p(path), ctypes.byref(library))
    try:
        _info_of(library, interface.bytes_le, ctypes.byref(info))
        found: dict[str, int] = {}
        described = ctypes.POINTER(FunctionDescription)()
        for number in range(200):
            try:
                _function(info, number, ctypes.byref(described))
            except OSError:
                break
            name, count = ctypes.c_void_p(), wintypes.UINT()
            _names(info, described[0].id, ctypes.byref(name), 1, ctypes.byref(count))
            text = ctypes.wstring_at(name.value or 0)
            if text not in found or described[0].call_kind == _PUT:
                found[text] = described[0].offset // _POINTER_SIZE
            _let_go(info, described)
        return found
    finally:
        for one in (info, library):
            if one.value:
                _release(one)
