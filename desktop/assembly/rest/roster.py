"""The roster as the planner is told of it: what was typed in and what calendars say, together.

Breaks of both count. Shifts come from the calendars where those have any, else from the settings;
an absence of whole days in a calendar empties these days of what was typed in.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from desktop.breaks.planner.inputs import Now, Rostered
from desktop.breaks.setup import typed_breaks, typed_shifts
from desktop.core.zone import zone_of
from desktop.settings.sections import breaks as said
from desktop.settings.sections import roster as said_of_roster
from desktop.settings.values import Snapshot

if TYPE_CHECKING:
    from desktop.breaks.roster import Planned, Roster

_DAYS: Final = 14
_SET_S: Final = 2.0
"""A clock on the wall that is off by more was set: the roster goes by it."""


class RosterTelling:
    """Says what is planned, anew with a day, settings, a calendar, or a clock that was set."""

    def __init__(self, settings: Snapshot) -> None:
        """No calendar yet."""
        self._settings = settings
        self._calendar: Roster | None = None
        self._told_on: dt.date | None = None
        """None: it has to be told anew."""
        self._ahead = 0.0
        """By how much the wall's clock is ahead of ``with_sleep``; the same from telling to telling
        unless one was set, so that a break that is known stays the same one."""
        self._any = False
        self.roster: Roster | None = None
        """What was told; None: nothing is planned."""

    def adopt(self, settings: Snapshot) -> None:
        """Other settings are in force."""
        self._settings = settings
        self._told_on = None

    def take(self, calendar: Roster | None) -> None:
        """What the calendars say now; None: there are none."""
        self._calendar = calendar
        self._told_on = None

    @property
    def shifts(self) -> tuple[Planned, ...]:
        """Those that are known."""
        return self.roster.shifts if self.roster is not None else ()

    def tell(self, now: Now) -> Rostered | None:
        """What the planner has to be told, if anything."""
        wall = now.wall
        if wall is None or wall.tzinfo is None:
            return None
        ahead = wall.timestamp() - now.with_sleep
        was_set = abs(self._ahead - ahead) >= _SET_S
        if self._told_on == wall.date() and not was_set:
            return None
        if was_set:
            self._ahead = ahead
        first, self._told_on = self._told_on is None, wall.date()
        before, self._any = self._any, self._is_any()
        if not self._any:
            self.roster = None
            return Rostered() if before or first else None
        self.roster = self._gathered(wall)
        return self.roster.rostered(wall, wall.timestamp() - self._ahead)

    def _is_any(self) -> bool:
        get = self._settings.get
        return bool(
            get(said.TYPED_BREAKS) or get(said_of_roster.TYPED_SHIFTS) or self._calendar is not None
        )

    def _gathered(self, wall: dt.datetime) -> Roster:
        from desktop.breaks.roster import Roster

        # From yesterday on: a night shift may have begun there.
        zone, since = zone_of(wall), wall.date() - dt.timedelta(days=1)
        calendar = self._calendar or Roster()
        breaks = typed_breaks(self._settings, zone, since, _DAYS)
        shifts = typed_shifts(self._settings, zone, since, _DAYS)
        off = set(calendar.off)
        return Roster(
            tuple(sorted({*calendar.breaks, *(b for b in breaks if b.begins.date() not in off)})),
            calendar.shifts or tuple(one for one in shifts if one.begins.date() not in off),
            off=calendar.off,
        )
