"""What providers of tickets have in common: each call gets a sign-in, each ticket its writer."""

from __future__ import annotations

import abc
import base64
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

from desktop.customers.card import Card
from desktop.customers.identify import Query
from desktop.customers.providers.base import (
    CustomerMessage,
    Fault,
    InternalNote,
    PersonNote,
    SignedIn,
)
from desktop.customers.providers.calls import Calls
from desktop.customers.providers.http_provider import HttpProvider
from desktop.net.deadline import Cancellation, Deadline


class Reading(Protocol):
    """One lookup."""

    def find(self, query: Query) -> Sequence[Card] | Fault:
        """Cards of whom is asked for, and perhaps of others."""


class Writing(Protocol):
    """The calls about one ticket; see :class:`desktop.customers.providers.base.Writer`."""

    def marks(self) -> frozenset[str] | Fault:
        """What names the newest entries of its history."""

    def arrived(
        self, sent: InternalNote | CustomerMessage, before: frozenset[str]
    ) -> str | Fault | None:
        """The entry that is this text and was not there before."""

    def add_note(self, note: InternalNote) -> str | Fault:
        """For colleagues only."""

    def send_to_customer(self, message: CustomerMessage) -> str | Fault:
        """To the customer that it names, if the ticket is theirs."""

    def statuses(self) -> list[str] | Fault:
        """The present one first."""

    def set_status(self, status: str) -> Fault | None:
        """Give it one."""


class Noting(Protocol):
    """The calls about one record, as :class:`desktop.customers.providers.base.PersonNoter` has."""

    def marks(self) -> frozenset[str] | Fault:
        """What names the newest notes of it."""

    def arrived(self, sent: PersonNote, before: frozenset[str]) -> str | Fault | None:
        """The note that is this text and was not there before."""

    def add(self, note: PersonNote) -> str | Fault:
        """For colleagues only."""


@runtime_checkable
class TellsAnswers(Protocol):
    """A writing that knows when something was written that the customer sees."""

    def answered_since(self, since: dt.datetime) -> bool | Fault:
        """Was it after that?"""


class Helpdesk(HttpProvider, abc.ABC):
    """A provider and a writer, made of a vendor's reading and writing."""

    @abc.abstractmethod
    def headers(self) -> Mapping[str, str]:
        """The sign-in.

        Raises:
            UserError: there is no secret, or the keyring does not answer.
        """

    @abc.abstractmethod
    def reading(self, calls: Calls) -> Reading:
        """For one lookup."""

    @abc.abstractmethod
    def writing(self, calls: Calls, ticket: str) -> Writing:
        """For one ticket."""

    @abc.abstractmethod
    def checking(self, calls: Calls) -> SignedIn | Fault:
        """As whom it knows us."""

    def check(self, deadline: Deadline, cancellation: Cancellation) -> SignedIn | Fault:
        """See :class:`desktop.customers.providers.base.Checkable`."""
        return self.checking(self._calls(deadline, cancellation))

    def find(
        self, query: Query, deadline: Deadline, cancellation: Cancellation
    ) -> Sequence[Card] | Fault:
        """See :class:`Reading`."""
        return self.reading(self._calls(deadline, cancellation)).find(query)

    def marks(
        self, ticket: str, deadline: Deadline, cancellation: Cancellation
    ) -> frozenset[str] | Fault:
        """See :class:`Writing`."""
        return self._writing(ticket, deadline, cancellation).marks()

    def arrived(
        self,
        sent: InternalNote | CustomerMessage,
        before: frozenset[str],
        deadline: Deadline,
        cancellation: Cancellation,
    ) -> str | Fault | None:
        """See :class:`Writing`."""
        return self._writing(sent.ticket, deadline, cancellation).arrived(sent, before)

    def add_note(
        self, note: InternalNote, deadline: Deadline, cancellation: Cancellation
    ) -> str | Fault:
        """See :class:`Writing`."""
        return self._writing(note.ticket, deadline, cancellation).add_note(note)

    def send_to_customer(
        self, message: CustomerMessage, deadline: Deadline, cancellation: Cancellation
    ) -> str | Fault:
        """See :class:`Writing`."""
        return self._writing(message.ticket, deadline, cancellation).send_to_customer(message)

    def answered_since(
        self, ticket: str, since: dt.datetime, deadline: Deadline, cancellation: Cancellation
    ) -> bool | Fault | None:
        """Was something written since that the customer sees? None: it can't be told."""
        writing = self._writing(ticket, deadline, cancellation)
        return writing.answered_since(since) if isinstance(writing, TellsAnswers) else None

    def statuses(
        self, ticket: str, deadline: Deadline, cancellation: Cancellation
    ) -> Sequence[str] | Fault:
        """See :class:`Writing`."""
        return self._writing(ticket, deadline, cancellation).statuses()

    def set_status(
        self, ticket: str, status: str, deadline: Deadline, cancellation: Cancellation
    ) -> Fault | None:
        """See :class:`Writing`."""
        return self._writing(ticket, deadline, cancellation).set_status(status)

    def _calls(self, deadline: Deadline, cancellation: Cancellation) -> Calls:
        return Calls(self, self.headers(), deadline, cancellation)

    def _writing(self, ticket: str, deadline: Deadline, cancellation: Cancellation) -> Writing:
        return self.writing(self._calls(deadline, cancellation), ticket)


class HelpdeskWithRecords(Helpdesk, abc.ABC):
    """The same of a vendor that keeps notes on customers, too."""

    @abc.abstractmethod
    def noting(self, calls: Calls, person: str) -> Noting:
        """For one customer's record."""

    def person_marks(
        self, person: str, deadline: Deadline, cancellation: Cancellation
    ) -> frozenset[str] | Fault:
        """See :class:`Noting`."""
        return self.noting(self._calls(deadline, cancellation), person).marks()

    def person_arrived(
        self,
        sent: PersonNote,
        before: frozenset[str],
        deadline: Deadline,
        cancellation: Cancellation,
    ) -> str | Fault | None:
        """See :class:`Noting`."""
        return self.noting(self._calls(deadline, cancellation), sent.person).arrived(sent, before)

    def add_person_note(
        self, note: PersonNote, deadline: Deadline, cancellation: Cancellation
    ) -> str | Fault:
        """See :class:`Noting`."""
        return self.noting(self._calls(deadline, cancellation), note.person).add(note)


def basic(user: str, secret: str) -> Mapping[str, str]:
    """A sign-in with a name and a secret (RFC 7617)."""
    both = base64.b64encode(f"{user}:{secret}".encode()).decode("ascii")
    return {"Authorization": f"Basic {both}"}


def is_number(text: str) -> bool:
    """May this be a ticket's number, so that it can stand in a path?"""
    return text.isascii() and text.isdecimal() and len(text) <= 20
