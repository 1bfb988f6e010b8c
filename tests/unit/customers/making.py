"""Cards and queries for tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from desktop.customers.card import Card, Match, Note, Order, Ticket, fields_of

NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)


def card(
    provider: str = "desk",
    number: str = "1",
    *,
    name: str = "",
    email: str | Iterable[str] = (),
    phone: str | Iterable[str] = (),
    verified: Match = Match.YES,
    tickets: tuple[Ticket, ...] = (),
    orders: tuple[Order, ...] = (),
    notes: tuple[Note, ...] = (),
    **others: str,
) -> Card:
    """A record; ``email`` and ``phone`` may be several."""
    emails = [email] if isinstance(email, str) else list(email)
    phones = [phone] if isinstance(phone, str) else list(phone)
    values = [
        ("name", name),
        *(("email", one) for one in emails),
        *(("phone", one) for one in phones),
        *others.items(),
    ]
    return Card(
        provider,
        number,
        fields_of(provider, NOW, values),
        tickets=tickets,
        orders=orders,
        notes=notes,
        verified=verified,
    )
