"""Days out of the history: which records belong to which day, and what of them is shown.

What was worked with rests of less than four hours between is one day's work, whatever midnight
does; it belongs to the date on which its middle lies, with dates beginning at four in the morning.
So a night shift is one day, and so is an early one that begins before four.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from desktop.core.zone import zone_of
from desktop.ui.breaks.day_values import Day, Doing, LoadPoint, Part, Rostered, Stretch, TapMark

if TYPE_CHECKING:
    from desktop.assembly.rest.history import LookedBack
    from desktop.breaks.history.records import LoadAt

AROUND = dt.timedelta(days=1)
"""So much more than the days that are asked for has to be read."""
_NEW_DAY = dt.timedelta(hours=4)
"""The rest that ends a day's work, and the hour at which a date begins."""
_FADING = dt.timedelta(minutes=30)
"""So long after the last work the load is still drawn."""
_SHORTEST = dt.timedelta(minutes=30)
"""A drawing of less has no scale."""
_GAP = dt.timedelta(seconds=1)
"""Stretches of one thing with less between them are one."""
_USUAL = (dt.time(9), dt.timedelta(hours=8))
"""Of a day of which nothing is known."""
_OF_BREAK = {"short": Doing.SHORT_BREAK, "long": Doing.LONG_BREAK}
_KNOWN = frozenset(one.value for one in Doing)
_Piece = tuple[dt.datetime, dt.datetime, Doing]
"""In UTC, in which differences are true."""


def days(back: LookedBack, dates: Sequence[dt.date], now: dt.datetime) -> list[Day]:
    """One for each date, in order, in the zone of ``now``."""
    zone = zone_of(now)
    works = _works(_pieces(back))
    today = _date_of(now, zone)
    if works and now - works[-1][-1][1] < _NEW_DAY:
        today = _middle(works[-1], zone)  # a night's work goes on
    return [
        _Gathering(back, [one for one in works if _middle(one, zone) == date], now, zone).day(
            date, is_today=date == today
        )
        for date in dates
    ]


class _Gathering:
    """One day."""

    def __init__(
        self, back: LookedBack, works: list[list[_Piece]], now: dt.datetime, zone: dt.tzinfo
    ) -> None:
        self._back = back
        self._pieces = [piece for work in works for piece in work]
        self._now = now
        self._zone = zone

    def day(self, date: dt.date, *, is_today: bool) -> Day:
        shifts = self._back.now.shifts if is_today else ()
        shifts = tuple(one for one in shifts if self._is_of(date, one.begins, one.ends))
        spans = [(begins, ends) for begins, ends, _doing in self._pieces]
        spans += [(_utc(one.begins), _utc(one.ends)) for one in shifts]
        planned = self._planned(date, spans)
        spans += [(_utc(one.begins), _utc(one.ends)) for one in planned]
        begins = min((one for one, _ends in spans), default=self._usual(date))
        ends = max((one for _begins, one in spans), default=begins + _USUAL[1])
        load = self._load(begins, ends) if self._pieces else []
        ends = max(ends, begins + _SHORTEST, *(one.at for one in load[-1:]))
        return Day(
            date,
            self._local(begins),
            self._local(ends),
            tuple(Stretch(self._local(a), self._local(b), doing) for a, b, doing in self._pieces),
            tuple(load),
            tuple(
                TapMark(self._local(one.at), one.tap)
                for one in self._back.records.taps
                if begins <= one.at <= ends
            ),
            planned,
            today=is_today,
        )

    def _planned(
        self, date: dt.date, spans: Sequence[tuple[dt.datetime, dt.datetime]]
    ) -> tuple[Rostered, ...]:
        first = min((begins for begins, _ends in spans), default=None)
        last = max((ends for _begins, ends in spans), default=None)
        found: dict[tuple[dt.datetime, str], Rostered] = {}
        for one in (*self._back.records.rostered, *self._back.now.breaks):
            begins, ends = _utc(one.begins), _utc(one.ends)
            if first is None or last is None:
                here = self._is_of(date, begins, ends)
            else:
                here = first - _NEW_DAY < begins < last + _NEW_DAY
            if here:
                kept = Rostered(self._local(begins), self._local(ends), one.name)
                found[begins, one.name] = kept
        return tuple(found[key] for key in sorted(found))

    def _load(self, begins: dt.datetime, ends: dt.datetime) -> list[LoadPoint]:
        last = self._pieces[-1][1] + _FADING
        return [
            self._point(one)
            for one in self._back.records.load
            if begins <= one.at <= max(last, ends)
        ]

    def _point(self, one: LoadAt) -> LoadPoint:
        parts = tuple(
            Part(share.what, share.value, None if share.at is None else self._local(share.at))
            for share in one.shares
        )
        return LoadPoint(self._local(one.at), one.value, parts)

    def _is_of(self, date: dt.date, begins: dt.datetime, ends: dt.datetime) -> bool:
        return _middle([(_utc(begins), _utc(ends), Doing.WORK)], self._zone) == date

    def _usual(self, date: dt.date) -> dt.datetime:
        return _utc(dt.datetime.combine(date, _USUAL[0], self._zone))

    def _local(self, moment: dt.datetime) -> dt.datetime:
        return moment.astimezone(self._zone)


def _pieces(back: LookedBack) -> list[_Piece]:
    """What was done, in order and without overlaps, whatever the wall's clock was set to."""
    records = back.records
    running = [back.now.running] if back.now.running is not None else []
    found = [
        (one.begins, one.ends, Doing(one.activity))
        for one in records.spent
        if one.activity in _KNOWN  # a newer Deskhand may have kept others
    ]
    found += [
        (one.begins, one.ends, _OF_BREAK.get(one.kind, Doing.ROSTERED_BREAK))
        for one in (*records.breaks, *running)
    ]
    pieces: list[_Piece] = []
    for begins, ends, doing in sorted(found, key=lambda one: one[0]):
        piece = (_utc(begins), _utc(ends), doing)
        if pieces:
            before = pieces[-1]
            piece = (max(piece[0], before[1]), piece[1], doing)
            if doing is before[2] and piece[0] - before[1] < _GAP:
                pieces[-1] = (before[0], max(before[1], piece[1]), doing)
                continue
        if piece[0] < piece[1]:
            pieces.append(piece)
    return pieces


def _works(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """Parted by long rests."""
    works: list[list[_Piece]] = []
    for piece in pieces:
        if works and piece[0] - works[-1][-1][1] < _NEW_DAY:
            works[-1].append(piece)
        else:
            works.append([piece])
    return works


def _middle(work: Sequence[_Piece], zone: dt.tzinfo) -> dt.date:
    begins, ends = work[0][0], work[-1][1]
    return _date_of(begins + (ends - begins) / 2, zone)


def _date_of(moment: dt.datetime, zone: dt.tzinfo) -> dt.date:
    return (moment.astimezone(zone).replace(tzinfo=None) - _NEW_DAY).date()


def _utc(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC)


def today(now: dt.datetime) -> dt.date:
    """The date that it still is before four in the morning."""
    return _date_of(now, zone_of(now))


def span(dates: Sequence[dt.date], now: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """What has to be read for these days."""
    zone = zone_of(now)
    begins, ends = (dt.datetime.combine(one, dt.time(4), zone) for one in (dates[0], dates[-1]))
    return begins - AROUND, ends + 2 * AROUND


def week_of(date: dt.date) -> Iterator[dt.date]:
    """Its seven days, from Monday on."""
    monday = date - dt.timedelta(days=date.weekday())
    return (monday + dt.timedelta(days=number) for number in range(7))
