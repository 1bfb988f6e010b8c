"""breaks.planner: when breaks are due, and what withholds and interrupts them (rules 3, 4, 5)."""

from __future__ import annotations

import pytest

from tests.unit.breaks.virtual import (
    ACTIVE,
    CLOSED,
    DND,
    DND_OFF,
    IDLE,
    OPEN,
    POSTPONE,
    SHORT,
    Virtual,
    settings,
    told,
)

NO_LONG = settings(long={"every": 100_000})


def test_a_long_one_due_before_the_short_one_starts_when_it_is_due() -> None:
    said = settings(long={"every": 500})
    assert told({0: [ACTIVE]}, 1300, said) == [
        "470 notice long",
        "500 start long",
        "800 end long taken",
        "1270 notice long",
        "1300 start long",
    ]


def test_after_a_long_one_the_short_clock_is_zero_too() -> None:
    virtual = Virtual(settings(long={"every": 500}))
    virtual.run({0: [ACTIVE]}, 810)
    assert virtual.planner.state.short.clock == 10_000


def test_no_clock_runs_in_a_break_and_a_short_one_leaves_the_long_clock() -> None:
    virtual = Virtual()
    virtual.run({0: [ACTIVE]}, 630)
    assert virtual.planner.state.long.clock == 610_000
    assert virtual.planner.state.short.clock == 10_000


def test_work_after_a_break_begins_with_the_first_input() -> None:
    virtual = Virtual(settings(short={"length": 60}))
    virtual.run({0: [ACTIVE], 655: [IDLE], 700: [ACTIVE]}, 710)
    assert virtual.planner.state.short.clock == 10_000


def test_the_start_of_a_break_closes_the_notice_of_the_other() -> None:
    """It is given again after it."""
    said = settings(long={"every": 730, "notice": 140})
    assert told({0: [ACTIVE]}, 750, said) == [
        "590 notice short",
        "590 notice long",
        "600 start short",
        "620 end short taken",
        "620 notice long",
        "750 start long",
    ]


# --- interactions and do-not-disturb ---


@pytest.mark.parametrize(("on", "off"), [(OPEN, CLOSED), (DND, DND_OFF)])
def test_both_withhold_and_close_a_notice(on: object, off: object) -> None:
    timeline = {0: [ACTIVE], 595: [on], 700: [off]}
    assert told(timeline, 715, NO_LONG) == [
        "590 notice short",
        "705 notice short",
        "715 start short",
    ]


def test_a_notice_that_an_interaction_closed_is_given_again() -> None:
    assert told({0: [ACTIVE], 592: [OPEN], 593: [CLOSED]}, 608) == [
        "590 notice short",
        "598 notice short",
        "608 start short",
    ]


def test_due_after_the_wrap_up_is_on_time() -> None:
    assert told({0: [ACTIVE], 500: [OPEN], 580: [CLOSED]}, 600) == [
        "590 notice short",
        "600 start short",
    ]


def test_a_long_notice_comes_as_early_as_the_wrap_up_allows() -> None:
    said = settings(long={"every": 500, "notice": 100})
    assert told({0: [ACTIVE], 300: [OPEN], 520: [CLOSED]}, 535, said) == [
        "520 notice long",
        "535 start long",
    ]


def test_of_two_that_are_due_the_long_one_starts_and_only_it() -> None:
    said = settings(long={"every": 800})
    assert told({0: [ACTIVE], 500: [OPEN], 1000: [CLOSED]}, 1330, said) == [
        "1000 notice long",
        "1015 start long",
        "1315 end long taken",
    ]


def test_a_short_break_due_long_ago_is_not_merged_with_a_long_one_that_comes_near() -> None:
    said = settings(long={"every": 800})
    assert told({0: [ACTIVE], 500: [OPEN], 700: [CLOSED]}, 820, said) == [
        "705 notice short",
        "715 start short",
        "735 end short taken",
        "790 notice long",
        "820 start long",
    ]


