"""What Xlib does when its connection breaks: end the program on the spot, unless told otherwise.

Qt hears of it in its own loop and ends that in order. But Qt also calls Xlib here and there (for a
window's title), and the first such call after the break is where Xlib would call ``exit``: whether
Deskhand could still wait for the screen was a race. Xlib ends the program in two places, by the
handler of such errors and behind it (``XSetIOErrorExitHandler``, since libX11 1.7; older ones have
no way out). And a call that is let go on from there has nowhere to put its request, which most do
not expect: the program ends by a fault of memory. So whoever is told has to leave from there.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable

_OnError = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)
_OnExit = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
_go_on = _OnError(lambda _display: 0)
_kept: list[object] = []
"""What Xlib calls must not be collected."""


def outlive(display: int, leave: Callable[[], int]) -> bool:
    """Have a call of Xlib's on a broken connection call ``leave`` instead of ending us.

    The connection is that at the address ``display``. ``leave`` ends what is to be ended, and gives
    the program its exit status, if it comes back at all. False where this libX11 can't do that.
    """
    try:
        library = ctypes.CDLL("libX11.so.6")
        set_exit_handler = library.XSetIOErrorExitHandler
    except (OSError, AttributeError):
        return False

    def on_exit(_display: int | None, _data: int | None) -> None:
        status = 1
        try:
            status = leave()
        except BaseException:  # noqa: BLE001 - nobody is above it who would tell
            sys.excepthook(*sys.exc_info())
        finally:
            os._exit(status)

    handler = _OnExit(on_exit)
    _kept.append(handler)
    set_exit_handler.argtypes = [ctypes.c_void_p, _OnExit, ctypes.c_void_p]
    set_exit_handler.restype = None
    set_exit_handler(display, handler, None)
    library.XSetIOErrorHandler.argtypes = [_OnError]
    library.XSetIOErrorHandler.restype = ctypes.c_void_p
    library.XSetIOErrorHandler(_go_on)
    return True
