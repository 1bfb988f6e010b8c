"""Which events of ours are still on their way through the system.

What is posted comes by our own tap a moment later, as everything does. A key of the agent's that
comes in between may not simply pass: it would overtake. So each of ours carries a number, in the
field that programs have for themselves (``kCGEventSourceUserData``), and until the last one has
passed, keys are kept and posted behind it.
"""

from __future__ import annotations

from collections.abc import Callable

_MARK = 0x4465736B
"""In the upper half of the field, by which every Deskhand knows its own."""
_COUNT = 1 << 31
PATIENCE_S = 0.3
"""What has not come by then never will: the tap was off, or another program has swallowed it."""


def is_own(field: int) -> bool:
    """Is this field of an event one of ours?"""
    return field >> 32 == _MARK


class Ledger:
    """One for a keyboard process."""

    def __init__(self, now: Callable[[], float]) -> None:
        """``now`` in seconds, on any clock."""
        self._now = now
        self._posted = 0
        self._seen = 0
        self._until = 0.0

    def next(self) -> int:
        """The field of the next event that is posted."""
        self._posted = (self._posted + 1) % _COUNT
        self._until = self._now() + PATIENCE_S
        return _MARK << 32 | self._posted

    def saw(self, field: int) -> None:
        """An event of ours has passed; all that were posted before it have, or never will."""
        self._seen = field & (_COUNT - 1)

    def forget(self) -> None:
        """The tap was off: nothing that was on its way is waited for."""
        self._seen = self._posted

    @property
    def is_out(self) -> bool:
        """Are there events of ours on their way?"""
        if self._seen == self._posted:
            return False
        if self._now() >= self._until:
            self.forget()
            return False
        return True
