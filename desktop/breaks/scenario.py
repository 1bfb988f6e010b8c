"""The file of ``deskhand breaks simulate``: what happens when, on a virtual clock."""

from __future__ import annotations

import datetime as dt
import math
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from desktop.breaks.load import Tap
from desktop.breaks.load_numbers import LoadNumbers, numbers_from
from desktop.breaks.planner.inputs import (
    Disturb,
    Do,
    InInteraction,
    Presence,
    Present,
    RosteredBreak,
    Shift,
    State,
    Wish,
)
from desktop.breaks.planner.rules import Rules, rules_from
from desktop.breaks.statutory_rules import PLACES, place_named
from desktop.breaks.yaml_values import YamlError, read_values
from desktop.core.results import UserError

LONGEST_S = 366 * 24 * 3600
MOST_ENTRIES = 200_000
USUAL_S = 8 * 3600
"""Until when it runs if nobody says: a working day, or the last entry."""
_USUAL_START = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
_SEE = "docs/breaks-simulate.md shows how the file is written"
_TIMED = {Do.PAUSE, Do.BREATHE}


E = TypeVar("E", bound=StrEnum)


class ScenarioError(UserError):
    """The file is not as it has to be, which is wrong usage."""


@dataclass(slots=True)
class Moment:
    """All that comes at one second."""

    states: list[State] = field(default_factory=list)
    wishes: list[Wish] = field(default_factory=list)
    taps: list[Tap] = field(default_factory=list)
    sleep: float = 0
    """Seconds, from this moment on."""
    clock: float = 0
    """By how much somebody set the wall clock."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole file. Times are seconds from the start, sleep included."""

    rules: Rules
    start: dt.datetime
    until: float
    moments: Mapping[float, Moment]
    """In the order of time."""
    breaks: tuple[RosteredBreak, ...] = ()
    shifts: tuple[Shift, ...] = ()
    places: tuple[str, ...] = ()
    """Whose statutory rules hold: ``de``."""
    load: LoadNumbers = field(default_factory=LoadNumbers)


def read_scenario(data: bytes) -> Scenario:
    """The scenario in a file.

    Raises:
        ScenarioError: there is something in it that can't be.
    """
    try:
        said = read_values(data)
    except YamlError as error:
        raise ScenarioError(f"The file can't be read: {error}") from None
    try:
        return _scenario(_map(said if said is not None else {}, "The file"))
    except ScenarioError:
        raise
    except UserError as error:
        problem = error.problem
        raise ScenarioError(problem.what, problem.why, problem.todo or _SEE) from None


def _scenario(said: dict[str, Any]) -> Scenario:
    known = {"settings", "start", "zone", "shift", "roster", "rules", "until", "timeline"}
    _refuse_unknown(said, known, "the file")
    settings = dict(_map(said.get("settings") or {}, "settings"))
    load = _map(settings.pop("load", None) or {}, "load")
    zone = _zone(said.get("zone", "UTC"))
    start = _time(said["start"], zone, "start") if "start" in said else _USUAL_START
    moments = _moments(_list(said.get("timeline") or [], "timeline"))
    last = max((at + one.sleep for at, one in moments.items()), default=0)
    until = _seconds(said["until"], "until") if "until" in said else max(USUAL_S, last)
    breaks = _list(said.get("roster") or [], "roster")
    shifts = _list(said.get("shift") or [], "shift")
    return Scenario(
        rules_from(settings),
        start,
        until,
        moments,
        tuple(_rostered(_map(one, "roster")) for one in breaks),
        tuple(_shift(_map(one, "shift"), start, zone) for one in shifts),
        _places(said.get("rules") or []),
        numbers_from(load),
    )


# --- timeline ---


def _moments(entries: list[Any]) -> dict[float, Moment]:
    found: dict[float, Moment] = {}
    for number, entry in enumerate(entries, start=1):
        said = _map(entry, f"Entry {number} of the timeline")
        if "at" not in said:
            raise ScenarioError(f"Entry {number} of the timeline has no “at”", todo=_SEE)
        at = _seconds(said["at"], f"“at” of entry {number} of the timeline")
        try:
            _add(found.setdefault(at, Moment()), said)
        except UserError as error:
            problem = error.problem
            raise ScenarioError(
                f"Entry {number} of the timeline can't be: {problem.what}", problem.why, _SEE
            ) from None
    ordered = dict(sorted(found.items()))
    awake_at = 0.0
    for at, moment in ordered.items():
        if at < awake_at:
            raise ScenarioError(
                f"Something comes at {at:g} seconds, when the computer sleeps until {awake_at:g}",
                todo="Let it come before or after the sleep",
            )
        awake_at = at + moment.sleep
    return ordered


