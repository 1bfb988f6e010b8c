"""breaks.planner: rostered breaks and shifts (rule 8)."""

from __future__ import annotations

from desktop.breaks.planner.inputs import Rostered, RosteredBreak, Shift
from tests.unit.breaks.virtual import (
    ACTIVE,
    CLOSED,
    DND,
    DND_OFF,
    IDLE,
    LONG,
    OPEN,
    SHORT,
    SKIP,
    Virtual,
    breathe,
    pause,
    settings,
    tea,
    told,
)

QUIET = settings(short={"every": 50_000}, long={"every": 100_000})


def test_notice_start_end_and_credits() -> None:
    assert told({0: [ACTIVE, tea(1000)]}, 1900, QUIET) == [
        "880 roster notice tea",
        "1000 roster start tea",
        "1900 roster end tea",
        "1900 credit short",
        "1900 credit long",
    ]


def test_it_credits_only_what_is_no_longer_than_itself() -> None:
    assert told({0: [ACTIVE, tea(1000, 299)]}, 1299, QUIET)[2:] == [
        "1299 roster end tea",
        "1299 credit short",
    ]
    assert told({0: [ACTIVE, tea(1000, 300)]}, 1300, QUIET)[3:] == [
        "1300 credit short",
        "1300 credit long",
    ]


def test_it_starts_after_the_interaction() -> None:
    timeline = {0: [ACTIVE, tea(1000)], 870: [OPEN], 1100: [CLOSED]}
    assert told(timeline, 2015, QUIET)[:3] == [
        "1100 roster notice tea",
        "1115 roster start tea",
        "2015 roster end tea",
    ]


def test_do_not_disturb_withholds_it_too() -> None:
    timeline = {0: [ACTIVE, tea(1000)], 870: [DND], 1100: [DND_OFF]}
    assert told(timeline, 1115, QUIET) == ["1100 roster notice tea", "1115 roster start tea"]


def test_its_notice_is_given_again_when_an_interaction_closed_it() -> None:
    timeline = {0: [ACTIVE, tea(1000)], 900: [OPEN], 910: [CLOSED]}
    assert told(timeline, 1000, QUIET) == [
        "880 roster notice tea",
        "910 roster notice tea",
        "1000 roster start tea",
    ]


def test_an_interaction_ends_it_early_and_it_comes_again() -> None:
    timeline = {0: [ACTIVE, tea(1000)], 1449: [OPEN], 1500: [CLOSED]}
    assert told(timeline, 2415, QUIET)[2:] == [
        "1449 roster interrupted False end tea",
        "1500 roster notice tea",
        "1515 roster start tea",
        "2415 roster end tea",
        "2415 credit short",
        "2415 credit long",
    ]


def test_half_of_it_counts() -> None:
    timeline = {0: [ACTIVE, tea(1000)], 1450: [OPEN], 1500: [CLOSED]}
    assert told(timeline, 3000, QUIET)[2:] == [
        "1450 roster interrupted True end tea",
        "1450 credit short",
        "1450 credit long",
    ]


def test_no_long_break_starts_soon_before_one_that_would_credit_it() -> None:
    said = settings(short={"every": 50_000}, long={"every": 1000})
    assert told({0: [ACTIVE, tea(1900)]}, 1900, said) == [
        "1780 roster notice tea",
        "1900 roster start tea",
    ]
    assert told({0: [ACTIVE, tea(1901)]}, 1000, said) == ["970 notice long", "1000 start long"]


def test_one_that_would_not_credit_it_is_no_reason() -> None:
    said = settings(short={"every": 50_000}, long={"every": 1000})
    assert "1000 start long" in told({0: [ACTIVE, tea(1500, 299)]}, 1000, said)


def test_a_long_break_that_is_kept_back_does_not_push_the_short_one_aside() -> None:
    assert told({0: [ACTIVE, tea(2400)]}, 1840)[6:] == ["1830 notice short", "1840 start short"]


def test_it_starts_on_time_in_another_break() -> None:
    assert told({0: [ACTIVE, tea(605)]}, 605)[2:] == [
        "600 start short",
        "605 end short interrupted False",
        "605 roster start tea",
    ]


def test_a_pause_and_breathing_do_not_keep_it_back() -> None:
    timeline = {0: [ACTIVE, tea(1000)], 950: [pause(500)], 990: [breathe(60)]}
    assert told(timeline, 1000, QUIET) == ["880 roster notice tea", "1000 roster start tea"]


