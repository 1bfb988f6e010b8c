"""breaks.keeping: a restart is a sleep, and a damaged file a new beginning."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.breaks.keeping import keep, restore, restore_load
from desktop.breaks.load import StressLoad, Tap
from desktop.breaks.planner.inputs import Inputs, Now
from desktop.breaks.planner.news import Activity, Span
from desktop.breaks.planner.rules import DEFAULTS, rules_from
from desktop.breaks.statutory import StatutoryCounters
from desktop.breaks.statutory_rules import rules_for
from tests.unit.breaks.virtual import ACTIVE, FIRST, OPEN, POSTPONE, Timeline, Virtual, tea, words

WALL = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
RULES = rules_from(FIRST)


def kept(timeline: Timeline, until: float) -> dict[str, Any]:
    """What is kept at that second, through JSON."""
    virtual = Virtual(FIRST)
    virtual.run(timeline, until)
    made: dict[str, Any] = json.loads(json.dumps(keep(virtual.planner, WALL)))
    return made


def later(data: dict[str, Any], gap: float, boot: float = 77) -> tuple[Any, list[str]]:
    """The planner after a restart, and what it says at once. Its clocks begin elsewhere."""
    now = Now(boot, boot + 5, WALL + dt.timedelta(seconds=gap))
    planner = restore(data, now, RULES).planner
    events, _following = planner.step(now, Inputs((ACTIVE,)))
    return planner, [words(one).partition(" ")[2] for one in events]


def test_a_short_gap_leaves_the_clocks() -> None:
    planner, events = later(kept({0: [ACTIVE]}, 500), 10)
    assert events == []
    assert (planner.state.short.clock, planner.state.long.clock) == (500_000, 500_000)
    events, following = planner.step(Now(77 + 1, 82 + 1))
    assert (events, following) == ((), 82 + 90)


def test_a_gap_is_rest() -> None:
    assert later(kept({0: [ACTIVE]}, 500), 30)[1] == ["credit short"]
    assert later(kept({0: [ACTIVE]}, 500), 300)[1] == ["credit short", "credit long"]
    assert later(kept({0: [ACTIVE], 400: [OPEN]}, 500), 300)[1] == ["credit short", "credit long"]


def test_the_wall_clock_set_back_is_no_gap() -> None:
    assert later(kept({0: [ACTIVE]}, 500), -9000)[1] == []


def test_a_break_that_was_on_ends() -> None:
    assert later(kept({0: [ACTIVE]}, 605), 100)[1][0] == "end short taken"
    planner, events = later(kept({0: [ACTIVE]}, 605), 5)
    assert events == []
    assert planner.state.running is not None


def test_a_postponed_break_is_still_to_come() -> None:
    planner, _events = later(kept({0: [ACTIVE], 595: [POSTPONE]}, 600), 10)
    assert planner.state.short.postponed_until == (82 + 105) * 1000
    assert planner.state.short.postpones == 1


def test_the_roster_is_told_anew() -> None:
    planner, _events = later(kept({0: [ACTIVE, tea(1000)]}, 950), 10)
    assert planner.state.booked == ()


def test_other_settings_hold_for_what_was_kept() -> None:
    now = Now(0, 0, WALL)
    planner = restore(kept({0: [ACTIVE]}, 500), now, DEFAULTS).planner
    assert planner.state.short.target == DEFAULTS.short.every


def test_nothing_kept_begins_anew() -> None:
    assert restore(None, Now(0, 0, WALL), RULES).planner.state.at is None


LOAD: dict[str, Any] = {"value": 0, "ledger": {}, "runs": [], "worked": 0, "rested": 0}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.clear(),
        lambda data: data.update(version=2),
        lambda data: data.update(planner=5),
        lambda data: data.update(wall="yesterday"),
        lambda data: data.update(wall="2026-11-22T09:00:00"),
        lambda data: data["planner"].update(presence="bored"),
        lambda data: data["planner"].update(at=None),
        lambda data: data["planner"]["short"].update(clock=-5),
        lambda data: data["planner"]["short"].update(clock="much"),
        lambda data: data["planner"].update(at=10**18),
        lambda data: data["planner"].update(last_input=-(10**18)),
        lambda data: data.update(load={**LOAD, "value": float("nan")}),
    ],
)
def test_what_is_damaged_begins_anew(spoil: Any) -> None:
    data = kept({0: [ACTIVE]}, 500)
    spoil(data)
    found = restore(data, Now(0, 0, WALL), RULES)
    assert found.lost
    assert found.planner.state.at is None


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 3000), st.integers(0, 2000))
def test_whatever_moment_it_was_it_goes_on(until: int, gap: int) -> None:
    timeline = {0: [ACTIVE, tea(1500, 200)], 595: [POSTPONE], 1000: [OPEN]}
    planner, _events = later(kept(timeline, until), gap)
    events, _following = planner.step(Now(20_000, 20_005))
    assert [one.at for one in events] == sorted(one.at for one in events)
    assert json.loads(json.dumps(keep(planner, WALL)))


def test_load_and_counters_are_kept_too() -> None:
    load = StressLoad()
    assert len(list(load.spend(Span(0, 3_600_000, Activity.INTERACTION)))) == 60
    load.tap(3600, Tap.HARD)
    counters = StatutoryCounters(rules_for(("in",)))
    counters.spend(Span(0, 3_600_000, Activity.WORK))
    virtual = Virtual(FIRST)
    virtual.run({0: [ACTIVE]}, 3600)
    data = json.loads(json.dumps(keep(virtual.planner, WALL, load, counters)))
    found = restore(data, Now(0, 100, WALL + dt.timedelta(seconds=60)), RULES)
    assert found.day is not None
    assert found.day.begins == (100 - 60 - 3600) * 1000
    again = StressLoad()
    restore_load(again, found.load)
    assert again.value == load.value
    parts = dict(load.ledger.parts())
    parts["hard@40"] = parts.pop("hard@3600")  # the same moment by the clock of this run
    assert again.ledger.parts() == parts
    assert again.recent.share() == 1
    assert again.worked.worked == 3_600_000


@pytest.mark.parametrize("name", ["hard@1e400", "hard@nan", "hard@1e300"])
def test_a_tap_at_no_time_loses_it(name: str) -> None:
    load = StressLoad()
    load.tap(0, Tap.HARD)
    load.ledger.taps[0].name = name
    data = json.loads(json.dumps(keep(Virtual(FIRST).planner, WALL, load)))
    data["planner"]["at"] = 0
    again = StressLoad()
    restore_load(again, restore(data, Now(0, 0, WALL), RULES).load)
    assert again.ledger.parts()["hard"] == 12


def test_a_load_that_does_not_add_up_is_forgotten() -> None:
    load = StressLoad()
    load.tap(0, Tap.HARD)
    data = json.loads(json.dumps(keep(Virtual(FIRST).planner, WALL, load)))
    data["planner"]["at"] = 0
    data["load"]["value"] = 99
    again = StressLoad()
    restore_load(again, restore(data, Now(0, 0, WALL), RULES).load)
    assert again.value == 0
