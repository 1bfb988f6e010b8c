"""What is shown of the breaks, out of the planner's state."""

from __future__ import annotations

from desktop.assembly.rest.state import Ahead, RestState, Underway
from desktop.breaks.load import StressLoad
from desktop.breaks.planner.plan import make_plan
from desktop.breaks.planner.planner import Planner
from desktop.breaks.planner.rules import Kind, Rules
from desktop.breaks.planner.state import Booked, PlannerState

ROSTERED = "rostered"
_POSTPONE_IN = 0.3
"""The share of a break in which it may still be postponed."""


def state_of(
    planner: Planner, load: StressLoad, at: float, *, had: bool, ask_until: float = 0
) -> RestState:
    """Everything at this moment, in seconds; ``had``: the last break was had to its end.

    ``ask_until``: so long the agent is asked how the contact was.
    """
    state, rules = planner.state, planner.rules
    next_kind, next_s = _next_break(state, rules, round(at * 1000))
    paused = state.paused_until
    return RestState(
        on=True,
        notice=_notice(state, rules, round(at * 1000)),
        underway=_underway(state, rules),
        in_contact=state.interaction,
        unwanted=state.dnd,
        # Who answers a call has come back, even by a telephone that no key of ours is part of.
        waiting=state.running is None and state.awaiting_input and had and not state.interaction,
        next_kind=next_kind,
        next_s=next_s,
        load=load.value,
        parts=dict(load.ledger.parts()),
        paused_s=0.0 if paused is None else max(paused / 1000 - at, 0.0),
        breathing_until=(state.breathing_until or 0) / 1000,
        ask_until=ask_until,
    )


def _next_break(state: PlannerState, rules: Rules, at: int) -> tuple[str, float]:
    """As if work went on from now."""
    plan = make_plan(state, rules, at, counting=True)
    starts = {Kind.SHORT.value: plan.short, Kind.LONG.value: plan.long, ROSTERED: plan.booked}
    known = [(start, kind) for kind, start in starts.items() if start is not None]
    if not known:
        return "", 0.0
    start, kind = min(known)
    return kind, max(start - at, 0) / 1000


def _notice(state: PlannerState, rules: Rules, at: int) -> Ahead | None:
    if state.running is not None or state.withheld():
        return None
    plan = make_plan(state, rules, at, counting=True)
    noticed = [(plan.of(kind) or at, kind) for kind in Kind if state.of(kind).noticed]
    if noticed:
        start, kind = min(noticed)
        one = rules.of(kind)
        return Ahead(
            kind=kind.value,
            name="",
            starts=start / 1000,
            can_postpone=_may_postpone(state, rules, kind),
            can_skip=not one.strict,
            postpone_s=one.postpone / 1000,
        )
    if state.booked_noticed and state.booked:
        first = state.booked[0]
        return Ahead(
            kind=ROSTERED,
            name=first.name,
            starts=(plan.booked or first.at) / 1000,
            can_postpone=False,
            can_skip=False,
            postpone_s=0,
        )
    return None


def _underway(state: PlannerState, rules: Rules) -> Underway | None:
    running = state.running
    if running is None:
        return None
    begins, ends = running.began / 1000, running.ends / 1000
    of = running.of
    if isinstance(of, Booked):
        return Underway(
            kind=ROSTERED,
            name=of.name,
            begins=begins,
            ends=ends,
            postpone_until=begins,
            postpone_s=0,
            can_skip=not rules.strict,
        )
    left = _POSTPONE_IN * running.length / 1000
    return Underway(
        kind=of.value,
        name="",
        begins=begins,
        ends=ends,
        postpone_until=begins + (left if _may_postpone(state, rules, of) else 0),
        postpone_s=rules.of(of).postpone / 1000,
        can_skip=not rules.of(of).strict,
    )


def _may_postpone(state: PlannerState, rules: Rules, kind: Kind) -> bool:
    one = rules.of(kind)
    return not one.strict and state.of(kind).postpones < one.postpone_limit
