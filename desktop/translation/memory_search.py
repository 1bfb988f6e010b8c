"""Looking for a text in the translation memory, exactly and nearly."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Final

from desktop.translation.likeness import best, numbers
from desktop.translation.memory_index import candidates
from desktop.translation.memory_rows import SELECT, Match, Segment, key_of, segment_of
from desktop.translation.tags import canonical, region, same_writing

NEARLY: Final = 99
"""The most that a text gets which is not the very same."""
OTHER_REGION: Final = 95
"""The most that a translation gets which is for another region."""


def known(connection: sqlite3.Connection, text: str, source: str, target: str) -> list[Match]:
    """Every translation of exactly this normal text, the best first."""
    rows = connection.execute(
        f"{SELECT} WHERE key = ? AND segment.source = ?", (key_of(text), text)
    )
    fitting = [one for one in map(segment_of, rows) if _other_region(one, source, target) is False]
    return [Match(one, 100) for one in _ordered(fitting, source, target)]


def like(
    connection: sqlite3.Connection, text: str, source: str, target: str, at_least: int, limit: int
) -> list[Match]:
    """Segments that are nearly or, for another region, exactly this; the best first."""
    pairs = [
        number
        for number, *languages in connection.execute("SELECT id, source, target FROM pair")
        if _regions_differ(languages[0], languages[1], source, target) is not None
    ]
    found = candidates(connection, text, pairs, at_least) if pairs else []
    # Numbers from the index, so there is nothing in them to quote.
    some = ",".join(map(str, found))
    texts = connection.execute(
        f"SELECT id, source FROM segment WHERE id IN ({some})"  # noqa: S608
    ).fetchall()
    # A few more, since those in other regions fall behind and the exact ones are known already.
    scores = dict(best(text, texts, at_least, limit + 10))
    some = ",".join(map(str, scores))
    rows = connection.execute(f"{SELECT} WHERE segment.id IN ({some})").fetchall()
    matches = []
    for one in _ordered(map(segment_of, rows), source, target):
        match = _match(one, scores[one.id], text, source, target)
        if match is not None and match.score >= at_least:
            matches.append(match)
    matches.sort(key=lambda match: -match.score)
    return matches[:limit]


def _match(one: Segment, score: int, text: str, source: str, target: str) -> Match | None:
    other = _other_region(one, source, target)
    if other is None or (one.source == text and not other):
        return None
    most = OTHER_REGION if other else NEARLY
    differ = numbers(one.source) != numbers(text)
    return Match(one, min(score, most), numbers_differ=differ, other_region=other)


def _ordered(segments: Iterable[Segment], source: str, target: str) -> list[Segment]:
    """Those in the very languages first, then by trust, then the latest."""
    wanted = canonical(source), canonical(target)
    return sorted(
        segments,
        key=lambda one: (
            one.target_language != wanted[1],
            one.source_language != wanted[0],
            one.origin.rank,
            -one.used.timestamp(),
            -one.id,
        ),
    )


def _other_region(one: Segment, source: str, target: str) -> bool | None:
    return _regions_differ(one.source_language, one.target_language, source, target)


def _regions_differ(
    source: str, target: str, wanted_source: str, wanted_target: str
) -> bool | None:
    """Is the translation for another region than is wanted? None: for another language."""
    if not (same_writing(source, wanted_source) and same_writing(target, wanted_target)):
        return None
    regions = {named for tag in (target, wanted_target) if (named := region(tag))}
    return len(regions) > 1
