"""Asks the system what it lets us do: see :mod:`.permissions` for what it means.

Read: ``AXIsProcessTrusted`` and ``AXIsProcessTrustedWithOptions``;
``CGPreflightListenEventAccess``, ``CGPreflightPostEventAccess`` and their ``CGRequest…`` (macOS
10.15); ``NSPasteboard.accessBehavior`` (macOS 15.4); Technical Note TN2150. That the session's
dictionary names who has asked for secure input (``kCGSSessionSecureInputPID``) is in no reference.
"""

from __future__ import annotations

from dataclasses import replace

import AppKit
import ApplicationServices as Services
import Quartz

from desktop.host.macos.carbon import Carbon
from desktop.host.macos.permissions import Allowed, Pasteboard


def now_allowed(carbon: Carbon) -> Allowed:
    """What holds now; any thread."""
    return replace(allowed_keys(carbon), pasteboard=_pasteboard())


def allowed_keys(carbon: Carbon) -> Allowed:
    """The same for keys alone, as it is looked at every second."""
    secure = carbon.is_secure()
    return Allowed(
        accessibility=bool(Services.AXIsProcessTrusted()),
        listening=bool(Quartz.CGPreflightListenEventAccess()),
        posting=bool(Quartz.CGPreflightPostEventAccess()),
        secure=secure,
        secure_by=_secure_by() if secure else "",
    )


def ask_for_it() -> None:
    """Have macOS ask the person.

    Not by ``AXIsProcessTrustedWithOptions``, which would ask at every start of the keyboard
    process; these two put Deskhand into the lists of Accessibility and of Input Monitoring, too.
    """
    Quartz.CGRequestPostEventAccess()
    Quartz.CGRequestListenEventAccess()


def _secure_by() -> str:
    session = Quartz.CGSessionCopyCurrentDictionary() or {}
    pid = session.get("kCGSSessionSecureInputPID")
    if not isinstance(pid, int):
        return ""
    found = AppKit.NSRunningApplication.runningApplicationWithProcessIdentifier_(pid)
    return str(found.localizedName() or "") if found is not None else ""


def _pasteboard() -> Pasteboard:
    board = AppKit.NSPasteboard.generalPasteboard()
    if not board.respondsToSelector_(b"accessBehavior"):
        return Pasteboard.UNKNOWN
    try:
        return Pasteboard(int(board.accessBehavior()))
    except ValueError:
        return Pasteboard.UNKNOWN
