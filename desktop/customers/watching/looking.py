"""One look at what is watched, on a thread of its provider."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from desktop.customers.card import Card
from desktop.customers.providers.base import Fault
from desktop.customers.watching.watched import Change, Watched, What, compared
from desktop.net.deadline import Cancellation, Deadline


@runtime_checkable
class TellsAnswers(Protocol):
    """A provider that knows whether something that the customer sees was written."""

    def answered_since(
        self,
        ticket: str,
        since: dt.datetime,
        deadline: Deadline,
        cancellation: Cancellation,
    ) -> bool | Fault | None:
        """Was it after ``since``? None: it can't be told."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of it."""

    watched: Watched
    """With what is to be seen now."""
    changes: tuple[Change, ...] = ()
    fault: Fault | None = None
    """Why nothing is known."""


def looked(
    watched: Watched,
    answer: Sequence[Card] | Fault,
    own: Mapping[str, dt.datetime],
    provider: object,
    deadline: Deadline,
    cancellation: Cancellation,
) -> Looked:
    """From what its provider answered; it is asked once more for each ticket that changed."""
    if isinstance(answer, Fault):
        return Looked(watched, fault=answer)
    tickets = watched.tickets(answer)
    if tickets is None:
        return Looked(watched)  # an index that lags, or the customer is gone there
    after, changes = compared(watched, tickets, own)
    told = []
    for one in changes:
        known = (watched.seen or {}).get(one.ticket)
        since = known.moment if known is not None else None
        if one.what is What.CHANGED and since is not None and isinstance(provider, TellsAnswers):
            answered = provider.answered_since(one.ticket, since, deadline, cancellation)
            if answered is True:
                told.append(dataclasses.replace(one, what=What.ANSWER))
                continue
        told.append(one)
    return Looked(after, tuple(told))
