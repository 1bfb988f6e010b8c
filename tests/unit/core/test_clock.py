"""core.clock: a clock that can be set."""

from __future__ import annotations

import datetime as dt

from desktop.core.clock import FixedClock, SystemClock

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def test_the_systems_clock_has_a_zone_and_never_goes_back() -> None:
    clock = SystemClock()
    assert clock.now().tzinfo is not None
    assert clock.monotonic() <= clock.monotonic()


def test_a_fixed_clock_stands_until_it_is_moved() -> None:
    clock = FixedClock(NOON)
    assert (clock.now(), clock.monotonic()) == (NOON, 0)
    clock.advance(90)
    assert (clock.now(), clock.monotonic()) == (NOON + dt.timedelta(seconds=90), 90)


def test_a_time_without_zone_is_taken_in_the_machines_own() -> None:
    naive = dt.datetime(2026, 3, 1, 12)  # noqa: DTZ001 - the point of the test
    assert FixedClock(naive).now() == naive.astimezone()


def test_sleep_moves_the_wall_time_and_the_clock_with_sleep_only() -> None:
    clock = FixedClock(dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC))
    clock.advance(5)
    clock.sleep(60)
    assert (clock.awake(), clock.monotonic(), clock.with_sleep()) == (5, 5, 65)
    assert clock.now() == dt.datetime(2026, 11, 22, 9, 1, 5, tzinfo=dt.UTC)


def test_the_machine_has_both_clocks() -> None:
    clock = SystemClock()
    awake, with_sleep = clock.awake(), clock.with_sleep()
    assert clock.awake() >= awake
    assert clock.with_sleep() >= with_sleep >= awake - 0.01
