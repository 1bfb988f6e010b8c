"""Where something can be written about a customer, the most likely place first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from desktop.customers.card import EMAIL, Card, Ticket
from desktop.customers.merge import CustomerCard
from desktop.customers.providers.base import Does, Manifest

BOOK = "book"
"""The kind of provider that is the customer book."""
MOST = 50
"""Places that are offered; open tickets come first."""


class Way(StrEnum):
    """What kind of place it is."""

    TICKET = "ticket"
    PERSON = "person"
    """A customer's record in a provider."""
    BOOK = "book"


@dataclass(frozen=True, slots=True)
class Place:
    """One."""

    way: Way
    provider: str
    """Its name in the settings."""
    title: str
    id: str = field(default="", repr=False)
    subject: str = field(default="", repr=False)
    status: str = ""
    open: bool = True
    address: str = field(default="", repr=False)
    """To whom a message from here goes; empty where none can be sent."""
    notes: bool = True
    """Does it take notes?"""
    changes: bool = False
    """Can its status be changed?"""
    known: bool = True
    """False: the customer is not in the book yet, and is remembered with the note."""

    @property
    def key(self) -> tuple[str, str, str]:
        """Which place it is."""
        return self.way, self.provider, self.id


def places_of(customer: CustomerCard, providers: Iterable[tuple[str, Manifest]]) -> list[Place]:
    """All of a customer's: open tickets, newest first, then records, the book, closed tickets.

    ``providers`` are those that are set up, by their names.
    """
    known = dict(providers)
    tickets: list[tuple[Ticket, Place]] = []
    records: list[Place] = []
    in_book = {card.provider for card in customer.cards}
    for card in customer.cards:
        manifest = known.get(card.provider)
        if manifest is None or manifest.name == BOOK:
            continue
        does, title = manifest.does, manifest.called(card.provider)
        if does & {Does.NOTE, Does.STATUS, Does.REPLY}:
            tickets += [(one, _of_ticket(card, one, manifest)) for one in card.tickets]
        if Does.PERSON_NOTE in does:
            records.append(Place(Way.PERSON, card.provider, title, card.id))
    order = [one for one in customer.timeline if isinstance(one, Ticket)]
    tickets.sort(key=lambda both: order.index(both[0]))
    books = [
        Place(Way.BOOK, name, manifest.called(name), known=name in in_book)
        for name, manifest in known.items()
        if manifest.name == BOOK
    ]
    open_ = [place for _, place in tickets if place.open]
    closed = [place for _, place in tickets if not place.open]
    return [*open_, *records, *books[:1], *closed][:MOST]


def _of_ticket(card: Card, ticket: Ticket, manifest: Manifest) -> Place:
    return Place(
        Way.TICKET,
        card.provider,
        manifest.called(card.provider),
        ticket.id,
        ticket.subject,
        ticket.status,
        ticket.open,
        address=card.value(EMAIL) if Does.REPLY in manifest.does else "",
        notes=Does.NOTE in manifest.does,
        changes=Does.STATUS in manifest.does,
    )
