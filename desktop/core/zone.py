"""The machine's own zone with its rules: an offset alone does not know when the clocks change."""

from __future__ import annotations

import datetime as dt
from typing import Final


class SystemZone(dt.tzinfo):
    """What the system says of each moment; ``fold`` tells a doubled hour apart (PEP 495)."""

    def utcoffset(self, when: dt.datetime | None) -> dt.timedelta | None:
        """Of that time by the clock."""
        return None if when is None else when.replace(tzinfo=None).astimezone().utcoffset()

    def dst(self, when: dt.datetime | None) -> dt.timedelta | None:  # noqa: ARG002 - as in tzinfo
        """The system does not say which part of the offset it is."""
        return None

    def tzname(self, when: dt.datetime | None) -> str | None:
        """As the system calls it."""
        return None if when is None else when.replace(tzinfo=None).astimezone().tzname()

    def fromutc(self, when: dt.datetime) -> dt.datetime:
        """The time by the clock at a moment of UTC."""
        told = when.replace(tzinfo=dt.UTC).astimezone()
        clock = told.replace(tzinfo=self, fold=0)
        return clock if clock.utcoffset() == told.utcoffset() else clock.replace(fold=1)


_SYSTEM: Final = SystemZone()


def zone_of(now: dt.datetime) -> dt.tzinfo:
    """The zone that a clock's time is in, with its rules where they can be known.

    The system's clock gives a bare offset; where that is the machine's own, so are the rules.
    """
    zone = now.tzinfo
    if zone is None:
        return _SYSTEM
    if isinstance(zone, dt.timezone) and zone.utcoffset(None) == now.astimezone().utcoffset():
        return zone if zone is dt.UTC else _SYSTEM
    return zone
