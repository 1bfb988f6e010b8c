"""Makes records of what happens, until somebody takes them to be kept. Pure; one thread."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

from desktop.breaks.history.records import LoadAt, Records, Said, Share, Spent
from desktop.breaks.load import Tap
from desktop.breaks.planner.news import Activity, BreakEvent, Outcome, Span, What
from desktop.breaks.planner.state import Booked, Running
from desktop.breaks.register import ROSTERED, KeptBreak, RegisterKeeper
from desktop.breaks.roster import Planned

_KEPT = frozenset({Activity.WORK, Activity.INTERACTION, Activity.BREATHING})
"""Breaks are kept by their events; rest and absence are what lies between."""
_LEAST_LOAD = 0.05
"""Less is none."""
_LEAST_SHARE = 0.005


class Chronicle:
    """Not for several threads at once."""

    def __init__(self, wall: Callable[[float], dt.datetime]) -> None:
        """``wall`` is the time at a second of the clock ``with_sleep``."""
        self._wall = wall
        self._found = Records()
        self._keeper = RegisterKeeper()
        self._open: tuple[dt.datetime, int, int, Activity] | None = None
        """A stretch that may go on: its beginning by both clocks, its end, and what it is."""
        self._taken = -1
        """The end of the open stretch when it was taken."""
        self._roster: tuple[Planned, ...] = ()
        self._had_load = False

    def resume(self, running: Running | None) -> None:
        """Go on after a restart, in the break that is on."""
        if running is not None:
            booked = isinstance(running.of, Booked)
            name = running.of.name if isinstance(running.of, Booked) else ""
            kind = ROSTERED if booked else str(running.of)
            self._keeper.resume(self._wall(running.began / 1000), kind, name)

    def spend(self, span: Span) -> None:
        """Time went by."""
        found = self._open
        if found is not None and (found[3] is not span.activity or found[2] != span.begins):
            self._close()
            found = None
        if span.activity not in _KEPT or span.ends <= span.begins:
            return
        begun = (self._wall(span.begins / 1000), span.begins) if found is None else found[:2]
        self._open = (*begun, span.ends, span.activity)

    def load(self, at: float, value: float, parts: Mapping[str, float]) -> None:
        """The load at the end of a minute, with its ledger's parts."""
        has = value >= _LEAST_LOAD
        if has or self._had_load:
            shares = tuple(
                self._share(name, part) for name, part in parts.items() if part >= _LEAST_SHARE
            )
            self._found.load.append(LoadAt(self._wall(at), round(value, 3), shares))
        self._had_load = has

    def tap(self, at: float, tap: Tap) -> None:
        """The agent said something of an interaction."""
        self._found.taps.append(Said(self._wall(at), tap.value))

    def hear(self, events: Iterable[BreakEvent]) -> None:
        """What the planner says."""
        for event in events:
            wall = self._wall(event.at)
            kept = self._keeper.take(event, wall)
            if kept is None and event.what is What.END and event.outcome is Outcome.SKIPPED:
                kind = "" if event.kind is None else event.kind.value
                kept = KeptBreak(wall, wall, kind, outcome=Outcome.SKIPPED.value)
            if kept is not None:
                self._found.breaks.append(kept)

    def plan(self, breaks: tuple[Planned, ...]) -> None:
        """The roster's breaks as they are known now."""
        self._roster = breaks

    def running(self, at: float) -> KeptBreak | None:
        """The break that is on, as far as it has come."""
        return self._keeper.running(self._wall(at))

    @property
    def has_news(self) -> bool:
        """Has anything happened since the last time?"""
        return bool(self._found) or (self._open is not None and self._open[2] != self._taken)

    def take(self, now: float) -> Records:
        """What has happened since the last time; an open stretch as far as it has come."""
        wall = self._wall(now)
        found, self._found = self._found, Records()
        if self._open is not None and self._open[2] != self._taken:
            found.spent.append(self._spent(self._open))
            self._taken = self._open[2]
        found.rostered = [one for one in self._roster if one.begins <= wall]
        self._roster = tuple(one for one in self._roster if one.begins > wall)
        return found

    def _close(self) -> None:
        if self._open is not None and self._open[2] != self._taken:
            self._found.spent.append(self._spent(self._open))
        self._open = None
        self._taken = -1

    def _spent(self, one: tuple[dt.datetime, int, int, Activity]) -> Spent:
        wall, begins, ends, activity = one
        # By the length that it had: the wall's clock may have been set meanwhile.
        return Spent(wall, wall + dt.timedelta(milliseconds=ends - begins), activity.value)

    def _share(self, name: str, value: float) -> Share:
        what, _, second = name.partition("@")
        return Share(what, round(value, 3), self._wall(float(second)) if second else None)
