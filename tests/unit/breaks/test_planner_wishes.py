"""breaks.planner: postponing, skipping, and breaks at once (rule 6)."""

from __future__ import annotations

import pytest

from desktop.breaks.planner.inputs import Wish
from tests.unit.breaks.virtual import (
    ACTIVE,
    CLOSED,
    DND,
    DND_OFF,
    IDLE,
    LONG,
    OPEN,
    POSTPONE,
    SHORT,
    SKIP,
    Virtual,
    breathe,
    pause,
    settings,
    tea,
    told,
    words,
)

# --- postpone ---


def test_a_running_break_is_closed_by_postponing_without_an_end() -> None:
    assert told({0: [ACTIVE], 605: [POSTPONE]}, 725)[1:] == [
        "600 start short",
        "605 postponed short 725",
        "715 notice short",
        "725 start short",
    ]


def test_only_the_first_thirty_per_cent_can_be_postponed() -> None:
    assert "605.999 postponed short 725.999" in told({0: [ACTIVE], 605.999: [POSTPONE]}, 606)
    assert "606 refused short" in told({0: [ACTIVE], 606: [POSTPONE]}, 606)


def test_no_more_often_than_allowed() -> None:
    twice = {0: [ACTIVE], 595: [POSTPONE], 710: [POSTPONE]}
    assert told(twice, 715)[2:] == ["705 notice short", "710 refused short", "715 start short"]
    said = settings(short={"postpone_limit": 2})
    assert told(twice, 830, said)[3:] == [
        "710 postponed short 830",
        "820 notice short",
        "830 start short",
    ]


def test_the_next_break_can_be_postponed_again() -> None:
    events = told({0: [ACTIVE], 595: [POSTPONE], 1326: [POSTPONE]}, 1330)
    assert events[-2:] == ["1325 notice short", "1326 postponed short 1446"]


def test_work_goes_on_counting_on_both_clocks() -> None:
    virtual = Virtual()
    virtual.run({0: [ACTIVE], 605: [POSTPONE]}, 705)
    state = virtual.planner.state
    assert (state.short.clock, state.long.clock) == (700_000, 700_000)


def test_a_postponed_break_starts_in_real_seconds_though_nobody_works() -> None:
    said = settings(short={"length": 300}, long={"length": 400})
    assert told({0: [ACTIVE], 595: [POSTPONE], 600: [IDLE]}, 715, said)[2:] == [
        "705 notice short",
        "715 start short",
    ]


def test_a_natural_break_cancels_a_postponed_one() -> None:
    assert told({0: [ACTIVE], 595: [POSTPONE], 600: [IDLE], 650: [ACTIVE]}, 1240) == [
        "590 notice short",
        "595 postponed short 715",
        "620 credit short",
        "1240 notice short",
    ]


def test_a_natural_break_cancels_a_postponed_one_whose_clock_is_zero() -> None:
    assert told({0: [IDLE], 10: [SHORT], 11: [POSTPONE], 20: [ACTIVE], 21: [IDLE]}, 500) == [
        "10 start short",
        "11 postponed short 131",
        "41 credit short",
        "321 credit long",
    ]
    assert told({0: [ACTIVE, SHORT], 1: [POSTPONE, IDLE], 2: [DND]}, 21) == [
        "0 start short",
        "1 postponed short 121",
        "21 credit short",
    ]


def test_a_postponed_long_one_absorbs_a_short_one_due_meanwhile() -> None:
    events = told({0: [ACTIVE], 1820: [POSTPONE]}, 2420)
    assert events[6:] == [
        "1810 notice long",
        "1820 postponed long 2120",
        "2090 notice long",
        "2120 start long",
        "2420 end long taken",
    ]


def test_a_postponed_long_one_is_not_brought_forward() -> None:
    """A short one comes due 100 seconds before it, which would be near enough otherwise."""
    said = settings(long={"every": 400, "postpone": 300})
    assert told({0: [ACTIVE], 395: [POSTPONE]}, 700, said) == [
        "370 notice long",
        "395 postponed long 695",
        "665 notice long",
        "695 start long",
    ]


def test_a_long_one_takes_the_place_of_a_postponed_short_one() -> None:
    said = settings(long={"every": 800})
    assert told({0: [ACTIVE], 595: [POSTPONE]}, 1015, said)[2:] == [
        "685 notice long",
        "715 start long",
        "1015 end long taken",
    ]


def test_postponing_waits_for_an_interaction_like_any_break() -> None:
    assert told({0: [ACTIVE], 595: [POSTPONE], 700: [OPEN], 800: [CLOSED]}, 815)[2:] == [
        "805 notice short",
        "815 start short",
    ]


# --- skip ---


def test_skipped_in_the_notice_there_is_no_start() -> None:
    assert told({0: [ACTIVE], 595: [SKIP]}, 1195) == [
        "590 notice short",
        "595 end short skipped",
        "1185 notice short",
        "1195 start short",
    ]


def test_skipped_in_the_break() -> None:
    events = told({0: [ACTIVE], 619: [SKIP]}, 1219)
    assert events[2:] == ["619 end short skipped", "1209 notice short", "1219 start short"]


@pytest.mark.parametrize("at", [1820, 1900])
def test_skipping_a_long_one_resets_both_clocks(at: int) -> None:
    virtual = Virtual()
    virtual.run({0: [ACTIVE], at: [SKIP]}, at + 10)
    state = virtual.planner.state
    assert (state.short.clock, state.long.clock) == (10_000, 10_000)


