"""What a lookup has brought so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.customers.card import Card, Match
from desktop.customers.identify import Query
from desktop.customers.merge import CustomerCard, merge
from desktop.customers.providers.base import Fault


@dataclass(frozen=True, slots=True)
class Answer:
    """One provider's."""

    provider: str
    title: str
    cards: tuple[Card, ...] = field(default=(), repr=False)
    """Verified; those of other people are left out."""
    fault: Fault | None = None
    ms: float = 0.0
    left_out: int = 0
    """Records that were of somebody else: the provider ignores what it is asked by."""

    @property
    def ok(self) -> bool:
        """Did it answer? It may know nobody all the same."""
        return self.fault is None


@dataclass(frozen=True)
class Found:
    """A moment of one lookup."""

    query: Query
    serial: int
    """Grows with each lookup."""
    answers: Mapping[str, Answer]
    """By provider, in the order of the settings; who has not answered is missing."""
    waiting: tuple[str, ...]
    """Who has not."""
    region: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    """What those are called who are asked, by their names."""

    @property
    def done(self) -> bool:
        """Is nothing more to come?"""
        return not self.waiting

    @property
    def cards(self) -> tuple[Card, ...]:
        """All records, surest first."""
        every = [card for answer in self.answers.values() for card in answer.cards]
        return tuple(sorted(every, key=lambda card: -card.verified))

    def customers(self) -> tuple[CustomerCard, ...]:
        """The records as customers, surest first."""
        return merge(self.cards, self.region)

    def customer(self) -> CustomerCard | None:
        """The one whom it surely is; None while that is open."""
        sure = [one for one in self.customers() if one.verified is Match.YES]
        return sure[0] if len(sure) == 1 else None
