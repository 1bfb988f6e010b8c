"""What the settings say of breaks, as the planner and the roster take it."""

from __future__ import annotations

import datetime as dt

from desktop.breaks.load_numbers import LoadNumbers, numbers_from
from desktop.breaks.planner.rules import DEFAULTS, Rules, rules_from
from desktop.breaks.roster import Planned
from desktop.core.results import Problem, UserError
from desktop.settings.declare import Reader
from desktop.settings.sections import breaks as said
from desktop.settings.sections import load, roster

_WORKING_DAYS = frozenset(range(5))
_DAYS_OF = {
    "work": _WORKING_DAYS,
    "end": frozenset({5, 6}),
    "all": frozenset(range(7)),
    **{name: frozenset({number}) for number, name in enumerate(roster.WEEKDAYS)},
}


def make_rules(settings: Reader) -> tuple[Rules, tuple[Problem, ...]]:
    """The planner's rules; the usual ones, and a problem, where the settings can't be kept."""
    get = settings.get
    try:
        rules = rules_from(
            {
                "strict": get(said.STRICT),
                "short": {
                    "every": get(said.SHORT_EVERY_MIN) * 60,
                    "length": get(said.SHORT_LENGTH_S),
                    "notice": get(said.SHORT_NOTICE_S),
                    "postpone": get(said.SHORT_POSTPONE_S),
                    "postpone_limit": get(said.SHORT_POSTPONES),
                },
                "long": {
                    "every": get(said.LONG_EVERY_MIN) * 60,
                    "length": get(said.LONG_LENGTH_MIN) * 60,
                    "notice": get(said.LONG_NOTICE_S),
                    "postpone": get(said.LONG_POSTPONE_S),
                    "postpone_limit": get(said.LONG_POSTPONES),
                },
            }
        )
    except UserError as error:
        what = "The breaks are planned by their usual times"
        return DEFAULTS, (Problem(what, error.problem.what, "Change them in the settings"),)
    return rules, ()


def make_numbers(settings: Reader) -> tuple[LoadNumbers, tuple[Problem, ...]]:
    """The numbers of the stress load; the usual ones, and a problem, where they don't fit."""
    chosen = {one.setting.name: one.of(settings.get(one.setting)) for one in load.CONSTANTS}
    try:
        return numbers_from(chosen), ()
    except UserError as error:
        what = "The stress load goes by its usual numbers"
        todo = "Change them in the settings, under Stress load"
        return LoadNumbers(), (Problem(what, error.problem.what, todo),)


def typed_breaks(
    settings: Reader, zone: dt.tzinfo, since: dt.date, days: int
) -> tuple[Planned, ...]:
    """The breaks that were typed in, for so many days from ``since`` on."""
    found = []
    for name, row in settings.get(said.TYPED_BREAKS).items():
        if not row.at or not row.minutes:
            continue
        for number in range(days):
            begins = _at(since + dt.timedelta(days=number), row.at, zone)
            # In real minutes, also where the clock is put back meanwhile.
            ends = begins.astimezone(dt.UTC) + dt.timedelta(minutes=row.minutes)
            found.append(Planned(begins, ends.astimezone(zone), name[:100]))
    return tuple(sorted(found))


def typed_shifts(
    settings: Reader, zone: dt.tzinfo, since: dt.date, days: int
) -> tuple[Planned, ...]:
    """The shifts that were typed in, beginning on so many days from ``since`` on.

    Their ends are by the clock: a night in which it is put back is an hour longer.
    """
    found = []
    for row in settings.get(roster.TYPED_SHIFTS).values():
        if not row.begins or not row.ends:
            continue
        for number in range(days):
            day = since + dt.timedelta(days=number)
            if day.weekday() not in _DAYS_OF.get(row.days or "work", _WORKING_DAYS):
                continue
            begins, ends = _at(day, row.begins, zone), _at(day, row.ends, zone)
            if ends.replace(tzinfo=None) <= begins.replace(tzinfo=None):
                ends = _at(day + dt.timedelta(days=1), row.ends, zone)
            found.append(Planned(begins, ends))
    return tuple(sorted(found))


def _at(day: dt.date, clock: str, zone: dt.tzinfo) -> dt.datetime:
    hour, minute = map(int, clock.split(":"))
    return dt.datetime.combine(day, dt.time(hour, minute), zone)
