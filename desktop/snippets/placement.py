"""Packs in their order, with names that are unique and with the numbers of their snippets."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import overload

from desktop.snippets.compiled import CompiledPack
from desktop.snippets.loading import LoadedPack
from desktop.snippets.model import Snippet
from desktop.snippets.sources import Source


@dataclass(frozen=True, slots=True)
class Pack:
    """One pack of the library."""

    name: str
    source: Source
    compiled: CompiledPack
    first: int
    """The number of its first snippet; the others follow."""
    trusted: bool
    globals_of: str = ""
    """See :attr:`Snippet.globals_of`."""

    def snippet(self, at: int) -> Snippet:
        """The snippet at a place in this pack."""
        return self.compiled.record(at).snippet(
            self.name, self.source.path, self.globals_of, trusted=self.trusted
        )


class Snippets(Sequence[Snippet]):
    """The snippets by number; each is made when it is asked for, in about three microseconds."""

    def __init__(self, packs: Sequence[Pack]) -> None:
        """In the order of the packs."""
        self._packs = packs
        self._firsts = [pack.first for pack in packs]
        self._count = packs[-1].first + len(packs[-1].compiled) if packs else 0

    def __len__(self) -> int:
        """How many there are."""
        return self._count

    @overload
    def __getitem__(self, number: int) -> Snippet: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[Snippet, ...]: ...
    def __getitem__(self, number: int | slice) -> Snippet | tuple[Snippet, ...]:
        """Raises IndexError as a tuple does."""
        if isinstance(number, slice):
            return tuple(self[one] for one in range(*number.indices(self._count)))
        pack, at = self.locate(number)
        return pack.snippet(at)

    def __iter__(self) -> Iterator[Snippet]:
        """All, in order."""
        for pack in self._packs:
            for record in pack.compiled.all_records():
                yield record.snippet(
                    pack.name, pack.source.path, pack.globals_of, trusted=pack.trusted
                )

    def locate(self, number: int) -> tuple[Pack, int]:
        """The pack of a snippet and the place in it; IndexError as a tuple raises it."""
        if number < 0:
            number += self._count
        if not 0 <= number < self._count:
            raise IndexError("no snippet has this number")
        # An empty pack begins where the next one does: the last that begins there has it.
        pack = self._packs[bisect_right(self._firsts, number) - 1]
        return pack, number - pack.first


class Trust:
    """Is a file, or a folder above it, among those that the agent trusts?"""

    def __init__(self, trusted: Iterable[Path]) -> None:
        """Files and folders."""
        self._trusted = {path.resolve() for path in trusted}

    def __call__(self, path: str) -> bool:
        """``path`` has its links followed, as a source's has."""
        if not self._trusted:
            return False
        file = Path(path)
        return file in self._trusted or not self._trusted.isdisjoint(file.parents)


def in_order(sources: list[Source], loaded: Mapping[str, LoadedPack]) -> list[LoadedPack]:
    """As found, then what only imports brought in, by path."""
    first = dict.fromkeys(source.path for source in sources)
    rest = sorted(path for path in loaded if path not in first)
    return [loaded[path] for path in [*first, *rest]]


def placed(loaded: list[LoadedPack], trust: Trust) -> list[Pack]:
    """With names and first numbers."""
    usable = [(one.source, one.compiled) for one in loaded if one.compiled is not None]
    names = _names([source for source, _ in usable])
    packs = []
    first = 0
    for (source, compiled), name in zip(usable, names, strict=True):
        packs.append(Pack(name, source, compiled, first, trust(source.path)))
        first += len(compiled)
    return packs


def _names(sources: list[Source]) -> list[str]:
    """Each once: packs of one name are told apart by their folders, and by a count if need be.

    A file's name does not depend on which of them was found first, so that ids stay.
    """
    short = Counter(source.name for source in sources)
    names = [one.name if short[one.name] == 1 else one.long_name for one in sources]
    taken: Counter[str] = Counter()
    unique = []
    for name in names:
        taken[name] += 1
        unique.append(name if taken[name] == 1 else f"{name}~{taken[name]}")
    return unique
