"""When a provider may be asked again."""

from __future__ import annotations

import datetime as dt

import pytest

from desktop.core.clock import FixedClock
from desktop.customers.providers.pace import Pace, pace_of
from desktop.net.replies import Reply

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def rest(headers: dict[str, str], status: int = 200) -> float:
    pace = Pace(FixedClock(NOW))
    pace.heard(Reply(status, headers, b""), refused=status == 429)
    return pace.rest()


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7),
        ({"retry-after": "Sun, 22 Nov 2026 12:00:09 GMT"}, 9),
        ({"retry-after": "86400"}, 3600),
        ({"rate-limit-reset": "41"}, 41),
        ({"x-ratelimit-reset": str(int(NOW.timestamp()) + 12)}, 12),
        ({"x-ratelimit-reset": str(int(NOW.timestamp()) - 12)}, 5),
        ({"x-hubspot-ratelimit-interval-milliseconds": "10000"}, 10),
        ({"retry-after": "soon"}, 5),
        ({"retry-after": "-4"}, 5),
        ({}, 5),
    ],
)
def test_too_often_is_a_rest_of_as_long_as_it_says(headers: dict[str, str], seconds: float) -> None:
    assert rest(headers, 429) == seconds


@pytest.mark.parametrize(
    "name",
    [
        "X-RateLimit-Remaining",
        "X-Rate-Limit-Remaining",
        "RateLimit-Remaining",
        "Rate-Limit-Remaining",
    ],
)
def test_the_last_call_is_a_rest_until_the_count_begins_anew(name: str) -> None:
    assert rest({name.lower(): "0", "ratelimit-reset": "30"}) == 30
    assert rest({name.lower(): "1", "ratelimit-reset": "30"}) == 0
    assert rest({name.lower(): "٠", "ratelimit-reset": "30"}) == 0
    assert rest({name.lower(): "0"}) == 0


def test_a_shorter_rest_does_not_end_a_longer_one() -> None:
    clock = FixedClock(NOW)
    pace = Pace(clock)
    pace.heard(Reply(429, {"retry-after": "60"}, b""), refused=True)
    pace.heard(Reply(429, {"retry-after": "1"}, b""), refused=True)
    pace.heard(Reply(200, {}, b""), refused=False)
    clock.advance(10)
    assert pace.rest() == 50
    clock.advance(50)
    assert pace.rest() == 0


def test_whoever_asks_an_account_keeps_its_pace() -> None:
    clock = FixedClock(NOW)
    at = "https://desk.example.com:443"
    pace_of("desk", at, clock).pause(30)
    assert pace_of("desk", at, clock).rest() == 30
    assert pace_of("shop", at, clock).rest() == 0, "another account there"
    assert pace_of("desk", "https://shop.example.com:443", clock).rest() == 0
    for one in range(1000):
        pace_of(f"desk {one}", at, clock)
    assert pace_of("desk", at, clock).rest() == 0, "long ago"
