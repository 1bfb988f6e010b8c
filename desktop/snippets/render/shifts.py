"""Steps in time as people write them: ``+3d``, ``-1M``, ``+1y 2w``.

The units are ``y`` years, ``M`` months, ``w`` weeks, ``d`` days, ``h`` hours, ``m`` minutes and
``s`` seconds; ``Y``, ``D``, ``H``, ``W`` and ``S`` stand for the same. A month later is the same
day of it, or its last day where it has no such day.
"""

from __future__ import annotations

import datetime as dt
import re

_STEP = re.compile(r"\s*([+-]?)\s*(\d{1,5})\s*([yYMwWdDhHmsS])")
_SECONDS = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}


class NoShiftError(ValueError):
    """This is no step in time."""


def steps_of(text: str) -> tuple[int, int]:
    """Months and seconds; a step without a sign goes where the one before it goes.

    Raises:
        NoShiftError: it is written otherwise.
    """
    months = seconds = place = 0
    sign = 1
    while place < len(text.rstrip()):
        found = _STEP.match(text, place)
        if found is None:
            raise NoShiftError
        sign = {"+": 1, "-": -1}.get(found[1], sign)
        count = sign * int(found[2])
        unit = found[3] if found[3] in {"M", "m"} else found[3].lower()
        if unit in {"y", "M"}:
            months += count * (12 if unit == "y" else 1)
        else:
            seconds += count * _SECONDS[unit]
        place = found.end()
    return months, seconds


def months_on(day: dt.date, months: int) -> dt.date:
    """A date so many months later, or earlier; a datetime keeps its time.

    Raises:
        ValueError: there is no such year.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (following - dt.timedelta(days=1)).day
    return day.replace(year=year, month=month + 1, day=min(day.day, last))
