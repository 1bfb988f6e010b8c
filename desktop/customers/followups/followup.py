"""One follow-up: whom to turn to again, about what, and when. No customer's text in any repr."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from desktop.interaction import Channel

LONGEST_WHAT = 300
LONGEST_VALUE = 500


class State(StrEnum):
    """How a follow-up stands."""

    OPEN = "open"
    SNOOZED = "snoozed"
    """Put off by the agent after it was due; it comes again at its new time."""
    DONE = "done"
    DROPPED = "dropped"


WAITING = frozenset({State.OPEN, State.SNOOZED})


@dataclass(frozen=True, slots=True)
class Who:
    """The customer."""

    name: str = field(default="", repr=False)
    channel: Channel = Channel.OTHER
    address: str = field(default="", repr=False)
    """The number or address to turn to."""
    records: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """Providers and ids by which the customer is known."""
    zone: str = ""
    """Where the customer is (IANA), as far as known."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """See the module."""

    id: int
    """Its row's number."""
    who: Who
    what: str = field(repr=False)
    """In a line; may be empty."""
    at: dt.datetime
    """When, in UTC."""
    zone: str
    """In which it was said (IANA)."""
    theirs: bool
    """It was said by the customer's clock."""
    state: State = State.OPEN
    announced: bool = False
    """The agent was told that it is due."""
    ended: dt.datetime | None = None
    """When it was done or dropped."""

    def there(self) -> dt.datetime:
        """Its time by the clock by which it was said."""
        return self.at.astimezone(zoneinfo.ZoneInfo(self.zone))


def plain(one: FollowUp) -> dict[str, Any]:
    """As what can be written into a file, without ``id``."""
    who = one.who
    return {
        "who": {
            "name": who.name,
            "channel": who.channel.value,
            "address": who.address,
            "records": [list(record) for record in who.records],
            "zone": who.zone,
        },
        "what": one.what,
        "zone": one.zone,
        "theirs": one.theirs,
        "state": one.state.value,
        "announced": one.announced,
        "ended": one.ended.isoformat() if one.ended is not None else "",
        "at": one.at.isoformat(),
    }


def from_plain(which: int, said: Mapping[str, Any]) -> FollowUp:
    """What :func:`plain` gave.

    Raises:
        ValueError: it is none, or of a version that is not known.
    """
    try:
        who = said["who"]
        ended, at = said["ended"], _moment(said["at"])
        zoneinfo.ZoneInfo(said["zone"])
        return FollowUp(
            which,
            Who(
                str(who["name"]),
                Channel(who["channel"]),
                str(who["address"]),
                tuple((str(provider), str(one)) for provider, one in who["records"]),
                str(who["zone"]),
            ),
            str(said["what"]),
            at,
            str(said["zone"]),
            bool(said["theirs"]),
            State(said["state"]),
            bool(said["announced"]),
            _moment(ended) if ended else None,
        )
    except (KeyError, TypeError, ValueError, zoneinfo.ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(f"no follow-up: {type(error).__name__}") from None


def _moment(written: str) -> dt.datetime:
    return dt.datetime.fromisoformat(written).astimezone(dt.UTC)
