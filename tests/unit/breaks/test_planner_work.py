"""breaks.planner: what is work, what is rest, natural breaks, and sleep (rules 1, 2 and 7)."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.breaks.planner.inputs import Presence, Present
from desktop.breaks.planner.news import Activity
from tests.unit.breaks.virtual import (
    ACTIVE,
    CLOSED,
    FIRST,
    IDLE,
    LOCKED,
    OPEN,
    POSTPONE,
    RESUME,
    SHORT,
    Virtual,
    breathe,
    pause,
    settings,
    told,
    words,
)

AWAY = Present(Presence.AWAY)
SLOW_SHORT = settings(short={"every": 600, "length": 120})
"""A natural break takes longer than it takes to stop working."""


def clocks(virtual: Virtual) -> tuple[int, int]:
    state = virtual.planner.state
    return state.short.clock // 1000, state.long.clock // 1000


# --- work ---


def test_input_counts_as_work_for_twenty_seconds() -> None:
    virtual = Virtual(SLOW_SHORT)
    virtual.run({0: [ACTIVE], 100: [IDLE]}, 200)
    assert clocks(virtual) == (120, 120)


def test_another_idle_time() -> None:
    virtual = Virtual({**SLOW_SHORT, "idle_after": 50})
    virtual.run({0: [ACTIVE], 100: [IDLE]}, 200)
    assert clocks(virtual) == (150, 150)


def test_an_open_interaction_is_work_without_input() -> None:
    virtual = Virtual()
    virtual.run({0: [ACTIVE], 1: [IDLE], 2: [OPEN]}, 400)
    assert clocks(virtual) == (400, 400)


def test_a_lock_and_leaving_count_as_no_input() -> None:
    for presence in (LOCKED, AWAY):
        assert told({0: [ACTIVE], 100: [presence]}, 200) == ["120 credit short"]


def test_locked_in_an_interaction_is_work_still() -> None:
    virtual = Virtual()
    virtual.run({0: [ACTIVE], 100: [OPEN], 200: [LOCKED]}, 500)
    assert clocks(virtual) == (500, 500)


def test_before_the_first_input_there_is_no_work() -> None:
    virtual = Virtual()
    assert virtual.run({0: [IDLE], 300: [ACTIVE]}, 899) == virtual.run({}, 0)
    assert clocks(virtual) == (599, 599)


def test_nothing_said_of_presence_is_no_work() -> None:
    virtual = Virtual()
    assert virtual.run({}, 5000) == []
    assert clocks(virtual) == (0, 0)


def test_input_seen_late_is_dated_back() -> None:
    """A source that is asked every five seconds."""
    assert told({0: [ACTIVE], 254: [Present(Presence.IDLE, last_input=250)]}, 300) == [
        "270 credit short"
    ]


# --- natural breaks ---


def test_rest_begins_with_the_end_of_the_interaction() -> None:
    assert told({0: [ACTIVE], 100: [OPEN], 110: [IDLE], 200: [CLOSED]}, 600) == [
        "220 credit short",
        "500 credit long",
    ]


def test_rest_begins_with_the_last_input_if_that_is_later() -> None:
    assert told({0: [ACTIVE], 100: [OPEN], 200: [CLOSED], 210: [IDLE]}, 240) == ["230 credit short"]


def test_no_rest_in_an_interaction() -> None:
    assert told({0: [ACTIVE], 100: [OPEN], 110: [IDLE]}, 599) == []


def test_a_short_length_is_credited_no_sooner_than_work_stops() -> None:
    said = settings(short={"length": 5, "notice": 5})
    assert told({0: [ACTIVE], 100: [IDLE]}, 130, said) == ["120 credit short"]


def test_the_clock_stays_at_zero_until_work_resumes() -> None:
    virtual = Virtual()
    virtual.run({0: [ACTIVE], 100: [IDLE], 5000: [ACTIVE]}, 5010)
    assert clocks(virtual) == (10, 10)


def test_a_credited_long_one_credits_the_short_one_too() -> None:
    said = settings(short={"every": 600, "length": 400}, long={"every": 1800, "length": 100})
    assert told({0: [ACTIVE], 200: [IDLE]}, 1000, said) == ["300 credit short", "300 credit long"]


def test_nothing_is_credited_twice() -> None:
    assert told({0: [ACTIVE], 100: [IDLE]}, 5000) == ["120 credit short", "400 credit long"]


def test_rest_of_exactly_the_length_counts_though_input_comes() -> None:
    assert told({0: [ACTIVE], 100: [IDLE], 120: [ACTIVE]}, 130) == ["120 credit short"]
    assert told({0: [ACTIVE], 100: [IDLE], 119: [ACTIVE]}, 130) == []


def test_rest_in_a_break_is_looked_at_when_it_ends() -> None:
    said = settings(short={"every": 600, "length": 400}, long={"length": 300})
    assert told({0: [ACTIVE], 600: [IDLE]}, 1100, said) == [
        "590 notice short",
        "600 start short",
        "1000 end short taken",
        "1000 credit long",
    ]


def test_rest_goes_on_counting_after_a_break() -> None:
    assert told({0: [ACTIVE], 600: [IDLE]}, 1000)[1:] == [
        "600 start short",
        "620 end short taken",
        "900 credit long",
    ]


def test_a_credit_closes_the_notice_silently() -> None:
    """And the next one comes with the next break."""
    assert told({0: [ACTIVE], 580: [IDLE], 650: [ACTIVE]}, 1240) == [
        "590 notice short",
        "600 credit short",
        "1240 notice short",
    ]


def test_a_notice_waits_with_its_clock_and_is_not_repeated() -> None:
    said = {**SLOW_SHORT, "idle_after": 3}
    events = told({0: [ACTIVE], 592: [IDLE], 650: [ACTIVE]}, 660, said)
    assert events == ["590 notice short", "655 start short"]


@pytest.mark.parametrize("every", [None, 1])
def test_a_notice_comes_though_work_stops_at_its_very_second(every: float | None) -> None:
    for stops in (570, 571):
        timeline = {0: [ACTIVE], stops: [IDLE]}
        events = [words(one) for one in Virtual(SLOW_SHORT).run(timeline, 600, every)]
        assert events == ["590 notice short"]
    # A long one in its place, too, with its own notice.
    said = settings(short={"every": 600, "length": 120}, long={"every": 700})
    events = [words(one) for one in Virtual(said).run({0: [ACTIVE], 550: [IDLE]}, 600, every)]
    assert events == ["570 notice long"]


# --- sleep ---


def test_sleep_is_rest_and_credits_come_at_waking() -> None:
    assert told({0: [ACTIVE], 100: [400]}, 500) == ["500 credit short", "500 credit long"]
    assert told({0: [ACTIVE], 100: [20]}, 200) == ["120 credit short"]
    assert told({0: [ACTIVE], 100: [19]}, 200) == []


def test_sleep_adds_to_the_rest_before_it() -> None:
    assert told({0: [ACTIVE], 100: [IDLE], 250: [150]}, 400) == [
        "120 credit short",
        "400 credit long",
    ]


def test_sleep_is_rest_though_an_interaction_is_open() -> None:
    virtual = Virtual()
    events = virtual.run({0: [ACTIVE], 100: [OPEN], 200: [350]}, 550)
    assert [one.at for one in events] == [550, 550]
    assert virtual.planner.state.resting_since() is None
    virtual.step(560)
    assert clocks(virtual) == (10, 10)


def test_sleep_is_never_work() -> None:
    virtual = Virtual()
    virtual.run({0: [ACTIVE], 100: [15]}, 200)
    assert clocks(virtual) == (185, 185)


def test_input_before_sleep_is_no_work_after_it() -> None:
    virtual = Virtual(SLOW_SHORT)
    virtual.run({0: [ACTIVE], 100: [IDLE], 105: [50]}, 200)
    assert clocks(virtual) == (105, 105)


def test_the_end_of_a_break_that_was_slept_through_comes_at_waking() -> None:
    assert told({0: [ACTIVE], 610: [390]}, 1000)[2:] == [
        "1000 end short taken",
        "1000 credit long",
    ]


def test_a_break_goes_on_in_sleep() -> None:
    assert told({0: [ACTIVE], 605: [5]}, 650)[2:] == ["620 end short taken"]


def test_nothing_starts_on_waking_but_after_the_wrap_up() -> None:
    said = settings(short={"length": 60})
    events = told({0: [ACTIVE], 500: [OPEN], 620: [10], 630: [CLOSED]}, 700, said)
    assert events == ["635 notice short", "645 start short"]
    timeline = {0: [ACTIVE], 500: [OPEN], 619: [CLOSED], 620: [30]}
    assert told(timeline, 700, said) == ["655 notice short", "665 start short"]


def test_a_break_postponed_into_sleep_waits_for_the_wrap_up() -> None:
    said = settings(short={"length": 60, "postpone": 30})
    events = told({0: [ACTIVE], 595: [POSTPONE], 620: [10]}, 700, said)
    assert events[1:] == ["595 postponed short 625", "615 notice short", "645 start short"]


# --- pauses and breathing ---


def test_a_pause_stops_the_clocks_and_goes_by_itself() -> None:
    assert told({0: [ACTIVE], 100: [pause(50)]}, 650) == ["640 notice short", "650 start short"]


def test_a_pause_stops_what_is_counted_down() -> None:
    events = told({0: [ACTIVE], 592: [pause(100)], 600: [RESUME]}, 700)
    assert events[:2] == ["590 notice short", "608 start short"]
    events = told({0: [ACTIVE], 595: [POSTPONE], 600: [pause(30)]}, 750)
    assert events[1:] == ["595 postponed short 715", "735 notice short", "745 start short"]


def test_a_running_break_runs_to_its_end_in_a_pause() -> None:
    events = told({0: [ACTIVE], 605: [pause(500)]}, 1200)
    assert events[2:] == ["620 end short taken"]


def test_rest_goes_on_in_a_pause_and_may_credit() -> None:
    assert told({0: [ACTIVE], 100: [pause(500)], 110: [IDLE]}, 600) == [
        "130 credit short",
        "410 credit long",
    ]


def test_nothing_starts_in_breathing_and_no_clock_runs() -> None:
    assert told({0: [ACTIVE], 595: [breathe(60)]}, 660) == ["590 notice short", "660 start short"]


def test_an_interaction_ends_breathing() -> None:
    virtual = Virtual()
    virtual.run({0: [ACTIVE], 100: [breathe(60)], 110: [OPEN], 120: [CLOSED]}, 200)
    assert clocks(virtual) == (190, 190)


def test_a_break_ends_breathing() -> None:
    virtual = Virtual()
    assert [
        one.at for one in virtual.run({0: [ACTIVE], 100: [breathe(60)], 110: [SHORT]}, 140)
    ] == [110, 130]
    assert clocks(virtual) == (10, 110)


def test_breathing_is_refused_in_an_interaction_and_in_a_break() -> None:
    assert told({0: [ACTIVE], 100: [OPEN], 110: [breathe(60)]}, 120) == ["110 refused"]
    assert told({0: [ACTIVE], 605: [breathe(60)]}, 610)[2:] == ["605 refused short"]


# --- how time was spent ---


def test_spans_say_how_time_was_spent() -> None:
    virtual = Virtual()
    virtual.step(0, [ACTIVE])
    found = []
    later: list[tuple[float, list[Any]]] = [
        (100, [OPEN]),
        (150, [CLOSED, IDLE]),
        (500, [LOCKED]),
        (510, [ACTIVE, SHORT]),
        (530, [breathe(10)]),
        (545, []),
    ]
    for at, things in later:
        virtual.step(at, things)
        found += [(s.begins // 1000, s.ends // 1000, s.activity) for s in virtual.planner.spans]
    assert found == [
        (0, 100, Activity.WORK),
        (100, 150, Activity.INTERACTION),
        (150, 170, Activity.WORK),
        (170, 450, Activity.DESK),
        (450, 500, Activity.AWAY),
        (500, 510, Activity.AWAY),
        (510, 530, Activity.SHORT_BREAK),
        (530, 540, Activity.BREATHING),
        (540, 545, Activity.WORK),
    ]


def test_settings_are_in_seconds() -> None:
    assert Virtual(FIRST).planner.rules.short.every == 600_000
