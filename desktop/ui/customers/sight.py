"""Whom the agent writes about: what was asked for one customer is not shown for the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from desktop.customers.joining import named_alike
from desktop.customers.kept.whose import Owner
from desktop.customers.merge import CustomerCard
from desktop.interaction import Interaction
from desktop.ui.customers.card_rows import keys_of
from desktop.ui.customers.sidebar import Sidebar
from desktop.ui.shell.bridge import Bridge

T = TypeVar("T")


@dataclass(frozen=True)
class Who:
    """The customer in sight, in an interaction or in none."""

    card: CustomerCard = field(repr=False)
    owner: Owner = field(repr=False)
    interaction: str
    seek: str = field(repr=False)
    """By what they were looked up."""

    def goes_on(self, before: Who | None) -> bool:
        """Is it the same one, of whom more may be known now?"""
        if before is None or before.interaction not in ("", self.interaction):
            return False
        return bool(keys_of(before.card) & keys_of(self.card))

    def may_be_in(self, one: Interaction) -> bool:
        """Is the interaction theirs, as far as its customer has a name?"""
        return named_alike(one.customer, self.card)


class Sight:
    """The one customer in sight, or none. On the main thread."""

    def __init__(self, view: Sidebar, bridge: Bridge) -> None:
        """Nobody is yet."""
        self._view = view
        self._bridge = bridge
        self.who: Who | None = None
        self._turn = 0
        """Changes whenever a customer leaves."""

    @property
    def shown(self) -> Who | None:
        """Whom the sidebar shows, if that is whom its desk knows of."""
        who, card = self.who, self._view.card
        return who if who is not None and card and card.keys & keys_of(who.card) else None

    def leave(self) -> None:
        """Nobody is in sight: what is still asked for comes too late."""
        self._turn += 1
        self.who = None

    def shows(self, who: Who) -> bool:
        """Is it this one, of whom more may be known now, or less was before?"""
        now = self.who
        return now is not None and (who.goes_on(now) or now.goes_on(who))

    def here(
        self, take: Callable[[T], None], gone: Callable[[T], None] = lambda _: None
    ) -> Callable[[T], None]:
        """For any thread to give an answer to, which ``take`` has on the main thread.

        If the customer who is in sight now is not any more by then, ``gone`` has it instead.
        """
        turn = self._turn

        def arrive(answer: T) -> None:
            still = turn == self._turn and self.who is not None
            (take if still else gone)(answer)

        return self._bridge.carry(arrive)
