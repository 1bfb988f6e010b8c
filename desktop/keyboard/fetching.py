"""What targets have fetched of the texts that are pasted, and how long that is waited for."""

from __future__ import annotations

from collections.abc import Callable

from desktop.core.clock import Clock
from desktop.host.base import AppRule, Window
from desktop.keyboard.pending import Pending, Phase

TAKEN_WITHIN = 0.5
"""Seconds that the agent's keys are held for a target to fetch a paste; then they flow. As long
again for one that has begun to fetch."""
FETCHED_WITHIN = 2.0
"""Seconds that a text stays on the clipboard for a target that is slow to fetch it."""
FETCHED_AGAIN_WITHIN = 3.0
"""The same for a browser that has looked at it, and whose page has not fetched it yet."""


class Fetching:
    """The paste that is under way is passed in; one whose target is slow is kept here."""

    def __init__(self, clock: Clock, rule: Callable[[Window], AppRule]) -> None:
        """``rule`` says how often an application fetches a text."""
        self.slow: Pending | None = None
        """Its keys flow again, and its text is still on the clipboard."""
        self._clock = clock
        self._rule = rule

    def has_all(self, pending: Pending) -> bool:
        """The target has fetched the text as often as it does for one paste."""
        # Browsers look at texts only.
        wanted = 1 if pending.rich.picture else self._rule(pending.window).fetches
        return pending.fetched >= wanted

    def begin(self, pending: Pending | None) -> None:
        """The target has begun to fetch: it is slow, and has not failed."""
        if pending is None or pending.phase is not Phase.PASTING or pending.fetching:
            return
        pending.fetching = True
        if pending.settled is None:
            pending.deadline += TAKEN_WITHIN

    def take(self, pending: Pending | None) -> None:
        """A target has fetched the text: of the slow one first."""
        now = self._clock.monotonic()
        for one in (self.slow, pending):
            if one is None or one.phase is not Phase.PASTING or self.has_all(one):
                continue
            one.fetched += 1
            one.settled = now + one.settles_in(self._rule(one.window))
            if one is self.slow and not self.has_all(one):
                one.deadline = now + FETCHED_AGAIN_WITHIN
            else:
                one.deadline = min(one.settled, now + TAKEN_WITHIN)
            return

    def linger(self, pending: Pending) -> None:
        """Its keys are held no longer: from now on it is the slow one."""
        now = self._clock.monotonic()
        within = FETCHED_WITHIN if pending.settled is None else FETCHED_AGAIN_WITHIN
        pending.deadline, pending.waited_for = now + within, now + TAKEN_WITHIN
        self.slow = pending

    def may_wait(self, pending: Pending, slow: Pending, *, in_order: bool) -> bool:
        """May another paste wait for the slow one, whose target would get its text for both?"""
        if slow.settled is not None:  # a page that has looked does all else behind that
            return True
        # All later ones together wait once, not each; and nobody waits where the text could come
        # between the keys of this trigger.
        pending.deadline = min(pending.deadline, slow.waited_for)
        return in_order and self._clock.monotonic() < pending.deadline
