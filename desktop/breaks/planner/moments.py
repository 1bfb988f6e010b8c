"""What the state comes to at a moment, and when it will come to something else by itself.

Pure functions of the state; nothing here changes it.
"""

from __future__ import annotations

from desktop.breaks.planner.inputs import Presence
from desktop.breaks.planner.news import Activity
from desktop.breaks.planner.plan import booked_start, make_plan
from desktop.breaks.planner.rules import Kind, Rules
from desktop.breaks.planner.state import Booked, PlannerState


def next_moment(state: PlannerState, rules: Rules, at: int) -> int | None:
    """The next moment at which something happens or changes by itself."""
    paused = state.paused_until is not None
    moments: list[int | None] = [state.paused_until, state.breathing_until]
    if state.running is not None:
        moments.append(state.running.ends)
    moments += _rest_moments(state, rules)
    for begins, ends in state.shifts:
        if ends > at:
            moments += (begins, ends)
            break
    for kind in Kind if not paused else ():
        moments.append(state.of(kind).postponed_until)
    if state.withheld():
        moments += _withheld_moments(state, rules, at)
    elif state.running is not None:
        moments.append(booked_start(state, at))
    else:
        counting = not paused and state.working(at, rules.idle_after)
        plan = make_plan(state, rules, at, counting=counting)
        if plan.booked is not None:
            moments += (plan.booked, plan.booked - rules.roster_notice)
        if not paused and state.breathing_until is None:
            for kind in Kind:
                start = plan.of(kind)
                if start is not None:
                    moments += (start, start - rules.of(kind).notice)
    return min((one for one in moments if one is not None and one > at), default=None)


def _rest_moments(state: PlannerState, rules: Rules) -> list[int | None]:
    """When work stops, and when the rest since then comes to something."""
    since = state.resting_since()
    if since is None:
        return []
    long = rules.long.length
    return [
        None if state.last_input is None else state.last_input + rules.idle_after,
        since + max(rules.short.length, rules.idle_after),
        since + max(long, rules.idle_after),
        since + long,
    ]


def _withheld_moments(state: PlannerState, rules: Rules, at: int) -> list[int | None]:
    """When a kind becomes due, and when it is overdue."""
    if state.paused_until is not None:
        return []
    moments: list[int | None] = []
    counting = state.working(at, rules.idle_after)
    for one in (state.short, state.long):
        if one.withheld_since is not None and not one.overdue_told:
            moments.append(one.withheld_since + rules.insist_after)
        elif counting and one.postponed_until is None:
            moments.append(at + one.left())
    return moments


def activity(state: PlannerState, rules: Rules, at: int) -> Activity:
    """What the time from this moment on is spent with, awake."""
    if state.breathing_until is not None:
        return Activity.BREATHING
    gone = state.presence in {Presence.LOCKED, Presence.AWAY}
    if state.running is not None:
        if gone:
            return Activity.AWAY
        of = state.running.of
        long = of is Kind.LONG or (isinstance(of, Booked) and of.length >= rules.long.length)
        return Activity.LONG_BREAK if long else Activity.SHORT_BREAK
    if state.working(at, rules.idle_after):
        return Activity.INTERACTION if state.interaction else Activity.WORK
    since = state.resting_since()
    if gone or (since is not None and at - since >= rules.long.length):
        return Activity.AWAY
    return Activity.DESK
