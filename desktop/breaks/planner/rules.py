"""The numbers that the planner works by.

Inside, all times are whole milliseconds, so that adding them up is exact: a break that is due
after 600 seconds is due then however often the planner was asked meanwhile.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from desktop.core.results import UserError

LONGEST_S = 7 * 24 * 3600
"""Seconds; anything longer is a slip, not a plan for a shift."""


class Kind(StrEnum):
    """The two kinds of breaks that the planner makes."""

    SHORT = "short"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class KindRules:
    """One kind of break."""

    every: int
    """Work from the end of one to the start of the next."""
    length: int
    notice: int
    """Work between the notice and the start."""
    postpone: int
    """Real time from the wish to the start."""
    postpone_limit: int
    """How often one break may be postponed."""
    strict: bool = False
    """Neither postponed nor skipped."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything that the planner can be told. Short and long stand for the two kinds."""

    short: KindRules = KindRules(1_500_000, 30_000, 10_000, 120_000, 1)
    long: KindRules = KindRules(3_300_000, 300_000, 30_000, 300_000, 1)
    idle_after: int = 20_000
    """Without input for so long, nobody is working."""
    merge_within: int = 120_000
    """A long break so little work after a short one takes its place."""
    wrap_up: int = 15_000
    """After an interaction, do-not-disturb or sleep nothing starts for so long."""
    insist_after: int = 1_800_000
    """A break withheld for so long is said to be overdue."""
    roster_notice: int = 120_000
    roster_guard: int = 900_000
    """So long before a rostered break that would credit it, no long one starts."""

    @property
    def strict(self) -> bool:
        """Are all breaks, so that a rostered one is as well?"""
        return self.short.strict and self.long.strict

    def of(self, kind: Kind) -> KindRules:
        """The numbers of one kind."""
        return self.short if kind is Kind.SHORT else self.long


DEFAULTS = Rules()
_KIND_TIMES = {"every": 1, "length": 1, "notice": 0, "postpone": 1}
"""With the least milliseconds of each."""
_TIMES = {
    "idle_after": 1,
    "merge_within": 0,
    "wrap_up": 0,
    "insist_after": 1,
    "roster_notice": 0,
    "roster_guard": 0,
}


def milliseconds(seconds: object, name: str, least: int = 0) -> int:
    """A time from outside as milliseconds; ``name`` is what it is, for the message.

    Raises:
        UserError: it is no number, or none that makes sense.
    """
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise UserError(f"{name} has to be a number of seconds")
    if not -LONGEST_S <= seconds <= LONGEST_S:  # a NaN neither
        raise UserError(f"{name} is longer than a week, which no shift is")
    value = round(seconds * 1000)
    if value < least:
        raise UserError(f"{name} can't be {'negative' if value < 0 else 'zero'}")
    return value


def rules_from(settings: Mapping[str, object]) -> Rules:
    """The usual rules, changed as ``settings`` says in seconds.

    ``strict`` beside the kinds is for both of them.

    Raises:
        UserError: a name is not known, or the numbers can't be kept together.
    """
    known = {"short", "long", "strict", *_TIMES}
    _refuse_unknown(settings, known, "the settings")
    strict = _switch(settings.get("strict", False), "strict")
    times = {
        name: milliseconds(settings[name], name, least)
        for name, least in _TIMES.items()
        if name in settings
    }
    short, long = (
        _kind_from(kind, settings.get(kind.value, {}), DEFAULTS.of(kind), strict=strict)
        for kind in Kind
    )
    return dataclasses.replace(DEFAULTS, short=short, long=long, **times)


def _kind_from(kind: Kind, said: object, base: KindRules, *, strict: bool) -> KindRules:
    if not isinstance(said, Mapping):
        raise UserError(f"The {kind} break needs names and values, such as every and length")
    _refuse_unknown(said, {*_KIND_TIMES, "postpone_limit", "strict"}, f"the {kind} break")
    times = {
        name: milliseconds(said[name], f"{name} of the {kind} break", least)
        if name in said
        else getattr(base, name)
        for name, least in _KIND_TIMES.items()
    }
    limit = said.get("postpone_limit", base.postpone_limit)
    if isinstance(limit, bool) or not isinstance(limit, int) or not 0 <= limit <= 1000:
        raise UserError(f"postpone_limit of the {kind} break is a whole number from 0 to 1000")
    own = _switch(said.get("strict", base.strict), f"strict of the {kind} break")
    if times["length"] > times["every"]:
        raise UserError(f"The {kind} break is longer than the time from one to the next")
    if times["notice"] > times["every"]:
        raise UserError(f"The notice of the {kind} break is longer than the time between breaks")
    return KindRules(**times, postpone_limit=limit, strict=strict or own)


def _refuse_unknown(said: Mapping[str, object], known: set[str], where: str) -> None:
    if any(name not in known for name in said):
        raise UserError(
            f"There is a name in {where} that means nothing",
            todo=f"Use some of: {', '.join(sorted(known))}",
        )


def _switch(value: object, name: str) -> bool:
    if not isinstance(value, bool):
        raise UserError(f"{name} is either true or false")
    return value
