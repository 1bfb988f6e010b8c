"""What of this Windows works, for ``doctor``."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from desktop.host.base import Check

assert sys.platform == "win32"  # says it to mypy

from desktop.host.windows import front
from desktop.host.windows.automation_thread import has_automation
from desktop.host.windows.layout import Layout
from desktop.host.windows.taken_hotkeys import letters_of_alt_graph

_OLDEST = (10, 0, 14393)
"""Windows 10 1607: before it, asking what a key writes loses the agent's dead keys."""
_AUTOMATION_S = 2.0


def checks() -> Sequence[Check]:
    """Each with what to do."""
    return [_version(), _rights(), _passwords(), _layout()]


def _version() -> Check:
    version = sys.getwindowsversion()
    found = version.platform_version
    if found >= _OLDEST:
        return Check("keyboard", ok=True, what="Keys can be followed, kept back and typed")
    return Check(
        "keyboard",
        ok=False,
        what="Dead keys (accents) may be lost while Deskhand follows the keyboard",
        why="This Windows is older than Windows 10, version 1607",
        todo="Update Windows, or turn “Type snippets” off",
    )


def _rights() -> Check:
    if front.is_elevated(os.getpid()):
        return Check(
            "administrator", ok=True, what="Deskhand is administrator, and types everywhere"
        )
    return Check(
        "administrator",
        ok=None,
        what="Nothing is typed into windows that run as administrator",
        why="Windows keeps other programs out of them",
        todo="There, use the palette and copy; the icon says when such a window is in front",
    )


def _passwords() -> Check:
    if has_automation(_AUTOMATION_S):
        return Check(
            "password fields",
            ok=True,
            what="Nothing is matched in password fields of programs that say which they are",
        )
    return Check(
        "password fields",
        ok=None,
        what="Password fields of Windows are left alone, those of web pages are not known",
        why="This Windows has no UI Automation, by which programs say which they are",
        todo="Leave out programs in which you type passwords, in the settings",
    )


def _layout() -> Check:
    written = letters_of_alt_graph(Layout())
    return Check(
        "hotkeys",
        ok=None if written else True,
        what="Ctrl Alt and a letter write characters on this keyboard"
        if written
        else "Ctrl Alt and a letter are free for hotkeys",
        why=f"They are AltGr, and write {written}" if written else "",
        todo="Choose other keys in the settings for hotkeys that are refused" if written else "",
    )
