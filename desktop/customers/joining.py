"""What an interaction knows of its customer and what a card says: do they fit, and as one."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from desktop.customers.merge import CustomerCard
from desktop.customers.names import agree
from desktop.interaction import Customer

PHONE_SYSTEM = "phone system"
"""As a source of what is known: a hint, which what a provider knows replaces."""
AGENT = "agent"


def same(one: CustomerCard, other: CustomerCard) -> bool:
    """Have they a record in common?"""
    mine, theirs = ({(card.provider, card.id) for card in each.cards} for each in (one, other))
    return bool(mine & theirs)


def named_alike(customer: Customer, card: CustomerCard) -> bool:
    """Does the name that the agent gave, if any, fit? A phone system's is somebody's phone book."""
    parts = [customer.fields.get(name) for name in ("name", "first_name", "last_name")]
    words = [one.value for one in parts if one is not None and one.source != PHONE_SYSTEM]
    names = card.fields.get("name", ())
    return not words or not names or any(agree(words[0], one.value) for one in names)


def hints(customer: Customer) -> Customer:
    """Of what is known only what a phone system said."""
    return _only(customer, lambda source: source == PHONE_SYSTEM)


def _only(customer: Customer, wanted: Callable[[str], bool]) -> Customer:
    kept = {name: one for name, one in customer.fields.items() if wanted(one.source)}
    return Customer(MappingProxyType(kept))


def joined(before: Customer, card: CustomerCard) -> Customer:
    """What the agent entered counts most, then what providers know, then the rest."""
    entered = _only(before, lambda source: source == AGENT)
    found = card.customer()
    return Customer(MappingProxyType({**before.fields, **found.fields, **entered.fields}))
