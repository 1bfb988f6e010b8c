"""What of this Mac works, for ``doctor``."""

from __future__ import annotations

import platform
from collections.abc import Sequence

from desktop.host.base import Check
from desktop.host.macos.allowed import now_allowed
from desktop.host.macos.carbon import Carbon
from desktop.host.macos.permissions import checks as permission_checks
from desktop.host.macos.permissions import version_checks


def checks(*, bundled: bool) -> Sequence[Check]:
    """Each with what to do; on the main thread."""
    carbon = Carbon()
    return [
        *version_checks(platform.mac_ver()[0]),
        *permission_checks(now_allowed(carbon), bundled=bundled),
        _method(carbon.method()),
    ]


def _method(name: str) -> Check:
    if not name:
        return Check("input method", ok=True, what="Keys write by themselves")
    return Check(
        "input method",
        ok=None,
        what=f"“{name}” composes what is typed, and snippets rest while it does",
        todo="Change to a keyboard layout to type snippets, or use the palette",
    )
