"""customers.recent: kept for its time, up to a number, and gone when forgotten."""

from __future__ import annotations

import pytest

from desktop.core.clock import FixedClock
from desktop.customers import recent
from desktop.customers.identify import Kind, Query
from desktop.customers.recent import Recent
from tests.unit.customers.making import NOW, card

ANA = Query(Kind.EMAIL, "ana@example.com", written="ana@example.com")


def test_an_answer_is_kept_for_its_time() -> None:
    clock = FixedClock(NOW)
    known = Recent(clock, 60)
    known.put("desk", ANA, (card(),), known.round)
    again = Query(Kind.EMAIL, "ana@example.com", written="Ana <ana@example.com>")
    assert known.get("desk", again) == (card(),)
    assert known.get("shop", ANA) is None
    assert known.get("desk", Query(Kind.NAME, "ana@example.com")) is None
    clock.advance(60)
    assert known.get("desk", ANA) is None


def test_nobody_is_an_answer_too() -> None:
    known = Recent(FixedClock(NOW), 60)
    known.put("desk", ANA, (), known.round)
    assert known.get("desk", ANA) == ()


def test_the_oldest_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "MOST", 2)
    known = Recent(FixedClock(NOW), 60)
    for provider in ("one", "two", "one", "three"):
        known.put(provider, ANA, (), known.round)
    assert [known.get(name, ANA) for name in ("one", "two", "three")] == [(), None, ()]


def test_what_was_asked_before_forgetting_is_not_kept() -> None:
    known = Recent(FixedClock(NOW), 60)
    asked_in = known.round
    known.put("desk", ANA, (), asked_in)
    known.forget()
    known.put("shop", ANA, (), asked_in)
    assert known.get("desk", ANA) is None
    assert known.get("shop", ANA) is None


def test_nothing_is_kept_for_no_time() -> None:
    known = Recent(FixedClock(NOW), 0)
    known.put("desk", ANA, (), known.round)
    assert known.get("desk", ANA) is None
