"""Days as CSV: what was done, what was said, and the load with its parts, one row each."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator

from desktop.ui.breaks import day_wording
from desktop.ui.breaks.day_values import Day, seconds_between

COLUMNS = ("begins", "ends", "minutes", "what", "name", "load", "parts")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is a formula to spreadsheets."""
_Row = tuple[dt.datetime, dt.datetime | None, str, str, str, str]


def as_csv(days: Iterable[Day]) -> str:
    """In the order of time; times carry their offset."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for day in days:
        for begins, ends, *words in sorted(_rows(day), key=lambda row: row[0].astimezone(dt.UTC)):
            minutes = "" if ends is None else f"{seconds_between(begins, ends) / 60:.1f}"
            until = "" if ends is None else ends.isoformat(timespec="seconds")
            cells = (f"'{one}" if one.startswith(_FORMULA) else one for one in words)
            writer.writerow((begins.isoformat(timespec="seconds"), until, minutes, *cells))
    return out.getvalue()


def _rows(day: Day) -> Iterator[_Row]:
    for stretch in day.stretches:
        yield stretch.begins, stretch.ends, stretch.doing.value, "", "", ""
    for planned in day.rostered:
        yield planned.begins, planned.ends, "on the roster", planned.name, "", ""
    for tap in day.taps:
        yield tap.at, None, "tap", tap.what, "", ""
    for point in day.load:
        parts = " + ".join(f"{day_wording.part_name(one)} {one.value:.2f}" for one in point.parts)
        yield point.at, None, "load", "", f"{point.value:.2f}", parts
