"""translation.ratelimit: a token bucket on a clock."""

from __future__ import annotations

import pytest

from desktop.translation.ratelimit import Bucket
from tests.unit.translation.parts import clock


def test_a_burst_then_a_steady_rate() -> None:
    now = clock()
    bucket = Bucket(now, per_second=2, burst=3)
    assert [bucket.take(0) for _ in range(4)] == [0, 0, 0, None]
    assert bucket.take(1) == pytest.approx(0.5)
    assert bucket.take(1) == pytest.approx(1.0)
    assert bucket.take(1) is None  # nothing was taken by this
    now.advance(1.5)
    assert bucket.take(0) == 0
    now.advance(100)
    assert [bucket.take(0) for _ in range(4)] == [0, 0, 0, None]


def test_a_pause_that_was_asked_for() -> None:
    now = clock()
    bucket = Bucket(now, per_second=10)
    bucket.pause(7)
    bucket.pause(2)
    assert bucket.take(1) is None
    assert bucket.take(10) == 7
    now.advance(7)
    assert bucket.take(0) == 0
