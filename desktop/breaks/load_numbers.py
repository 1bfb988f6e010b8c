"""The numbers of the stress load, each with what it rests on."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from desktop.core.results import UserError


class Basis(StrEnum):
    """What a number rests on."""

    EVIDENCE = "evidence"
    """A study says it, or its shape."""
    ASSUMPTION = "assumption"
    """Chosen to fit; nobody has measured it."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why a number is as it is, and how far it may be changed."""

    basis: Basis
    why: str
    least: float
    most: float


def _number(value: float, basis: Basis, why: str, least: float, most: float) -> Any:  # noqa: ANN401 - as dataclasses.field
    return field(default=value, metadata={"grounds": Grounds(basis, why, least, most)})


_E, _A = Basis.EVIDENCE, Basis.ASSUMPTION


@dataclass(frozen=True, slots=True)
class LoadNumbers:
    """All constants of the stress load. Times are minutes unless said otherwise."""

    full: float = _number(
        55, _A, "Where the load settles with nothing but interactions, fresh and by day.", 1, 100
    )
    cap: float = _number(80, _A, "Work alone gets no higher; above it are hard contacts.", 1, 100)
    rise: float = _number(
        60,
        _A,
        "How fast load builds up. That it flattens out is evidence: risk rises from the first to "
        "the second half-hour since a break (Tucker 2006).",
        1,
        1440,
    )
    fall: float = _number(120, _A, "How fast load above its level sinks in easier work.", 1, 1440)
    window: int = _number(
        1800, _A, "Seconds of work over which the share of interactions is taken.", 60, 86_400
    )
    ten_hours: float = _number(
        1.15, _E, "Injury risk after 10 hours against 8 (Salminen 2016).", 1, 3
    )
    twelve_hours: float = _number(
        1.38, _E, "Injury risk after 12 hours against 8 (Salminen 2016).", 1, 3
    )
    night: float = _number(0.10, _A, "What work at night adds.", 0, 1)
    night_ends: float = _number(6, _A, "The hour at which a night that begins at 0 ends.", 0, 24)
    ok: float = _number(0, _A, "What a contact that was all right adds.", 0, 100)
    hard: float = _number(
        12,
        _A,
        "What a hard contact adds to no load. That it adds is evidence: mistreatment exhausts on "
        "the same day (Zhan and Wang, 149 agents).",
        0,
        100,
    )
    abusive: float = _number(
        25,
        _A,
        "What an abusive contact adds to no load. Direction as above, and HSE's study of call "
        "handlers asks for time to recover after one.",
        0,
        100,
    )
    desk: float = _number(
        20,
        _A,
        "Half-life of rest at the desk; news and mail there aggravate (Kim 2017).",
        1,
        1440,
    )
    short_break: float = _number(
        12,
        _A,
        "Half-life in a short break; mood is back 20 minutes after acute stress.",
        1,
        1440,
    )
    away: float = _number(
        8,
        _A,
        "Half-life in a long break or away; relaxing and company help most (Kim 2018).",
        1,
        1440,
    )
    breathing: float = _number(
        6,
        _A,
        "Half-life in paced breathing; that it calms is evidence (Steffen 2017).",
        1,
        1440,
    )
    first_prompt: float = _number(50, _A, "The load from which breathing is offered.", 1, 100)
    second_prompt: float = _number(65, _A, "The load from which five minutes are.", 1, 100)
    third_prompt: float = _number(80, _A, "The load from which ten minutes are.", 1, 100)
    hysteresis: float = _number(
        5, _A, "The load sinks so far below a level before that is prompted again.", 0, 50
    )
    prompt_pause: float = _number(10, _A, "Time from one prompt to the next.", 0, 1440)

    def overtime(self, hours: float) -> float:
        """By how much hours worked multiply the load: nothing up to 8, level from 12 on."""
        if hours <= 8:
            return 1.0
        if hours <= 10:
            return 1 + (self.ten_hours - 1) * (hours - 8) / 2
        if hours <= 12:
            return self.ten_hours + (self.twelve_hours - self.ten_hours) * (hours - 10) / 2
        return self.twelve_hours

    def tap(self, name: str) -> float:
        """What a tap of this name (``ok``, ``hard``, ``abusive``) adds to no load."""
        return {"ok": self.ok, "hard": self.hard, "abusive": self.abusive}[name]


def grounds() -> Mapping[str, Grounds]:
    """What each number rests on, by its name."""
    return {one.name: one.metadata["grounds"] for one in dataclasses.fields(LoadNumbers)}


def numbers_from(said: Mapping[str, object]) -> LoadNumbers:
    """The usual numbers with some changed.

    Raises:
        UserError: there is no such number, or it is out of its limits.
    """
    known = grounds()
    changed: dict[str, Any] = {}
    for name, value in said.items():
        if name not in known:
            raise UserError(
                "The stress load has no number of a name that is given",
                todo=f"Use some of: {', '.join(sorted(known))}",
            )
        limits = known[name]
        fits = isinstance(value, int | float) and not isinstance(value, bool)
        if not fits or not limits.least <= value <= limits.most:  # type: ignore[operator]
            raise UserError(f"{name} is a number from {limits.least:g} to {limits.most:g}")
        changed[name] = value
    numbers = dataclasses.replace(LoadNumbers(), **changed)
    levels = (numbers.first_prompt, numbers.second_prompt, numbers.third_prompt)
    if list(levels) != sorted(set(levels)):
        raise UserError("The three loads to prompt at have to rise")
    if not math.isclose(numbers.window, round(numbers.window)):
        raise UserError("window is a whole number of seconds")
    return numbers
