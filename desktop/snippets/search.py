"""Search as you type over the library: exact first and fast, then slips of the typing hand.

A search is an iterator of stages, so that the first page shows while the rest is still looked
for. What a stage brings is only ever appended: a list that an agent reads never reorders itself.
The order is: trigger exact, trigger prefix, label begins, words of the label begin, inside the
label, search terms, text, slips; within the upper ones by likeness to the label.

Everything is compared folded (see :mod:`desktop.snippets.folding`). One thread at a time may use a
`SnippetSearch`.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from desktop.snippets.folding import fold, words_of
from desktop.snippets.word_index import SHORTEST_INSIDE, Cancelled, WordIndex, most_slips

PAGE = 50
"""Results that make a first page."""
RANKED = 500
"""How many of one tier are put in order by likeness."""
LONGEST_QUERY = 200
"""Characters of a query that are looked at."""

Record = tuple[int, Sequence[str], str, Sequence[str], str]
"""A snippet's number, its triggers, label, search terms and text."""


@dataclass(frozen=True, slots=True)
class Found:
    """One stage of a search."""

    numbers: Sequence[int]
    """Further results, best first, after those of the stages before."""
    total: int
    """Results so far, these counted."""
    final: bool
    """Nothing comes after this stage."""


class SnippetSearch:
    """The library made ready for searching."""

    def __init__(self, records: Iterable[Record]) -> None:
        """Read all records; some thirty microseconds each."""
        from rapidfuzz import fuzz  # 4 MB that only who searches needs

        self._likeness = fuzz.ratio
        self._numbers: list[int] = []
        self._labels: list[str] = []
        """The words of each label with a space before each, so that their begin can be found."""
        self._lines: list[str] = []
        """The same of label, triggers and search terms together."""
        self._triggers: list[tuple[str, int]] = []
        """Sorted; each trigger as it is and without the signs before its first letter."""
        self._heads = WordIndex()
        self._texts = WordIndex()
        for at, (number, triggers, label, terms, text) in enumerate(records):
            self._numbers.append(number)
            words = words_of(fold(label))
            self._labels.append(" " + " ".join(words))
            for folded in map(fold, triggers):
                bare = _bare(folded)
                self._triggers.append((folded, at))
                if bare != folded:
                    self._triggers.append((bare, at))
                words += words_of(folded)
            for term in terms:
                words += words_of(fold(term))
            self._lines.append(" " + " ".join(words))
            self._heads.add(set(words), at)
            self._texts.add(set(words_of(fold(text))), at)
        self._triggers.sort()
        self._heads.finish(slips=True)
        self._texts.finish(slips=False)

    def __len__(self) -> int:
        """How many snippets there are."""
        return len(self._numbers)

    def search(self, query: str, cancelled: Callable[[], bool] = lambda: False) -> Iterator[Found]:
        """The stages of a search; ends early, without a final stage, once ``cancelled()``."""
        folded = " ".join(fold(query[:LONGEST_QUERY]).split())
        try:
            yield from self._stages(folded, cancelled)
        except Cancelled:
            return

    def _stages(self, query: str, cancelled: Callable[[], bool]) -> Iterator[Found]:
        if not query:
            yield Found(self._numbers, len(self._numbers), final=True)
            return
        words = list(dict.fromkeys(words_of(query, asked=True)))
        given: list[int] = []
        sent = 0
        for tier, labels_done in self._tiers(query, words, cancelled):
            given += tier
            if sent == 0 and (len(given) >= PAGE or (labels_done and given)):
                yield self._found(given, 0, final=False)
                sent = len(given)
        if len(given) < PAGE and any(map(most_slips, words)):
            if sent < len(given) or not given:
                yield self._found(given, sent, final=False)
                sent = len(given)
            given += self._slips(words, set(given), cancelled)
        yield self._found(given, sent, final=True)

    def _found(self, given: Sequence[int], sent: int, *, final: bool) -> Found:
        numbers = self._numbers
        return Found([numbers[at] for at in given[sent:]], len(given), final)

    # --- exact -----------------------------------------------------------------------------

    def _tiers(
        self, query: str, words: Sequence[str], cancelled: Callable[[], bool]
    ) -> Iterator[tuple[list[int], bool]]:
        """The exact results tier by tier, each place once, and whether the labels are done."""
        labels = self._labels
        exact, begun = self._with_trigger(query)
        yield self._by_likeness(query, exact), False
        yield self._by_likeness(query, begun), False
        if not words:
            return
        seen = {*exact, *begun}

        def unseen(places: Iterable[int]) -> list[int]:
            fresh = sorted(place for place in places if place not in seen)
            seen.update(fresh)
            return fresh

        longest = max(words, key=len)
        start = " " + " ".join(words)
        headed = self._beginning_so(words)
        whole = unseen(at for at in headed if labels[at].startswith(start))
        yield self._by_likeness(query, whole), False
        yield self._by_likeness(query, unseen(headed)), False

        inside = self._heads.containing(longest, cancelled)
        for word in words:
            inside = self._with_word(word, inside)
        in_label = unseen(at for at in inside if all(word in labels[at] for word in words))
        yield self._by_likeness(query, in_label), False
        yield self._by_likeness(query, unseen(inside)), True
        both = (
            self._heads.containing(word, cancelled) | self._texts.containing(word, cancelled)
            for word in words
        )
        yield unseen(set.intersection(*both)), False

    def _with_trigger(self, query: str) -> tuple[list[int], list[int]]:
        """Places whose trigger is the query, and those whose trigger begins with it."""
        exact: dict[int, None] = {}
        begun: dict[int, None] = {}
        triggers = self._triggers
        for at in range(bisect_left(triggers, (query, -1)), len(triggers)):
            name, place = triggers[at]
            if not name.startswith(query):
                break
            (exact if name == query else begun)[place] = None
        return list(exact), [place for place in begun if place not in exact]

    def _beginning_so(self, words: Sequence[str]) -> list[int]:
        """Places whose label has, for each of the words, one that begins so."""
        labels = self._labels
        longest = max(words, key=len)
        places: set[int] = set()
        for known in self._heads.beginning(longest):
            places.update(self._heads.places[known])
        for begin in (" " + word for word in words):
            places = {at for at in places if begin in labels[at]}
        return sorted(places)

    def _with_word(self, word: str, places: set[int]) -> set[int]:
        """Those of the places in whose head ``word`` stands, as in `WordIndex.containing`."""
        lines = self._lines
        part = word if len(word) >= SHORTEST_INSIDE else " " + word
        return {at for at in places if part in lines[at]}

    def _by_likeness(self, query: str, places: Sequence[int]) -> list[int]:
        labels = self._labels
        if len(places) <= 1:
            return list(places)
        best = places
        if len(places) > RANKED:
            best = heapq.nsmallest(RANKED, places, key=lambda at: len(labels[at]))
        ranked = sorted(best, key=lambda at: -self._likeness(query, labels[at]))
        if len(places) > RANKED:
            taken = set(ranked)
            ranked += [at for at in places if at not in taken]
        return ranked

    # --- slips -----------------------------------------------------------------------------

    def _slips(
        self, words: Sequence[str], known: set[int], cancelled: Callable[[], bool]
    ) -> list[int]:
        """Places where every word stands, at least one of them only but for a slip."""
        near = {
            word: self._heads.near(word, most, cancelled)
            for word in words
            if (most := most_slips(word))
        }
        exact = {word: self._heads.containing(word, cancelled) for word in near}
        common = set.intersection(*(exact[word] | near[word].keys() for word in near)) - known
        for word in words:
            if word not in near:
                common = self._with_word(word, common)
        query = " ".join(words)
        labels = self._labels

        def order(at: int) -> tuple[int, float, int]:
            slips = sum(0 if at in exact[word] else near[word][at] for word in near)
            return slips, -self._likeness(query, labels[at]), at

        return sorted(heapq.nsmallest(RANKED, common), key=order)


