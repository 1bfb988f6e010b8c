"""What the tests of interactions share: a customer, a clock that stands, interactions on it."""

from __future__ import annotations

import datetime as dt
from types import MappingProxyType

import pytest

from desktop.core.clock import FixedClock
from desktop.interaction import Customer, Field, Interactions

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def customer(**fields: str) -> Customer:
    return Customer(
        MappingProxyType({name: Field(value, "test", NOON) for name, value in fields.items()})
    )


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@pytest.fixture
def interactions(clock: FixedClock) -> Interactions:
    return Interactions(clock)
