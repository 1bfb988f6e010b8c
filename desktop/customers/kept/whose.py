"""By what is known whose something is that is kept: never by more than is surely theirs.

A row is kept with :func:`owner` of a customer. It is shown under a customer with whom that shares
something, as :func:`owner` says again, and forgotten with one by :func:`forgetting`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from desktop.customers.book.marks import FORMS
from desktop.customers.card import EMAIL, NAME, NUMBER, PHONE
from desktop.customers.merge import CustomerCard
from desktop.customers.names import words
from desktop.interaction import Customer, Field

Owner = frozenset[tuple[str, str]]
"""Kinds with a value each; only keyed hashes of them reach the disk."""

RECORD = "record"
"""The kind of a provider's record: its provider and id."""


def record(provider: str, number: str) -> tuple[str, str]:
    """What a provider's record is known by."""
    return RECORD, f"{provider}\0{number}"


def owner(card: CustomerCard) -> Owner:
    """What is this customer's alone.

    A phone may be a family's, so it counts together with the name only.
    """
    found = {record(one.provider, one.id) for one in card.cards}
    return frozenset(found | _known(card.fields))


def owner_in_hand(customer: Customer) -> Owner:
    """The same of somebody whom no provider knows: what the interaction says."""
    return frozenset(_known({name: (one,) for name, one in customer.fields.items()}))


def forgetting(card: CustomerCard) -> Owner:
    """What is to be gone with this customer: also what was kept for a number without a name."""
    tails = _forms(card.fields, PHONE)
    return owner(card) | {_by_phone(tail, "") for tail in tails}


def _known(fields: Mapping[str, Sequence[Field]]) -> set[tuple[str, str]]:
    found = {(name, form) for name in (EMAIL, NUMBER) for form in _forms(fields, name)}
    names = [one.value for one in fields.get(NAME, ())]
    if not names:
        parts = (one.value for part in ("first_name", "last_name") for one in fields.get(part, ()))
        names = [" ".join(parts)]
    for tail in _forms(fields, PHONE):
        found |= {_by_phone(tail, name) for name in names}
    return found


def _forms(fields: Mapping[str, Iterable[Field]], name: str) -> list[str]:
    return [form for one in fields.get(name, ()) if (form := FORMS[name](one.value))]


def _by_phone(tail: str, name: str) -> tuple[str, str]:
    return PHONE, f"{tail}\0{' '.join(sorted(words(name)))}"
