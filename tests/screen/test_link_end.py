"""A program that has an X server's connection open when the server goes away."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.screen.conftest import Screen, end

PROGRAM = """
import ctypes, sys
from desktop.host.x11.link_end import outlive
xlib = ctypes.CDLL("libX11.so.6")
xlib.XOpenDisplay.restype = ctypes.c_void_p
xlib.XSync.argtypes = [ctypes.c_void_p, ctypes.c_int]
display = xlib.XOpenDisplay(None)
if sys.argv[1] == "outlives":
    assert outlive(display)
print("open", flush=True)
sys.stdin.readline()
for _ in range(3):
    xlib.XSync(display, 0)
print("here", flush=True)
"""


@pytest.mark.parametrize(
    ("manner", "said", "status"), [("outlives", b"here\n", 0), ("as Xlib has it", b"", 1)]
)
def test_a_call_of_xlib_on_a_broken_connection_ends_the_program_unless_it_outlives_it(
    doomed_server: tuple[Screen, subprocess.Popen[bytes]], manner: str, said: bytes, status: int
) -> None:
    screen, server = doomed_server
    words = [sys.executable, "-c", PROGRAM, manner]
    with screen.start(*words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"open\n"
        end(server)
        assert program.communicate(b"go on\n", 20)[0] == said
    assert program.returncode == status
