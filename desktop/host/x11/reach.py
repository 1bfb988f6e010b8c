"""Does a screen answer at all? Asked before anything that would end the program if it does not."""

from __future__ import annotations

import re
import socket

_LOCAL = re.compile(r"(?:unix)?:(\d{1,5})(?:\.\d+)?")
_WAIT_S = 2.0


def answers(display_name: str) -> bool:
    """True when something listens at ``DISPLAY``; of one on another machine it is not asked."""
    local = _LOCAL.fullmatch(display_name)
    if local is None:
        return True
    path = f"/tmp/.X11-unix/X{local[1]}"  # noqa: S108 - the name that X itself has for it
    # Linux has it beside the file system, too (XTRANS, "local"), as containers do without /tmp.
    return any(_connects(name) for name in (path, "\0" + path))


def _connects(name: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
        link.settimeout(_WAIT_S)
        try:
            link.connect(name)
        except OSError:
            return False
    return True
