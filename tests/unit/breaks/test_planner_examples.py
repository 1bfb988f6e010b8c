"""breaks.planner: the worked examples, second by second."""

from __future__ import annotations

import pytest

from tests.unit.breaks.virtual import (
    ACTIVE,
    CLOSED,
    FIRST,
    IDLE,
    OPEN,
    POSTPONE,
    Virtual,
    settings,
    told,
)

WORK = {0: [ACTIVE]}


def test_input_all_the_time() -> None:
    assert told(WORK, 2745) == [
        "590 notice short",
        "600 start short",
        "620 end short taken",
        "1210 notice short",
        "1220 start short",
        "1240 end short taken",
        "1810 notice long",
        "1840 start long",
        "2140 end long taken",
        "2730 notice short",
        "2740 start short",
    ]


def test_a_natural_break_credits_both_kinds() -> None:
    assert told({0: [ACTIVE], 250: [IDLE], 700: [ACTIVE]}, 1300) == [
        "270 credit short",
        "550 credit long",
        "1290 notice short",
        "1300 start short",
    ]


@pytest.mark.parametrize("every", [1900, 1920])
def test_a_long_one_soon_after_takes_the_short_ones_place(every: int) -> None:
    events = told(WORK, 2145, settings(long={"every": every}))
    assert events[6:] == ["1810 notice long", "1840 start long", "2140 end long taken"]


def test_a_long_one_later_does_not() -> None:
    assert told(WORK, 1990, settings(long={"every": 1930}))[6:] == [
        "1830 notice short",
        "1840 start short",
        "1860 end short taken",
        "1960 notice long",
        "1990 start long",
    ]


def test_idle_in_the_notice() -> None:
    assert told({0: [ACTIVE], 580: [IDLE]}, 700) == ["590 notice short", "600 credit short"]


def test_postponed_in_the_notice() -> None:
    assert told({0: [ACTIVE], 595: [POSTPONE]}, 715) == [
        "590 notice short",
        "595 postponed short 715",
        "705 notice short",
        "715 start short",
    ]


def test_a_call_over_the_due_time() -> None:
    assert told({0: [ACTIVE], 500: [OPEN], 595: [CLOSED]}, 610) == [
        "600 notice short",
        "610 start short",
    ]


def test_the_next_step_is_asked_for_when_something_happens() -> None:
    virtual = Virtual(FIRST)
    virtual.step(0, [ACTIVE])
    assert virtual.next == 590
    virtual.step(590)
    assert virtual.next == 600
    virtual.step(600)
    assert virtual.next == 620


def test_nobody_there_is_nothing_to_come_back_for() -> None:
    virtual = Virtual(FIRST)
    assert virtual.step(0, [IDLE]) == ()
    assert virtual.next is None
