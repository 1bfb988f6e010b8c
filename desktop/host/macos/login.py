"""Start at login, by an agent of launchd in the person's own folder. Without pyobjc.

Read: launchd.plist(5) (``RunAtLoad``; the file is named by its label; agents of
``~/Library/LaunchAgents`` are loaded at every login) and the archive's "Creating Launch Daemons and
Agents". Loading it at once would start a second Deskhand, so it only takes effect at the next
login; macOS tells the person of a new background item.
"""

from __future__ import annotations

import os
import plistlib
from collections.abc import Sequence
from pathlib import Path

from desktop.core.atomic import write_atomically
from desktop.core.results import UserError

LABEL = "com.deskhand.desktop"


class Autostart:
    """The agent of this user; ``command`` starts Deskhand."""

    def __init__(self, command: Sequence[str], home: Path | None = None) -> None:
        """Nothing is written yet."""
        self.path = (home or Path.home()) / "Library" / "LaunchAgents" / f"{LABEL}.plist"
        self._content = plistlib.dumps(
            {
                "Label": LABEL,
                "ProgramArguments": list(command),
                "RunAtLoad": True,
                "LimitLoadToSessionType": "Aqua",
                "ProcessType": "Interactive",
            }
        )

    def set(self, *, on: bool) -> None:
        """Start at login from now on, or no more.

        Raises:
            UserError: the file can't be written or removed.
        """
        try:
            if not on:
                self.path.unlink(missing_ok=True)
            elif not self.path.exists() or self.path.read_bytes() != self._content:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                write_atomically(self.path, self._content, 0o644)
        except OSError as error:
            raise UserError(
                "Deskhand can't change whether it starts at login",
                f"The system said: {os.strerror(error.errno or 0)}",
                "See to the permissions of the file",
                place=str(self.path),
            ) from error
