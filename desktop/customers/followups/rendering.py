"""Writes a moment as :mod:`desktop.customers.followups.reading` reads it."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale


def day_and_time(moment: dt.datetime, language: str, now: dt.datetime) -> str:
    """``Tue 1 Dec, 15:00``; with the year where it is another."""
    day = f"{moment.day} {_month(moment, language)}"
    year = f" {moment.year}" if moment.year != now.astimezone(moment.tzinfo).year else ""
    return f"{weekday(moment, language)} {day}{year}, {moment:%H:%M}"


def short(moment: dt.datetime, language: str, now: dt.datetime) -> str:
    """``15:00`` of today, else :func:`day_and_time`."""
    if moment.date() == now.astimezone(moment.tzinfo).date():
        return f"{moment:%H:%M}"
    return day_and_time(moment, language, now)


def weekday(moment: dt.datetime, language: str) -> str:
    """``Tue``."""
    return str(_locale(language).days["stand-alone"]["abbreviated"][moment.weekday()]).strip(".")


def _month(moment: dt.datetime, language: str) -> str:
    names = _locale(language).months["format"]["abbreviated"]
    return str(names[moment.month]).strip(".")


def place(zone: str, language: str) -> str:
    """The city by which a zone is called: ``São Paulo``."""
    from babel.dates import get_timezone_location

    try:
        known = zoneinfo.ZoneInfo(zone)
        found = str(get_timezone_location(known, locale=_locale(language), return_city=True))
    except (LookupError, ValueError):
        found = ""
    return found or zone.rpartition("/")[2].replace("_", " ")


@lru_cache(maxsize=16)
def _locale(language: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language, sep="-")
    except (ValueError, TypeError, UnknownLocaleError):
        return Locale.parse("en-GB", sep="-")
