"""What is watched, what was seen of it, what has changed. Pure; no customer's text in a repr."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from desktop.customers.card import Card, Ticket
from desktop.customers.identify import Kind, Query

OWN_BEFORE = dt.timedelta(seconds=10)
OWN_AFTER = dt.timedelta(seconds=120)
"""Around a writing of the agent's own: servers' clocks differ, and some are slow to note it."""


class What(StrEnum):
    """How a ticket changed."""

    NEW = "new"
    STATUS = "status"
    ANSWER = "answer"
    """Something was written that the customer sees, or by the customer."""
    CHANGED = "changed"
    """The provider says only that."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A ticket as it was when it was last looked at."""

    status: str
    moment: dt.datetime | None
    """When something last happened to it."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became different of one ticket."""

    ticket: str = field(repr=False)
    subject: str = field(repr=False)
    what: What
    before: str = ""
    status: str = ""
    at: dt.datetime | None = None
    """As the provider says."""


@dataclass(frozen=True, slots=True)
class Watched:
    """One of the list."""

    id: int
    """Its row's number."""
    provider: str
    record: str = field(repr=False)
    """The customer's in that provider."""
    name: str = field(repr=False)
    query: tuple[str, str] = field(repr=False)
    """By what the customer is asked for there: kind and value."""
    ticket: str = field(default="", repr=False)
    """Only this one; empty: all of the customer's."""
    address: str = field(default="", repr=False)
    """By which the agent looks the customer up."""
    seen: Mapping[str, Seen] | None = field(default=None, repr=False)
    """None: not looked at yet."""
    last: Change | None = None
    """The newest change."""
    fresh: bool = False
    """The agent was not told of it yet."""

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is of."""
        return self.provider, self.record, self.ticket

    def asked(self) -> Query:
        """What to ask its provider."""
        if self.ticket:
            return Query(Kind.TICKET, self.ticket, written=self.ticket)
        kind, value = self.query
        return Query(Kind(kind), value, written=value)

    def tickets(self, cards: Iterable[Card]) -> tuple[Ticket, ...] | None:
        """Those that it is about; None: the answer is not of this customer."""
        for card in cards:
            if self.ticket:
                mine = tuple(one for one in card.tickets if one.id == self.ticket)
                if mine:
                    return mine
            elif card.id == self.record:
                return card.tickets
        return None


def compared(
    watched: Watched, tickets: Iterable[Ticket], own: Mapping[str, dt.datetime]
) -> tuple[Watched, tuple[Change, ...]]:
    """The same with what is to be seen now, and what the agent should hear of.

    The first look is what later ones are compared with. ``own`` says when the agent last wrote
    into a ticket, whose change by that is none. A ticket that is not among those that the provider
    gives any more has not changed; it is known again when it comes back.
    """
    now = {one.id: Seen(one.status, one.moment) for one in tickets}
    before = watched.seen
    merged = MappingProxyType({**(before or {}), **now})
    if before is None:
        return replace(watched, seen=merged), ()
    changes = []
    for one in tickets:
        what = _change(before.get(one.id), one, own.get(one.id))
        if what is not None:
            known = before.get(one.id)
            was = known.status if known is not None and what is What.STATUS else ""
            changes.append(Change(one.id, one.subject, what, was, one.status, one.moment))
    return replace(watched, seen=merged), tuple(changes)


def is_own(moment: dt.datetime | None, own: dt.datetime | None) -> bool:
    """Is a change of that moment what the agent did at ``own``?"""
    return own is not None and (moment is None or own - OWN_BEFORE <= moment <= own + OWN_AFTER)


def _change(before: Seen | None, now: Ticket, own: dt.datetime | None) -> What | None:
    if before is not None and (before.status, before.moment) == (now.status, now.moment):
        return None
    if is_own(now.moment, own):
        return None
    if before is None:
        return What.NEW
    if before.status != now.status:
        return What.STATUS
    known = before.moment is not None and now.moment is not None
    return What.CHANGED if known and now.moment > before.moment else None  # type: ignore[operator]  # known says so


def plain(one: Watched) -> dict[str, Any]:
    """As what can be written into a file, without ``id``."""
    seen = {
        ticket: [known.status, known.moment.isoformat() if known.moment else ""]
        for ticket, known in (one.seen or {}).items()
    }
    last = one.last
    return {
        "provider": one.provider,
        "record": one.record,
        "name": one.name,
        "query": list(one.query),
        "ticket": one.ticket,
        "address": one.address,
        "fresh": one.fresh,
        "seen": None if one.seen is None else seen,
        "last": None
        if last is None
        else [
            last.ticket,
            last.subject,
            last.what.value,
            last.before,
            last.status,
            last.at.isoformat() if last.at else "",
        ],
    }


def from_plain(which: int, said: Mapping[str, Any]) -> Watched:
    """What :func:`plain` gave.

    Raises:
        ValueError: it is none.
    """
    try:
        kind, value = said["query"]
        seen, last = said["seen"], said["last"]
        known = None
        if seen is not None:
            known = {str(at): Seen(str(one[0]), _moment(one[1])) for at, one in seen.items()}
        change = None
        if last is not None:
            ticket, subject, what, before, status, at = last
            change = Change(ticket, subject, What(what), before, status, _moment(at))
        return Watched(
            which,
            str(said["provider"]),
            str(said["record"]),
            str(said["name"]),
            (str(Kind(kind)), str(value)),
            str(said["ticket"]),
            str(said["address"]),
            None if known is None else MappingProxyType(known),
            change,
            bool(said["fresh"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise ValueError(f"nothing that is watched: {type(error).__name__}") from None


def _moment(written: str) -> dt.datetime | None:
    return dt.datetime.fromisoformat(written).astimezone(dt.UTC) if written else None