def test_sleep_through_half_of_it_is_enough() -> None:
    assert told({0: [ACTIVE, tea(1000)], 900: [550], 1450: [ACTIVE]}, 4000, QUIET) == [
        "880 roster notice tea",
        "1450 credit short",
        "1450 credit long",
    ]
    assert told({0: [ACTIVE, tea(1000)], 900: [549], 1449: [ACTIVE]}, 1464, QUIET)[3:] == [
        "1464 roster start tea"
    ]


def test_a_new_roster_takes_the_place_of_the_old_one() -> None:
    timeline = {0: [ACTIVE, tea(1000)], 900: [tea(1500, 600, "lunch")]}
    assert told(timeline, 1500, QUIET) == [
        "880 roster notice tea",
        "1380 roster notice lunch",
        "1500 roster start lunch",
    ]


def test_a_roster_read_again_does_not_repeat_itself() -> None:
    timeline = {0: [ACTIVE, tea(1000)], 900: [tea(1000)], 1100: [tea(1000)], 2000: [tea(1000)]}
    assert told(timeline, 5000, QUIET) == [
        "880 roster notice tea",
        "1000 roster start tea",
        "1900 roster end tea",
        "1900 credit short",
        "1900 credit long",
    ]


def test_one_withheld_stays_when_the_roster_is_read_again() -> None:
    timeline = {0: [ACTIVE, tea(1000)], 870: [OPEN], 1050: [tea(1000)], 1100: [CLOSED]}
    assert told(timeline, 1115, QUIET) == ["1100 roster notice tea", "1115 roster start tea"]


# --- shifts ---


def shift(*bounds: tuple[float, float], breaks: tuple[RosteredBreak, ...] = ()) -> Rostered:
    return Rostered(breaks, tuple(Shift(begins, ends) for begins, ends in bounds))


def test_outside_of_the_shift_nothing_starts() -> None:
    assert told({0: [ACTIVE, shift((5000, 9000))]}, 4800) == []


def test_what_is_due_before_the_shift_starts_with_it() -> None:
    assert told({0: [ACTIVE, shift((700, 9000))]}, 700) == ["690 notice short", "700 start short"]


def test_what_is_due_after_the_shift_waits_for_the_next() -> None:
    timeline = {0: [ACTIVE, shift((0, 595), (2000, 5000))], 1000: [IDLE], 1900: [ACTIVE]}
    assert told(timeline, 2000) == ["1020 credit short", "1300 credit long"]
    assert told({0: [ACTIVE, shift((0, 595))]}, 3000) == []


def test_a_break_begun_within_the_shift_runs_to_its_end() -> None:
    assert told({0: [ACTIVE, shift((0, 601))]}, 3000) == [
        "590 notice short",
        "600 start short",
        "620 end short taken",
    ]


def test_the_agent_may_take_one_outside_of_the_shift() -> None:
    assert told({0: [ACTIVE, shift((5000, 9000))], 100: [SHORT]}, 100) == ["100 start short"]
    assert told({0: [ACTIVE, tea(500)], 100: [LONG]}, 100) == ["100 start long"]


def test_a_rostered_break_outside_of_the_shift_is_none() -> None:
    breaks = (RosteredBreak(500, 100, "tea"), RosteredBreak(6000, 100, "lunch"))
    said = {0: [ACTIVE, shift((5000, 9000), breaks=breaks)]}
    assert told(said, 6000, QUIET) == ["5880 roster notice lunch", "6000 roster start lunch"]


def test_a_rostered_break_that_the_end_of_the_shift_overtakes_is_dropped() -> None:
    breaks = (RosteredBreak(500, 100, "tea"),)
    timeline = {
        0: [ACTIVE, shift((0, 600), (5000, 9000), breaks=breaks)],
        300: [OPEN],
        700: [CLOSED],
    }
    assert told(timeline, 6000, QUIET) == []
    virtual = Virtual(QUIET)
    virtual.run(timeline, 800)
    assert virtual.planner.state.booked == ()


def test_one_that_was_slept_through_takes_its_notice_with_it() -> None:
    """What a wish is about afterwards is not the break that is gone, and the next is announced."""
    both = Rostered((RosteredBreak(1000, 200, "tea"), RosteredBreak(2000, 100, "coffee")))
    assert told({0: [ACTIVE, both], 990: [300.0], 1300: [SKIP]}, 2000, QUIET) == [
        "880 roster notice tea",
        "1290 credit short",
        "1290 credit long",
        "1300 refused",
        "1880 roster notice coffee",
        "2000 roster start coffee",
    ]
