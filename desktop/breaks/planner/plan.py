"""When each break would start if nothing changed from now on: rules 3, 5, 6 and 8 together.

Nothing here changes the state. A plan is made only while starts are allowed: no interaction, no
do-not-disturb, no break, no pause, no breathing.

Readings, where two rules meet:

* "At most ``merge_within`` seconds of work after it" compares the moments at which the two are
  due, wherever the clocks stand now, so a short break that was withheld for long is not pushed
  aside by a long one that only just comes near. A postponed short break is due when it was
  postponed to.
* A long break that a rostered one keeps from starting neither takes the place of a short one nor
  absorbs it.
* What can't start outside of the shift is planned for the beginning of the next one.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.breaks.planner.rules import Kind, Rules
from desktop.breaks.planner.state import PlannerState


@dataclass(frozen=True, slots=True)
class Plan:
    """Starts, in milliseconds; None is not for now."""

    short: int | None = None
    long: int | None = None
    booked: int | None = None
    """The first of the rostered ones."""

    def of(self, kind: Kind) -> int | None:
        """One kind."""
        return self.short if kind is Kind.SHORT else self.long


def make_plan(state: PlannerState, rules: Rules, at: int, *, counting: bool) -> Plan:
    """What would start when. ``counting``: the clocks run."""
    short, long = state.short, state.long
    earliest = at if state.wrap_until is None else max(at, state.wrap_until)
    booked = booked_start(state, at)

    short_due = _due(short.postponed_until, short.left(), at, counting=counting)
    long_due = _due(long.postponed_until, long.left(), at, counting=counting)
    merged = False
    if long.postponed_until is None and short_due is not None:
        merged = _after(state, at, counting=counting) <= rules.merge_within
        if merged and (long_due is None or long_due > short_due):
            long_due = short_due
    short_start = _in_shift(state, short_due, earliest)
    long_start = _in_shift(state, long_due, earliest)
    if long_start is not None and _guarded(state, rules, long_start, booked):
        long_start = None
    if (
        long_start is not None
        and short_start is not None
        and (merged or long.postponed_until is not None or long_start <= short_start)
    ):
        short_start = None
    return Plan(short_start, long_start, booked)


def booked_start(state: PlannerState, at: int) -> int | None:
    """When the next rostered break can start, withheld or not at this moment."""
    if not state.booked:
        return None
    earliest = at if state.wrap_until is None else max(at, state.wrap_until)
    start = max(state.booked[0].at, earliest)
    return start if _in_shift(state, start, start) == start else None


def _due(postponed: int | None, left: int, at: int, *, counting: bool) -> int | None:
    if postponed is not None:
        return postponed
    if left <= 0:
        return at
    return at + left if counting else None


def _after(state: PlannerState, at: int, *, counting: bool) -> int:
    """How much work after the short break the long one is due."""
    short, long = state.short, state.long
    if short.postponed_until is None:
        return long.left() - short.left()
    return long.left() - (short.postponed_until - at if counting else 0)


def _in_shift(state: PlannerState, due: int | None, earliest: int) -> int | None:
    """The first moment from both on that lies within a shift."""
    if due is None:
        return None
    start = max(due, earliest)
    if not state.shifts:
        return start
    for begins, ends in state.shifts:
        if start < ends:
            return max(start, begins)
    return None


def _guarded(state: PlannerState, rules: Rules, start: int, first: int | None) -> bool:
    """Does a rostered break that comes soon credit the long kind anyway?"""
    for number, one in enumerate(state.booked):
        begins = first if number == 0 and first is not None else one.at
        if one.length >= rules.long.length and start >= begins - rules.roster_guard:
            return True
    return False
