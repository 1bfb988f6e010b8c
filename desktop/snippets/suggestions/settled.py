"""Which sentences are never suggested again, by their fingerprints: no text is in the file."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from desktop.core.atomic import write_atomically
from desktop.core.results import UserError

FILE: Final = "suggestions.json"
"""In the profile's folder for data."""
MOST: Final = 2_000
"""Those that were settled first go first."""


class Settled:
    """Of one thread. Without a file it is remembered until Deskhand ends."""

    def __init__(self, path: Path | None) -> None:
        """Read what is there; a file that can't be read counts as none."""
        self._path = path
        self._marks: list[bytes] = _read(path) if path is not None else []

    @property
    def lasts(self) -> bool:
        """Is it remembered for good?"""
        return self._path is not None

    @property
    def marks(self) -> list[bytes]:
        """In the order in which they were settled."""
        return list(self._marks)

    def add(self, mark: bytes) -> None:
        """Never suggest this one again.

        Raises:
            UserError: that holds until Deskhand ends only, because it can't be written.
        """
        self._marks = [*(one for one in self._marks if one != mark), mark][-MOST:]
        if self._path is None:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self._path, msgspec.json.encode([one.hex() for one in self._marks]))
        except OSError as error:
            raise UserError(
                "What you decided on this suggestion is forgotten when Deskhand ends",
                error.strerror or "",
                "Make room on the disk, or check the permissions of Deskhand's folder",
            ) from error


def _read(path: Path) -> list[bytes]:
    try:
        found = msgspec.json.decode(path.read_bytes(), type=list[str])
        return [bytes.fromhex(one) for one in found][-MOST:]
    except (OSError, msgspec.DecodeError, ValueError):
        return []
