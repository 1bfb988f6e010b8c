"""Does a screen answer at all? Asked before anything that would end the program if it does not."""

from __future__ import annotations

import re
import socket
import struct

_LOCAL = re.compile(r"(?:unix)?:(\d{1,5})(?:\.\d+)?")
_WAIT_S = 2.0
_FIRST_PORT = 6000
"""Of display 0, on another machine."""
_SUCCESS = b"\1"


def answers(display_name: str) -> bool:
    """True when something listens at ``DISPLAY``; of one on another machine it is not asked."""
    local = _LOCAL.fullmatch(display_name)
    if local is None:
        return True
    return any(_connects(name) for name in _names(local[1]))


def admits(display_name: str) -> bool:
    """True when the screen at ``DISPLAY`` takes connections of this user now.

    One connection is opened and closed, without waiting for ever as Xlib would. A screen that
    another user has logged in to answers, and refuses.
    """
    from Xlib.error import DisplayError
    from Xlib.support.connect import get_auth, get_display

    try:
        _, protocol, machine, number, _ = get_display(display_name)
        with _link(display_name, machine, number) as link:
            name, data = get_auth(link, display_name, protocol, machine, number)
            link.sendall(_greeting(name, data))
            return link.recv(1) == _SUCCESS
    except (OSError, DisplayError):
        return False


def _link(display_name: str, machine: str | None, number: int) -> socket.socket:
    """A connection, or OSError."""
    if _LOCAL.fullmatch(display_name) is None:
        return socket.create_connection((machine, _FIRST_PORT + number), _WAIT_S)
    file, beside = _names(str(number))
    try:
        return _connected(file)
    except OSError:
        return _connected(beside)


def _greeting(name: bytes, data: bytes) -> bytes:
    """The first words of a client (X Window System Protocol, "Connection Setup")."""
    head = struct.pack("<BxHHHHxx", ord("l"), 11, 0, len(name), len(data))
    return head + b"".join(part + bytes(-len(part) % 4) for part in (name, data))


def _names(number: str) -> tuple[str, str]:
    path = f"/tmp/.X11-unix/X{number}"  # noqa: S108 - the name that X itself has for it
    # Linux has it beside the file system, too (XTRANS, "local"), as containers do without /tmp.
    return path, "\0" + path


def _connects(name: str) -> bool:
    try:
        with _connected(name):
            return True
    except OSError:
        return False


def _connected(name: str) -> socket.socket:
    link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    link.settimeout(_WAIT_S)
    try:
        link.connect(name)
    except OSError:
        link.close()
        raise
    return link
