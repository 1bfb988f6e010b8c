"""Steps in time, and dates that are moved by them."""

from __future__ import annotations

import datetime as dt

import pytest

from desktop.snippets.render.shifts import NoShiftError, months_on, steps_of
from tests.unit.snippets.render.bench import Bench, var


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("", (0, 0)), ("+3d", (0, 259_200)), ("-1M", (-1, 0)), ("+1y2M", (14, 0)),
        ("+1d -4h", (0, 72_000)), ("2w", (0, 1_209_600)), ("-1D 2H", (0, -93_600)),
        ("+90m", (0, 5_400)), ("+1Y", (12, 0)),
    ],
)  # fmt: skip
def test_steps(text: str, steps: tuple[int, int]) -> None:
    assert steps_of(text) == steps


@pytest.mark.parametrize("text", ["soon", "+d", "3", "+3x", "3d!", "+999999d"])
def test_what_is_no_step(text: str) -> None:
    with pytest.raises(NoShiftError):
        steps_of(text)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"),
        ("2026-12-31", 2, "2027-02-28"), ("2026-03-31", -1, "2026-02-28"),
        ("2026-11-29", 13, "2027-12-29"), ("2026-12-01", 0, "2026-12-01"),
    ],
)  # fmt: skip
def test_months(day: str, months: int, then: str) -> None:
    assert months_on(dt.date.fromisoformat(day), months).isoformat() == then


def test_a_date_is_shifted() -> None:
    bench = Bench()  # 8 July 2014
    assert bench.text("{{d}}", var("d", "date", format="%F", shift="+1M -1d")) == "2014-08-07"
    assert bench.text("{{d}}", var("d", "date", format="%F %T", shift="+1y")) == (
        "2015-07-08 09:10:11"
    )
    assert "shift" in bench.problem("{{d}}", var("d", "date", shift="soon")).what
    assert "too large" in bench.problem("{{d}}", var("d", "date", shift="+99999y")).what
