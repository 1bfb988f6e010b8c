"""Several providers' records of one customer as one card, and never two people in one.

Two records are joined only when both are surely of whom was asked for, come from different
providers, share an e-mail address or a phone number, and nothing about them contradicts. One
contradiction among records that would be joined, and all of them stay apart: which of them belong
together is then the agent's to say.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from types import MappingProxyType

from desktop.core.forms import bare
from desktop.customers.card import EMAIL, NAME, NUMBER, PHONE, Card, Entry, Match, Ticket
from desktop.customers.identify.email import folded
from desktop.customers.identify.phone import read_phone
from desktop.customers.identify.query import Sure
from desktop.customers.names import agree
from desktop.interaction import Customer, Field

_EARLY = dt.datetime.min.replace(tzinfo=dt.UTC)
_UNIQUE = ("birth_date",)
"""Fields in which two records of one person can't differ."""


@dataclass(frozen=True)
class CustomerCard:
    """One customer, from one or more providers."""

    cards: tuple[Card, ...] = field(repr=False)
    region: str = ""
    """By whose ways phone numbers are read."""

    @property
    def verified(self) -> Match:
        """Joined records are all sure."""
        return min(card.verified for card in self.cards)

    @cached_property
    def fields(self) -> Mapping[str, tuple[Field, ...]]:
        """All values of each field, each once, as the first provider writes it."""
        found: dict[str, dict[str, Field]] = {}
        for card in self.cards:
            for name, values in card.fields.items():
                for value in values:
                    same = _folded(name, value.value, self.region)
                    found.setdefault(name, {}).setdefault(same, value)
        return MappingProxyType({name: tuple(known.values()) for name, known in found.items()})

    @cached_property
    def timeline(self) -> tuple[Entry, ...]:
        """Tickets, orders and notes of all providers, the newest first; open tickets before."""
        entries: list[Entry] = []
        for card in self.cards:
            entries += [*card.tickets, *card.orders, *card.notes]
        entries.sort(key=lambda one: one.moment or _EARLY, reverse=True)
        return tuple(sorted(entries, key=lambda one: not (isinstance(one, Ticket) and one.open)))

    def customer(self) -> Customer:
        """What an interaction knows of this customer: the first value of each field."""
        return Customer(MappingProxyType({name: known[0] for name, known in self.fields.items()}))


def merge(cards: Iterable[Card], region: str = "") -> tuple[CustomerCard, ...]:
    """All records as cards of customers, in the order of the first record of each.

    Which are joined does not depend on the order. A record that comes twice is taken once.
    """
    once: dict[tuple[str, str], Card] = {}
    for card in cards:
        known = once.setdefault((card.provider, card.id), card)
        if card.verified > known.verified:
            once[card.provider, card.id] = dataclasses.replace(known, verified=card.verified)
    people = [_Person(place, card, region) for place, card in enumerate(once.values())]
    groups = {place: [one] for place, one in enumerate(people)}
    group_of = list(range(len(people)))
    for one, other in combinations(people, 2):
        kept, gone = group_of[one.place], group_of[other.place]
        if kept != gone and one.shares(other):
            groups[kept] += groups.pop(gone)
            group_of = [kept if group == gone else group for group in group_of]
    whole: list[Sequence[_Person]] = []
    for group in groups.values():
        sound = all(one.may_be(other) for one, other in combinations(group, 2))
        whole += [group] if sound else [[one] for one in group]
    ordered = [sorted(group, key=lambda one: one.place) for group in whole]
    ordered.sort(key=lambda group: group[0].place)
    return tuple(CustomerCard(tuple(one.card for one in group), region) for group in ordered)


class _Person:
    """A record with what it is compared by."""

    def __init__(self, place: int, card: Card, region: str) -> None:
        self.place = place
        self.card = card
        self.names = card.values(NAME)
        self.emails = {folded(one) for one in card.values(EMAIL)}
        phones = [read_phone(one, region) for one in card.values(PHONE)]
        self.phones = {
            (phone.value, phone.extension) for phone in phones if phone and phone.sure > Sure.GUESS
        }
        self.unique = {
            name: {bare(value).casefold() for value in card.values(name)} for name in _UNIQUE
        }

    def shares(self, other: _Person) -> bool:
        """Is there an address or number that both surely have?"""
        if Match.YES is not self.card.verified or Match.YES is not other.card.verified:
            return False
        return bool(self.emails & other.emails or self.phones & other.phones)

    def may_be(self, other: _Person) -> bool:
        """Does nothing say that these are two people?"""
        if self.card.provider == other.card.provider:
            return False
        for name, mine in self.unique.items():
            if mine and other.unique[name] and not mine & other.unique[name]:
                return False
        if self.names and other.names and not self._named_like(other):
            return False
        # Families and offices share a phone: other addresses then mean other people.
        apart = self.emails and other.emails and not self.emails & other.emails
        return not apart

    def _named_like(self, other: _Person) -> bool:
        return any(agree(one, its) for one in self.names for its in other.names)


def _folded(name: str, value: str, region: str) -> str:
    if name == EMAIL:
        return folded(value)
    if name == PHONE:
        phone = read_phone(value, region)
        return f"{phone.value};{phone.extension}" if phone else value
    return bare(value) if name == NUMBER else value.casefold()