def test_a_break_withheld_starts_though_nobody_works_any_more() -> None:
    assert told({0: [ACTIVE], 500: [OPEN], 510: [IDLE], 700: [CLOSED]}, 715) == [
        "705 notice short",
        "715 start short",
    ]


def test_a_break_not_due_yet_waits_for_work() -> None:
    assert told({0: [ACTIVE], 500: [OPEN], 510: [IDLE], 595: [CLOSED]}, 615) == ["615 credit short"]


def test_overdue_is_said_once_and_nothing_is_forced() -> None:
    assert told({0: [ACTIVE], 500: [OPEN]}, 9000, NO_LONG) == ["2400 overdue short"]


def test_overdue_counts_real_seconds() -> None:
    assert told({0: [ACTIVE], 500: [DND], 604: [IDLE], 610: [ACTIVE]}, 2500, NO_LONG) == [
        "2400 overdue short"
    ]
    # Idle for all of the time, too short for a natural break.
    said = settings(short={"length": 600}, long={"every": 100_000, "length": 3000})
    assert told({0: [ACTIVE], 500: [DND], 605: [IDLE], 1200: [ACTIVE]}, 2500, said) == [
        "2400 overdue short"
    ]


def test_overdue_sets_merging_aside() -> None:
    said = settings(long={"every": 700})
    assert told({0: [ACTIVE], 500: [OPEN]}, 2600, said) == [
        "2400 overdue short",
        "2500 overdue long",
    ]


def test_overdue_goes_on_over_the_wrap_up_between_two_calls() -> None:
    timeline = {0: [ACTIVE], 500: [OPEN], 1000: [CLOSED], 1010: [OPEN]}
    assert told(timeline, 2500, NO_LONG) == ["1005 notice short", "2400 overdue short"]


def test_a_break_had_begins_a_new_overdue() -> None:
    timeline = {0: [ACTIVE], 500: [OPEN], 2500: [CLOSED], 2600: [OPEN]}
    assert told(timeline, 5000, NO_LONG) == [
        "2400 overdue short",
        "2505 notice short",
        "2515 start short",
        "2535 end short taken",
        "4935 overdue short",
    ]


def test_do_not_disturb_leaves_a_running_break_alone() -> None:
    assert told({0: [ACTIVE], 605: [DND]}, 620)[1:] == ["600 start short", "620 end short taken"]


def test_an_interaction_at_half_of_a_break_lets_it_count() -> None:
    events = told({0: [ACTIVE], 610: [OPEN], 630: [CLOSED]}, 1210)
    assert events[2:] == ["610 end short interrupted True", "1200 notice short", "1210 start short"]


def test_an_interaction_before_half_of_a_break_makes_it_due_again() -> None:
    events = told({0: [ACTIVE], 609: [OPEN], 630: [CLOSED]}, 665)
    assert events[2:] == [
        "609 end short interrupted False",
        "635 notice short",
        "645 start short",
        "665 end short taken",
    ]


def test_a_break_taken_early_and_interrupted_is_due_again() -> None:
    assert told({0: [ACTIVE], 100: [SHORT], 105: [OPEN], 110: [CLOSED]}, 125) == [
        "100 start short",
        "105 end short interrupted False",
        "115 notice short",
        "125 start short",
    ]


def test_an_interrupted_break_keeps_its_postpones() -> None:
    timeline = {
        0: [ACTIVE],
        595: [POSTPONE],
        716: [OPEN],
        720: [CLOSED],
        730: [POSTPONE],
    }
    assert told(timeline, 735)[-3:] == ["725 notice short", "730 refused short", "735 start short"]


def test_a_long_break_interrupted_late_counts_for_both() -> None:
    virtual = Virtual()
    virtual.run({0: [ACTIVE], 2000: [OPEN]}, 2000)
    state = virtual.planner.state
    assert (state.short.clock, state.long.clock) == (0, 0)
