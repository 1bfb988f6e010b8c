"""Which files are packs, and what of a file tells that it changed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

ENDINGS: Final = (".yml", ".yaml")
MOST_FILES: Final = 10_000
MOST_DEPTH: Final = 16


class Stamp(NamedTuple):
    """Changes whenever the file does, as far as the file system tells."""

    size: int
    mtime_ns: int
    inode: int


class Source(NamedTuple):
    """One pack's file."""

    path: str
    """Absolute, with symbolic links followed: what makes two sources the same."""
    shown: str
    """For people: relative to the folder that was asked for, with forward slashes."""
    root: str
    """That folder; the file's own for one that was named alone."""

    @property
    def name(self) -> str:
        """The pack's name: the file's without ending; of espanso's ``package.yml`` the folder's."""
        file = Path(self.shown)
        if file.stem == "package":
            return Path(self.path).parent.name or file.stem
        return file.stem

    @property
    def long_name(self) -> str:
        """Tells packs of one name apart: with the folders."""
        file = Path(self.shown)
        if file.stem == "package":
            return file.parent.as_posix() if len(file.parts) > 1 else Path(self.path).parent.name
        return file.with_suffix("").as_posix()


def stamp_of(path: str) -> Stamp:
    """The file's stamp now.

    Raises:
        OSError: it is not there, may not be read, or is no ordinary file (a pipe would block).
    """
    state = os.stat(path)  # noqa: PTH116 - on the poller's path, 10,000 files at most
    if not stat.S_ISREG(state.st_mode):
        raise OSError(0, "it is not an ordinary file")
    return Stamp(state.st_size, state.st_mtime_ns, state.st_ino)


def find_packs(roots: Iterable[Path]) -> tuple[list[Source], list[Path]]:
    """The packs of files and folders, in a stable order, and the roots that are not there.

    Folders are read to the bottom. A file whose name begins with ``_`` is for ``imports`` only,
    as in espanso, and hidden ones (``.x``) belong to editors and systems. Of espanso's own
    configuration folder only ``match`` is taken.
    """
    found: dict[str, Source] = {}
    missing = []
    for root in roots:
        if root.is_dir():
            for source in _walk(_match_folder(root)):
                if len(found) >= MOST_FILES:
                    break
                found.setdefault(source.path, source)
        elif root.exists():
            path = os.path.realpath(root)
            found.setdefault(path, Source(path, root.name, str(root.parent)))
        else:
            missing.append(root)
    return list(found.values()), missing


def _match_folder(root: Path) -> Path:
    match = root / "match"
    return match if match.is_dir() and (root / "config").is_dir() else root


def _walk(root: Path) -> Iterator[Source]:
    """Each folder once, so that a link to a folder above does no harm."""
    found: list[Source] = []
    seen: set[str] = set()
    folders = [("", 0)]
    while folders:
        inner, depth = folders.pop()
        folder = os.path.join(root, inner)  # noqa: PTH118 - on the poller's path
        real = os.path.realpath(folder)
        if real in seen:
            continue
        seen.add(real)
        try:
            entries = list(os.scandir(folder))
        except OSError:
            continue
        for entry in entries:
            name = entry.name
            if name.startswith("."):
                continue
            shown = f"{inner}/{name}" if inner else name
            if _is_dir(entry):
                if depth < MOST_DEPTH:
                    folders.append((shown, depth + 1))
            elif name.lower().endswith(ENDINGS) and not name.startswith("_"):
                path = os.path.realpath(entry.path) if entry.is_symlink() else None
                plain = path or os.path.join(real, name)  # noqa: PTH118 - as above
                found.append(Source(plain, shown, str(root)))
                if len(found) > MOST_FILES:
                    folders.clear()
                    break
    yield from sorted(found, key=lambda one: one.shown)


def _is_dir(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False
