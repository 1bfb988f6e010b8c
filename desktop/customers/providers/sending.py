"""Writes a text into a ticket, or onto a record, once, whatever becomes of the answer.

Before anything is sent it is noted what the history there holds; when nobody says whether the
text arrived, the history is read, and what is new there tells. Only when it surely is not there is
it sent again, and only when the agent asks for it: a server that gave no answer may still be busy
with it, so for :data:`SETTLE_S` its absence proves nothing.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from desktop.core.clock import Clock
from desktop.customers.providers.base import (
    CustomerMessage,
    Fault,
    FaultKind,
    InternalNote,
    PersonNote,
    PersonNoter,
    Writer,
)
from desktop.net.deadline import Cancellation, Deadline

SETTLE_S = 60.0
"""Seconds after which a server is no longer busy with what it did not answer."""
LONGEST = 30_000
"""Characters of one text; Zendesk takes 65,535 and Freshdesk about as many, as HTML."""

# After these it is not there: it was refused before anything was done with it.
_REFUSED = frozenset(
    {
        FaultKind.CERTIFICATE,
        FaultKind.RATE_LIMITED,
        FaultKind.AUTH,
        FaultKind.FORBIDDEN,
        FaultKind.REFUSED,
        FaultKind.MISSING,
        FaultKind.NOT_THEIRS,
        FaultKind.SET_UP,
    }
)


Content = InternalNote | PersonNote | CustomerMessage


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A text on its way, with all that must be remembered of it, over a restart too."""

    content: Content
    before: frozenset[str] = field(default=frozenset(), repr=False)
    """What the history held before it was sent."""
    tried: dt.datetime | None = None
    """When it was sent, while nobody said what became of it."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """It is there."""

    mark: str = ""
    """What names it there, if that is known."""
    found: bool = False
    """It was not confirmed, but the history has it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """It is not known to be there."""

    outgoing: Outgoing
    """To be remembered, and handed to :func:`deliver` when the agent tries again."""
    fault: Fault


def deliver(
    writer: Writer | PersonNoter,
    outgoing: Outgoing,
    clock: Clock,
    seconds: float,
    cancellation: Cancellation,
    remember: Callable[[Outgoing], None],
) -> Delivered | Kept:
    """Write it, or find out that it was written before. One call at a time for one text.

    Each of the calls to the server may take ``seconds``. ``remember`` is called right before
    sending, so that a program that ends just then knows that it may have been sent.

    Raises:
        UserError: the provider's secret can't be read, or there is none.
    """
    if len(outgoing.content.text) > LONGEST or not outgoing.content.text.strip():
        return Kept(outgoing, Fault(FaultKind.REFUSED))
    asking = _Asking(writer, clock, seconds, cancellation)
    ready = asking.prepared(outgoing) if outgoing.tried is None else asking.missed(outgoing)
    if not isinstance(ready, Outgoing):
        return ready
    sent = dataclasses.replace(ready, tried=clock.now())
    remember(sent)
    return asking.sent(sent)


@dataclass(frozen=True, slots=True)
class _Asking:
    """The steps of one delivery."""

    writer: Writer | PersonNoter
    clock: Clock
    seconds: float
    cancellation: Cancellation

    def prepared(self, outgoing: Outgoing) -> Outgoing | Kept:
        """Know what stands in the history now."""
        marks = self._marks(outgoing.content)
        if isinstance(marks, Fault):
            return Kept(outgoing, marks)
        return dataclasses.replace(outgoing, before=marks)

    def missed(self, outgoing: Outgoing) -> Outgoing | Delivered | Kept:
        """It was sent before: the answer is an ``Outgoing`` if it surely did not arrive."""
        known = self._known(outgoing)
        if known is not None:
            return Kept(outgoing, known) if isinstance(known, Fault) else known
        since = (self.clock.now() - (outgoing.tried or self.clock.now())).total_seconds()
        if 0 <= since < SETTLE_S:
            return Kept(outgoing, Fault(FaultKind.UNSURE, SETTLE_S - since))
        return outgoing

    def sent(self, outgoing: Outgoing) -> Delivered | Kept:
        """Send it, and look for it when nobody says that it arrived."""
        mark = self._written(outgoing.content)
        if isinstance(mark, str):
            return Delivered(mark)
        if mark.kind in _REFUSED:
            return Kept(dataclasses.replace(outgoing, tried=None), mark)
        known = self._known(outgoing)
        if isinstance(known, Delivered):
            return known
        return Kept(outgoing, Fault(FaultKind.UNSURE, SETTLE_S))

    def _known(self, outgoing: Outgoing) -> Delivered | Fault | None:
        mark = self._arrived(outgoing)
        return Delivered(mark, found=True) if isinstance(mark, str) else mark

    def _marks(self, content: Content) -> frozenset[str] | Fault:
        if isinstance(content, PersonNote):
            return self._noter().person_marks(content.person, *self._limits())
        return self._writer().marks(content.ticket, *self._limits())

    def _arrived(self, outgoing: Outgoing) -> str | Fault | None:
        content, before = outgoing.content, outgoing.before
        if isinstance(content, PersonNote):
            return self._noter().person_arrived(content, before, *self._limits())
        return self._writer().arrived(content, before, *self._limits())

    def _written(self, content: Content) -> str | Fault:
        if isinstance(content, PersonNote):
            return self._noter().add_person_note(content, *self._limits())
        if isinstance(content, CustomerMessage):
            return self._writer().send_to_customer(content, *self._limits())
        return self._writer().add_note(content, *self._limits())

    def _noter(self) -> PersonNoter:
        if not isinstance(self.writer, PersonNoter):
            raise TypeError("this provider keeps no notes on persons")
        return self.writer

    def _writer(self) -> Writer:
        if not isinstance(self.writer, Writer):
            raise TypeError("this provider has no tickets to write into")
        return self.writer

    def _limits(self) -> tuple[Deadline, Cancellation]:
        return Deadline(self.clock, self.seconds), self.cancellation


def same(one: str, other: str) -> bool:
    """Are they one text, but for the white space and forms of letters that servers change?"""
    return _folded(one) == _folded(other)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
