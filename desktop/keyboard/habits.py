"""What the agent often writes by hand, noticed without keeping it (docs/decisions/0009).

The sentence in hand is all that is held of what they type; at its end only a count under a keyed
fingerprint stays. One that was typed often enough is told to the application there and then,
while it is in hand: later nobody could.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from desktop.core.clock import Clock
from desktop.keyboard.countable import countable, sameness
from desktop.keyboard.sentence import Sentence
from desktop.keyboard.tally import Tally


class Habits:
    """Only there while the agent wants suggestions."""

    def __init__(self, key: bytes, clock: Clock, tell: Callable[[str, bytes, bool], None]) -> None:
        """``tell`` hears a sentence that was typed often, its fingerprint, and if it goes on."""
        self.sentence = Sentence()
        self._tally = Tally(key)
        self._clock = clock
        self._tell = tell

    def is_like(self, other: Habits) -> bool:
        """Do both count under one key?"""
        return self._tally.is_like(other._tally)

    def settle(self, marks: Iterable[bytes]) -> None:
        """Never offer these."""
        self._tally.settle(marks)

    def typed(self, text: str) -> None:
        """The agent typed these characters."""
        for char in text:
            ended = self.sentence.feed(char)
            if ended:
                self._count(ended, opening=self.sentence.passing)

    def leave(self) -> None:
        """The caret goes elsewhere."""
        ended = self.sentence.leave()
        if ended:
            self._count(ended)

    def _count(self, ended: str, *, opening: bool = False) -> None:
        text = countable(ended)
        if not text:
            return
        mark = self._tally.add(sameness(text), self._clock.monotonic())
        if mark is not None:
            self._tell(text, mark, opening)
