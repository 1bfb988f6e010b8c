"""Whose each open interaction is, where a lookup said so, and what was last asked for it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from desktop.customers.inquiry import Inquiry
from desktop.customers.joining import hints, joined, named_alike, same
from desktop.customers.merge import CustomerCard
from desktop.interaction import Asked, Customer, Interaction, Interactions


@dataclass
class Hold:
    """What is known about the customer of an open interaction."""

    inquiry: Inquiry
    card: CustomerCard | None = None
    before: Customer | None = None
    """The interaction's customer before ``card`` was taken."""


class Holds:
    """See the module. Of one thread alone; ``which`` is the id of an interaction."""

    def __init__(self, interactions: Interactions) -> None:
        """Nothing is known of any."""
        self._interactions = interactions
        self._holds: dict[str, Hold] = {}

    def of(self, asked: Asked | None) -> Hold | None:
        """Of the interaction that something was asked for."""
        return self.get(asked.interaction) if asked is not None else None

    def get(self, which: str) -> Hold | None:
        """Of this interaction."""
        return self._holds.get(which)

    def having(self, card: CustomerCard) -> str | None:
        """An open interaction with this customer."""
        for which, hold in self._holds.items():
            if hold.card is not None and same(hold.card, card):
                return which
        return None

    def may_be(self, asked: Asked, card: CustomerCard) -> bool:
        """Does nothing that is known of the interaction's customer speak against it?"""
        hold = self.of(asked)
        if hold is not None and hold.card is not None:
            return same(hold.card, card)
        one = self._interactions.get(asked.interaction)
        return one is not None and named_alike(one.customer, card)

    def note(self, inquiry: Inquiry) -> None:
        """This is asked for its interaction now."""
        if inquiry.asked is None:
            return
        hold = self.of(inquiry.asked)
        if hold is None:
            self._holds[inquiry.asked.interaction] = Hold(inquiry)
        elif hold.card is None or (inquiry.card is not None and same(hold.card, inquiry.card)):
            hold.inquiry = inquiry

    def join(
        self, inquiry: Inquiry, asked: Asked, card: CustomerCard, *, chosen: bool = False
    ) -> Inquiry:
        """Make ``card`` the customer of an interaction: the inquiry is for it then."""
        one = self._interactions.get(asked.interaction)
        if one is None:
            return inquiry
        hold = self.get(one.id)
        before = base = one.customer
        if hold is not None and hold.card is not None:
            before = hold.before or Customer()
            base = base if same(hold.card, card) else before
        if not named_alike(base, card):  # as the agent says by choosing
            before = base = hints(base)
        if one.customer and not chosen:

            def add(present: Interaction) -> Interaction:
                return dataclasses.replace(present, customer=joined(present.customer, card))

            settled = asked if self._interactions.deliver(asked, add) else None
        else:
            settled = self._interactions.settle(asked, joined(base, card))
        if settled is None:
            return inquiry
        inquiry = dataclasses.replace(inquiry, asked=settled)
        self._holds[one.id] = Hold(inquiry, card, before)
        return inquiry

    def give_back(self, inquiry: Inquiry) -> Inquiry:
        """The customer whom its interaction had was not the one after all."""
        hold = self.of(inquiry.asked)
        if inquiry.asked is None or hold is None:
            return inquiry
        self.drop(inquiry.asked.interaction)
        settled = self._interactions.settle(inquiry.asked, hold.before or Customer())
        return dataclasses.replace(inquiry, asked=settled)

    def drop(self, which: str) -> None:
        """It was closed, or is somebody else's."""
        self._holds.pop(which, None)

    def release(self, card: CustomerCard) -> None:
        """Take this customer out of every interaction."""
        while (which := self.having(card)) is not None:
            self.drop(which)
            self._interactions.update(which, customer=Customer())

    def clear(self) -> None:
        """Nothing is known of any more."""
        self._holds.clear()
