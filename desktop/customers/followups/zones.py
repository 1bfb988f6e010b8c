"""In which time zone a customer is: as the card says, else as the country does, else asked."""

from __future__ import annotations

import datetime as dt
import importlib.resources
import sys
import zoneinfo
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from desktop.customers.followups.words import folded
from desktop.customers.identify.phone import read_phone
from desktop.customers.identify.query import Sure

LONGEST = 64
"""Characters; the longest name of the time zone database has 32."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a customer may be."""

    zone: str = ""
    """IANA name; empty: to be asked."""
    told: bool = False
    """The card says so; else it follows from the country."""
    choices: tuple[str, ...] = ()
    """The zones of the customer's country, when they show different times."""


def is_zone(name: str) -> bool:
    """Is this the name of a time zone?"""
    if not name or len(name) > LONGEST:
        return False
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def own_zone(chosen: str, now: dt.datetime) -> str:
    """The agent's: as the settings say, else the computer's.

    Where that has no name it is one of whole hours.
    """
    if is_zone(chosen):
        return chosen
    from babel.localtime import get_localzone

    try:
        name = str(getattr(get_localzone(), "key", ""))
    except (LookupError, ValueError, OSError):
        name = ""
    if is_zone(name):
        return name
    hours = round((now.utcoffset() or dt.timedelta()) / dt.timedelta(hours=1))
    return f"Etc/GMT{-hours:+d}" if hours else "Etc/UTC"


def whereabouts(
    zones: Iterable[str],
    phones: Iterable[str],
    countries: Iterable[str],
    region: str,
    now: dt.datetime,
) -> Whereabouts:
    """By what the card has of each; ``region`` is the country by whose ways numbers are read."""
    for zone in zones:
        if is_zone(zone):
            return Whereabouts(zone, told=True)
    for territory in (*map(territory_of, countries), *(_of_phone(one, region) for one in phones)):
        if not territory:
            continue
        every = zones_of(territory, now)
        if len(every) == 1:
            return Whereabouts(every[0])
        if every:
            return Whereabouts(choices=tuple(every))
    return Whereabouts()


def zones_of(territory: str, now: dt.datetime) -> Sequence[str]:
    """The zones of a country (``BR``) to choose from; one, where all its clocks go alike.

    Of zones that show the same times over the next year those are named that Windows knows, too,
    as they are called by cities that people know; else the one that the time zone database has
    first.
    """
    from babel.core import get_global

    well_known = set(get_global("windows_zone_mapping").values())
    months = [now.astimezone(dt.UTC) + dt.timedelta(days=30 * month) for month in range(13)]
    alike: dict[tuple[object, ...], list[str]] = {}
    for zone in sorted(get_global("territory_zones").get(territory, ()), key=_place_in_database):
        if is_zone(zone):
            clock = zoneinfo.ZoneInfo(zone)
            way = tuple(at.astimezone(clock).utcoffset() for at in months)
            alike.setdefault(way, []).append(zone)
    if len(alike) == 1:
        return [next(iter(alike.values()))[0]]
    chosen = [[one for one in zones if one in well_known] or zones[:1] for zones in alike.values()]
    return sorted(one for zones in chosen for one in zones)


def _place_in_database(zone: str) -> int:
    return _database().get(zone, sys.maxsize)


@lru_cache(maxsize=1)
def _database() -> Mapping[str, int]:
    import tzdata  # by name, so that it is in the built program

    table = importlib.resources.files(tzdata).joinpath("zoneinfo", "zone.tab")
    lines = table.read_text(encoding="utf-8").splitlines()
    zones = [one.split("\t")[2] for one in lines if one and not one.startswith("#")]
    return {zone: place for place, zone in enumerate(zones)}


def territory_of(country: str) -> str:
    """``BR`` of ``BR`` or ``Brazil``, in the languages of :mod:`.words`; empty: not known."""
    from babel import Locale

    from desktop.customers.followups.words import EVERYWHERE

    written = country.strip()
    if len(written) == 2 and written.isascii() and written.isalpha():
        return written.upper()
    asked = folded(written)
    if not 3 <= len(asked) <= LONGEST:
        return ""
    for tag in EVERYWHERE:
        for code, name in Locale.parse(tag).territories.items():
            if len(code) == 2 and folded(str(name)) == asked:
                return str(code)
    return ""


def _of_phone(written: str, region: str) -> str:
    phone = read_phone(written, region)
    if phone is None or phone.sure is Sure.GUESS or not phone.value.startswith("+"):
        return ""
    import phonenumbers  # loaded by read_phone already

    try:
        number = phonenumbers.parse(phone.value)
    except phonenumbers.NumberParseException:
        return ""
    return str(phonenumbers.region_code_for_number(number) or "")


def found_by(text: str, most: int = 8) -> Sequence[str]:
    """Zones whose city or name has what the agent types: ``America/Sao_Paulo`` by ``sao p``."""
    asked = folded(text.strip()).replace(" ", "_")
    if not 2 <= len(asked) <= LONGEST:
        return ()
    every = sorted(one for one in zoneinfo.available_timezones() if "/" in one)
    every = [one for one in every if not one.startswith(("Etc/", "SystemV/", "posix/", "right/"))]
    cities = [one for one in every if folded(one.rpartition("/")[2]).startswith(asked)]
    others = [one for one in every if asked in folded(one) and one not in cities]
    return (*cities, *others)[:most]
