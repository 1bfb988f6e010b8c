"""From files to compiled packs: what is known stays, what changed is read, imports are followed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final

import msgspec

from desktop.core.digest import blake2b
from desktop.core.results import Problem, Severity
from desktop.snippets.compiled import CompiledPack, compile_pack
from desktop.snippets.fields import Finding
from desktop.snippets.sources import MOST_FILES, Source, Stamp, stamp_of

if TYPE_CHECKING:
    from desktop.snippets.pack import ParsedPack

# The pack reader and its YAML are imported where a pack is read: the cache mostly suffices.

MOST_BYTES: Final = 64 * 1024 * 1024
"""Of a pack's file."""
_SETTLED_NS: Final = 2_000_000_000
"""The coarsest clock of a file system in use (FAT): a younger file may yet change unseen."""


@dataclass(slots=True)
class LoadedPack:
    """One pack, whatever came of its file."""

    source: Source
    compiled: CompiledPack | None
    """None if it can't be read and never could."""
    imports: list[str] = field(default_factory=list)
    """Paths of the packs that it imports."""
    problems: list[Problem] = field(default_factory=list)
    stamp: Stamp | None = None
    readable: bool = True
    """False if the file as it is now can't be read, even where older snippets stay in use."""


class Loader:
    """One run over all files."""

    def __init__(
        self,
        known: Mapping[str, CompiledPack],
        progress: Callable[[float], None] = lambda _part: None,
    ) -> None:
        """``known`` packs are used again where their file is the same.

        ``progress`` hears how much is done, from 0 to 1, while packs are read anew.
        """
        self._known = known
        self._progress = progress
        self.packs: dict[str, LoadedPack] = {}
        self.missed: set[str] = set()
        """Files that an import names and that are not there."""
        self.changed = False
        """Something was read anew, so that the cache is out of date."""

    def load(self, sources: list[Source]) -> None:
        """These packs and all that they import; a circle of imports does no harm."""
        waiting = list(reversed(sources))
        size, total = 0, sum(map(_size, sources))
        while waiting:
            source = waiting.pop()
            if source.path in self.packs:
                continue
            pack = self._read(source)
            self.packs[source.path] = pack
            size += pack.stamp.size if pack.stamp is not None else 0
            if self.changed:
                self._progress(min(1.0, size / max(1, total)))
            if pack.compiled is not None:
                waiting += reversed(self._imports(pack, pack.compiled))
        self.changed = self.changed or len(self._known) != sum(
            pack.compiled is not None for pack in self.packs.values()
        )

    def _read(self, source: Source) -> LoadedPack:
        known = self._known.get(source.path)
        pack = LoadedPack(source, None)
        try:
            stamp = pack.stamp = stamp_of(source.path)
            if known is not None and _same(known, stamp):
                pack.compiled = known
            else:
                self.changed = True
                pack.compiled = _compile(source.path, stamp, known)
        except OSError as error:
            pack.readable = False
            pack.problems.append(
                Problem("This pack can't be read", error.strerror or "", place=source.shown)
            )
            self._keep_last(pack, known)
            return pack
        head = pack.compiled.head
        pack.readable = head.readable
        pack.problems += [place(source, finding) for finding in head.findings]
        if not head.readable:
            self._keep_last(pack, known)
        return pack

    def _keep_last(self, pack: LoadedPack, known: CompiledPack | None) -> None:
        """A pack that broke goes on with its last sound snippets."""
        if known is None or not known.head.readable:
            return
        pack.compiled = known
        pack.problems.append(
            Problem(
                "The last sound version of this pack stays in use",
                severity=Severity.INFO,
                place=pack.source.shown,
            )
        )

    def _imports(self, pack: LoadedPack, compiled: CompiledPack) -> list[Source]:
        """What the pack imports and can be loaded."""
        found: list[Source] = []
        for written, line in compiled.head.imports:
            path = _resolve(pack.source, written)
            fault = "" if path else "It is on another computer"
            if path and not Path(path).is_file():
                fault = "There is no such file"
                self.missed.add(path)
            elif len(self.packs) + len(found) >= MOST_FILES:
                fault = f"There are more than {MOST_FILES} files"
            if fault:
                finding = Finding(
                    line, f"{_name(written)}, which this line imports, can't be read", fault
                )
                pack.problems.append(place(pack.source, finding))
                continue
            pack.imports.append(path)
            found.append(Source(path, _shown(path, pack.source.root), pack.source.root))
        return found


def _size(source: Source) -> int:
    try:
        return os.stat(source.path).st_size  # noqa: PTH116 - a path may be any bytes
    except OSError:
        return 0


def _name(written: str) -> str:
    return PurePath(written.replace("\\", "/")).name[:60] or "A file"


def place(source: Source, finding: Finding) -> Problem:
    """The finding with its file."""
    return Problem(
        finding.what,
        finding.why,
        finding.todo,
        finding.severity,
        f"{source.shown}:{finding.line}",
    )


def _same(known: CompiledPack, stamp: Stamp) -> bool:
    head = known.head
    return head.settled and head.size == stamp.size and head.mtime_ns == stamp.mtime_ns


def _compile(path: str, stamp: Stamp, known: CompiledPack | None) -> CompiledPack:
    """Read the file; parse it only if its content is not the known one.

    Raises:
        OSError: it can't be read.
    """
    settled = time.time_ns() - stamp.mtime_ns > _SETTLED_NS
    data = b""
    parsed = _too_large() if stamp.size > MOST_BYTES else None
    if parsed is None:
        with Path(path).open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            parsed, data = _too_large(), b""
    digest = blake2b(data, digest_size=16).digest()
    if parsed is None:
        if known is not None and known.head.digest == digest:
            return _restamped(known, stamp, settled=settled)
        from desktop.snippets.pack import read_pack

        parsed = read_pack(data)
    return compile_pack(path, stamp.size, stamp.mtime_ns, digest, parsed, settled=settled)


def _restamped(known: CompiledPack, stamp: Stamp, *, settled: bool) -> CompiledPack:
    head = msgspec.structs.replace(
        known.head, size=stamp.size, mtime_ns=stamp.mtime_ns, settled=settled
    )
    return CompiledPack(head, known.records, known.offsets, known.checksums, known.owners)


def _too_large() -> ParsedPack:
    from desktop.snippets.pack import ParsedPack

    megabytes = MOST_BYTES >> 20
    what = f"This file is larger than {megabytes} megabytes, too large for a pack."
    return ParsedPack(findings=[Finding(1, what, todo="Split it into several.")], readable=False)


def _resolve(source: Source, written: str) -> str:
    """The file that an import means; empty for one on another computer.

    Windows would send the agent's password hash to whatever server a pack from the net names.
    """
    if written.startswith(("\\\\", "//")):
        return ""
    return os.path.realpath(PurePath(source.path).parent / written)


def _shown(path: str, root: str) -> str:
    try:
        return Path(path).relative_to(os.path.realpath(root)).as_posix()
    except ValueError:
        return Path(path).name
