"""What an importer is: what it reads, and what it says of every snippet that it found.

An importer is one module with a constant ``IMPORTER``. It turns a file, or a folder, into drafts of
snippets: plain values in Deskhand's own terms. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import msgspec

from desktop.core.results import UserError
from desktop.core.tables import encoding_of
from desktop.snippets.model import Value

T = TypeVar("T")

LARGEST = 100_000_000
"""Bytes of one file that is read."""
_SAMPLE = 65_536
"""Bytes that a file is recognised by."""
MOST_SNIPPETS = 500_000
"""Of one import."""
MOST_FILES = 20_000
"""Of one folder."""


@dataclass(slots=True)
class Draft:
    """A snippet as it is to be written into a pack."""

    source: str = field(repr=False)
    """What it is called where it comes from: its abbreviation or name."""
    body: str = field(default="", repr=False)
    """A template as packs have it."""
    kind: str = "replace"
    """The key that the body stands under: ``replace``, ``form``, ``html``, ``markdown`` or
    ``image_path``."""
    triggers: Sequence[str] = ()
    regex: str = ""
    label: str = ""
    search_terms: Sequence[str] = ()
    flags: Mapping[str, Value] = field(default_factory=dict)
    """``left_word``, ``propagate_case`` and so on, as packs have them."""
    variables: list[dict[str, Value]] = field(default_factory=list)
    form_fields: dict[str, Value] = field(default_factory=dict)
    changes: list[str] = field(default_factory=list)
    """What is different from what it was, each a sentence; empty: it came over as it was."""

    def changed(self, how: str) -> None:
        """Note a difference, once."""
        if how not in self.changes:
            self.changes.append(how)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What could not be taken over."""

    source: str = field(repr=False)
    why: str
    """A sentence."""


@dataclass(slots=True)
class DraftPack:
    """Snippets that become one file."""

    name: str
    drafts: list[Draft] = field(default_factory=list)
    text: str = field(default="", repr=False)
    """A pack that is YAML already, and is kept as it is, comments and all; then the drafts are only
    for the report."""
    ending: str = ".yml"
    """Of the file: others may import it by its name."""
    where: Mapping[str, Value] = field(default_factory=dict)
    """The applications that it is for, as packs have them."""


@dataclass(slots=True)
class Imported:
    """Everything that an importer found."""

    packs: list[DraftPack] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """About the whole: settings of the other program that have no place in a pack."""
    folder: str = ""
    """Where the packs belong together: they keep their names, below a folder of this name."""
    beside: dict[str, Path] = field(default_factory=dict)
    """Files that snippets refer to, each with its place below that folder."""


@dataclass(frozen=True, slots=True)
class Importer:
    """What there is to know about a format without reading anything."""

    name: str
    title: str
    """The program's name, as the agent knows it."""
    recognises: Callable[[Path, bytes], bool]
    """Is this file (with its first bytes; a folder has none) of that program? May raise OSError."""
    read: Callable[[Path], Imported]
    """Raises UserError when it can't be read at all; a fault in one snippet leaves out that one."""
    general: bool = False
    """What others know better is left to them."""


def sample_of(path: Path) -> bytes:
    """The first bytes of a file; a folder has none.

    Raises:
        OSError: it can't be read.
    """
    if path.is_dir():
        return b""
    with path.open("rb") as file:
        return file.read(_SAMPLE)


def read_bytes(path: Path) -> bytes:
    """A whole file.

    Raises:
        UserError: it can't be read, or is larger than any library of snippets.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise UserError(
                "This file is too large for a library of snippets",
                todo="Export the snippets anew, or take them over in parts",
                place=path.name,
            )
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error


def unreadable(path: Path, error: OSError) -> UserError:
    """The system does not let it be read."""
    return UserError(
        "This file can't be read",
        error.strerror or "",
        "Check that it is there and that you may read it",
        place=path.name,
    )


def read_text(path: Path) -> str:
    """A whole text file in whatever encoding it seems to have, with line ends as ``\\n``.

    Raises:
        UserError: it can't be read, or is no text.
    """
    data = read_bytes(path)
    encoding = encoding_of(data[:200_000])
    if encoding in {"utf-8", "utf-8-sig", "cp1252"} and b"\0" in data[:8192]:
        raise UserError("This is not a text file", place=path.name)
    text = data.decode(encoding, "replace").removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_json(path: Path, kind: type[T], otherwise: str, todo: str) -> T:
    """A whole file of JSON.

    Raises:
        UserError: as :func:`read_text`, or ``otherwise``: it is no such file.
    """
    text = read_text(path)
    try:
        return msgspec.json.decode(text.encode("utf-8"), type=kind)
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
        raise UserError(otherwise, todo=todo, place=path.name) from None


def escaped(text: str) -> str:
    """Plain text as a template says it: braces of its own stay what they are."""
    return text.replace("{{", "\\{\\{").replace("}}", "\\}\\}")
