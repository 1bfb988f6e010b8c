"""Taking in what has changed: presence, interactions, do-not-disturb, roster and shifts."""

from __future__ import annotations

from desktop.breaks.planner.course import Course
from desktop.breaks.planner.inputs import (
    Disturb,
    InInteraction,
    Presence,
    Present,
    Rostered,
    State,
)
from desktop.breaks.planner.news import Outcome
from desktop.breaks.planner.state import Booked, PlannerState


def take_in(course: Course, one: State, at: int) -> None:
    """Let one change take effect."""
    if isinstance(one, Present):
        _present(course, one, at)
    elif isinstance(one, InInteraction):
        _interaction(course, at, is_open=one.open)
    elif isinstance(one, Disturb):
        _disturb(course, at, not_wanted=one.not_wanted)
    else:
        _rostered(course, one, at)


def _present(course: Course, one: Present, at: int) -> None:
    state = course.state
    if one.presence is Presence.ACTIVE:
        state.last_input = at
        state.awaiting_input = False
    elif state.presence is Presence.ACTIVE:
        seen = at if one.last_input is None else round(one.last_input * 1000)
        state.last_input = min(at, seen)
    state.presence = one.presence


def _interaction(course: Course, at: int, *, is_open: bool) -> None:
    state = course.state
    if is_open and not state.interaction:
        state.interaction = True
        state.breathing_until = None
        state.close_notices()
        if state.running is not None:
            course.end(at, Outcome.INTERRUPTED)
    elif not is_open and state.interaction:
        state.interaction = False
        state.interaction_ended = at
        wrap_up_from(course, at)


def _disturb(course: Course, at: int, *, not_wanted: bool) -> None:
    state = course.state
    if not_wanted and not state.dnd:
        state.close_notices()
    elif not not_wanted and state.dnd:
        wrap_up_from(course, at)
    state.dnd = not_wanted


def wrap_up_from(course: Course, at: int) -> None:
    """Nothing starts by itself for a while from here."""
    state = course.state
    until = at + course.rules.wrap_up
    state.wrap_until = until if state.wrap_until is None else max(state.wrap_until, until)


def _rostered(course: Course, one: Rostered, at: int) -> None:
    state = course.state
    first = state.booked[:1]
    state.shifts = tuple(sorted((round(s.begins * 1000), round(s.ends * 1000)) for s in one.shifts))
    breaks = sorted(Booked(round(b.at * 1000), round(b.length * 1000), b.name) for b in one.breaks)
    running = state.running.of if state.running is not None else None
    state.booked = tuple(
        b
        for b in breaks
        if (b.at >= at or b in state.booked) and b != running and _on_shift(state, b.at)
    )
    state.booked_noticed = state.booked_noticed and state.booked[:1] == first


def _on_shift(state: PlannerState, at: int) -> bool:
    shifts = state.shifts
    return not shifts or any(begins <= at < ends for begins, ends in shifts)
