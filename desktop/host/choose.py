"""Chooses the host for this system; only ``assembly.py``, ``cli.py`` and ``keyboard/`` ask."""

from __future__ import annotations

import os
import sys

from desktop.core.results import UserError
from desktop.host.base import KeysHost


def keys_host() -> KeysHost:
    """The keyboard of this system.

    Raises:
        UserError: it can't be followed here; says why.
    """
    if sys.platform.startswith("linux") and os.environ.get("DISPLAY"):
        from desktop.host.x11.keys import X11Keys

        return X11Keys(os.environ["DISPLAY"])
    raise UserError(
        "Deskhand can't follow the keyboard on this system yet.",
        todo="Use the palette and copy the text.",
    )
