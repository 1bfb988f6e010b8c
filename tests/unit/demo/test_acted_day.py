"""The morning that the demo shows is as the application would have kept it."""

from __future__ import annotations

import datetime as dt

from desktop.demo.acted_day import MINUTES, morning

NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


def test_it_ends_now_with_its_breaks_and_a_load_that_adds_up() -> None:
    records = morning(NOON)
    assert max(one.ends for one in records.spent) == NOON
    assert [one.kind for one in records.breaks] == ["short", "long", "short"]
    assert len(records.load) == MINUTES
    assert [one.tap for one in records.taps] == ["hard", "abusive"]
    for point in records.load:
        assert abs(point.value - sum(share.value for share in point.shares)) < 0.05
    assert any(share.at == records.taps[0].at for share in records.load[-1].shares)
