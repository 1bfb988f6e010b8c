"""What Xlib does when its connection breaks: end the program on the spot, unless told otherwise.

Qt hears of it in its own loop and ends that in order. But Qt also calls Xlib here and there, and
the first such call after the break is where Xlib would call ``exit``: whether Deskhand could still
wait for the screen was a race. Xlib ends the program in two places, by the handler of such errors
and behind it (``XSetIOErrorExitHandler``, since libX11 1.7; older ones have no way out).
"""

from __future__ import annotations

import ctypes

_OnError = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)
_OnExit = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
_go_on = _OnError(lambda _display: 0)
_stay = _OnExit(lambda _display, _data: None)


def outlive(display: int) -> bool:
    """Have Xlib's calls on the connection at the address ``display`` fail instead of ending us.

    False where this libX11 can't do that.
    """
    try:
        library = ctypes.CDLL("libX11.so.6")
        set_exit_handler = library.XSetIOErrorExitHandler
    except (OSError, AttributeError):
        return False
    set_exit_handler.argtypes = [ctypes.c_void_p, _OnExit, ctypes.c_void_p]
    set_exit_handler.restype = None
    set_exit_handler(display, _stay, None)
    library.XSetIOErrorHandler.argtypes = [_OnError]
    library.XSetIOErrorHandler.restype = ctypes.c_void_p
    library.XSetIOErrorHandler(_go_on)
    return True
