"""Finds a trigger in what the agent types: pure, and a few microseconds a key.

The buffer holds no more than the longest trigger (64 characters where there are regex triggers)
and, of what stood before it, only what kind of character that was.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

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
"""Characters of which a trie learns whether a trigger ends in them."""


class _Trie(Protocol):
    def iter_prefixes_with_ids(self, key: str) -> list[tuple[str, int]]: ...
    def iterkeys(self, prefix: str) -> Iterator[str]: ...


class _Tree:
    """One trie of the index, unpacked."""

    __slots__ = ("ends", "entries", "folded", "right_word", "starts", "trie")

    def __init__(self, data: TriggerTrie) -> None:
        import marisa_trie

        trie = marisa_trie.Trie()
        trie.frombytes(data.trie)
        self.trie = cast("_Trie", trie)
        self.folded = data.folded
        self.right_word = data.right_word
        self.starts = array("I", data.starts)
        self.entries = array("I", data.entries)
        self.ends: dict[str, bool] = {}
        """Can a trigger end in this character? Learnt as they are typed."""

    def learn(self, last: str) -> None:
        """Nothing was found at this character: may anything ever be?"""
        if last not in self.ends and len(self.ends) < _MOST_LEARNT:
            self.ends[last] = next(self.trie.iterkeys(last), None) is not None


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
        self._trees = [_Tree(tree) for tree in index.tries]
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
        if not self._capacity:
            return None
        if "\ud800" <= char <= "\udfff":
            char = "\ufffd"  # half a character is part of no trigger, and no search takes it
        self._take(char)
        hit = self._find_plain(char)
        if hit is None and self._regexes is not None:
            hit = self._regexes.find(self._reversed[REGEX_BUFFER - 1 :: -1])
        return hit

    def _take(self, char: str) -> None:
        low = char.lower() if char.isascii() else fold(char)
        if len(self._reversed) < self._capacity:
            self._reversed = char + self._reversed
            self._folded = low + self._folded
        elif self._capacity:
            self._left = self._kind(self._reversed[-1])
            self._reversed = char + self._reversed[:-1]
            self._folded = low + self._folded[:-1]

    def _kind(self, char: str) -> Left:
        return Left.SEPARATOR if char in self._separators else Left.WORD

    def _find_plain(self, char: str) -> Hit | None:
        best = 0
        skip = 0
        numbers: list[int] = []
        separator = char in self._separators
        for tree in self._trees:
            if tree.right_word and not separator:
                continue
            text = self._folded if tree.folded else self._reversed
            own_skip = 1 if tree.right_word else 0
            last = text[own_skip : own_skip + 1]
            if not tree.ends.get(last, True):
                continue
            found = list(tree.trie.iter_prefixes_with_ids(text[1:] if own_skip else text))
            if not found:
                tree.learn(last)
                continue
            for prefix, key in reversed(found):
                length = len(prefix) + own_skip
                if length < best:
                    break
                fitting = self._fitting(tree, key, length)
                if not fitting:
                    continue
                if length > best:
                    best, skip, numbers = length, own_skip, fitting
                else:
                    numbers += [one for one in fitting if one not in numbers]
                    # A separator that both ends a trigger and fires another stays part of neither.
                    skip = min(skip, own_skip)
                break
        if not numbers:
            return None
        return Hit(tuple(numbers), self._reversed[skip:best][::-1], char if skip else "")

    def _fitting(self, tree: _Tree, key: int, length: int) -> list[int]:
        first, end = tree.starts[key], tree.starts[key + 1]
        if end - first == 1 and not tree.entries[first] & 1:
            return [tree.entries[first] >> 1]
        entries = tree.entries[first:end]
        word_begins: bool | None = None
        numbers = []
        for entry in entries:
            if entry & 1:
                if word_begins is None:
                    word_begins = self._word_begins(length)
                if not word_begins:
                    continue
            numbers.append(entry >> 1)
        return numbers

    def _word_begins(self, length: int) -> bool:
        if len(self._reversed) > length:
            return self._reversed[length] in self._separators
        return self._left in {Left.START, Left.SEPARATOR}
