"""Words of the views of days and weeks: what was done, and where a load comes from."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QDate, QLocale

from desktop.ui.breaks.day_values import Day, Doing, LoadPoint, Part
from desktop.ui.breaks.wording import HOUR, MINUTE, span, tr

_LEAST = 0.5
"""A part that rounds to nothing is not named."""


def aid() -> str:
    """What stands beside every load."""
    return tr("a planning aid, not a measurement")


def doing_name(doing: Doing) -> str:
    """What a stretch is called."""
    return {
        Doing.WORK: tr("work"),
        Doing.INTERACTION: tr("interaction"),
        Doing.SHORT_BREAK: tr("short break"),
        Doing.LONG_BREAK: tr("long break"),
        Doing.ROSTERED_BREAK: tr("rostered break"),
        Doing.BREATHING: tr("breathing"),
    }[doing]


def hour_minute(at: dt.datetime) -> str:
    """``12:14``, the same in every reading direction."""
    return f"{at.hour}:{at.minute:02}"


def tap_name(what: str) -> str:
    """What a tap is called."""
    return {
        "ok": tr("fine contact"),
        "hard": tr("hard contact"),
        "abusive": tr("abusive contact"),
    }.get(what, what)


def part_name(part: Part) -> str:
    """What a line of the ledger is called: ``hard contact 12:14``."""
    names = {
        "work": tr("work"),
        "overtime": tr("overtime"),
        "night": tr("night"),
        "earlier taps": tr("earlier contacts"),
    }
    name = names.get(part.what) or tap_name(part.what)
    return name if part.at is None else f"{name} {hour_minute(part.at)}"


def ledger(point: LoadPoint) -> str:
    """``42 = work 33 + hard contact 12:14 9``; the rounded parts add up to the rounded load."""
    total = round(point.value)
    parts = sorted(
        ((one, one.value) for one in point.parts if one.value >= _LEAST),
        key=lambda pair: -pair[1],
    )
    shares = _rounded([value for _, value in parts], total)
    said = " + ".join(
        f"{part_name(one)} {share}" for (one, _), share in zip(parts, shares, strict=True) if share
    )
    return f"{total} = {said}" if said else str(total)


def _rounded(values: list[float], total: int) -> list[int]:
    """Whole numbers that add up to ``total``, each as near as that allows."""
    shares = [int(value) for value in values]
    order = sorted(range(len(values)), key=lambda at: shares[at] - values[at])
    for at in order[: max(0, total - sum(shares))]:
        shares[at] += 1
    return shares


def summary(day: Day) -> str:
    """``6 h 20 min work, 3 h in interactions · 5 breaks, 34 min``."""
    return f"{worked(day)} · {breaks(day)}"


def worked(day: Day) -> str:
    """``6 h 20 min work, 3 h in interactions``."""
    work = tr("{} work").format(hours(day.worked))
    if day.in_interactions < MINUTE:
        return work
    return tr("{}, {} in interactions").format(work, hours(day.in_interactions))


def breaks(day: Day) -> str:
    """``5 breaks, 34 min``."""
    had = day.breaks
    if not had:
        return tr("no break yet") if day.today else tr("no break")
    long = hours(sum(one.seconds for one in had))
    if len(had) == 1:
        return tr("1 break, {}").format(long)
    return tr("{} breaks, {}").format(len(had), long)


def hours(seconds: float) -> str:
    """Without seconds, where there are minutes."""
    if seconds < MINUTE:
        return span(seconds)
    return span(seconds - seconds % MINUTE) if seconds < HOUR else span(seconds)


def date_name(day: dt.date) -> str:
    """``Mon 16 Nov``, in the interface's language."""
    return QLocale().toString(QDate(day.year, day.month, day.day), "ddd d MMM")
