"""translation.breaker: closed, open, half-open."""

from __future__ import annotations

from desktop.translation.breaker import Breaker
from tests.unit.translation.parts import clock


def test_it_opens_after_faults_in_a_row_and_lets_one_try() -> None:
    now = clock()
    breaker = Breaker(now, faults=3, rest=30)
    for _ in range(2):
        assert breaker.allows()
        breaker.failed()
    assert breaker.allows()
    breaker.succeeded()
    for _ in range(3):
        assert breaker.allows()
        breaker.failed()
    states = [breaker.is_open]
    assert not breaker.allows()
    now.advance(30)
    states.append(breaker.is_open)
    assert states == [True, False]
    assert breaker.allows()
    assert not breaker.allows()  # one at a time
    breaker.failed()
    assert not breaker.allows()
    now.advance(30)
    assert breaker.allows()
    breaker.undecided()
    assert breaker.allows()
    breaker.succeeded()
    assert breaker.allows()
    assert breaker.allows()


def test_what_will_not_pass_soon_opens_it_at_once() -> None:
    now = clock()
    breaker = Breaker(now, faults=3, rest=30)
    assert breaker.allows()
    breaker.failed(rest=600)
    now.advance(599)
    assert not breaker.allows()
    now.advance(1)
    assert breaker.allows()
