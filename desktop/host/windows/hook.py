"""The system's ear: a hook that every key passes, and raw input for mouse buttons.

The hook sees a key before the application does, and can keep it. The system drops a hook that
answers too late, and says nothing; so the keyboard's raw input is heard too, and when keys come
there that the hook has not seen, it is set again.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from ctypes import wintypes

from desktop.core.results import UserError
from desktop.host.windows.codes import FAKE_CONTROL_SCAN, LCONTROL, Code
from desktop.host.windows.strokes import Event

assert sys.platform == "win32"  # says it to mypy

from desktop.host.windows.api import (
    HookedKey,
    HookProcedure,
    RawDevice,
    kernel32,
    tick_s,
    user32,
)

TAG = 0x4465736B
"""In the extra information of every event of ours."""
_WH_KEYBOARD_LL = 13
_EXTENDED, _INJECTED, _UP = 0x01, 0x10, 0x80
_INPUT_SINK = 0x100
_DESKTOP_PAGE, _MOUSE, _KEYBOARD = 1, 2, 6
_BUTTONS_DOWN = 0x1 | 0x4 | 0x10 | 0x40 | 0x100
_INPUT = 0x10000003
_HEADER = 24
_ROOM = 16384
_UNSEEN = 4
"""So many events of a keyboard that the hook has not seen mean that it is gone."""


class Hook:
    """See the module; one thread, that has to pump its messages."""

    def __init__(
        self,
        on_key: Callable[[Event], bool],
        on_click: Callable[[float], None],
        on_own: Callable[[], None],
    ) -> None:
        """``on_key`` says of each key whether to keep it; ours and the system's own are not asked.

        ``on_own`` hears of each of ours.

        Raises:
            UserError: the system refuses the hook.
        """
        self._on_key = on_key
        self._on_click = on_click
        self._on_own = on_own
        self._procedure = HookProcedure(self._called)  # kept alive as long as the hook
        self._handle = 0
        self._unseen = 0
        self._raw = ctypes.create_string_buffer(_ROOM)
        self.fault: BaseException | None = None
        """What went wrong in a call of the hook, where nobody could be told."""
        self.renewed = 0
        self._set()

    def _set(self) -> None:
        module = kernel32.GetModuleHandleW(None)
        self._handle = user32.SetWindowsHookExW(_WH_KEYBOARD_LL, self._procedure, module, 0) or 0
        if not self._handle:
            raise UserError(
                "Windows does not let Deskhand follow the keyboard",
                todo="Use the palette and copy the text",
            )

    def renew(self) -> None:
        """Set it again; harmless when it was still there."""
        self.close()
        self._set()
        self._unseen = 0
        self.renewed += 1

    def close(self) -> None:
        """Let go."""
        if self._handle:
            user32.UnhookWindowsHookEx(self._handle)
            self._handle = 0

    def hear_devices(self, window: int) -> None:
        """Have mouse and keyboard tell this window of ours, whichever is in front."""
        devices = (RawDevice * 2)(
            *(RawDevice(_DESKTOP_PAGE, one, _INPUT_SINK, window) for one in (_MOUSE, _KEYBOARD))
        )
        user32.RegisterRawInputDevices(devices, len(devices), ctypes.sizeof(RawDevice))

    def look_at_devices(self) -> None:
        """Take what mouse and keyboard have told; without any other message being delivered."""
        while True:
            room = wintypes.UINT(_ROOM)
            count = user32.GetRawInputBuffer(self._raw, ctypes.byref(room), _HEADER)
            if not 0 < count < 0xFFFFFFFF:
                return
            data, place = self._raw.raw, 0
            for _ in range(count):
                size = int.from_bytes(data[place + 4 : place + 8], "little")
                self._look_at(data[place : place + size])
                place += (size + 7) & ~7

    def look_at_one(self, told: int) -> None:
        """Take what came as a message, which nobody gets by :meth:`look_at_devices` any more."""
        room = wintypes.UINT(_ROOM)
        size = user32.GetRawInputData(told, _INPUT, self._raw, ctypes.byref(room), _HEADER)
        if 0 < size < 0xFFFFFFFF:
            self._look_at(self._raw.raw[:size])

    def _look_at(self, told: bytes) -> None:
        kind = int.from_bytes(told[:4], "little")
        if kind == 0:
            self._look_at_mouse(told[_HEADER:])
        elif kind == 1 and any(told[8:16]):  # of a device, not sent
            self._unseen += 1

    def _look_at_mouse(self, told: bytes) -> None:
        if int.from_bytes(told[4:6], "little") & _BUTTONS_DOWN:
            self._on_click(tick_s(kernel32.GetTickCount()))

    def is_gone(self) -> bool:
        """Have keys come that it has not seen?"""
        return self._unseen >= _UNSEEN

    def _called(self, code: int, message: int, address: int) -> int:
        try:
            if code == 0 and self._keeps(HookedKey.from_address(address)):
                return 1
        except BaseException as error:  # noqa: BLE001 - nobody above would hear of it
            self.fault = error
        return int(user32.CallNextHookEx(None, code, message, address))

    def _keeps(self, told: HookedKey) -> bool:
        self.look_at_devices()  # a click before this key is one before it
        self._unseen = 0
        if told.extra == TAG:
            self._on_own()
            return False
        if told.scan == FAKE_CONTROL_SCAN and told.flags & _INJECTED:
            return False
        code = Code(told.key, told.scan, bool(told.flags & _EXTENDED))
        return self._on_key(Event(code, not told.flags & _UP, tick_s(told.time)))


def is_fake_control(code: Code) -> bool:
    """The left Control that comes with AltGr by itself, and comes again when AltGr is sent."""
    return code.key == LCONTROL and code.scan == FAKE_CONTROL_SCAN
