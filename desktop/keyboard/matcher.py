"""Finds a trigger in what the agent types: pure, and a few microseconds a key.

The buffer holds no more than the longest trigger (64 characters where there are regex triggers)
and, of what stood before it, only what kind of character that was.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import marisa_trie
    import re2

from desktop.core.triggers import (
    EXACT,
    FLAG_BITS,
    LEFT_WORD,
    REGEX_BUFFER,
    SEPARATORS,
    SHARED,
    TriggerIndex,
    TriggerTrie,
    fold,
)


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


_new = tuple.__new__  # as ``Hit(...)``, for two thirds of its time
# Looked up once: a member of an enumeration costs as much as what is done with it.
_START, _SEPARATOR, _WORD = Left.START, Left.SEPARATOR, Left.WORD

_MOST_LEARNT = 1000
"""Characters of which is kept what is known of them."""

_Tree = tuple["Callable[[str], Iterable[tuple[str, int]]]", "array[int]", "array[int]", bool, int]
"""A trie of the index: what finds the triggers that a reversed text begins with and their key ids,
shortest first; ``entries``, ``shared``, ``folded``; and 1 where a separator fires the triggers: it
stands before them in the reversed buffer. These are unpacked at each key, so no named tuples."""

_Char = tuple[str, str, tuple[_Tree, ...], tuple[_Tree, ...], bool]
"""A character as it counts, and folded; the tries with triggers that end in it, of those that it
fires itself and of those that the separator after it fires; and whether it is a separator."""


class _Chars(dict[str, _Char]):
    """What is known of each character, learnt as it is typed."""

    def __init__(self, index: TriggerIndex) -> None:
        super().__init__()
        self.separators = frozenset(index.separators or SEPARATORS)
        self._trees = [_unpacked(one) for one in index.tries]

    def __missing__(self, typed: str) -> _Char:
        if len(self) >= _MOST_LEARNT:
            self.clear()
        # Half a character is part of no trigger, and no search takes it.
        char = "\ufffd" if "\ud800" <= typed <= "\udfff" else typed
        low = fold(char)
        if low == char:
            low = char  # one object, by which the matcher knows it
        trees = [
            tree
            for trie, tree in self._trees
            if next(trie.iterkeys(low if tree[3] else char), None) is not None
        ]
        self[typed] = known = (
            char,
            low,
            tuple(one for one in trees if not one[4]),
            tuple(one for one in trees if one[4]),
            char in self.separators,
        )
        return known


def _unpacked(data: TriggerTrie) -> tuple[marisa_trie.Trie, _Tree]:
    import marisa_trie

    trie = marisa_trie.Trie()
    trie.frombytes(data.trie)
    entries, shared = array("I", data.entries), array("I", data.shared)
    find = trie.iter_prefixes_with_ids
    return trie, (find, entries, shared, data.folded, int(data.right_word))


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
        self._chars = _Chars(index)
        self._separators = self._chars.separators
        self._regexes = _Regexes(index) if index.regexes else None
        self._capacity = max(index.longest, REGEX_BUFFER if index.regexes else 0)
        self._reversed = self._folded = ""  # one object while what was typed has no capitals
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
            self.feed(char)

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
            same = self._folded is self._reversed
            self._reversed = self._reversed[1:]
            self._folded = self._reversed if same else self._folded[1:]
        elif self._left is not Left.START:
            self._left = Left.UNKNOWN

    def feed(self, char: str) -> Hit | None:
        """One character was typed."""
        char, low, trees, _, separates = self._chars[char]
        typed, folded, keep = self._reversed, self._folded, self._capacity - 1
        if len(typed) > keep:
            if keep < 0:
                return None
            self._left = _SEPARATOR if typed[-1] in self._separators else _WORD
        self._reversed = now = char + typed[:keep]
        if folded is typed and low is char:
            self._folded = now
        else:
            self._folded = low = low + folded[:keep]
            if low == now:
                self._folded = now  # the last capital has left the buffer
        if separates and typed:
            trees += self._chars[typed[0]][3]
        hit = self._find_plain(char, trees) if trees else None
        if hit is None and self._regexes is not None:
            hit = self._regexes.find(self._reversed[REGEX_BUFFER - 1 :: -1])
        return hit

    def _kind(self, char: str) -> Left:
        return Left.SEPARATOR if char in self._separators else Left.WORD

    def _find_plain(self, char: str, trees: tuple[_Tree, ...]) -> Hit | None:
        """Of each trie the longest trigger that fits, and of those the longest.

        What keys cost that complete a trigger is decided here: nothing is called and nothing made
        for those that fit at once.
        """
        typed, low = self._reversed, self._folded
        plain = low is typed
        best = best_skip = 0
        numbers: tuple[int, ...] = ()
        for find, entries, shared, folded, skip in trees:
            if plain and not folded:
                continue  # its triggers have capitals
            text = low if folded else typed
            longest = entry = 0
            several: tuple[int, ...] = ()
            for prefix, key in find(text[1:] if skip else text):
                one = entries[key]
                length = len(prefix) + skip
                if one & SHARED:
                    fitting = self._fitting(shared, one >> FLAG_BITS, length)
                    if not fitting:
                        continue
                    several = fitting
                elif (one & LEFT_WORD and not self._begins(length)) or (
                    one & EXACT and not plain and low[:length] != typed[:length]
                ):
                    continue
                longest, entry = length, one
            if longest and longest >= best:
                found = several if entry & SHARED else (entry >> FLAG_BITS,)
                if longest > best:
                    best, best_skip, numbers = longest, skip, found
                else:
                    numbers = tuple(dict.fromkeys(numbers + found))
                    # A separator that both ends a trigger and fires another is part of neither.
                    best_skip = min(best_skip, skip)
        if not best:
            return None
        if best_skip:
            return _new(Hit, (numbers, typed[best - 1 : 0 : -1], char, _NO_GROUPS))
        return _new(Hit, (numbers, typed[best - 1 :: -1], "", _NO_GROUPS))

    def _fitting(self, shared: array[int], place: int, length: int) -> tuple[int, ...]:
        """Of the snippets that have one trigger those for which it fits, each once."""
        begins = self._begins(length)
        same = self._folded[:length] == self._reversed[:length]
        entries = shared[place + 1 : place + 1 + shared[place]]
        fitting = (
            one >> FLAG_BITS
            for one in entries
            if (begins or not one & LEFT_WORD) and (same or not one & EXACT)
        )
        return tuple(dict.fromkeys(fitting))

    def _begins(self, length: int) -> bool:
        """Is there a separator before the last ``length`` characters, or what counts as one?"""
        typed = self._reversed
        if length < len(typed):
            return typed[length] in self._separators
        return self._left is _START or self._left is _SEPARATOR
