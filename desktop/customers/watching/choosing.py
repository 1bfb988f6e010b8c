"""From a customer in sight to what can be watched of them, and by what they are asked for again."""

from __future__ import annotations

from collections.abc import Container

from desktop.customers.card import EMAIL, NUMBER, PHONE, Card
from desktop.customers.identify import Kind
from desktop.customers.identify.email import folded
from desktop.customers.identify.phone import read_phone
from desktop.customers.merge import CustomerCard
from desktop.customers.watching.watched import Watched


def watchable(
    customer: CustomerCard, name: str, providers: Container[str], region: str, ticket: str = ""
) -> tuple[Watched, ...]:
    """What to watch of a customer, one for each of ``providers`` that knows them by its tickets.

    With ``ticket`` only that one.
    """
    address = next((one for key in (EMAIL, PHONE) for one in _values(customer, key)), name)
    made = []
    for card in customer.cards:
        query = _query(card, region)
        if card.provider not in providers or query is None:
            continue
        if ticket and not any(one.id == ticket for one in card.tickets):
            continue
        made.append(Watched(0, card.provider, card.id, name, query, ticket, address))
    return tuple(made)


def _query(card: Card, region: str) -> tuple[str, str] | None:
    """By what this record is found in its own provider."""
    for email in card.values(EMAIL):
        return Kind.EMAIL.value, folded(email) or email
    for number in card.values(PHONE):
        phone = read_phone(number, region)
        if phone is not None:
            return Kind.PHONE.value, phone.value
    for number in card.values(NUMBER):
        return Kind.CUSTOMER.value, number
    return None


def _values(customer: CustomerCard, name: str) -> tuple[str, ...]:
    return tuple(one.value for one in customer.fields.get(name, ()))
