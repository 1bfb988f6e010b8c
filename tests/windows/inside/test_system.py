"""What runs these tests is the Windows that they are meant for."""

import ctypes
import platform
import sys


def test_this_is_a_windows_python() -> None:
    assert sys.platform == "win32"
    assert platform.win32_ver()[0] == "10"
    assert ctypes.sizeof(ctypes.c_void_p) == 8
