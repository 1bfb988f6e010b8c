"""Terms with a fixed translation, and those that are never translated.

The glossary is a CSV file, not a table in the database: a team keeps such a list in a spreadsheet
and hands it round, it is small enough to be in memory, which matching needs anyway, and nothing in
it is a customer's.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from desktop.translation.tags import covers

MOST: Final = 50_000
"""Terms."""
LONGEST: Final = 200
"""Characters of a term or its translation."""
_HEAD: Final = 2
"""Characters by which a term is looked for first."""

_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
)
"""Scripts that put no space between words: there a word's end can't be told."""


@dataclass(frozen=True, slots=True)
class Term:
    """One entry."""

    source: str
    target: str | None = None
    """None: it is not translated."""
    source_language: str = "*"
    """A BCP 47 tag, which holds for all its regions too (``pt`` for ``pt-BR``), or ``*``."""
    target_language: str = "*"
    exact_case: bool = False
    """Only as it is written here: ``Spring`` the tariff, not the season."""

    def holds_for(self, source: str, target: str) -> bool:
        """Is it meant for a text from one language to the other?"""
        return covers(self.source_language, source) and covers(self.target_language, target)


@dataclass(frozen=True, slots=True)
class Hit:
    """A term in a text."""

    start: int
    end: int
    """Where it stands, in code points."""
    term: Term


class Glossary:
    """A list of terms. Any thread may ask; a change makes all of it new at once."""

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        """With these terms."""
        self._lock = threading.Lock()
        self._terms: tuple[Term, ...] = ()
        self._finders: dict[tuple[str, str], _Finder] = {}
        self.replace(terms)

    def __len__(self) -> int:
        return len(self._terms)

    def __iter__(self) -> Iterator[Term]:
        return iter(self._terms)

    def replace(self, terms: Iterable[Term]) -> None:
        """Have these terms from now on; of the same term twice the later counts."""
        kept = {(one.source, one.source_language, one.target_language): one for one in terms}
        with self._lock:
            self._terms = tuple(kept.values())
            self._finders = {}

    def terms_in(self, text: str, source: str, target: str) -> Sequence[Hit]:
        """The terms that stand in ``text`` as whole words, from left to right.

        Where several could, the longest does; then the one for the narrower languages.
        """
        return self._finder(source, target).hits(text)

    def terms(self, text: str, source: str, target: str) -> Mapping[str, str]:
        """Those in ``text``, as written there, and what stands for each in the other language."""
        found = {}
        for hit in self.terms_in(text, source, target):
            written = text[hit.start : hit.end]
            found[written] = written if hit.term.target is None else hit.term.target
        return found

    def apply(self, text: str, source: str, target: str) -> str:
        """``text`` with every term replaced by its translation, and all else as it is."""
        parts = []
        at = 0
        for hit in self.terms_in(text, source, target):
            written = text[hit.start : hit.end]
            parts += [text[at : hit.start], written if hit.term.target is None else hit.term.target]
            at = hit.end
        return "".join([*parts, text[at:]])

    def _finder(self, source: str, target: str) -> _Finder:
        with self._lock:
            known = self._finders.get((source, target))
            terms = self._terms
        if known is None:
            known = _Finder([one for one in terms if one.holds_for(source, target)])
            with self._lock:
                if terms is self._terms:
                    self._finders[source, target] = known
        return known


class _Finder:
    """The terms of one pair of languages, by their first characters."""

    def __init__(self, terms: Iterable[Term]) -> None:
        by_text: defaultdict[str, list[Term]] = defaultdict(list)
        for term in terms:
            by_text[_small(_composed(term.source))].append(term)
        heads: defaultdict[str, list[tuple[str, list[Term]]]] = defaultdict(list)
        for text, same in by_text.items():
            same.sort(key=_narrowness, reverse=True)
            heads[text[:_HEAD]].append((text, same))
        for some in heads.values():
            some.sort(key=lambda one: -len(one[0]))
        self._heads = dict(heads)

    def hits(self, text: str) -> list[Hit]:
        if not self._heads:
            return []
        composed, places = _with_places(text)
        small = _small(composed)
        found = []
        at = 0
        while at < len(small):
            hit = self._at(composed, small, at)
            if hit is None:
                at += 1
            else:
                length, term = hit
                found.append(Hit(places[at], places[at + length], term))
                at += length
        return found

    def _at(self, text: str, small: str, at: int) -> tuple[int, Term] | None:
        for head in (small[at : at + _HEAD], small[at]):
            for words, terms in self._heads.get(head, ()):
                if not small.startswith(words, at) or not _whole(small, at, at + len(words)):
                    continue
                written = text[at : at + len(words)]
                for term in terms:
                    if not term.exact_case or _composed(term.source) == written:
                        return len(words), term
            if len(head) == 1:
                break
        return None


def _narrowness(term: Term) -> tuple[bool, int]:
    """The more exactly it says for what it is meant, the more."""
    tags = [tag for tag in (term.source_language, term.target_language) if tag != "*"]
    return term.exact_case, sum(1 + tag.count("-") for tag in tags)


def _whole(text: str, start: int, end: int) -> bool:
    return _begins_word(text, start) and _ends_word(text, end)


def _begins_word(text: str, at: int) -> bool:
    return at == 0 or not (_in_word(text[at]) and _in_word(text[at - 1]))


def _ends_word(text: str, at: int) -> bool:
    return at == len(text) or not (_in_word(text[at - 1]) and _in_word(text[at]))


@lru_cache(4096)
def _in_word(char: str) -> bool:
    if _UNSPACED.match(char):
        return False
    return char == "_" or unicodedata.category(char)[0] in "LMN"


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _small(text: str) -> str:
    """Small letters, as many as there were."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def _with_places(text: str) -> tuple[str, Sequence[int]]:
    """``text`` composed, and where each of its characters begins in ``text``, and its end."""
    if unicodedata.is_normalized("NFC", text):
        return text, range(len(text) + 1)
    parts: list[str] = []
    places: list[int] = []
    starts = [at for at, char in enumerate(text) if not unicodedata.combining(char)]
    starts = [*dict.fromkeys([0, *starts]), len(text)]
    for start, end in pairwise(starts):
        part = _composed(text[start:end])
        parts.append(part)
        places += [start] * len(part)
    return "".join(parts), [*places, len(text)]
