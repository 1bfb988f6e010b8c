"""Whether a trigger that is being written meets others: asked with every key, answered at once.

The triggers of a library are kept as one text, so that 250,000 are small and quickly searched.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice
from typing import Final

import marisa_trie

from desktop.core.results import Problem, Severity
from desktop.core.triggers import fold
from desktop.snippets.expand import title_of
from desktop.snippets.library import Library
from desktop.snippets.model import Snippet
from desktop.snippets.shadowing import Trigger, kills, meet, untypable

_BETWEEN: Final = "\ufdd3"
"""Between two triggers: a code point that none may hold."""
_MOST: Final = 3
"""Of one kind are told one by one."""
_MOST_LOOKED_AT: Final = 5_000


class TriggerCheck:
    """The triggers of one library."""

    def __init__(self, library: Library, separators: str) -> None:
        """A second for 250,000."""
        self.library = library
        self._separators = separators
        numbers = array("I")
        folded: list[str] = []
        for number, cause in enumerate(library.causes()):
            for text in cause.triggers:
                folded.append(fold(text))
                numbers.append(number)
        self._numbers = numbers
        self._text = _BETWEEN + _BETWEEN.join(folded) + _BETWEEN
        self._starts = array("I")
        at = 1
        for one in folded:
            self._starts.append(at)
            at += len(one) + 1
        self._trie = marisa_trie.Trie(folded)

    def problems(self, draft: Snippet, own: int | None) -> list[Problem]:
        """What there is to say of the draft's triggers; ``own`` is its number in the library."""
        found: list[Problem] = []
        mine = [
            Trigger(one, fold(one), -1, draft.propagate_case, draft.left_word, draft.right_word)
            for one in draft.triggers
            if one.strip()
        ]
        for trigger in mine:
            what, why = untypable(trigger, self._separators)
            if what:
                found.append(Problem(f"The trigger {what}", why, severity=Severity.WARNING))
            found += self._never_fires(trigger, mine, own)
            found += islice(self._silenced(trigger, own), _MOST)
            found += islice(self._shared(trigger, own), _MOST)
        return found

    def _never_fires(
        self, mine: Trigger, siblings: list[Trigger], own: int | None
    ) -> list[Problem]:
        for killer, place in self._killers(mine, siblings, own):
            return [
                Problem(
                    f"`{mine.text}` can never fire",
                    f"`{killer.text}`{place} fires first",
                    "Choose another trigger, or let the shorter one fire only as a whole word",
                    Severity.WARNING,
                )
            ]
        return []

    def _killers(
        self, mine: Trigger, siblings: list[Trigger], own: int | None
    ) -> Iterator[tuple[Trigger, str]]:
        text = mine.folded
        for start in range(len(text)):
            for key in self._trie.prefixes(text[start:]):
                if len(key) == len(text) and not mine.right_word:
                    continue
                for one in self._group(key, own):
                    if kills(one, mine, start, self._separators):
                        yield one, f" ({self._called(one.number)})"
            for one in siblings:
                inside = text.startswith(one.folded, start) and one is not mine
                if (
                    inside
                    and len(one.text) < len(text)
                    and kills(one, mine, start, self._separators)
                ):
                    yield one, " of this snippet"

    def _silenced(self, mine: Trigger, own: int | None) -> Iterator[Problem]:
        """Others that could not fire any more."""
        for other, start in self._holding(mine.folded, own):
            alike = len(other.folded) == len(mine.folded) and not other.right_word
            if not alike and kills(mine, other, start, self._separators):
                yield Problem(
                    f"`{other.text}` ({self._called(other.number)}) could never fire any more",
                    f"`{mine.text}` fires first",
                    "Choose another trigger, or let this one fire only as a whole word",
                    Severity.WARNING,
                )

    def _shared(self, mine: Trigger, own: int | None) -> Iterator[Problem]:
        for other in self._group(mine.folded, own):
            if meet(mine, other):
                yield Problem(
                    f"`{mine.text}` is the trigger of {self._called(other.number)} too",
                    todo="Deskhand will ask which of them is meant",
                    severity=Severity.INFO,
                )

    def _called(self, number: int) -> str:
        """A snippet in the agent's words: its name and its pack."""
        snippet = self.library.snippets[number]
        return f"“{title_of(snippet)}” in {snippet.pack}"

    def _group(self, folded: str, own: int | None) -> Iterator[Trigger]:
        """The triggers that are this one but for their case."""
        sought = f"{_BETWEEN}{folded}{_BETWEEN}"
        at = self._text.find(sought)
        while at >= 0:
            yield from self._triggers_at(at + 1, folded, own)
            at = self._text.find(sought, at + 1)

    def _holding(self, folded: str, own: int | None) -> Iterator[tuple[Trigger, int]]:
        """The triggers that this one stands in, and where."""
        at = self._text.find(folded)
        for _ in range(_MOST_LOOKED_AT):
            if at < 0:
                return
            line = bisect_right(self._starts, at) - 1
            begin = self._starts[line]
            end = self._text.index(_BETWEEN, begin)
            for one in self._triggers_at(begin, self._text[begin:end], own):
                yield one, at - begin
            at = self._text.find(folded, at + 1)

    def _triggers_at(self, begin: int, folded: str, own: int | None) -> Iterator[Trigger]:
        number = self._numbers[bisect_right(self._starts, begin) - 1]
        if number == own:
            return
        pack, place = self.library.snippets.locate(number)
        cause = pack.compiled.cause(place)
        for text in cause.triggers:
            if fold(text) == folded:
                yield Trigger(
                    text, folded, number, cause.propagate_case, cause.left_word, cause.right_word
                )