def _add(moment: Moment, said: dict[str, Any]) -> None:
    _refuse_unknown(
        said,
        {"at", "presence", "interaction", "do", "seconds", "sleep", "clock", "zone", "dnd"},
        "it",
    )
    if said.keys() <= {"at", "seconds"}:
        raise UserError("it says nothing that happens")
    if "seconds" in said and said.get("do") not in _TIMED:
        raise UserError("only a pause and breathing have seconds")
    for name, value in said.items():
        if name == "presence":
            moment.states.append(Present(_one_of(Presence, value, "presence")))
        elif name == "interaction":
            moment.states.append(InInteraction(_switch(value, "open", "closed")))
        elif name == "dnd":
            moment.states.append(Disturb(_switch(value, "on", "off")))
        elif name == "do":
            _add_wish(moment, value, said.get("seconds"))
        elif name == "sleep":
            if moment.sleep:
                raise UserError("the computer sleeps already")
            moment.sleep = _seconds(value, "sleep", least=0.001)
        elif name == "clock":
            moment.clock += _number(value, "clock")
        elif name == "zone":
            _zone(value)


def _add_wish(moment: Moment, value: object, seconds: object) -> None:
    if value in set(Tap):
        moment.taps.append(Tap(str(value)))
        return
    do = _one_of(Do, value, "do", *Tap)
    if do in _TIMED:
        if seconds is None:
            raise UserError(f"{do} needs seconds")
        moment.wishes.append(Wish(do, _seconds(seconds, "seconds", least=0.001)))
    else:
        moment.wishes.append(Wish(do))


# --- roster and shift ---


def _rostered(said: dict[str, Any]) -> RosteredBreak:
    _refuse_unknown(said, {"at", "length", "name"}, "roster")
    name = said.get("name", "")
    if not isinstance(name, str) or len(name) > 200:
        raise UserError("The name of a rostered break is a text of 200 characters at most")
    return RosteredBreak(
        _seconds(said.get("at"), "“at” of a rostered break"),
        _seconds(said.get("length"), "length of a rostered break", least=1),
        name,
    )


def _shift(said: dict[str, Any], start: dt.datetime, zone: dt.tzinfo) -> Shift:
    _refuse_unknown(said, {"from", "to"}, "shift")
    begins, ends = (_time(said.get(name), zone, f"“{name}” of a shift") for name in ("from", "to"))
    if ends <= begins:
        raise UserError("A shift ends before it begins")
    return Shift((begins - start).total_seconds(), (ends - start).total_seconds())


def _places(said: object) -> tuple[str, ...]:
    given = [said] if isinstance(said, str) else _list(said, "rules")
    places = [place_named(one) if isinstance(one, str) else None for one in given]
    if None in places:
        raise UserError(f"rules is a list of places: {', '.join(PLACES)}")
    return tuple(dict.fromkeys(one for one in places if one is not None))


# --- single values ---


def _map(value: object, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise UserError(f"{name} has to be names with values", todo=_SEE)
    return value


def _list(value: object, name: str) -> list[Any]:
    if not isinstance(value, list):
        raise UserError(f"{name} has to be a list", todo=_SEE)
    if len(value) > MOST_ENTRIES:
        raise UserError(f"{name} has more than {MOST_ENTRIES:,} entries")
    return value


def _refuse_unknown(said: Mapping[str, Any], known: set[str], where: str) -> None:
    if said.keys() - known:
        raise UserError(
            f"There is a name in {where} that means nothing",
            todo=f"Use some of: {', '.join(sorted(known))}",
        )


def _number(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise UserError(f"{name} has to be a number of seconds")
    if abs(value) > LONGEST_S:
        raise UserError(f"{name} is more than a year")
    return round(value * 1000) / 1000


def _seconds(value: object, name: str, least: float = 0) -> float:
    number = _number(value, name)
    if number < least:
        raise UserError(f"{name} has to be at least {least:g} seconds")
    return number


def _switch(value: object, on: str, off: str) -> bool:
    words = {on: True, off: False, "on": True, "true": True, "off": False, "false": False}
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in words:
        return words[value.lower()]
    raise UserError(f"it is either {on} or {off}")


def _one_of(kind: type[E], value: object, name: str, *more: str) -> E:
    if value in set(kind):
        return kind(str(value))
    raise UserError(f"{name} is one of {', '.join([*kind, *more])}")


def _zone(value: object) -> dt.tzinfo:
    if isinstance(value, str) and len(value) < 100:
        try:
            return zoneinfo.ZoneInfo(value)
        except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
            pass
    raise UserError("zone is a time zone's name, such as Europe/Berlin")


def _time(value: object, zone: dt.tzinfo, name: str) -> dt.datetime:
    try:
        found = dt.datetime.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise UserError(f"{name} is a time like 2026-11-22T09:00:00+00:00") from None
    return found if found.tzinfo else found.replace(tzinfo=zone)
