"""breaks.planner: what holds for every timeline."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import Phase as Stage
from hypothesis import given, settings
from hypothesis import strategies as st

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
    Shift,
    Wish,
)
from desktop.breaks.planner.news import BreakEvent, Phase, What
from desktop.breaks.planner.planner import Planner
from desktop.breaks.planner.rules import rules_from
from tests.unit.breaks.virtual import FIRST, Timeline, Virtual

UNTIL = 600
PHASES = [Stage.explicit, Stage.reuse, Stage.generate, Stage.shrink]
"""Not the one that explains: it traces every line of a long run."""

THING: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(Presence).map(Present),
    st.booleans().map(InInteraction),
    st.booleans().map(Disturb),
    st.sampled_from([Do.POSTPONE, Do.SKIP, Do.TAKE_SHORT, Do.TAKE_LONG, Do.RESUME]).map(Wish),
    st.builds(Wish, st.sampled_from([Do.PAUSE, Do.BREATHE]), st.integers(1, 90)),
)


@st.composite
def rosters(draw: st.DrawFn) -> Rostered:
    breaks = st.builds(RosteredBreak, st.integers(1, UNTIL), st.integers(5, 120), st.just("tea"))
    bounds = sorted(draw(st.sets(st.integers(0, UNTIL), min_size=0, max_size=4)))
    shifts = tuple(Shift(a, b) for a, b in zip(bounds[::2], bounds[1::2], strict=False))
    return Rostered(tuple(draw(st.lists(breaks, max_size=3))), shifts)


@st.composite
def timelines(draw: st.DrawFn) -> dict[float, list[Any]]:
    """Things at whole seconds; some are followed by a sleep in which nothing comes."""
    moments = sorted(draw(st.sets(st.integers(0, UNTIL), max_size=25)))
    found: dict[float, list[Any]] = {0: [Present(Presence.ACTIVE)]}
    if draw(st.booleans()):
        found[0].append(draw(rosters()))
    awake_at = 0
    for moment in moments:
        if moment < awake_at:
            continue
        found.setdefault(moment, []).extend(draw(st.lists(THING, min_size=1, max_size=3)))
        if draw(st.integers(0, 9)) == 0:
            length = draw(st.integers(1, 200))
            found[moment].append(length)
            awake_at = moment + length
    return found


@st.composite
def numbers(draw: st.DrawFn) -> dict[str, Any]:
    """Settings small enough that much happens within the timeline."""

    def kind(least: int, most: int) -> dict[str, Any]:
        every = draw(st.integers(least, most))
        return {
            "every": every,
            "length": draw(st.integers(2, min(60, every))),
            "notice": draw(st.integers(0, min(20, every))),
            "postpone": draw(st.integers(1, 80)),
            "postpone_limit": draw(st.integers(0, 3)),
        }

    return {
        "short": kind(20, 120),
        "long": kind(60, 250),
        "idle_after": draw(st.integers(1, 30)),
        "merge_within": draw(st.integers(0, 60)),
        "wrap_up": draw(st.integers(0, 20)),
        "insist_after": draw(st.integers(1, 100)),
        "roster_notice": draw(st.integers(0, 30)),
        "roster_guard": draw(st.integers(0, 120)),
    }


@settings(max_examples=60, deadline=None, phases=PHASES)
@given(timelines(), numbers())
def test_every_second_gives_what_jumping_gives(timeline: Timeline, said: dict[str, Any]) -> None:
    jumped = Virtual(said)
    stepped = Virtual(said)
    assert jumped.run(timeline, UNTIL) == stepped.run(timeline, UNTIL, every=1)


@settings(max_examples=30, deadline=None, phases=PHASES)
@given(timelines(), numbers(), st.sampled_from([7, 2.5, 61]))
def test_any_other_pace_does_too(timeline: Timeline, said: dict[str, Any], pace: float) -> None:
    assert Virtual(said).run(timeline, UNTIL) == Virtual(said).run(timeline, UNTIL, every=pace)


@settings(max_examples=60, deadline=None, phases=PHASES)
@given(timelines(), numbers())
def test_it_asks_to_be_called_when_something_happens(
    timeline: Timeline, said: dict[str, Any]
) -> None:
    """Jumping from ``next`` to ``next``, no event lies before the step that tells of it."""

    class Prompt(Virtual):
        def step(self, at: float, things: Any = ()) -> tuple[BreakEvent, ...]:
            events = super().step(at, things)
            assert all(event.at == at for event in events)
            return events

    Prompt(said).run(timeline, UNTIL)


@settings(max_examples=80, deadline=None, phases=PHASES)
@given(timelines(), numbers())
def test_what_never_happens(timeline: Timeline, said: dict[str, Any]) -> None:
    """No start in an interaction, no event twice, no start within a break, no end without one."""
    interaction = not_wanted = False
    running = ""

    class Watched(Virtual):
        def step(self, at: float, things: Any = ()) -> tuple[BreakEvent, ...]:
            nonlocal interaction, not_wanted, running
            before = (interaction, not_wanted)
            given = tuple(things)
            for one in given:
                interaction = one.open if isinstance(one, InInteraction) else interaction
                not_wanted = one.not_wanted if isinstance(one, Disturb) else not_wanted
            events = super().step(at, given)
            for event in events:
                held = (interaction, not_wanted) if event.at == at else before
                starts = event.what is What.START or event.phase is Phase.START
                if starts or event.what is What.NOTICE or event.phase is Phase.NOTICE:
                    assert not any(held)
                if starts:
                    assert not running
                    running = event.kind or "roster"
                elif event.what is What.END and running and event.kind == running:
                    running = ""
                elif event.what is What.END:
                    assert event.outcome == "skipped"
                    assert not running
                elif event.phase is Phase.END:
                    assert running == "roster"
                    running = ""
                elif event.what is What.POSTPONED:
                    assert running in {"", event.kind}
                    running = ""
                elif event.what is What.CREDIT:
                    assert not running
            return events

    virtual = Watched(said)
    events = [one for one in virtual.run(timeline, UNTIL) if one.what is not What.REFUSED]
    assert len(set(events)) == len(events)
    assert [one.at for one in events] == sorted(one.at for one in events)


@settings(max_examples=60, deadline=None, phases=PHASES)
@given(timelines(), st.integers(-(10**6), 10**6))
def test_the_wall_clock_changes_nothing(timeline: Timeline, jump: int) -> None:
    plain, set_back = Planner(rules_from(FIRST)), Planner(rules_from(FIRST))
    wall = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
    for at in sorted(timeline):
        things: list[Any] = [one for one in timeline[at] if not isinstance(one, int)]
        inputs = Inputs(
            tuple(one for one in things if not isinstance(one, Wish)),
            tuple(one for one in things if isinstance(one, Wish)),
        )
        jumped = wall + dt.timedelta(seconds=at + (jump if at > UNTIL / 2 else 0))
        usual = plain.step(Now(at, at, wall + dt.timedelta(seconds=at)), inputs)
        assert usual == set_back.step(Now(at, at, jumped), inputs)
