"""What one provider knows of one person or account. All immutable; no text in any repr."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType

from desktop.customers import plain
from desktop.interaction import Field

MOST_VALUES = 20
"""Of one field of one card."""
MOST_FIELDS = 60

EMAIL = "email"
"""The field with all e-mail addresses."""
PHONE = "phone"
"""The field with all phone numbers, as the provider writes them."""
NUMBER = "customer_number"
NAME = "name"
COMPANY = "company"


class Match(IntEnum):
    """Whether a record is of whom was asked for, as its own content shows."""

    NO = 0
    """It has an address or number of that kind, and not the one asked for."""
    MAYBE = 1
    YES = 2


@dataclass(frozen=True, slots=True)
class Ticket:
    """One in a helpdesk."""

    id: str = field(repr=False)
    """As people name it there."""
    subject: str = field(repr=False)
    source: str
    status: str = ""
    """The provider's own word."""
    open: bool = True
    moment: dt.datetime | None = None
    """When something last happened to it."""
    url: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Order:
    """One in a shop."""

    id: str = field(repr=False)
    subject: str = field(repr=False)
    source: str
    status: str = ""
    open: bool = True
    moment: dt.datetime | None = None
    url: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Note:
    """What a colleague wrote about the customer."""

    text: str = field(repr=False)
    source: str
    author: str = field(default="", repr=False)
    moment: dt.datetime | None = None


Entry = Ticket | Order | Note
"""What a timeline is made of."""

Fields = Mapping[str, tuple[Field, ...]]


@dataclass(frozen=True, slots=True)
class Card:
    """One provider's record of one person or account."""

    provider: str
    id: str = field(repr=False)
    fields: Fields = field(default_factory=lambda: MappingProxyType({}), repr=False)
    tickets: tuple[Ticket, ...] = field(default=(), repr=False)
    orders: tuple[Order, ...] = field(default=(), repr=False)
    notes: tuple[Note, ...] = field(default=(), repr=False)
    url: str = field(default="", repr=False)
    """Where it is in the browser."""
    active: bool = True
    """False: the provider keeps it as closed or blocked."""
    verified: Match = Match.MAYBE

    def values(self, name: str) -> tuple[str, ...]:
        """All values of a field."""
        return tuple(one.value for one in self.fields.get(name, ()))

    def value(self, name: str) -> str:
        """The first value of a field, empty when there is none."""
        return next(iter(self.values(name)), "")


def fields_of(
    source: str, obtained: dt.datetime, values: Iterable[tuple[str, str | None]]
) -> Fields:
    """The fields of a card from what a provider said: plain, bounded, each value once.

    A name comes as often as it has values; empty ones are left out.
    """
    found: dict[str, dict[str, Field]] = {}
    for name, value in values:
        text = plain.line(value) if value else ""
        if not text or (name not in found and len(found) >= MOST_FIELDS):
            continue
        known = found.setdefault(name, {})
        if len(known) < MOST_VALUES:
            known.setdefault(text, Field(text, source, obtained))
    return MappingProxyType({name: tuple(known.values()) for name, known in found.items()})
