"""What was written and is not known to have arrived: sealed on the disk until it has."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass, field, replace

import msgspec

from desktop.customers.kept.rows import SealedRows
from desktop.customers.kept.whose import Owner
from desktop.customers.providers.base import CustomerMessage, InternalNote, PersonNote
from desktop.customers.providers.sending import Content, Outgoing
from desktop.customers.writing.places import Way

log = logging.getLogger(__name__)

KIND = "unsent note"
Values = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Unsent:
    """One text with all that is needed to send it, now or after the next start."""

    key: str
    way: Way
    provider: str
    title: str
    """What the provider is called."""
    place: str = field(repr=False)
    """The id of the ticket or the record."""
    subject: str = field(repr=False)
    text: str = field(repr=False)
    customer: str = field(default="", repr=False)
    """As the agent knows them."""
    seek: str = field(default="", repr=False)
    """By what they can be looked up again."""
    to: str = field(default="", repr=False)
    """Not empty: it goes to the customer, at this address, which the agent agreed to."""
    values: Values = field(default=(), repr=False)
    """What is known of the customer, for a note in the book."""
    known: bool = True
    """Is the customer in the book already?"""
    before: tuple[str, ...] = field(default=(), repr=False)
    tried: dt.datetime | None = None
    """When it was sent, while nobody said what became of it."""
    why: str = ""
    """What went wrong last."""
    sealed: bool = field(default=True, compare=False)
    """False: it could not be put on the disk, and is lost with the program."""

    def outgoing(self) -> Outgoing:
        """As :func:`desktop.customers.providers.sending.deliver` wants it."""
        return Outgoing(self._content(), frozenset(self.before), self.tried)

    def after(self, outgoing: Outgoing, why: str = "") -> Unsent:
        """What is to be remembered of it now."""
        return replace(self, before=tuple(sorted(outgoing.before)), tried=outgoing.tried, why=why)

    def _content(self) -> Content:
        if self.to:
            return CustomerMessage(self.place, self.text, self.to)
        if self.way is Way.PERSON:
            return PersonNote(self.place, self.text)
        return InternalNote(self.place, self.text)


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Unsent).decode


def keep(rows: SealedRows, one: Unsent, owner: Owner) -> int:
    """On the disk when this returns its number.

    Raises:
        UserError: it could not be kept.
    """
    return rows.add(KIND, _encode(one), owner)


def keep_on(rows: SealedRows, number: int, one: Unsent) -> None:
    """In place of what was kept of it before.

    Raises:
        UserError: that could not be done.
    """
    rows.change(number, _encode(one))


def all_unsent(rows: SealedRows, owner: Owner | None = None) -> dict[int, Unsent]:
    """By number; of one customer, or of all.

    Raises:
        UserError: they can't be read.
    """
    found = {}
    for row in rows.all(KIND) if owner is None else rows.of(owner, KIND):
        try:
            found[row.id] = _decode(row.content)
        except msgspec.MsgspecError:  # a later Deskhand's
            log.error("the unsent note %d can't be read", row.id)
    return found
