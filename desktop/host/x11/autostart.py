"""Start at login, by the desktops' common rule (freedesktop Desktop Application Autostart)."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from desktop.core.atomic import write_atomically
from desktop.core.results import UserError

_ENTRY = """\
[Desktop Entry]
Type=Application
Name=Deskhand
Comment=Snippets for customer care, in any application
Exec={command}
Icon=deskhand
Terminal=false
X-GNOME-Autostart-enabled=true
"""
_ESCAPED = '"`$\\'
"""What a quoted argument of Exec escapes (Desktop Entry Specification, the Exec key)."""


class Autostart:
    """The entry of this user; ``command`` starts Deskhand."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Nothing is written yet."""
        given = Path(environment.get("XDG_CONFIG_HOME") or "")
        folder = given if given.is_absolute() else Path.home() / ".config"
        self.path = folder / "autostart" / "deskhand.desktop"
        self._text = _ENTRY.format(command=exec_words(command))

    def set(self, *, on: bool) -> None:
        """Start at login from now on, or no more.

        Raises:
            UserError: the entry can't be written or removed.
        """
        try:
            if not on:
                self.path.unlink(missing_ok=True)
            elif not self.path.exists() or self.path.read_text("utf-8") != self._text:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                write_atomically(self.path, self._text.encode(), 0o644)
        except (OSError, UnicodeDecodeError) as error:
            reason = os.strerror(error.errno or 0) if isinstance(error, OSError) else "not text"
            raise UserError(
                "Deskhand can't change whether it starts at login",
                f"The system said: {reason}",
                "See to the permissions of the file",
                place=str(self.path),
            ) from error


def exec_words(command: Sequence[str]) -> str:
    """A command as it stands after ``Exec=``."""
    words = " ".join(_quoted(word) for word in command)
    # Every value of an entry has escapes of its own, which are read before the quoting.
    return words.replace("\\", "\\\\").replace("\n", "\\n")


def _quoted(word: str) -> str:
    word = word.replace("%", "%%")
    if word and all(char.isalnum() or char in "-_./=:%+" for char in word):
        return word
    return '"' + "".join(f"\\{char}" if char in _ESCAPED else char for char in word) + '"'
