"""How often sentences were typed, without the sentences: keyed fingerprints and counts. Pure.

The fingerprint is BLAKE2b under a key; without the key nobody can tell a sentence from it, nor
try sentences until one fits. All of it lives in the memory of the keyboard process only, has a
bound, and forgets what is not typed again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from desktop.core.digest import blake2b

OFTEN: Final = 5
"""So often a sentence has to be typed before it is offered."""
MOST: Final = 2_000
"""Sentences of which a count is kept; the one that was typed longest ago goes first."""
KEPT_S: Final = 24 * 3600.0
"""A sentence that was not typed for so long is counted from the beginning."""
MARK_BYTES: Final = 16
KEY_BYTES: Final = 32


class Tally:
    """Counts under one key."""

    def __init__(self, key: bytes) -> None:
        """``key`` has :data:`KEY_BYTES` bytes."""
        self._key = key
        self._counts: dict[bytes, tuple[int, float]] = {}
        """By fingerprint how often, and when last; those typed longest ago come first."""
        self._settled: frozenset[bytes] = frozenset()

    def __len__(self) -> int:
        """Of how many sentences there is a count."""
        return len(self._counts)

    def is_like(self, other: Tally) -> bool:
        """Do both count under one key?"""
        return self._key == other._key

    def settle(self, marks: Iterable[bytes]) -> None:
        """Never count these: the agent made snippets of them, or wants none."""
        self._settled = frozenset(marks)
        for mark in self._settled & self._counts.keys():
            del self._counts[mark]

    def add(self, sentence: str, now: float) -> bytes | None:
        """A sentence was typed; its fingerprint when it is to be offered, and then counted anew."""
        data = sentence.encode("utf-8", "surrogatepass")
        mark = blake2b(data, digest_size=MARK_BYTES, key=self._key).digest()
        if mark in self._settled:
            return None
        self._age(now)
        count = self._counts.pop(mark, (0, 0.0))[0] + 1
        if count >= OFTEN:
            return mark
        if len(self._counts) >= MOST:
            del self._counts[next(iter(self._counts))]
        self._counts[mark] = (count, now)
        return None

    def _age(self, now: float) -> None:
        while self._counts:
            oldest = next(iter(self._counts))
            if now - self._counts[oldest][1] < KEPT_S:
                return
            del self._counts[oldest]
