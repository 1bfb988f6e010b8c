"""A window that draws its own caret, as browsers do, in a Windows Python of its own.

It tells of the caret by Active Accessibility alone. Its argument is ``{"caret": [left, top, width,
height], "told": HRESULT, "hangs": BOOL}`` in JSON. It says its window's number when it has the
keyboard, hangs until a line comes in if it is to, and ends with its input.
"""

from __future__ import annotations

import ctypes
import json
import sys
import threading
from ctypes import wintypes
from typing import Any

assert sys.platform == "win32"

from desktop.host.windows.api import WindowClass, WindowProcedure, kernel32, user32
from desktop.host.windows.automation import ole32
from desktop.host.windows.own_caret import ACCESSIBLE, CARET, Variant
from tests.windows.inside.acted_automation import OK, Acted, Given

asked = json.loads(sys.argv[1])
VISIBLE, OVERLAPPED = 0x10000000, 0x00CF0000
WM_GETOBJECT, WM_QUIT = 0x3D, 0x12
oleacc = ctypes.WinDLL("oleacc")
oleacc.LresultFromObject.argtypes = (ctypes.c_char_p, wintypes.WPARAM, ctypes.c_void_p)
oleacc.LresultFromObject.restype = ctypes.c_ssize_t
number = ctypes.POINTER(wintypes.LONG)


def locate(left: Any, top: Any, width: Any, height: Any, child: Variant) -> int:
    if (child.kind, child.number) != (3, 0):
        return -2147024809  # invalid argument
    for out, value in zip((left, top, width, height), asked["caret"], strict=True):
        out[0] = value
    return int(asked.get("told", OK))


go_on = threading.Event()
if not asked.get("hangs"):
    go_on.set()
given: Given = {"accLocation": ((number,) * 4 + (Variant,), locate)}
caret = Acted("IAccessible", given, [ACCESSIBLE])


def called(window: int, message: int, first: int, second: int) -> int:
    if message == WM_GETOBJECT and second & 0xFFFFFFFF == CARET:
        go_on.wait(20)
        return int(oleacc.LresultFromObject(ACCESSIBLE.bytes_le, first, caret.address))
    return int(user32.DefWindowProcW(window, message, first, second))


ole32.CoInitialize(None)
procedure = WindowProcedure(called)
module = kernel32.GetModuleHandleW(None)
user32.RegisterClassW(WindowClass(procedure=procedure, instance=module, name="CaretWindow"))
window = user32.CreateWindowExW(
    0, "CaretWindow", "Draws its own", VISIBLE | OVERLAPPED, 50, 60, 640, 400,
    None, None, module, None,
)  # fmt: skip
user32.SetForegroundWindow(window)
thread = kernel32.GetCurrentThreadId()


def until_the_end() -> None:
    sys.stdin.readline()
    go_on.set()
    sys.stdin.read()
    user32.PostThreadMessageW(thread, WM_QUIT, 0, 0)


threading.Thread(target=until_the_end, daemon=True).start()
print(window, flush=True)
told = wintypes.MSG()
while user32.GetMessageW(ctypes.byref(told), None, 0, 0) > 0:
    user32.DispatchMessageW(ctypes.byref(told))
