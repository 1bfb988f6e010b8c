"""breaks.load, breaks.ledger: the formulas, the check sequence, and parts that add up."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.breaks.load import MINUTE, StressLoad, Tap
from desktop.breaks.load_numbers import LoadNumbers, grounds, numbers_from
from desktop.breaks.planner.news import Activity, Span
from desktop.core.results import UserError
from desktop.settings.sections.load import Basis


class Day:
    """A load, and the time that goes by."""

    def __init__(self, start: dt.datetime | None = None, shifts: tuple[int, ...] = ()) -> None:
        self.load = StressLoad(start=start, shifts=shifts)
        self.at = 0
        self.minutes: list[int] = []

    def spend(self, minutes: float, activity: Activity) -> float:
        ends = self.at + round(minutes * MINUTE)
        self.minutes += self.load.spend(Span(self.at, ends, activity))
        self.at = ends
        return self.load.value

    def tap(self, tap: Tap) -> float:
        self.load.tap(self.at / 1000, tap)
        return self.load.value

    def parts(self) -> float:
        return sum(self.load.ledger.parts().values())


def test_the_check_sequence() -> None:
    day = Day()
    found = [
        day.spend(60, Activity.INTERACTION),
        day.spend(5, Activity.LONG_BREAK),
        day.spend(55, Activity.INTERACTION),
        day.tap(Tap.ABUSIVE),
        day.spend(10, Activity.INTERACTION),
        day.tap(Tap.ABUSIVE),
        day.spend(10, Activity.INTERACTION),
        day.spend(5, Activity.BREATHING),
        day.spend(30, Activity.INTERACTION),
        day.spend(30, Activity.AWAY),
    ]
    wanted = [34.8, 22.5, 42.0, 56.5, 56.4, 67.3, 66.3, 37.2, 44.2, 3.3]
    assert found == pytest.approx(wanted, abs=0.1)
    assert day.parts() == pytest.approx(day.load.value, abs=1e-9)
    assert [name for name in day.load.ledger.parts() if "@" in name] == [
        "abusive@7200",
        "abusive@7800",
    ]


def test_work_without_interactions_is_no_load() -> None:
    assert Day().spend(600, Activity.WORK) == 0


@pytest.mark.parametrize(
    ("activity", "half_life"),
    [
        (Activity.DESK, 20),
        (Activity.SHORT_BREAK, 12),
        (Activity.LONG_BREAK, 8),
        (Activity.AWAY, 8),
        (Activity.ASLEEP, 8),
        (Activity.BREATHING, 6),
    ],
)
def test_rest_halves_the_load(activity: Activity, half_life: int) -> None:
    day = Day()
    before = day.spend(60, Activity.INTERACTION)
    assert day.spend(half_life, activity) == pytest.approx(before / 2)


def test_a_minute_of_several_sorts_takes_each_for_its_share() -> None:
    """First work, whenever in the minute it was, then the rests."""
    day = Day()
    start = day.spend(60, Activity.INTERACTION)
    day.spend(0.25, Activity.DESK)
    day.spend(0.5, Activity.INTERACTION)
    assert day.load.value == start
    after = day.spend(0.25, Activity.BREATHING)
    worked = 55 + (start - 55) * math.exp(-0.5 / 60)
    assert after == pytest.approx(worked * 2 ** (-0.25 / 20) * 2 ** (-0.25 / 6))


def test_occupancy_is_of_the_last_half_hour_of_work() -> None:
    day = Day()
    day.spend(15, Activity.WORK)
    day.spend(30, Activity.DESK)
    day.spend(15, Activity.INTERACTION)
    assert sum(day.load.target(0)) == pytest.approx(27.5)
    day.spend(15, Activity.INTERACTION)
    assert sum(day.load.target(0)) == pytest.approx(55)
    day.spend(10, Activity.WORK)
    assert sum(day.load.target(0)) == pytest.approx(55 * 2 / 3)


def test_occupancy_of_less_work_is_of_all_of_it() -> None:
    day = Day()
    day.spend(3, Activity.INTERACTION)
    day.spend(1, Activity.WORK)
    assert sum(day.load.target(0)) == pytest.approx(55 * 3 / 4)


@pytest.mark.parametrize(
    ("hours", "times"),
    [(0, 1), (8, 1), (9, 1.075), (10, 1.15), (11, 1.265), (12, 1.38), (16, 1.38)],
)
def test_long_days_weigh_more(hours: float, times: float) -> None:
    assert LoadNumbers().overtime(hours) == pytest.approx(times)
    day = Day(dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC))
    day.spend(max(hours * 60, 30), Activity.INTERACTION)
    work, overtime, night = day.load.target(0)
    assert (work + overtime) / work == pytest.approx(times)
    assert night == 0


def test_the_hours_of_overtime_can_be_changed() -> None:
    numbers = numbers_from({"overtime_from": 6, "overtime_middle": 10, "overtime_to": 14})
    found = [round(numbers.overtime(hours), 4) for hours in (6, 8, 10, 12, 14, 20)]
    assert found == [1.0, 1.075, 1.15, 1.265, 1.38, 1.38]
    edges = numbers_from({"overtime_from": 9, "overtime_middle": 11, "overtime_to": 12})
    assert [round(edges.overtime(hours), 3) for hours in (9, 10, 11, 12)] == [1, 1.075, 1.15, 1.38]


def test_a_rest_of_four_hours_begins_a_new_day() -> None:
    day = Day()
    day.spend(600, Activity.INTERACTION)
    day.spend(239, Activity.AWAY)
    assert day.load.worked.worked == 600 * MINUTE
    day.spend(1, Activity.AWAY)
    assert day.load.worked.worked == 0


def test_a_shift_begins_a_new_day_in_the_middle_of_work() -> None:
    day = Day(shifts=(100 * MINUTE + 500,))
    day.spend(120, Activity.INTERACTION)
    assert day.load.worked.worked == 20 * MINUTE - 500


@pytest.mark.parametrize(
    ("hour", "night"), [(23.99, False), (0, True), (5.99, True), (6, False), (12, False)]
)
def test_nights_weigh_more(hour: float, night: bool) -> None:
    start = dt.datetime(2026, 11, 22, 20, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    day = Day(start)
    day.spend(10, Activity.INTERACTION)
    at = round((hour - 20) % 24 * 3600 * 1000)
    assert (day.load.target(at)[2] == pytest.approx(5.5)) == night


def test_night_work_shows_in_the_ledger() -> None:
    day = Day(dt.datetime(2026, 11, 22, 1, tzinfo=dt.UTC))
    assert day.spend(60, Activity.INTERACTION) == pytest.approx(60.5 * (1 - math.exp(-1)))
    parts = day.load.ledger.parts()
    assert parts["night"] / parts["work"] == pytest.approx(0.1)


def test_work_is_capped_and_the_cap_is_shared() -> None:
    load = StressLoad(numbers_from({"full": 100}), dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
    assert list(load.spend(Span(0, MINUTE, Activity.INTERACTION))) == [MINUTE]
    work, overtime, night = load.target(0)
    assert work + overtime + night == pytest.approx(80)
    assert night / work == pytest.approx(0.1)


def test_taps_weigh_less_the_higher_the_load() -> None:
    day = Day()
    assert day.tap(Tap.OK) == 0
    assert day.tap(Tap.HARD) == 12
    assert day.tap(Tap.ABUSIVE) == pytest.approx(12 + 25 * 0.88)
    assert day.load.ledger.parts() == pytest.approx(
        {"work": 0, "overtime": 0, "night": 0, "hard@0": 12, "abusive@0": 22}
    )


def test_old_taps_are_told_together() -> None:
    day = Day()
    for _ in range(200):
        day.tap(Tap.HARD)
        day.spend(10, Activity.DESK)
    parts = day.load.ledger.parts()
    assert len(parts) < 50
    assert "earlier taps" in parts
    assert sum(parts.values()) == pytest.approx(day.load.value, abs=0.001)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.integers(1, 200_000_000), st.sampled_from(Activity)),
            st.tuples(st.integers(1, 400_000), st.sampled_from(Activity)),
            st.sampled_from(Tap),
        ),
        max_size=60,
    ),
    st.integers(0, 23),
)
def test_parts_add_up_and_the_load_stays_within_its_scale(
    things: list[tuple[int, Activity] | Tap], hour: int
) -> None:
    day = Day(dt.datetime(2026, 11, 22, hour, tzinfo=dt.UTC))
    for thing in things:
        if isinstance(thing, Tap):
            day.tap(thing)
        else:
            day.spend(thing[0] / MINUTE, thing[1])
        assert 0 <= day.load.value <= 100
        assert day.parts() == pytest.approx(day.load.value, abs=0.001)


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=30))
def test_every_minute_ends_once(lengths: list[int]) -> None:
    day = Day()
    for length in lengths:
        day.spend(length / MINUTE, Activity.WORK)
    assert day.minutes == list(range(MINUTE, day.at + 1, MINUTE))


def test_every_number_says_what_it_rests_on() -> None:
    known = grounds()
    usual = LoadNumbers()
    assert {name for name, one in known.items() if one.basis is Basis.EVIDENCE} == {
        "overtime_from",
        "overtime_middle",
        "overtime_to",
        "ten_hours",
        "twelve_hours",
    }
    for name, one in known.items():
        assert one.why.endswith(".")
        assert one.least <= getattr(usual, name) <= one.most


def test_every_number_can_be_changed() -> None:
    for name, one in grounds().items():
        if name.endswith("prompt"):
            continue
        assert getattr(numbers_from({name: one.most}), name) == one.most
        with pytest.raises(UserError):
            numbers_from({name: one.most + 1})
