"""breaks.planner: impossible settings are refused, and rules can be changed while it runs."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.breaks.planner.inputs import Now
from desktop.breaks.planner.rules import DEFAULTS, Kind, rules_from
from desktop.core.results import UserError
from tests.unit.breaks.virtual import ACTIVE, FIRST, Virtual, settings


def test_the_defaults() -> None:
    short, long = DEFAULTS.of(Kind.SHORT), DEFAULTS.of(Kind.LONG)
    assert (short.every, short.length, short.notice) == (1_500_000, 30_000, 10_000)
    assert (short.postpone, short.postpone_limit) == (120_000, 1)
    assert (long.every, long.length, long.notice) == (3_300_000, 300_000, 30_000)
    assert (long.postpone, long.postpone_limit) == (300_000, 1)
    assert rules_from({}) == DEFAULTS
    assert not short.strict


@pytest.mark.parametrize(
    "said",
    [
        {"short": {"length": 1501}},
        {"short": {"every": 20}},
        {"short": {"notice": 1501}},
        {"long": {"every": 0}},
        {"long": {"length": 0}},
        {"long": {"every": -5}},
        {"long": {"notice": -1}},
        {"long": {"every": 10**12}},
        {"long": {"every": 10**400}},
        {"long": {"every": float("nan")}},
        {"long": {"every": float("inf")}},
        {"long": {"every": "600"}},
        {"long": {"every": True}},
        {"long": {"postpone": 0}},
        {"long": {"postpone_limit": -1}},
        {"long": {"postpone_limit": 1.5}},
        {"long": {"strict": "yes"}},
        {"long": {"evry": 600}},
        {"long": [600]},
        {"wrap_up": -1},
        {"idle_after": 0},
        {"insist_after": 0},
        {"strict": 1},
        {"medium": {}},
    ],
    ids=str,
)
def test_impossible_settings_are_refused(said: dict[str, Any]) -> None:
    with pytest.raises(UserError):
        rules_from(said)


def test_a_break_may_be_as_long_as_its_interval() -> None:
    rules = rules_from({"short": {"every": 60, "length": 60, "notice": 60}})
    assert rules.short.length == rules.short.every == rules.short.notice


def test_fractions_of_a_second_are_kept_exactly() -> None:
    virtual = Virtual(settings(short={"every": 0.3, "length": 0.1, "notice": 0.1}))
    events = virtual.run({0: [ACTIVE]}, 1.2, every=0.05)
    assert [one.at for one in events] == [0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 1, 1.1, 1.2]


def test_other_numbers_take_effect_while_it_runs() -> None:
    virtual = Virtual(FIRST)
    virtual.run({0: [ACTIVE]}, 100)
    virtual.planner.change(rules_from(settings(short={"every": 300})))
    events, following = virtual.planner.step(Now(100, 100))
    assert (events, following) == ((), 290)


def test_time_never_goes_back() -> None:
    virtual = Virtual(FIRST)
    virtual.run({0: [ACTIVE]}, 595)
    assert virtual.planner.step(Now(590, 590)) == ((), 600)
