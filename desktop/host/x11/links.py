"""Which program opens ``deskhand:`` links: an entry with their scheme (freedesktop MIME rules)."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from desktop.core.atomic import write_atomically
from desktop.core.results import UserError
from desktop.host.x11.autostart import exec_words

_ENTRY = """\
[Desktop Entry]
Type=Application
Name=Deskhand
Comment=Opens links that ask who a customer is
Exec={command} %u
Icon=deskhand
Terminal=false
NoDisplay=true
MimeType=x-scheme-handler/deskhand;
"""
_PATIENCE_S = 10.0


class Links:
    """The entry of this user; ``command`` is what the link is put after."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Nothing is written yet."""
        given = Path(environment.get("XDG_DATA_HOME") or "")
        folder = given if given.is_absolute() else Path.home() / ".local" / "share"
        self.path = folder / "applications" / "deskhand-links.desktop"
        self._environment = environment
        self._text = _ENTRY.format(command=exec_words(command))

    def set(self, *, on: bool) -> None:
        """Open links from now on, or no more. Blocks.

        Raises:
            UserError: the entry can't be written or removed.
        """
        try:
            if on:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                write_atomically(self.path, self._text.encode(), 0o644)
            else:
                self.path.unlink(missing_ok=True)
        except OSError as error:
            raise UserError(
                "Deskhand can't change whether it opens links",
                f"The system said: {os.strerror(error.errno or 0)}",
                "See to the permissions of the file",
                place=str(self.path),
            ) from error
        if self.path.parent.exists():
            self._run("update-desktop-database", str(self.path.parent))
        if on:
            self._run("xdg-mime", "default", self.path.name, "x-scheme-handler/deskhand")

    def _run(self, *words: str) -> None:
        """Tell the desktop; some know of the entry by one of these ways only, some by none."""
        try:
            subprocess.run(
                words, env=dict(self._environment), capture_output=True, timeout=_PATIENCE_S,
                check=False,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired):  # not every system has these programs
            return
