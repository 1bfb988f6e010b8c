"""macOS: its place, and in ``doctor`` what is not there yet."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.host.base import Check

_NOT_YET = "This version of Deskhand can't do it on macOS yet"


def checks() -> Sequence[Check]:
    """What does not work yet."""
    return [
        Check("keyboard", ok=False, what="Snippets are not typed", why=_NOT_YET),
        Check("clipboard", ok=False, what="Texts are not copied", why=_NOT_YET),
        Check("single instance", ok=False, what="Every start is a new Deskhand", why=_NOT_YET),
    ]
