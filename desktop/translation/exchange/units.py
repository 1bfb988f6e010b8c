"""What a file to be imported gives, and what came of it."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from desktop.core.results import UserError
from desktop.translation.memory import Memory
from desktop.translation.memory_changes import Added, kept
from desktop.translation.memory_rows import Origin, Pair

PLACES: Final = 100
"""Skipped entries that a report names; all are counted."""


class Reason(StrEnum):
    """Why an entry was left out."""

    NO_TRANSLATION = "it has no translation"
    EMPTY = "a text is empty"
    TOO_LONG = "a text is too long"
    LANGUAGE = "a language is missing or not known"
    SAME_LANGUAGE = "both texts are in the same language"
    CHARACTERS = "it has characters that no text has"
    COLUMNS = "it has fewer columns than the first line"
    PRIVATE = "it has personal data that differs between the texts"


@dataclass(frozen=True, slots=True)
class Skipped:
    """An entry that was left out."""

    line: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Unit:
    """A pair of texts and the line where it stands."""

    line: int
    pair: Pair


Item = Unit | Skipped

Protect = Callable[[Pair], Pair | None]
"""Masks both texts of a pair alike; None when what is to be masked differs between them."""


@dataclass(frozen=True, slots=True)
class Report:
    """What came of an import."""

    imported: int
    doubled: int
    """Known before, or twice in the file."""
    skipped: Mapping[Reason, int] = field(default_factory=dict)
    places: tuple[Skipped, ...] = ()
    """The first of them."""


class ImportRefused(UserError):  # noqa: N818 - what happened to it
    """A file can't be imported; nothing of it was."""


def import_units(
    memory: Memory,
    items: Iterable[Item],
    protect: Protect,
    *,
    both_ways: bool = False,
    go_on: Callable[[int], bool] = lambda _: True,
) -> Future[Report]:
    """Add what a file gives to the memory, all or, where the file turns out bad, nothing.

    ``items`` and ``protect`` run on the thread of the database. With ``both_ways`` each pair also
    counts from its translation to its source: agents answer in what customers wrote in.

    The future ends with ImportRefused, StorageError, or ``memory_changes.Stopped`` when ``go_on``,
    which hears how many were added, said no.
    """
    counted: Counter[Reason] = Counter()
    places: list[Skipped] = []

    def pairs() -> Iterator[Pair]:
        for item in items:
            found = _judged(item, protect)
            if isinstance(found, Skipped):
                counted[found.reason] += 1
                if len(places) < PLACES:
                    places.append(found)
                continue
            yield found
            # Protected anew: tokens are numbered by their places in what is the source then.
            other = _judged(_turned(item), protect) if both_ways else None
            if isinstance(other, Pair):
                yield other

    report: Future[Report] = Future()

    def finish(added: Future[Added]) -> None:
        if added.cancelled():
            report.cancel()
        elif (error := added.exception()) is not None:
            report.set_exception(error)
        else:
            done = added.result()
            report.set_result(Report(done.new, done.doubled, dict(counted), tuple(places)))

    memory.add(pairs(), Origin.IMPORT, go_on).add_done_callback(finish)
    return report


def _judged(item: Item, protect: Protect) -> Pair | Skipped:
    if isinstance(item, Skipped):
        return item
    protected = protect(item.pair)
    if protected is None:
        return Skipped(item.line, Reason.PRIVATE)
    if (found := kept(protected)) is None:
        return Skipped(item.line, Reason.CHARACTERS)
    return found


def _turned(item: Item) -> Item:
    if isinstance(item, Skipped):
        return item
    pair = item.pair
    turned = dataclasses.replace(
        pair,
        source=pair.target,
        target=pair.source,
        source_language=pair.target_language,
        target_language=pair.source_language,
    )
    return Unit(item.line, turned)
