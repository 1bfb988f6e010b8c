"""A program that has an X server's connection open when the server goes away."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.screen.conftest import Screen, end

PROGRAM = """
import ctypes, sys
from desktop.host.x11.link_end import outlive
xlib, both, xcb = (ctypes.CDLL(f"lib{name}.so.{n}") for name, n in
    (("X11", 6), ("X11-xcb", 1), ("xcb", 1)))
xlib.XOpenDisplay.restype = both.XGetXCBConnection.restype = ctypes.c_void_p
xlib.XStoreName.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_char_p]
both.XGetXCBConnection.argtypes = xcb.xcb_no_operation.argtypes = [ctypes.c_void_p]
display = xlib.XOpenDisplay(None)
def leave():
    print("left", flush=True)
    return 3
def fails():
    raise ValueError
match sys.argv[1]:
    case "leaves":
        assert outlive(display, leave)
    case "fails":
        assert outlive(display, fails)
xcb.xcb_no_operation(both.XGetXCBConnection(display))  # Xlib has to ask for the socket again
print("open", flush=True)
sys.stdin.readline()
xlib.XStoreName(display, 1, b"Title")
xlib.XSync(display, 0)
print("here", flush=True)
"""


@pytest.mark.parametrize(
    ("manner", "said", "status"),
    [("leaves", b"left\n", 3), ("fails", b"", 1), ("as Xlib has it", b"", 1)],
)
def test_a_call_of_xlib_on_a_broken_connection_ends_the_program_in_our_way(
    doomed_server: tuple[Screen, subprocess.Popen[bytes]], manner: str, said: bytes, status: int
) -> None:
    screen, server = doomed_server
    words = [sys.executable, "-c", PROGRAM, manner]
    pipe = subprocess.PIPE
    with screen.start(*words, stdin=pipe, stdout=pipe, stderr=pipe) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"open\n"
        end(server)
        out, told = program.communicate(b"go on\n", 20)
        assert out == said
    assert (b"ValueError" in told) == (manner == "fails")
    assert program.returncode == status
