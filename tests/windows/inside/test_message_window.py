"""A window that nobody sees: what it leaves behind."""

from __future__ import annotations

import ctypes
import sys

assert sys.platform == "win32"

from desktop.host.windows import front
from desktop.host.windows.api import kernel32
from desktop.host.windows.message_window import MessageWindow


def test_its_class_goes_with_it() -> None:
    # Else a later one of that name, which it may be as its memory is used again, gets messages
    # by a procedure that is gone.
    def is_known(name: str) -> bool:
        module = ctypes.c_void_p(kernel32.GetModuleHandleW(None))
        room = ctypes.create_string_buffer(256)
        return bool(ctypes.windll.user32.GetClassInfoW(module, name, room))

    window = MessageWindow()
    name = front.class_of(window.handle)
    assert is_known(name)
    window.close()
    assert not is_known(name)
