"""Keeping planner, load and counters over a restart: values to plain dicts, and back.

While Deskhand does not run nobody is watched, so that time counts as sleep: it is rest, whatever
was open before. Presence, interactions and do-not-disturb are told anew by their sources. What is
kept is from this machine, but a file may be damaged: whatever does not fit is forgotten, and one
begins anew, which is no more than a lost clock.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from desktop.breaks.ledger import Ledger, tap_name
from desktop.breaks.load import StressLoad
from desktop.breaks.planner.inputs import Now, Presence
from desktop.breaks.planner.planner import Planner
from desktop.breaks.planner.rules import Rules
from desktop.breaks.planner.state import KindState, PlannerState
from desktop.breaks.statutory import Day, StatutoryCounters

VERSION: Final = 1
_LONGEST_GAP: Final = dt.timedelta(days=7)
_MOST: Final = 10**13
"""Milliseconds: three centuries, longer than any computer has counted."""


@dataclass(frozen=True, slots=True)
class LoadState:
    """What the stress load remembers."""

    value: float
    ledger: Ledger
    runs: list[tuple[int, bool]]
    worked: int
    rested: int


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything, at one moment."""

    version: int
    wall: dt.datetime
    """When it was kept; only how long ago that is matters."""
    planner: PlannerState
    load: LoadState | None = None
    day: Day | None = None


@dataclass(slots=True)
class Restored:
    """What to go on with."""

    planner: Planner
    load: LoadState | None = None
    day: Day | None = None
    lost: bool = False
    """Something was kept, and could not be read."""


def keep(
    planner: Planner,
    wall: dt.datetime,
    load: StressLoad | None = None,
    counters: StatutoryCounters | None = None,
) -> dict[str, Any]:
    """All of it as a dict that JSON takes; ``wall`` is the time, with its zone."""
    kept = Kept(
        VERSION,
        wall,
        planner.state,
        None if load is None else load_state(load),
        None if counters is None else counters.day,
    )
    made: dict[str, Any] = msgspec.to_builtins(kept)
    return made


def restore(kept: Mapping[str, Any] | None, now: Now, rules: Rules) -> Restored:
    """A planner that goes on from what was kept, as if the computer had slept since.

    ``now.wall`` has to be there. None begins anew.
    """
    if kept is None or now.wall is None:
        return Restored(Planner(rules))
    try:
        found = msgspec.convert(kept, Kept)
        whole = found.version == VERSION and _is_within(kept) and _is_whole(found.planner)
    except (msgspec.ValidationError, ValueError, OverflowError):
        whole = False
    if not whole or found.wall.tzinfo is None:
        return Restored(Planner(rules), lost=True)
    gap = min(max(now.wall - found.wall, dt.timedelta()), _LONGEST_GAP)
    state, by = _moved(found.planner, now, round(gap.total_seconds() * 1000))
    if found.planner.interaction or found.planner.dnd:
        # It ends here, and what it withheld does not start in the same moment.
        state.wrap_until = max(state.wrap_until or 0, round(now.with_sleep * 1000) + rules.wrap_up)
    for one, kind in ((state.short, rules.short), (state.long, rules.long)):
        # The settings may be others by now; a target below the interval was due before its time.
        if one.target > one.clock:
            one.target = kind.every
    day = found.day
    if day is not None:
        rests = [(begun + by, over + by) for begun, over in day.rests]
        day = dataclasses.replace(day, begins=day.begins + by, rests=rests)
    if found.load is not None:
        for entry in found.load.ledger.taps:
            entry.name = _moved_tap(entry.name, by / 1000)
    return Restored(Planner(rules, state), found.load, day)


def load_state(load: StressLoad) -> LoadState:
    """What a stress load remembers; the minute that is under way is not."""
    return LoadState(
        load.value, load.ledger, load.recent.runs(), load.worked.worked, load.worked.rested
    )


def restore_load(load: StressLoad, kept: LoadState | None) -> None:
    """Let a new stress load go on from what was kept, if that holds together."""
    if kept is None or not 0 <= kept.value <= 100:
        return
    if abs(sum(kept.ledger.parts().values()) - kept.value) > 0.01 or len(kept.runs) > 2000:
        return
    load.value = kept.value
    load.ledger = kept.ledger
    load.worked.worked = max(kept.worked, 0)
    load.worked.rested = max(kept.rested, 0)
    for length, inside in kept.runs:
        load.recent.add(max(length, 0), interaction=inside)


def _is_within(value: object) -> bool:
    """Has it no number that is none, or beyond all bounds?"""
    if isinstance(value, Mapping):
        return all(map(_is_within, value.values()))
    if isinstance(value, list):
        return all(map(_is_within, value))
    return not isinstance(value, int | float) or -_MOST <= value <= _MOST


def _is_whole(state: PlannerState) -> bool:
    return state.at is not None and min(state.short.clock, state.long.clock) >= 0


def _moved_tap(name: str, by: float) -> str:
    """A tap is named by its second."""
    tap, _, second = name.partition("@")
    try:
        moved = float(second) + by
    except ValueError:
        return tap  # without its time
    return tap_name(tap, moved) if abs(moved) <= _MOST / 1000 else tap


def _moved(state: PlannerState, now: Now, gap: int) -> tuple[PlannerState, int]:
    """The state on this run's clock, with the gap before ``now``; and by how much it was moved."""
    before = state.at or 0
    at = round(now.with_sleep * 1000) - gap
    by = at - before

    def moved(moment: int | None) -> int | None:
        return None if moment is None else moment + by

    def kind(one: KindState) -> KindState:
        return dataclasses.replace(
            one, postponed_until=moved(one.postponed_until), withheld_since=None, overdue_told=False
        )

    active = state.presence is Presence.ACTIVE
    running = state.running
    if running is not None:
        running = dataclasses.replace(running, began=running.began + by, ends=running.ends + by)
    return (
        PlannerState(
            short=kind(state.short),
            long=kind(state.long),
            at=at,
            awake=round(now.awake * 1000),
            presence=None if state.presence is None else Presence.IDLE,
            last_input=at if active else moved(state.last_input),
            interaction_ended=at if state.interaction else moved(state.interaction_ended),
            wrap_until=moved(state.wrap_until),
            running=running,
            awaiting_input=state.awaiting_input,
            paused_until=moved(state.paused_until),
        ),
        by,
    )
