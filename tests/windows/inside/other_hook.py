"""Another program's keyboard hook, in a Windows Python: it swallows keys, or takes its time.

Orders come as lines of JSON, and each is answered by one; its end is that of its standard input.
The system asks the hook that was set last first.
"""

from __future__ import annotations

import ctypes
import json
import sys
import threading
import time
from ctypes import wintypes

assert sys.platform == "win32"

user32 = ctypes.WinDLL("user32", use_last_error=True)
kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
Procedure = ctypes.WINFUNCTYPE(ctypes.c_ssize_t, ctypes.c_int, wintypes.WPARAM, wintypes.LPARAM)
user32.SetWindowsHookExW.restype = wintypes.HHOOK
user32.SetWindowsHookExW.argtypes = [ctypes.c_int, Procedure, wintypes.HINSTANCE, wintypes.DWORD]
user32.UnhookWindowsHookEx.argtypes = [wintypes.HHOOK]
user32.CallNextHookEx.restype = ctypes.c_ssize_t
user32.CallNextHookEx.argtypes = [wintypes.HHOOK, ctypes.c_int, wintypes.WPARAM, wintypes.LPARAM]
user32.PostThreadMessageW.argtypes = [
    wintypes.DWORD, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM,
]  # fmt: skip
kernel32.GetModuleHandleW.restype = wintypes.HMODULE
kernel32.GetModuleHandleW.argtypes = [wintypes.LPCWSTR]
WH_KEYBOARD_LL, WM_QUIT = 13, 0x12


class OtherHook:
    """What it is told to do with which virtual keys."""

    def __init__(self) -> None:
        self.swallowed: frozenset[int] = frozenset()
        self.slow: frozenset[int] | None = frozenset()
        """None: all keys."""
        self.ms = 0.0
        self.seen: list[int] = []

    def swallow(self, keys: list[int]) -> dict[str, object]:
        """No application gets these any more."""
        self.swallowed = frozenset(keys)
        return {}

    def wait(self, ms: float, keys: list[int] | None = None) -> dict[str, object]:
        """Keep the system waiting for so long at these keys, or at each."""
        self.slow, self.ms = None if keys is None else frozenset(keys), ms
        return {}

    def saw(self) -> dict[str, object]:
        """The virtual keys that went down here since the last time, whoever sent them."""
        seen, self.seen = self.seen, []
        return {"keys": seen}

    def called(self, code: int, message: int, address: int) -> int:
        """The system's question."""
        if code == 0:
            key = wintypes.DWORD.from_address(address).value
            if message & 1 == 0:  # WM_KEYDOWN and WM_SYSKEYDOWN are even
                self.seen.append(key)
            if self.slow is None or key in self.slow:
                time.sleep(self.ms / 1000)
            if key in self.swallowed:
                return 1
        return int(user32.CallNextHookEx(None, code, message, address))


hook = OtherHook()
procedure = Procedure(hook.called)
thread = kernel32.GetCurrentThreadId()


def obey() -> None:
    do = {one.__name__: one for one in (hook.swallow, hook.wait, hook.saw)}
    for line in sys.stdin:
        order = json.loads(line)
        print(json.dumps(do[order.pop("do")](**order)), flush=True)
    user32.PostThreadMessageW(thread, WM_QUIT, 0, 0)


module = kernel32.GetModuleHandleW(None)
handle = user32.SetWindowsHookExW(WH_KEYBOARD_LL, procedure, module, 0)
if not handle:
    raise SystemExit("the system refuses the hook")
threading.Thread(target=obey, daemon=True).start()
told = wintypes.MSG()
while user32.GetMessageW(ctypes.byref(told), None, 0, 0) > 0:
    user32.DispatchMessageW(ctypes.byref(told))
user32.UnhookWindowsHookEx(handle)
