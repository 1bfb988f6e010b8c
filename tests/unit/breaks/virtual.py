"""A planner on a virtual clock: what the tests of the planner tell it, and what it says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from desktop.breaks.planner.inputs import (
    Disturb,
    Do,
    InInteraction,
    Inputs,
    Now,
    Presence,
    Present,
    Rostered,
    RosteredBreak,
    State,
    Wish,
)
from desktop.breaks.planner.news import BreakEvent
from desktop.breaks.planner.planner import Planner
from desktop.breaks.planner.rules import rules_from

ACTIVE = Present(Presence.ACTIVE)
IDLE = Present(Presence.IDLE)
LOCKED = Present(Presence.LOCKED)
OPEN = InInteraction(open=True)
CLOSED = InInteraction(open=False)
DND = Disturb(not_wanted=True)
DND_OFF = Disturb(not_wanted=False)
POSTPONE = Wish(Do.POSTPONE)
SKIP = Wish(Do.SKIP)
SHORT = Wish(Do.TAKE_SHORT)
LONG = Wish(Do.TAKE_LONG)
RESUME = Wish(Do.RESUME)

FIRST: dict[str, Any] = {
    "short": {"every": 600, "length": 20, "notice": 10},
    "long": {"every": 1800, "length": 300, "notice": 30},
}
"""The first settings of the issue."""


def pause(seconds: float) -> Wish:
    return Wish(Do.PAUSE, seconds)


def breathe(seconds: float) -> Wish:
    return Wish(Do.BREATHE, seconds)


def tea(at: float, length: float = 900, name: str = "tea") -> Rostered:
    return Rostered((RosteredBreak(at, length, name),))


def settings(**changes: Any) -> dict[str, Any]:
    """The first settings with others in place: ``long={...}`` adds to what long has."""
    made = {name: dict(value) for name, value in FIRST.items()}
    for name, value in changes.items():
        made[name] = {**made[name], **value} if isinstance(value, dict) else value
    return made


Timeline = Mapping[Any, Any]
"""Lists of what comes, by the second; a number at the end is a sleep of so long."""


class Virtual:
    """A planner, the clocks, and all that it has said."""

    def __init__(self, said: Mapping[str, Any] = FIRST) -> None:
        self.planner = Planner(rules_from(said))
        self.events: list[BreakEvent] = []
        self.slept = 0.0
        self.next: float | None = None

    def step(self, at: float, things: Iterable[State | Wish] = ()) -> tuple[BreakEvent, ...]:
        given = tuple(things)
        states = tuple(one for one in given if not isinstance(one, Wish))
        wishes = tuple(one for one in given if isinstance(one, Wish))
        events, self.next = self.planner.step(Now(at - self.slept, at), Inputs(states, wishes))
        self.events += events
        return events

    def run(self, timeline: Timeline, until: float, every: float | None = None) -> list[BreakEvent]:
        """From 0 to ``until``, by jumping to what comes next, or every so many seconds."""
        at = 0.0
        while True:
            things = list(timeline.get(at, ()))
            sleeps = [one for one in things if isinstance(one, float | int)]
            self.step(at, [one for one in things if not isinstance(one, float | int)])
            if sleeps:
                self.slept += sleeps[0]
                at += sleeps[0]
                if at > until:
                    return self.events
                self.step(at)
                things = list(timeline.get(at, ()))
                if things:
                    continue
            coming = [one for one in timeline if one > at]
            if every is not None:
                coming.append(at + every)
            elif self.next is not None:
                assert self.next > at
                coming.append(self.next)
            if not coming or min(coming) > until:
                if at < until:
                    self.step(until)
                return self.events
            at = min(coming)


def told(timeline: Timeline, until: float, said: Mapping[str, Any] = FIRST) -> list[str]:
    """The events as words: ``590 notice short``."""
    return [words(one) for one in Virtual(said).run(timeline, until)]


def words(event: BreakEvent) -> str:
    """One event as words, everything that it has."""
    plain = event.plain()
    return " ".join(str(value) for value in plain.values())
