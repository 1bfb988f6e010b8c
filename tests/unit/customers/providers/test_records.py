"""What servers say of one thing, whose values may be of any type."""

from __future__ import annotations

import pytest

from desktop.customers.providers.records import counted_moment_of, number_of


@pytest.mark.parametrize(
    ("value", "per_second", "year"),
    [(1734537546, 1, 2024), (1734537546000, 1000, 2024), (0, 1, 0), (-5, 1, 0), (10**30, 1, 0),
     (True, 1, 0), ("1734537546", 1, 0), (None, 1, 0), (1734537546000, 1, 0)],
)  # fmt: skip
def test_a_moment_that_is_counted(value: object, per_second: int, year: int) -> None:
    moment = counted_moment_of({"at": value}, "at", per_second)
    assert (moment.year if moment else 0) == year


def test_a_number_is_none_but_a_whole_one() -> None:
    assert [number_of({"a": x}, "a") for x in (3, True, "3", 3.5, None)] == [3, 0, 0, 0, 0]
    assert number_of("text", "a") == 0
