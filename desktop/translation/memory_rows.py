"""What the translation memory holds, as tables and as plain data."""

from __future__ import annotations

import datetime as dt
import hashlib
import sqlite3
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from desktop.storage.migrations import statements
from desktop.translation import memory_index

MIGRATIONS: Final = (
    statements(
        "CREATE TABLE pair (id INTEGER PRIMARY KEY, source TEXT NOT NULL, target TEXT NOT NULL,"
        " UNIQUE (source, target))",
        # A number is never given twice, so that an index entry can't come to mean another text.
        "CREATE TABLE segment (id INTEGER PRIMARY KEY AUTOINCREMENT,"
        " pair INTEGER NOT NULL REFERENCES pair, key INTEGER NOT NULL, source TEXT NOT NULL,"
        " target TEXT NOT NULL, kinds TEXT NOT NULL, origin TEXT NOT NULL,"
        " created INTEGER NOT NULL, used INTEGER NOT NULL, uses INTEGER NOT NULL)",
        "CREATE INDEX segment_key ON segment (key)",
        "CREATE TABLE about (customer TEXT NOT NULL, segment INTEGER NOT NULL"
        " REFERENCES segment ON DELETE CASCADE, PRIMARY KEY (customer, segment)) WITHOUT ROWID",
        "CREATE INDEX about_segment ON about (segment)",
        memory_index.TABLE,
    ),
)
"""Of the memory's database. A change of what ``likeness.features`` gives needs one that indexes
anew. ``key`` is a hash of the source text; times are seconds since 1970."""


class Origin(StrEnum):
    """Where a translation comes from, the most trusted first."""

    VARIANT = "variant"
    """Approved variants of a snippet."""
    AGENT = "agent"
    """Written or corrected by the agent."""
    IMPORT = "import"
    ENGINE = "engine"
    """An engine's, which the agent used as it was."""

    @property
    def rank(self) -> int:
        """0 for the most trusted."""
        return list(Origin).index(self)

    @property
    def of_work(self) -> bool:
        """Does it come from conversations, so that retention and "forget" reach it?"""
        return self in {Origin.AGENT, Origin.ENGINE}


@dataclass(frozen=True, slots=True)
class Pair:
    """A text and its translation to be kept: masked, as nothing else may reach the disk."""

    source: str = field(repr=False)
    target: str = field(repr=False)
    source_language: str
    """BCP 47 tags."""
    target_language: str
    kinds: tuple[str, ...] = ()
    """Of what the tokens stand for: ``("e-mail", "order")``."""
    created: dt.datetime | None = None
    """None: now."""
    used: dt.datetime | None = None
    uses: int = 0
    origin: Origin | None = None
    """None: by the way it comes in."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A translation that is kept."""

    id: int
    source: str = field(repr=False)
    target: str = field(repr=False)
    source_language: str
    target_language: str
    kinds: tuple[str, ...]
    origin: Origin
    created: dt.datetime
    used: dt.datetime
    uses: int


@dataclass(frozen=True, slots=True)
class Match:
    """A segment that fits a text, and how well."""

    segment: Segment
    score: int
    """100: this very text. 99: only case, spaces or the numbering of tokens differ."""
    numbers_differ: bool = False
    """Its source has other numbers than the text: its translation must not be used unseen."""
    other_region: bool = False
    """It is in the language of another region: ``pt-PT`` for ``pt-BR``."""


SELECT: Final = (
    "SELECT segment.id, segment.source, segment.target, pair.source, pair.target, kinds, origin,"
    " created, used, uses FROM segment JOIN pair ON pair.id = segment.pair"
)
"""What :func:`segment_of` reads; conditions follow."""


def segment_of(row: tuple[Any, ...]) -> Segment:
    """From a row of :data:`SELECT`."""
    number, source, target, source_language, target_language, kinds, origin, *rest = row
    created, used, uses = rest
    return Segment(
        number,
        source,
        target,
        source_language,
        target_language,
        tuple(kinds.split()),
        Origin(origin),
        dt.datetime.fromtimestamp(created, dt.UTC),
        dt.datetime.fromtimestamp(used, dt.UTC),
        uses,
    )


def normal(text: str) -> str:
    """``text`` as it is kept and looked for: composed characters, no space at the ends."""
    return unicodedata.normalize("NFC", text).strip()


def key_of(text: str) -> int:
    """The hash of a normal source text, the same in every run."""
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


def pair_number(connection: sqlite3.Connection, source: str, target: str) -> int:
    """The number of a pair of languages, a new one if need be."""
    connection.execute(
        "INSERT OR IGNORE INTO pair (source, target) VALUES (?, ?)", (source, target)
    )
    row = connection.execute(
        "SELECT id FROM pair WHERE source = ? AND target = ?", (source, target)
    ).fetchone()
    return int(row[0])