def matched(label: str, query: str) -> list[tuple[int, int]]:
    """Where the query's words stand in ``label``: begin and end of each, in order, none joined.

    The begin of a word is preferred, as in the search; for what a list emphasises.
    """
    folded, origin = _fold_with_origin(label)
    spans: list[tuple[int, int]] = []
    for word in fold(query[:LONGEST_QUERY]).split():
        at = _word_begin(folded, word)
        if at < 0:
            at = folded.find(word)
        if at >= 0:
            spans.append((origin[at], origin[at + len(word) - 1] + 1))
    spans.sort()
    joined: list[tuple[int, int]] = []
    for begin, end in spans:
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


def _fold_with_origin(label: str) -> tuple[str, list[int]]:
    """The folded label, and for each of its characters the place it came from."""
    parts: list[str] = []
    origin: list[int] = []
    for at, char in enumerate(label):
        piece = fold(char)
        parts.append(piece)
        origin += [at] * len(piece)
    return "".join(parts), origin


def _word_begin(folded: str, word: str) -> int:
    at = folded.find(word)
    while at > 0 and folded[at - 1].isalnum():
        at = folded.find(word, at + 1)
    return at


def _bare(trigger: str) -> str:
    """A trigger or word without the signs before its first letter: ``:refund`` is ``refund``."""
    for at, char in enumerate(trigger):
        if char.isalnum():
            return trigger[at:]
    return trigger
