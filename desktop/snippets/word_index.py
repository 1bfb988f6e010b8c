"""The words of many texts, each with the places where it stands.

They are found by their begin, by what stands inside, or but for a slip. What may take long looks
every half a millisecond whether it is still wanted.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

CHUNK = 2048
"""Words between two looks at whether the search is still wanted; about half a millisecond."""
PLACES_CHUNK = 50
"""Words whose places are joined between two looks: each may stand in most of the texts."""
SLIP_CHUNK = 4096
"""Words compared in one call of rapidfuzz, which holds the interpreter for about a millisecond."""
PARTS_KEPT = 4
"""Words of a query whose places are kept for the next key."""
SHORTEST_INSIDE = 3
"""Letters that are looked for inside words; fewer only at a word's begin."""
SHORTEST_SLIP = 4
"""Letters of a word that may have a slip."""
LONGEST_BEGIN = 8
"""Letters at a word's begin that are compared first when slips are looked for."""

T = TypeVar("T")


class Cancelled(Exception):  # noqa: N818 - not an error: a newer key was pressed
    """The search is not wanted any more."""


class WordIndex:
    """The words of one part of all snippets; a place is a snippet's."""

    def __init__(self) -> None:
        """No words yet."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        self._extract, self._distance = process.extract, OSA.distance
        self.places: dict[str, list[int]] = {}
        self.sorted: list[str] = []
        self._begins: dict[int, list[str]] = {}
        self._recent: dict[str, tuple[list[str], set[int]]] = {}

    def add(self, words: Iterable[str], at: int) -> None:
        """Note the words of one place, no word twice."""
        places = self.places
        for word in words:
            known = places.get(word)
            if known is None:
                places[word] = [at]
            else:
                known.append(at)

    def finish(self, *, slips: bool) -> None:
        """All words are there; prepare for prefixes, and for slips where they are looked for."""
        self.places.pop("", None)
        self.sorted = sorted(self.places)
        if slips:
            begins = self.sorted
            for size in range(LONGEST_BEGIN + 1, SHORTEST_SLIP - 2, -1):
                begins = list(dict.fromkeys([begin[:size] for begin in begins]))
                self._begins[size] = [begin for begin in begins if len(begin) == size]

    def beginning(self, begin: str) -> Iterator[str]:
        """The words that begin so."""
        words = self.sorted
        for at in range(bisect_left(words, begin), len(words)):
            if not words[at].startswith(begin):
                return
            yield words[at]

    def containing(self, part: str, cancelled: Callable[[], bool]) -> set[int]:
        """The places with a word in which ``part`` stands; for two letters and less, begins.

        What was found for the last keys is kept: a longer part is looked for in their words only.
        """
        known = self._recent.pop(part, None)
        if known is None:
            known = self._look_inside(part, cancelled)
        self._recent[part] = known
        while len(self._recent) > PARTS_KEPT:
            del self._recent[next(iter(self._recent))]
        return known[1]

    def _look_inside(self, part: str, cancelled: Callable[[], bool]) -> tuple[list[str], set[int]]:
        if len(part) < SHORTEST_INSIDE:
            words = list(self.beginning(part))
        else:
            words = []
            for some in _parts(self._words_for(part), cancelled):
                words += [word for word in some if part in word]
        found: set[int] = set()
        for some in _parts(words, cancelled, PLACES_CHUNK):
            found.update(*(self.places[word] for word in some))
        return words, found

    def _words_for(self, part: str) -> list[str]:
        for before, (words, _) in self._recent.items():
            if len(before) >= SHORTEST_INSIDE and before in part:
                return words
        return self.sorted

    def near(self, word: str, most: int, cancelled: Callable[[], bool]) -> dict[int, int]:
        """The places with a word that is or begins like ``word``, and by how many slips off."""
        found: dict[int, int] = {}
        head = word[:LONGEST_BEGIN]
        for size in (len(head), len(head) + 1, len(head) - 1):
            for begins in _parts(self._begins.get(size, ()), cancelled, SLIP_CHUNK):
                hits = self._extract(
                    head, begins, scorer=self._distance, score_cutoff=most, limit=None
                )
                for begin, _, _ in hits:
                    self._verify(word, begin, most, found)
        return found

    def _verify(self, word: str, begin: str, most: int, found: dict[int, int]) -> None:
        size = len(word)
        for known in self.beginning(begin):
            distance = min(
                self._distance(word, known[:length], score_cutoff=most)
                for length in (size, size + 1, size - 1)
            )
            if 0 < distance <= most:
                for place in self.places[known]:
                    found[place] = min(distance, found.get(place, distance))


def most_slips(word: str) -> int:
    """How many slips a word of this length may have: short ones would match everything."""
    if len(word) < SHORTEST_SLIP:
        return 0
    return 1 if len(word) < LONGEST_BEGIN else 2


def _parts(
    items: Sequence[T], cancelled: Callable[[], bool], size: int = CHUNK
) -> Iterator[Sequence[T]]:
    """``items`` in pieces, with a look between them at whether they are still wanted."""
    for start in range(0, len(items), size):
        if cancelled():
            raise Cancelled
        yield items[start : start + size]