def test_skipping_leaves_the_long_clock() -> None:
    virtual = Virtual()
    virtual.run({0: [ACTIVE], 595: [SKIP]}, 600)
    assert virtual.planner.state.long.clock == 600_000


# --- at once ---


def test_breaks_at_once_have_no_notice_and_no_wrap_up() -> None:
    timeline = {0: [ACTIVE], 100: [OPEN], 200: [CLOSED], 205: [SHORT], 300: [LONG]}
    assert told(timeline, 600) == [
        "205 start short",
        "225 end short taken",
        "300 start long",
        "600 end long taken",
    ]


def test_a_break_at_once_resets_its_clock() -> None:
    assert told({0: [ACTIVE], 300: [SHORT]}, 920) == [
        "300 start short",
        "320 end short taken",
        "910 notice short",
        "920 start short",
    ]


@pytest.mark.parametrize(("on", "off"), [(OPEN, CLOSED), (DND, DND_OFF)])
def test_withheld_like_any_break(on: object, off: object) -> None:
    timeline = {0: [ACTIVE], 100: [on], 110: [SHORT], 200: [off]}
    assert told(timeline, 215) == [
        "205 notice short",
        "215 start short",
    ]


def test_a_wish_withheld_for_long_is_overdue_too() -> None:
    assert told({0: [ACTIVE], 100: [OPEN, SHORT]}, 1905)[:1] == ["1900 overdue short"]


def test_refused_in_a_break_about_the_one_wished_for() -> None:
    assert told({0: [ACTIVE], 605: [LONG], 606: [SHORT]}, 620)[2:] == [
        "605 refused long",
        "606 refused short",
        "620 end short taken",
    ]


def test_at_once_also_in_a_pause() -> None:
    assert told({0: [ACTIVE], 100: [pause(1000)], 200: [SHORT]}, 220) == [
        "200 start short",
        "220 end short taken",
    ]


# --- strict and refused ---


@pytest.mark.parametrize(
    "said", [settings(strict=True), settings(short={"strict": True})], ids=["all", "kind"]
)
@pytest.mark.parametrize("wish", [POSTPONE, SKIP])
def test_strict_refuses(said: dict[str, object], wish: Wish) -> None:
    assert told({0: [ACTIVE], 595: [wish], 605: [wish]}, 620, said) == [
        "590 notice short",
        "595 refused short",
        "600 start short",
        "605 refused short",
        "620 end short taken",
    ]


def test_strict_of_one_kind_leaves_the_other() -> None:
    said = settings(long={"strict": True})
    assert told({0: [ACTIVE], 595: [SKIP]}, 595, said)[1:] == ["595 end short skipped"]


@pytest.mark.parametrize("wish", [POSTPONE, SKIP])
def test_without_a_break_there_is_nothing_to_postpone_or_to_skip(wish: Wish) -> None:
    assert told({0: [ACTIVE], 100: [wish]}, 100) == ["100 refused"]


def test_a_rostered_break_is_neither_postponed_nor_skipped_before_it_is_on() -> None:
    timeline = {0: [ACTIVE, tea(300)], 200: [POSTPONE], 250: [SKIP], 310: [POSTPONE]}
    assert told(timeline, 310) == [
        "180 roster notice tea",
        "200 refused tea",
        "250 refused tea",
        "300 roster start tea",
        "310 refused tea",
    ]


def test_who_is_back_from_a_rostered_break_ends_it() -> None:
    """What was had of it credits what is no longer, and it does not come again."""
    assert told({0: [ACTIVE, tea(300)], 500: [SKIP]}, 900)[1:] == [
        "300 roster start tea",
        "500 roster skipped end tea",
        "500 credit short",
    ]
    assert "credit long" in told({0: [ACTIVE, tea(300)], 600: [SKIP]}, 600)[-1]


def test_a_rostered_break_is_strict_where_all_breaks_are() -> None:
    timeline = {0: [ACTIVE, tea(300)], 310: [SKIP]}
    assert told(timeline, 310, settings(strict=True))[-1] == "310 refused tea"
    assert "skipped" in told(timeline, 310, settings(long={"strict": True}))[-1]


# --- in the same second ---


def test_states_go_before_wishes() -> None:
    assert told({0: [ACTIVE], 595: [POSTPONE, OPEN]}, 600) == ["590 notice short", "595 refused"]


def test_wishes_go_before_starts() -> None:
    assert told({0: [ACTIVE], 600: [POSTPONE]}, 720)[1:] == [
        "600 postponed short 720",
        "710 notice short",
        "720 start short",
    ]
    assert told({0: [ACTIVE], 600: [breathe(30)]}, 630)[1:] == ["630 start short"]


@pytest.mark.parametrize("every", [None, 1])
@pytest.mark.parametrize("wish", [POSTPONE, SKIP])
def test_a_rest_within_a_break_is_looked_at_when_a_wish_ends_it(
    wish: Wish, every: float | None
) -> None:
    """Here, and not when something else happens to make the planner look."""
    said = settings(short={"every": 110, "length": 100}, long={"every": 4000, "length": 25})
    timeline = {0: [ACTIVE], 111: [IDLE], 137: [wish]}
    events = [words(one) for one in Virtual(said).run(timeline, 300, every)]
    assert events[:2] == ["100 notice short", "110 start short"]
    assert "postponed" in events[2] or "skipped" in events[2]
    assert "137 credit long" in events
