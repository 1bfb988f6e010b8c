"""All snippets of all packs, as one snapshot that never changes.

A snippet's *number* is its place in :attr:`Library.snippets`; the trigger index speaks of
snippets by it, and names the library by its fingerprint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from desktop.core.digest import blake2b
from desktop.core.results import Problem, Severity
from desktop.snippets.cache import VERSION, read_cache, write_cache
from desktop.snippets.fields import Finding
from desktop.snippets.loading import LoadedPack, Loader, place
from desktop.snippets.model import Snippet, Variable
from desktop.snippets.placement import Pack, Snippets, Trust, in_order, placed
from desktop.snippets.record import Cause
from desktop.snippets.sources import Stamp, find_packs
from desktop.snippets.visible import visible_globals
from desktop.snippets.where import EVERYWHERE, Where

_NO_STAMPS: Final[Mapping[str, Stamp | None]] = {}


@dataclass(frozen=True, slots=True)
class Library:
    """A snapshot of the packs; made by :func:`load_library`, safe to read from any thread."""

    packs: tuple[Pack, ...] = ()
    globals: Mapping[str, Mapping[str, Variable]] = field(default_factory=dict)
    """The global variables that a snippet sees, by its ``globals_of``, then by name."""
    problems: tuple[Problem, ...] = ()
    fingerprint: str = ""
    """Changes whenever a snippet or its number does."""
    unreadable: tuple[Path, ...] = ()
    """Files and folders from which nothing could be read as they are now."""
    stamps: Mapping[str, Stamp | None] = field(default_factory=lambda: _NO_STAMPS)
    """The files that this was made from, with their state when they were read; None where there
    was nothing to read."""
    snippets: Snippets = field(init=False)
    """By number."""
    _by_name: Mapping[str, Pack] = field(init=False)

    def __post_init__(self) -> None:
        """What follows from the packs."""
        object.__setattr__(self, "snippets", Snippets(self.packs))
        object.__setattr__(self, "_by_name", {pack.name: pack for pack in self.packs})

    def number_of(self, snippet_id: str) -> int | None:
        """The number of the snippet with an id (``pack#number``)."""
        name, _, number = snippet_id.rpartition("#")
        pack = self._by_name.get(name)
        if pack is None or not (number.isascii() and number.isdigit()):
            return None
        at = pack.compiled.place_of(int(number))
        return None if at is None else pack.first + at

    def numbers_having(self, trigger: str) -> list[int]:
        """The numbers of the snippets with exactly this trigger, in order."""
        return [pack.first + at for pack in self.packs for at in pack.compiled.having(trigger)]

    def by_trigger(self, trigger: str) -> tuple[Snippet, ...]:
        """The snippets with exactly this trigger, in order; for variables of type ``match``."""
        return tuple(self.snippets[number] for number in self.numbers_having(trigger))

    def causes(self) -> Iterator[Cause]:
        """What makes each snippet fire, by number, without the texts."""
        for pack in self.packs:
            yield from pack.compiled.causes()

    def where(self, number: int) -> Where:
        """In which applications and windows a snippet is typed."""
        pack, _ = self.snippets.locate(number)
        return pack.compiled.head.where

    def serving(self, numbers: Iterable[int], app: str, title: str) -> list[int]:
        """Those whose pack is for this application and window."""

        def serves(number: int) -> bool:
            where = self.where(number)
            return where == EVERYWHERE or where.holds(app, title)

        return [number for number in numbers if serves(number)]

    def place(self, number: int) -> str:
        """A snippet's file and line, as problems show them (``mail.yml:12``)."""
        pack, at = self.snippets.locate(number)
        return f"{pack.source.shown}:{pack.compiled.cause(at).line}"


def load_library(
    roots: Iterable[Path],
    cache_file: Path | None = None,
    trusted: Iterable[Path] = (),
    previous: Library | None = None,
    progress: Callable[[float], None] = lambda _part: None,
) -> Library:
    """Read all packs in these folders and files.

    Args:
        roots: Folders (with all that is in them) and single files.
        cache_file: Where the compiled packs are kept; None to keep nothing.
        trusted: Files, and folders of files, that may run programs.
        previous: The library in use: its packs are known, so the cache is not read.
        progress: Hears how much is done, from 0 to 1, while packs are read anew.

    Never raises for what is on the disk: what can't be read or used is among the problems, and a
    pack that broke goes on with its last sound snippets.
    """
    roots = list(roots)
    sources, missing = find_packs(roots)
    if previous is not None:
        known = {pack.source.path: pack.compiled for pack in previous.packs}
    else:
        known = read_cache(cache_file) if cache_file is not None else {}
    loader = Loader(known, progress)
    loader.load(sources)
    loaded = list(loader.packs.values())
    ordered = in_order(sources, loader.packs)
    problems = [Problem("There is no such file or folder", place=root.name) for root in missing]
    packs = placed(ordered, Trust(trusted))
    packs, visible, conflicts = visible_globals(packs, {one.source.path: one for one in ordered})
    problems += _problems(ordered, packs)
    problems += conflicts
    if cache_file is not None and loader.changed:
        fault = write_cache(cache_file, [pack.compiled for pack in packs])
        if fault is not None:
            problems.append(fault)
    return Library(
        packs=tuple(packs),
        globals=visible,
        problems=tuple(problems),
        fingerprint=_fingerprint(packs),
        unreadable=(
            *missing,
            *(Path(one.source.path) for one in loaded if not one.readable),
        ),
        stamps={
            **dict.fromkeys(loader.missed),
            **{one.source.path: one.stamp for one in loaded},
        },
    )


def _problems(loaded: list[LoadedPack], packs: list[Pack]) -> list[Problem]:
    """Of the files in order, with what only trust decides."""
    untrusted = {pack.source.path: pack.compiled for pack in packs if not pack.trusted}
    problems = []
    for one in loaded:
        problems += one.problems
        compiled = untrusted.get(one.source.path)
        if compiled is None:
            continue
        for line in compiled.head.programs:
            finding = Finding(
                line,
                "This variable runs a program, and will not, because this pack is not trusted",
                todo="Trust the pack in the settings if you know what it does.",
                severity=Severity.WARNING,
            )
            problems.append(place(one.source, finding))
    return problems


def _fingerprint(packs: list[Pack]) -> str:
    digest = blake2b(bytes([VERSION]), digest_size=16)
    for pack in packs:
        digest.update(pack.source.path.encode("utf-8", "surrogateescape") + b"\0")
        digest.update(pack.compiled.head.digest)
    return digest.hexdigest()
