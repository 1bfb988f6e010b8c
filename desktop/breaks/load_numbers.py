"""The numbers of the stress load, each with what it rests on."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop.core.results import UserError
from desktop.settings.sections import load as said
from desktop.settings.sections.load import Basis


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why a number is as it is, and how far it may be changed."""

    basis: Basis
    why: str
    least: float
    most: float


def _number(one: said.Constant) -> Any:  # noqa: ANN401 - as dataclasses.field
    setting = one.setting
    grounds = Grounds(one.basis, one.why, one.of(setting.least), one.of(setting.most))
    return field(default=one.of(setting.default), metadata={"grounds": grounds})


@dataclass(frozen=True, slots=True)
class LoadNumbers:
    """All constants of the stress load, declared with their grounds as settings.

    Times are minutes unless said otherwise there.
    """

    full: float = _number(said.FULL)
    cap: float = _number(said.CAP)
    rise: float = _number(said.RISE)
    fall: float = _number(said.FALL)
    window: int = _number(said.WINDOW)
    overtime_from: float = _number(said.OVERTIME_FROM)
    overtime_middle: float = _number(said.OVERTIME_MIDDLE)
    overtime_to: float = _number(said.OVERTIME_TO)
    ten_hours: float = _number(said.TEN_HOURS)
    twelve_hours: float = _number(said.TWELVE_HOURS)
    night: float = _number(said.NIGHT)
    night_ends: float = _number(said.NIGHT_ENDS)
    ok: float = _number(said.OK)
    hard: float = _number(said.HARD)
    abusive: float = _number(said.ABUSIVE)
    desk: float = _number(said.DESK)
    short_break: float = _number(said.SHORT_BREAK)
    away: float = _number(said.AWAY)
    breathing: float = _number(said.BREATHING)
    first_prompt: float = _number(said.FIRST_PROMPT)
    second_prompt: float = _number(said.SECOND_PROMPT)
    third_prompt: float = _number(said.THIRD_PROMPT)
    hysteresis: float = _number(said.HYSTERESIS)
    prompt_pause: float = _number(said.PROMPT_PAUSE)

    def overtime(self, hours: float) -> float:
        """By how much hours worked multiply the load: nothing more at first, level at last.

        The limits of the three hours keep them in this order.
        """
        start, middle, end = self.overtime_from, self.overtime_middle, self.overtime_to
        if hours <= start:
            return 1.0
        if hours <= middle:
            return 1 + (self.ten_hours - 1) * (hours - start) / (middle - start)
        if hours <= end:
            step = self.twelve_hours - self.ten_hours
            return self.ten_hours + step * (hours - middle) / (end - middle)
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
