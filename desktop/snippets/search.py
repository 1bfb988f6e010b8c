"""Search as you type over the library: exact first and fast, then slips of the typing hand.

A search is an iterator of stages, so that the first page shows while the rest is still looked
for. What a stage brings is only ever appended: a list that an agent reads never reorders itself.
The order is: trigger exact, trigger prefix, label begins, words of the label begin, inside the
label, search terms, text, slips; within the upper ones by likeness to the label.

Everything is compared folded (see :func:`fold`). One thread at a time may use a `SnippetSearch`.
"""

from __future__ import annotations

import heapq
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

PAGE = 50
"""Results that make a first page."""
RANKED = 500
"""How many of one tier are put in order by likeness."""
CHUNK = 2048
"""Snippets between two looks at whether the search is still wanted; about half a millisecond."""
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
LONGEST_QUERY = 200
"""Characters of a query that are looked at."""

Record = tuple[int, Sequence[str], str, Sequence[str], str]
"""A snippet's number, its triggers, label, search terms and text."""

T = TypeVar("T")
_WORD = re.compile(r"\w+")
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Thai, Lao, Burmese, Khmer, Japanese and Chinese: no space says where a word begins."""
_SIGNED = re.compile("[\u0900-\u1cff\u3040-\uabff\uf900-\ufaff]")
"""Of the scripts without spaces, and of those whose vowel signs are no letters to ``re``."""


@cache
def _marks() -> re.Pattern[str]:
    """The combining marks, which :func:`fold` drops."""
    # Below U+10000 `re` keeps a set as a bitmap; with a character above it is ten times slower.
    marks = (char for char in map(chr, range(0x300, 0x10000)) if unicodedata.combining(char))
    return re.compile(f"[{''.join(marks)}]+")


def fold(text: str) -> str:
    """``text`` without case, accents and the marks of Arabic and Hebrew: what is compared."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text)
    return _marks().sub("", apart).casefold()


@cache
def _any_words() -> re.Pattern[str]:
    """A word with the vowel signs of Indic scripts, or a run of a script without spaces."""
    signs = "".join(
        char
        for char in map(chr, range(0x900, 0xAC00))
        if unicodedata.category(char)[0] == "M" and not unicodedata.combining(char)
    )
    return re.compile(f"([{_UNSPACED}]+)|(?:(?![{_UNSPACED}])[\\w{signs}])+")


def _words_of(folded: str, *, asked: bool = False) -> list[str]:
    """The words of a folded text; of a script without spaces every two neighbours.

    The last one of such a run stands alone, too, so that it is found; not in what is ``asked``.
    """
    if folded.isascii() or not _SIGNED.search(folded):
        return _WORD.findall(folded)
    words: list[str] = []
    for found in _any_words().finditer(folded):
        run = found[0]
        if found[1] is None:
            words.append(run)
        else:
            last = len(run) - 1 if asked and len(run) > 1 else len(run)
            words += [run[at : at + 2] for at in range(last)]
    return words


@dataclass(frozen=True, slots=True)
class Found:
    """One stage of a search."""

    numbers: Sequence[int]
    """Further results, best first, after those of the stages before."""
    total: int
    """Results so far, these counted."""
    final: bool
    """Nothing comes after this stage."""


class Cancelled(Exception):  # noqa: N818 - not an error: a newer key was pressed
    """The search is not wanted any more."""


class _Words:
    """The words of one part of all snippets, each with the places where it stands."""

    def __init__(self) -> None:
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
        for some in _parts(words, cancelled, PAGE):
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
        self._heads = _Words()
        self._texts = _Words()
        for at, (number, triggers, label, terms, text) in enumerate(records):
            self._numbers.append(number)
            words = _words_of(fold(label))
            self._labels.append(" " + " ".join(words))
            for folded in map(fold, triggers):
                bare = _bare(folded)
                self._triggers.append((folded, at))
                if bare != folded:
                    self._triggers.append((bare, at))
                words += _words_of(folded)
            for term in terms:
                words += _words_of(fold(term))
            self._lines.append(" " + " ".join(words))
            self._heads.add(set(words), at)
            self._texts.add(set(_words_of(fold(text))), at)
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
        words = list(dict.fromkeys(_words_of(query, asked=True)))
        given: list[int] = []
        sent = 0
        for tier, labels_done in self._tiers(query, words, cancelled):
            given += tier
            if sent == 0 and (len(given) >= PAGE or (labels_done and given)):
                yield self._found(given, 0, final=False)
                sent = len(given)
        if len(given) < PAGE and any(map(_most_slips, words)):
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
        """Those of the places in whose head ``word`` stands, as `_Words.containing` means it."""
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
            if (most := _most_slips(word))
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


def _most_slips(word: str) -> int:
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
