"""Finds a trigger in what the agent types: pure, and a few microseconds a key.

The buffer holds no more than the longest trigger (64 characters where there are regex triggers)
and, of what stood before it, only what kind of character that was.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import re2

from desktop.core.triggers import REGEX_BUFFER, SEPARATORS, TriggerIndex, TriggerTrie, fold


class Left(Enum):
    """What stands before the buffer."""

    START = "start"
    """Nothing that we know of: a new window, a click. Counts as a separator, as in espanso."""
    SEPARATOR = "separator"
    WORD = "word"
    UNKNOWN = "unknown"
    """Something was there and was deleted: never counts as a separator."""


_NO_GROUPS: Mapping[str, str] = MappingProxyType({})


class Hit(NamedTuple):
    """A trigger ends at the last key; a tuple, which costs a third of a frozen dataclass."""

    numbers: tuple[int, ...]
    """The snippets that have it; more than one and the agent chooses."""
    typed: str
    """As it was typed, without the separator after it."""
    after: str = ""
    """The separator that fired it, for ``word`` and ``right_word``."""
    groups: Mapping[str, str] = _NO_GROUPS
    """Named groups of a regex."""


_MOST_LEARNT = 1000
"""Characters of which is learnt which tries hold triggers that end in them."""


class _Tree(NamedTuple):
    """One trie of the index, unpacked."""

    find: Callable[[str], Iterable[tuple[str, int]]]
    """The triggers that a reversed text begins with and their key ids, shortest first."""
    starts: array[int]
    entries: array[int]
    folded: bool
    skip: int
    """1 where a separator fires the triggers: it stands before them in the reversed buffer."""
    keys: Callable[[str], Iterator[str]]
    """All reversed triggers that begin with a text."""


_Entries = tuple["array[int]", int, int, bool]
"""Where the entries of a trigger stand, and whether ``left_word`` is met there."""


def _unpacked(data: TriggerTrie) -> _Tree:
    import marisa_trie

    trie = marisa_trie.Trie()
    trie.frombytes(data.trie)
    return _Tree(
        trie.iter_prefixes_with_ids,
        array("I", data.starts),
        array("I", data.entries),
        data.folded,
        int(data.right_word),
        trie.iterkeys,
    )


class _ByLast(dict[str, tuple[_Tree, ...]]):
    """Of some tries those that have a trigger that ends in a character, learnt as it is typed."""

    def __init__(self, trees: Iterable[_Tree]) -> None:
        super().__init__()
        self._trees = tuple(trees)

    def __missing__(self, char: str) -> tuple[_Tree, ...]:
        if len(self) >= _MOST_LEARNT:
            self.clear()
        self[char] = those = tuple(
            one
            for one in self._trees
            if next(one.keys(fold(char) if one.folded else char), None) is not None
        )
        return those


class _Regex(NamedTuple):
    pattern: str
    compiled: re2._Regexp
    number: int


class _Regexes:
    """The regex triggers: an RE2 set says which may end at the caret, then each of those is asked.

    A set has a limit of memory, so that very many expressions need several.
    """

    def __init__(self, index: TriggerIndex) -> None:
        import re2

        self._options = re2.Options()
        self._options.log_errors = False
        self._sets: list[tuple[re2.Set, list[_Regex]]] = []
        self.problems: list[str] = []
        found = []
        for one in index.regexes:
            pattern = f"(?:{one.pattern})\\z"
            try:
                # Alone first: "a)(b" is no expression, and would be one between our brackets.
                re2.compile(one.pattern, self._options)
                found.append(_Regex(pattern, re2.compile(pattern, self._options), one.number))
            except (re2.error, UnicodeEncodeError):
                self._refuse(one.number)
        self._add(found)

    def _add(self, found: list[_Regex]) -> None:
        import re2

        if not found:
            return
        those = re2.Set.SearchSet(self._options)
        try:
            for one in found:
                those.Add(one.pattern)
            those.Compile()
        except re2.error:
            half = len(found) // 2
            if half:
                self._add(found[:half])
                self._add(found[half:])
            else:
                self._refuse(found[0].number)
            return
        self._sets.append((those, found))

    def _refuse(self, number: int) -> None:
        self.problems.append(f"A regex trigger of snippet {number} can't be read.")

    def find(self, text: str) -> Hit | None:
        best: Hit | None = None
        for those, found in self._sets:
            for which in those.Match(text) or ():  # None where nothing matches
                number = found[which].number
                match = found[which].compiled.search(text)
                typed = match.group() if match is not None else ""
                if not typed or (best is not None and len(typed) < len(best.typed)):
                    continue
                if best is None or len(typed) > len(best.typed):
                    groups = {key: value or "" for key, value in match.groupdict().items()}
                    best = Hit((number,), typed, groups=groups)
                else:
                    best = Hit((*best.numbers, number), typed, groups=best.groups)
        return best


class Matcher:
    """Fed with characters and Backspaces, answers with a hit at the key that completes one.

    Of all triggers that end at a key the longest wins, plain before regex; the same trigger twice
    is one hit with both numbers.
    """

    def __init__(self, index: TriggerIndex | None = None) -> None:
        """An index is plain data; none means that nothing is ever found."""
        index = index or TriggerIndex(library="")
        trees = [_unpacked(one) for one in index.tries]
        self._at_once = _ByLast(one for one in trees if not one.skip)
        self._on_separator = _ByLast(one for one in trees if one.skip)
        self._regexes = _Regexes(index) if index.regexes else None
        self._separators = frozenset(index.separators or SEPARATORS)
        self._capacity = max(index.longest, REGEX_BUFFER if index.regexes else 0)
        self._reversed = ""
        self._folded = ""
        self._left = Left.START

    @property
    def problems(self) -> list[str]:
        """Regex triggers that could not be read."""
        return self._regexes.problems if self._regexes else []

    @property
    def length(self) -> int:
        """Characters in the buffer."""
        return len(self._reversed)

    def go_on_from(self, other: Matcher) -> None:
        """Take over what was typed under another index: packs change while the agent types."""
        self._left = other._left
        for char in other._reversed[::-1]:
            self._take(char)

    def forget(self, left: Left = Left.START) -> None:
        """Empty the buffer: a click, a caret key, another window, an expansion."""
        self._reversed = self._folded = ""
        self._left = left

    def after_text(self, text: str) -> None:
        """Empty the buffer behind a text of our own: it is no trigger, but stands there."""
        self.forget(self._kind(text[-1]) if text else Left.UNKNOWN)

    def back(self) -> None:
        """Backspace."""
        if self._reversed:
            self._reversed = self._reversed[1:]
            self._folded = self._folded[1:]
        elif self._left is not Left.START:
            self._left = Left.UNKNOWN

    def feed(self, char: str) -> Hit | None:
        """One character was typed."""
        if "\ud800" <= char <= "\udfff":
            char = "\ufffd"  # half a character is part of no trigger, and no search takes it
        self._take(char)
        hit = self._find_plain(char)
        if hit is None and self._regexes is not None:
            hit = self._regexes.find(self._reversed[REGEX_BUFFER - 1 :: -1])
        return hit

    def _take(self, char: str) -> None:
        low = char.lower() if char.isascii() else fold(char)
        typed = self._reversed
        if len(typed) < self._capacity:
            self._reversed = char + typed
            self._folded = low + self._folded
        elif typed:
            self._left = Left.SEPARATOR if typed[-1] in self._separators else Left.WORD
            self._reversed = char + typed[:-1]
            self._folded = low + self._folded[:-1]

    def _kind(self, char: str) -> Left:
        return Left.SEPARATOR if char in self._separators else Left.WORD

    def _find_plain(self, char: str) -> Hit | None:
        """Of each trie the longest trigger that fits, and of those the longest."""
        separators = self._separators
        trees = self._at_once[char]
        typed = self._reversed
        size = len(typed)
        if size > 1 and char in separators:
            trees += self._on_separator[typed[1]]
        best = best_skip = 0
        found: list[_Entries] = []
        for find, starts, entries, folded, skip, _ in trees:
            text = self._folded if folded else typed
            longest = 0
            for prefix, key in find(text[1:] if skip else text):
                first, end = starts[key], starts[key + 1]
                length = len(prefix) + skip
                begins = True
                if entries[first] & 1 or end - first > 1:
                    begins = typed[length] in separators if length < size else self._at_edge()
                    if not begins and (end - first == 1 or all(e & 1 for e in entries[first:end])):
                        continue
                longest, fitting = length, (entries, first, end, begins)
            if longest > best:
                best, best_skip, found = longest, skip, [fitting]
            elif longest and longest == best:
                found.append(fitting)
                # A separator that both ends a trigger and fires another stays part of neither.
                best_skip = min(best_skip, skip)
        if not best:
            return None
        word, after = typed[best_skip:best][::-1], char if best_skip else ""
        # As ``Hit(...)``, for two thirds of its time.
        return tuple.__new__(Hit, (_numbers(found), word, after, _NO_GROUPS))

    def _at_edge(self) -> bool:
        """Does what stands before the buffer count as a separator?"""
        return self._left is Left.START or self._left is Left.SEPARATOR


def _numbers(found: Sequence[_Entries]) -> tuple[int, ...]:
    """Of all that were found at one length, each number once."""
    if len(found) == 1:
        entries, first, end, _ = found[0]
        if end - first == 1:
            return (entries[first] >> 1,)
    numbers: dict[int, None] = {}
    for entries, first, end, begins in found:
        for entry in entries[first:end]:
            if begins or not entry & 1:
                numbers[entry >> 1] = None
    return tuple(numbers)
