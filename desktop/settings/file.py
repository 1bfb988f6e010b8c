"""The settings file: read with bounds, set aside when broken, written with a person's own kept.

What the settings mean is none of its business.
"""

from __future__ import annotations

import os
import re
import stat
import tomllib
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.core.atomic import write_atomically
from desktop.core.clock import Clock

LARGEST = 256 * 1024
"""Bytes; a settings file that a person can oversee is far smaller."""

_HEADER = (
    "Deskhand's settings. You may edit this file; Deskhand keeps your comments.",
    "What is not here has its default. docs/settings.md lists everything.",
)

Stamp = tuple[int, int, int]
"""Changes when the file does: its inode, size and time of writing (ns)."""

UNREAD: Stamp = (-1, -1, -1)
"""Of a file that is there and could not be read: unlike that of any file."""


class Broken(Exception):  # noqa: N818 - says what the file is
    """The file can't be settings; the text says why, ``line`` where (0: not in one line)."""

    def __init__(self, why: str, line: int = 0) -> None:
        """Without anything of the file's content."""
        super().__init__(why)
        self.line = line


@dataclass(frozen=True, slots=True)
class Content:
    """What stands in the file."""

    table: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    stamp: Stamp | None = None
    """None: there is no file."""


def stamp_of(path: Path) -> Stamp | None:
    """None when there is no file.

    Raises:
        OSError: it can't be told.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def read(path: Path) -> Content:
    """What stands in the file; empty when there is none.

    Raises:
        Broken: there is something, but it is not a settings file.
        OSError: it can't be read now; it may well be fine.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        return Content()
    if not stat.S_ISREG(status.st_mode):  # opening a pipe would wait for ever
        raise Broken("There is a folder or something else in its place")
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
        status = os.fstat(file.fileno())
    if len(data) > LARGEST:
        raise Broken(f"It is larger than {LARGEST // 1024} kilobytes")
    text = _decode(data)
    return Content(_parse(text), text, (status.st_ino, status.st_size, status.st_mtime_ns))


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")  # Windows' Notepad may put a mark at the beginning
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    raise Broken("It is not text in UTF-8", line)


def _parse(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise Broken("It is nested too deep") from None
    except ValueError as error:  # TOMLDecodeError, and a number of thousands of digits
        # Only the line: the rest of the message may quote the file.
        place = re.search(r"at line (\d+)", str(error))
        line = int(place[1]) if place else text.count("\n") + 1 if "end of" in str(error) else 0
    raise Broken("It is not written as TOML there" if line else "It is not written as TOML", line)


def set_aside(path: Path, clock: Clock) -> Path:
    """Give it another name, one that nothing has: ``settings.broken-20260131-174500.toml``.

    Raises:
        OSError: it stays where it is.
    """
    moment = clock.now().strftime("%Y%m%d-%H%M%S")
    number = 1
    while True:
        again = f"-{number}" if number > 1 else ""
        other = path.with_name(f"{path.stem}.broken-{moment}{again}{path.suffix}")
        if not os.path.lexists(other):
            return path.rename(other)
        number += 1


def line_of(text: str, key: str) -> int:
    """The line of ``section.name`` in the usual way of writing it, or 0."""
    section, _, name = key.partition(".")
    within = ""
    section_line = 0
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[\s*([\w.-]+)\s*\]", line):
            within = header[1]
            if f"{within}.".startswith(f"{key}."):
                return number
            section_line = number if within == section else section_line
        elif re.match(rf"\s*{re.escape(name if within == section else key)}\s*[=.]", line):
            return number
    return section_line


def write(path: Path, before: str, table: dict[str, Any]) -> None:
    """Make the file say ``table``, leaving all of ``before`` in it that still holds.

    Comments, order and keys that nobody knows stay as they are.

    Raises:
        Broken: it would be too large to be read again; nothing was changed.
        OSError: nothing was changed.
    """
    data = edited(before, table).encode()
    if len(data) > LARGEST:
        raise Broken(f"It would be larger than {LARGEST // 1024} kilobytes")
    write_atomically(path, data)


def edited(before: str, table: dict[str, Any]) -> str:
    """The text ``before``, changed so that it says ``table`` and keeps all else."""
    import tomlkit  # slow to import, and only needed when something is changed

    try:
        document = tomlkit.parse(before)
        if not before.strip():
            for line in _HEADER:
                document.add(tomlkit.comment(line))
        _reconcile(document, table)
        text = tomlkit.dumps(document)
        if tomllib.loads(text) == table:
            return text
    except (tomlkit.exceptions.TOMLKitError, ValueError):
        pass
    # A way of writing that tomlkit can't edit (rare): the values matter more than the layout.
    return tomlkit.dumps(table)


def _reconcile(present: MutableMapping[str, Any], wanted: dict[str, Any]) -> None:
    """Change only what differs."""
    for key in [key for key in present if key not in wanted]:
        del present[key]
    for key, value in wanted.items():
        if key not in present:
            present[key] = value
            continue
        old = present[key]
        if isinstance(old, MutableMapping) and isinstance(value, dict):
            _reconcile(old, value)
        elif isinstance(old, list) and isinstance(value, list):
            _reconcile_list(old, value)
        elif old != value or isinstance(old, bool) != isinstance(value, bool):
            present[key] = value


def _reconcile_list(present: list[Any], wanted: list[Any]) -> None:
    """Take away and add at the end, so that comments between the entries stay."""
    for index in reversed(range(len(present))):
        if present[index] not in wanted:
            del present[index]
    if present != wanted[: len(present)]:
        present.clear()
    present.extend(wanted[len(present) :])
