"""Changes of the translation memory, each for the writer's thread and inside its transaction."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from desktop.translation import memory_index
from desktop.translation.memory_rows import Origin, Pair, key_of, normal, pair_number
from desktop.translation.tags import canonical

CHUNK: Final = 20_000
"""Segments that are indexed together, and between two looks at whether to go on."""
LONGEST: Final = 20_000
"""Characters of a text that is kept."""
_UNKEEPABLE: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What neither SQLite's text nor XML can hold."""


class Stopped(Exception):  # noqa: N818 - not an error: the agent did not want it any more
    """The work was stopped, and nothing of it was kept."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of pairs."""

    new: int
    doubled: int
    """Known before, or twice among them."""


def kept(pair: Pair) -> Pair | None:
    """As it can be kept; None when a text is empty or too long, or a language is none."""
    source, target = normal(pair.source), normal(pair.target)
    languages = canonical(pair.source_language), canonical(pair.target_language)
    if not source or not target or max(len(source), len(target)) > LONGEST:
        return None
    if None in languages or not keepable(source) or not keepable(target):
        return None
    return Pair(
        source,
        target,
        languages[0] or "",
        languages[1] or "",
        tuple("-".join(kind.split()) for kind in pair.kinds),
        pair.created,
        pair.used,
        pair.uses,
        pair.origin,
    )


def keepable(text: str) -> bool:
    """Has it only characters that can be kept?"""
    return _UNKEEPABLE.search(text) is None


def add(
    connection: sqlite3.Connection,
    pairs: Iterable[Pair],
    origin: Origin,
    now: dt.datetime,
    uses: int = 0,
    go_on: Callable[[int], bool] = lambda _: True,
) -> Added:
    """Add what is new; what is known is used ``uses`` times more. ``pairs`` are as :func:`kept`.

    ``go_on`` hears how many are done and says whether to.

    Raises:
        Stopped: it said no.
    """
    work = _Adding(connection, origin, int(now.timestamp()), uses)
    rest = iter(pairs)
    done = 0
    while some := list(islice(rest, CHUNK)):
        memory_index.add(connection, [entry for pair in some if (entry := work.one(pair))])
        done += len(some)
        if not go_on(done):
            raise Stopped
    return Added(work.new, work.doubled)


class _Adding:
    """Pairs on their way into the table."""

    def __init__(self, connection: sqlite3.Connection, origin: Origin, now: int, uses: int) -> None:
        self.new = 0
        self.doubled = 0
        self.last = 0
        """The number of the segment that came or was met last."""
        self._connection = connection
        self._origin = origin
        self._now = now
        self._uses = uses
        self._pairs: dict[tuple[str, str], int] = {}

    def one(self, pair: Pair) -> memory_index.Entry | None:
        """What to index, if it is new."""
        languages = pair.source_language, pair.target_language
        if (number := self._pairs.get(languages)) is None:
            number = self._pairs[languages] = pair_number(self._connection, *languages)
        key = key_of(pair.source)
        known = self._connection.execute(
            "SELECT id, origin FROM segment"
            " WHERE key = ? AND pair = ? AND source = ? AND target = ?",
            (key, number, pair.source, pair.target),
        ).fetchone()
        origin = pair.origin or self._origin
        if known is not None:
            self.doubled += 1
            self.last = known[0]
            self._again(known[0], Origin(known[1]), origin, pair)
            return None
        self.new += 1
        created = _seconds(pair.created, self._now)
        used = max(created, _seconds(pair.used, created))
        row = self._connection.execute(
            "INSERT INTO segment (pair, key, source, target, kinds, origin, created, used, uses)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            (number, key, pair.source, pair.target, " ".join(pair.kinds), origin, created, used,
             max(pair.uses, self._uses)),
        ).fetchone()  # fmt: skip
        self.last = row[0]
        return self.last, number, pair.source

    def _again(self, number: int, before: Origin, origin: Origin, pair: Pair) -> None:
        if self._uses:
            self._connection.execute(
                "UPDATE segment SET used = max(used, ?), uses = uses + ? WHERE id = ?",
                (_seconds(pair.used, self._now), self._uses, number),
            )
        if before is Origin.ENGINE and origin is Origin.AGENT:
            self._connection.execute("UPDATE segment SET origin = ? WHERE id = ?", (origin, number))


def remember(
    connection: sqlite3.Connection, pair: Pair, origin: Origin, now: dt.datetime, about: str
) -> int:
    """Keep one confirmed translation, and for whom it was made; gives its number."""
    work = _Adding(connection, origin, int(now.timestamp()), uses=1)
    if entry := work.one(pair):
        memory_index.add(connection, [entry])
    if about:
        connection.execute("INSERT OR IGNORE INTO about VALUES (?, ?)", (about, work.last))
    return work.last


def replace_variants(
    connection: sqlite3.Connection, pairs: Sequence[Pair], now: dt.datetime
) -> Added:
    """Make the approved variants be exactly these."""
    wanted = {(one.source_language, one.target_language, one.source, one.target) for one in pairs}
    rows = connection.execute(
        "SELECT segment.id, pair.source, pair.target, segment.source, segment.target"
        " FROM segment JOIN pair ON pair.id = segment.pair WHERE origin = ?",
        (Origin.VARIANT,),
    )
    delete(connection, [row[0] for row in rows if row[1:] not in wanted])
    return add(connection, pairs, Origin.VARIANT, now)


def delete(connection: sqlite3.Connection, numbers: Iterable[int]) -> int:
    """Delete segments with all that leads to them; gives how many there were."""
    rest = iter(numbers)
    deleted = 0
    while some := list(islice(rest, CHUNK)):
        entries = [entry for number in some if (entry := _entry(connection, number))]
        memory_index.remove(connection, entries)
        connection.executemany(
            "DELETE FROM segment WHERE id = ?", [(number,) for number, _, _ in entries]
        )
        deleted += len(entries)
    return deleted


def forget(connection: sqlite3.Connection, customer: str) -> int:
    """Delete what was translated for this customer and for no other, and every link to them."""
    rows = connection.execute(
        "SELECT id, origin FROM segment JOIN about ON about.segment = segment.id"
        " WHERE customer = ? AND NOT EXISTS (SELECT 1 FROM about AS other"
        " WHERE other.segment = segment.id AND other.customer <> about.customer)",
        (customer,),
    ).fetchall()
    deleted = delete(connection, [number for number, origin in rows if Origin(origin).of_work])
    connection.execute("DELETE FROM about WHERE customer = ?", (customer,))
    return deleted


def expire(connection: sqlite3.Connection, before: dt.datetime) -> int:
    """Delete what comes from conversations and was last used before that moment."""
    rows = connection.execute(
        "SELECT id FROM segment WHERE used < ? AND origin IN (?, ?)",
        (int(before.timestamp()), *(one for one in Origin if one.of_work)),
    ).fetchall()
    return delete(connection, [row[0] for row in rows])


def clear(connection: sqlite3.Connection) -> int:
    """Delete everything."""
    deleted = connection.execute("SELECT count(*) FROM segment").fetchone()[0]
    for table in ("about", "segment", "posting", "pair"):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 - names from here
    return int(deleted)


def _entry(connection: sqlite3.Connection, number: int) -> memory_index.Entry | None:
    row = connection.execute(
        "SELECT id, pair, source FROM segment WHERE id = ?", (number,)
    ).fetchone()
    return None if row is None else (row[0], row[1], row[2])


def _seconds(moment: dt.datetime | None, otherwise: int) -> int:
    return otherwise if moment is None else int(moment.timestamp())
