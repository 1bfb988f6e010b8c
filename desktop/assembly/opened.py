"""Snippets that somebody looks at, and where each stands in its pack by now.

A pack may be changed by others at any time, so a snippet is known by how it was written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.digest import blake2b
from desktop.core.results import Problem, UserError
from desktop.snippets.sources import Stamp, stamp_of

if TYPE_CHECKING:
    from desktop.snippets.editing.pack_text import PackText

CHANGED_MEANWHILE = Problem(
    "This snippet was changed by another program meanwhile",
    "Your change would have undone that",
    "What you wrote is still here: copy it, look at the snippet as it is now, and change it again",
)


@dataclass(slots=True)
class Opened:
    """A snippet that somebody looks at; how it stands in its file is for the editing thread."""

    path: str
    number: int
    """Its place in ``matches``, from 1; after a change, where it is then."""
    entry: str | None = field(default=None, repr=False)
    """As it is written; of a list in brackets the whole file. None: not read, or another by now."""
    problem: Problem | None = None
    """Why it could not be read."""

    def place_in(self, pack: PackText) -> int:
        """Where it is now, if it is as it was when it was opened.

        Raises:
            UserError: it is not, or could not be read.
        """
        number: int | None = None
        if self.problem is not None:
            what = self.problem
            raise UserError(what.what, what.why, what.todo, what.place)
        if self.entry is not None and pack.places.by_lines:
            number = pack.find(self.entry, self.number)
        elif self.entry is not None and self.entry == pack.text:
            number = self.number
        if number is None:
            what = CHANGED_MEANWHILE
            raise UserError(what.what, what.why, what.todo, Path(self.path).name)
        return number

    def stands_in(self, text: str) -> None:
        """This is its pack now, with it at its number."""
        from desktop.snippets.editing.pack_text import PackText

        pack = PackText.read(text)
        self.entry = pack.entry_lines(self.number) if pack.places.by_lines else pack.text


@dataclass(frozen=True, slots=True)
class PackRead:
    """A pack that was read."""

    path: str
    stamp: Stamp
    digest: bytes
    pack: PackText = field(repr=False)
    lines: list[str] = field(repr=False)

    def entry(self, number: int) -> str:
        """A snippet as it is written; of a list in brackets the whole file."""
        places = self.pack.places
        if not places.by_lines or not 1 <= number <= len(places.snippets):
            return self.pack.text
        place = places.snippets[number - 1]
        return "\n".join(self.lines[place.first : place.end])


class LastRead:
    """The pack that was read last: who goes through its snippets reads it once."""

    def __init__(self) -> None:
        """None was."""
        self._known: PackRead | None = None

    def forget(self) -> None:
        """Let go of it."""
        self._known = None

    def read(self, path: str) -> PackRead:
        """A pack as it is in its file; read anew only if that was touched.

        Raises:
            UserError: it can't be read.
        """
        from desktop.snippets.editing.edits import read_pack_file
        from desktop.snippets.editing.pack_text import PackText

        try:
            stamp = stamp_of(path)
            if self._known is None or (self._known.path, self._known.stamp) != (path, stamp):
                # The text first: what is written in between makes it an old one, never a new one.
                pack = PackText.read(read_pack_file(Path(path)))
                digest = blake2b(Path(path).read_bytes(), digest_size=16).digest()
                self._known = PackRead(path, stamp, digest, pack, pack.text.split("\n"))
        except OSError as error:
            raise UserError(
                "This pack can't be read", error.strerror or "", "Check that it is there",
                place=Path(path).name,
            ) from error  # fmt: skip
        return self._known


def last_number(text: str) -> int:
    """How many entries a pack has: the number of the last."""
    from desktop.snippets.editing.pack_text import PackText
    from desktop.snippets.pack import read_pack

    pack = PackText.read(text)
    if pack.places.by_lines:
        return len(pack.places.snippets)
    return max((one.number for one in read_pack(text.encode("utf-8")).records), default=0)
