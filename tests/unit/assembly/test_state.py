"""When snippets are typed: keys, setting and pause, turned by any thread."""

from __future__ import annotations

import datetime as dt
import threading

import pytest

from desktop.assembly.state import TypingState, TypingSwitch
from desktop.core.clock import FixedClock

NOW = dt.datetime(2026, 11, 22, 15, 30, tzinfo=dt.UTC)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def switch(clock: FixedClock) -> TypingSwitch:
    return TypingSwitch(clock)


def test_it_begins_without_keys(switch: TypingSwitch) -> None:
    assert not switch.state.can_type
    assert switch.state.reason == "Deskhand is starting."
    assert not switch.state.off


def test_a_pause_can_be_taken_over(switch: TypingSwitch, clock: FixedClock) -> None:
    until = NOW + dt.timedelta(minutes=5)
    switch.pause_until(until)
    switch.look()
    assert switch.state.paused_until == until
    switch.pause_until(NOW)  # over by now
    switch.look()
    assert not switch.state.paused


def test_a_pause_ends_by_itself(switch: TypingSwitch, clock: FixedClock) -> None:
    seen: list[TypingState] = []
    switch.changed.connect(seen.append)
    switch.pause(30)
    assert switch.state.paused_until == NOW + dt.timedelta(minutes=30)
    clock.advance(29 * 60)
    switch.look()
    assert len(seen) == 1
    clock.advance(60)
    switch.look()
    assert [one.off for one in seen] == [True, False]


@pytest.mark.parametrize(
    ("hour", "day"), [(15, 23), (3, 22), (4, 23)], ids=["by day", "at night", "at four"]
)
def test_a_pause_until_tomorrow_ends_before_anybody_works(hour: int, day: int) -> None:
    switch = TypingSwitch(FixedClock(NOW.replace(hour=hour, minute=0)))
    switch.pause()
    assert switch.state.paused_until == dt.datetime(2026, 11, day, 4, tzinfo=dt.UTC)


def test_the_hotkey_pauses_and_resumes(switch: TypingSwitch) -> None:
    switch.toggle()
    assert switch.state.paused
    switch.toggle()
    assert not switch.state.paused


def test_what_is_turned_off_in_the_settings_stays_off(switch: TypingSwitch) -> None:
    switch.enable(on=False)
    switch.pause(5)
    switch.resume()
    assert switch.state.off
    assert not switch.state.paused


def test_nothing_is_lost_when_threads_turn_it_at_once(switch: TypingSwitch) -> None:
    barrier = threading.Barrier(2)
    last: list[TypingState] = []
    switch.changed.connect(last.append)

    def pause() -> None:
        barrier.wait()
        for _ in range(2000):
            switch.pause(5)
            switch.resume()
        switch.pause(5)

    def keys() -> None:
        barrier.wait()
        for number in range(2000):
            switch.keys(can_type=bool(number % 2), reason=str(number))

    threads = [threading.Thread(target=one) for one in (pause, keys)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert switch.state.paused
    assert switch.state.can_type
    assert last[-1] == switch.state
