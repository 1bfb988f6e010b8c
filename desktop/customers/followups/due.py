"""What is due, what is to be said now, and what comes next. Pure: the time is handed in.

A follow-up is announced once, when its time has come and no interaction is open; what came due in
an interaction, while the computer slept or while Deskhand did not run is announced together
afterwards.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from desktop.customers.followups.followup import WAITING, FollowUp

LONGEST_NAP = dt.timedelta(minutes=5)
"""While something is to come: whoever sets the clock tells nobody."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What there is at a moment."""

    due: tuple[FollowUp, ...]
    """Whose time has come, the earliest first; they stay so until the agent deals with them."""
    announce: tuple[FollowUp, ...]
    """Of these the ones to say now, together."""
    next_at: dt.datetime | None
    """When the next one's time comes; None: there is none."""

    def nap(self, now: dt.datetime) -> float | None:
        """Seconds until it has to be looked at again; None: only when something changes."""
        if self.next_at is None:
            return None
        return max(0.0, min(self.next_at - now, LONGEST_NAP).total_seconds())


def outlook(every: Iterable[FollowUp], now: dt.datetime, *, in_interaction: bool) -> Outlook:
    """See the module."""
    waiting = sorted((one for one in every if one.state in WAITING), key=_order)
    due = tuple(one for one in waiting if one.at <= now)
    news = tuple(one for one in due if not one.announced)
    return Outlook(
        due,
        () if in_interaction else news,
        next((one.at for one in waiting if one.at > now), None),
    )


def parted(
    every: Iterable[FollowUp], now: dt.datetime
) -> tuple[tuple[FollowUp, ...], tuple[FollowUp, ...], tuple[FollowUp, ...]]:
    """Those that wait: due, later today (by the clock at which ``now`` is told), and later."""
    waiting = sorted((one for one in every if one.state in WAITING), key=_order)
    due = tuple(one for one in waiting if one.at <= now)
    ends = (now.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)) + dt.timedelta(days=1)
    today = tuple(one for one in waiting if now < one.at < ends)
    return due, today, tuple(one for one in waiting if one.at > now and one.at >= ends)


def _order(one: FollowUp) -> tuple[dt.datetime, int]:
    return one.at, one.id
