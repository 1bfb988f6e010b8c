"""net.deadline: deadlines on a clock, and cancelling."""

from __future__ import annotations

import datetime as dt

import pytest

from desktop.core.clock import FixedClock
from desktop.net.deadline import Cancellation, Deadline


def test_a_deadline_comes_and_stays() -> None:
    clock = FixedClock(dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    deadline = Deadline(clock, 8)
    shorter = deadline.at_most(3)
    assert (deadline.left(), shorter.left(), deadline.at_most(30).left()) == (8, 3, 8)
    clock.advance(4)
    assert (deadline.left(), shorter.left()) == (4, 0)
    assert shorter.passed
    assert not deadline.passed


def test_who_waits_is_told_once() -> None:
    token = Cancellation()
    told: list[str] = []
    forget = token.on_cancel(lambda: told.append("first"))
    token.on_cancel(lambda: told.append("second"))
    forget()
    assert not token.cancelled
    assert not token.wait(0)
    token.cancel()
    token.cancel()
    assert token.wait(0)
    token.on_cancel(lambda: told.append("late"))
    assert told == ["second", "late"]


def test_forgetting_twice_is_nothing() -> None:
    token = Cancellation()
    forget = token.on_cancel(lambda: pytest.fail("was forgotten"))
    forget()
    forget()
    token.cancel()
