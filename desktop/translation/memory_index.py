"""The index by which like segments are found among a million.

For each feature of a source text (see ``likeness``) the numbers of the segments that have it, cut
into pieces by language pair, by length of the text and by block of segments, so that a search
reads only lengths that can match and a change rewrites a small piece. It is a table like others:
it changes in the transaction in which the segments do.

A search reads the rarest features first and stops at a fixed amount, so what it costs does not
grow with the memory; then it compares the texts that share the most features with the query.
"""

from __future__ import annotations

import sqlite3
import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Final
from zlib import crc32

from desktop.translation.likeness import asked_features, band, bands, features

TABLE: Final = "CREATE TABLE posting (id INTEGER PRIMARY KEY, segments BLOB NOT NULL)"
"""``id`` is hash (32 bits), pair (12), band (5) and block (14); ``segments`` are the numbers within
the block, two bytes each, little end first."""

READ: Final = 40_000
"""Entries that a search reads; it is what bounds its time."""
COMPARED: Final = 400
"""Texts that a search compares."""

_PAIR_BITS: Final = 12
_BAND_BITS: Final = 5
_BLOCK_BITS: Final = 14
_PLACE_BITS: Final = 16
_BAND_AT: Final = _BLOCK_BITS
_PAIR_AT: Final = _BAND_AT + _BAND_BITS
_HASH_AT: Final = _PAIR_AT + _PAIR_BITS
_LOWEST: Final = (1 << _BLOCK_BITS) - 1
_PLACE: Final = (1 << _PLACE_BITS) - 1

Entry = tuple[int, int, str]
"""A segment's number, the number of its pair, and its source text."""


def add(connection: sqlite3.Connection, entries: Iterable[Entry]) -> None:
    """Note segments; many at once cost less each."""
    pieces = _pieces(entries)
    connection.executemany(
        "INSERT INTO posting VALUES (?, ?) ON CONFLICT DO UPDATE "
        "SET segments = CAST(segments || excluded.segments AS BLOB)",
        ((key, _bytes(pieces[key])) for key in sorted(pieces)),
    )


def remove(connection: sqlite3.Connection, entries: Iterable[Entry]) -> None:
    """Forget segments; ``entries`` are as they were added."""
    pieces = _pieces(entries)
    for key in sorted(pieces):
        row = connection.execute("SELECT segments FROM posting WHERE id = ?", (key,)).fetchone()
        if row is None:
            continue
        gone = frozenset(pieces[key])
        left = array("H", [place for place in _places(row[0]) if place not in gone])
        if left:
            connection.execute("UPDATE posting SET segments = ? WHERE id = ?", (_bytes(left), key))
        else:
            connection.execute("DELETE FROM posting WHERE id = ?", (key,))


def candidates(
    connection: sqlite3.Connection, text: str, pairs: Sequence[int], at_least: int
) -> list[int]:
    """Segments of these pairs that may be like ``text``, those that share most with it."""
    shortest, longest = bands(len(text), at_least)
    found: list[list[tuple[int, int]]] = []
    for hashed in _hashes(asked_features(text)):
        for pair in pairs:
            base = hashed << _HASH_AT | _low(pair)
            pieces = connection.execute(
                "SELECT id, length(segments) / 2 FROM posting WHERE id BETWEEN ? AND ?",
                (base | shortest << _BAND_AT, base | longest << _BAND_AT | _LOWEST),
            ).fetchall()
            if pieces:
                found.append(pieces)
    blocks: defaultdict[int, list[array[int]]] = defaultdict(list)
    for key in _rarest(found, band(len(text))):
        row = connection.execute("SELECT segments FROM posting WHERE id = ?", (key,)).fetchone()
        blocks[key & _LOWEST].append(_places(row[0]))
    return _most_shared(blocks)


def _rarest(found: list[list[tuple[int, int]]], near: int) -> Iterator[int]:
    """Which pieces to read: of the rarest features first, at the edge those of like length."""
    left, begun = READ, False
    for pieces in sorted(found, key=lambda some: sum(count for _, count in some)):
        if sum(count for _, count in pieces) > left:
            pieces.sort(key=lambda piece: abs((piece[0] >> _BAND_AT & 31) - near))
        for key, count in pieces:
            if count > left and begun:
                return
            left -= count
            begun = True
            yield key


def _most_shared(blocks: dict[int, list[array[int]]]) -> list[int]:
    shared = {block: Counter(chain.from_iterable(places)) for block, places in blocks.items()}
    by_count: Counter[int] = Counter()
    for counts in shared.values():
        by_count.update(counts.values())
    room, least = COMPARED, 0
    for count in sorted(by_count, reverse=True):
        room -= by_count[count]
        least = count
        if room <= 0:
            break
    sure = [
        block << _PLACE_BITS | place
        for block, counts in shared.items()
        for place, count in counts.items()
        if count > least
    ]
    rest = (
        block << _PLACE_BITS | place
        for block, counts in shared.items()
        for place, count in counts.items()
        if count == least
    )
    return sorted([*sure, *islice(rest, COMPARED - len(sure))])


def _pieces(entries: Iterable[Entry]) -> dict[int, array[int]]:
    pieces: dict[int, array[int]] = {}
    for number, pair, text in entries:
        low = _low(pair) | band(len(text)) << _BAND_AT | number >> _PLACE_BITS
        place = number & _PLACE
        for hashed in _hashes(features(text)):
            key = hashed << _HASH_AT | low
            if key in pieces:
                pieces[key].append(place)
            else:
                pieces[key] = array("H", (place,))
    return pieces


def _hashes(found: set[str]) -> list[int]:
    """Two that meet in one hash only give each other candidates, which the comparison drops."""
    return [crc32(feature.encode("utf-8", "surrogatepass")) for feature in found]


def _low(pair: int) -> int:
    return (pair & (1 << _PAIR_BITS) - 1) << _PAIR_AT


def _bytes(places: array[int]) -> bytes:
    if sys.byteorder == "big":
        places = array("H", places)
        places.byteswap()
    return places.tobytes()


def _places(data: bytes) -> array[int]:
    places = array("H", data)
    if sys.byteorder == "big":
        places.byteswap()
    return places
