"""Calls that show by the microphone only: whoever is heard by a program is in an interaction.

A softphone that tells nobody of its calls still takes the microphone. While some program has it, an
interaction is open: one of its own ("microphone", by phone) unless another is open already, so that
a call that a phone system, a screen pop or the agent told of never becomes two. Told of a little
later, it takes in the one that was opened here. What is opened here is closed here, when the
microphone is free; what others opened is theirs to close. Once a call was closed by the agent or
hung up, a program that keeps the microphone opens nothing until it has let go of it, because some
never do.

Everything is told on one thread, and nothing here waits.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from typing import Final

from desktop.core.results import UserError
from desktop.host.base import Recorder
from desktop.interaction import Channel, Interaction, Interactions

log = logging.getLogger(__name__)

SOURCE: Final = "microphone"
SETTLED_S: Final = 5.0
"""So long the microphone is in use, or free, before it means anything: a test, a beep, a page that
asks whether there is one."""
_CALLS = frozenset({Channel.PHONE, Channel.OTHER})
"""What the microphone may be of; a chat beside it is another interaction."""


class MicrophoneCalls:
    """See the module."""

    def __init__(self, interactions: Interactions) -> None:
        """Nobody has the microphone yet."""
        self._interactions = interactions
        self._recorders: frozenset[Recorder] = frozenset()
        self._only: frozenset[str] = frozenset()
        self._never: frozenset[str] = frozenset()
        self._used = False
        self._since = 0.0
        """When that began or ended."""
        self._settled = False
        """What is so for long enough."""
        self._own = ""
        self._over = False
        """This use of the microphone was a call that is over."""

    @property
    def own(self) -> str:
        """The interaction that was opened here and is open; empty when there is none."""
        return self._own

    def count(self, only: Collection[str], never: Collection[str], at: float) -> None:
        """Which programs count: ``only`` these, where any are named, and ``never`` those."""
        self._only = frozenset(one.casefold() for one in only)
        self._never = frozenset(one.casefold() for one in never)
        self._judge(at)

    def hear(self, recorders: frozenset[Recorder], at: float) -> None:
        """These programs have the microphone from now on."""
        self._recorders = recorders
        self._judge(at)

    def opened(self, one: Interaction) -> None:
        """An interaction was opened, by whomever."""
        own = self._interactions.get(self._own) if self._own else None
        if own is None or one.id == own.id or one.channel not in _CALLS or own.customer:
            return
        gone, self._own = self._own, ""
        if self._interactions.merge(gone, one.id) is None:
            self._own = gone  # that one is closed already

    def closed(self, one: Interaction) -> None:
        """An interaction was closed, by whomever, or merged into another."""
        if one.id == self._own:
            self._own = ""
            self._over = self._settled
        elif one.channel in _CALLS and one.source != SOURCE:
            self._over = self._settled

    def step(self, at: float) -> float:
        """Do what is due; when, in seconds from now, more may be."""
        left = self._since + SETTLED_S - at
        if self._used is not self._settled:
            if left > 0:
                return left
            self._settled = self._used
            self._over = False
        if self._settled:
            self._open()
        else:
            self.end()
        return float("inf")

    def end(self) -> None:
        """Close what was opened here."""
        own, self._own = self._own, ""
        if own:
            self._interactions.close(own)

    def _open(self) -> None:
        if self._over or self._own or self._interactions.all():
            return
        try:
            self._own = self._interactions.open(SOURCE, Channel.PHONE).id
        except UserError:  # too many are open: then nothing is missing
            log.info("no interaction could be opened for the microphone")

    def _judge(self, at: float) -> None:
        used = any(self._counts(one) for one in self._recorders)
        if used is not self._used:
            self._used = used
            self._since = at
            if used:  # it had let go
                self._over = False

    def _counts(self, one: Recorder) -> bool:
        names = {name.casefold() for name in (one.program, one.name) if name}
        return not names & self._never and (not self._only or bool(names & self._only))
