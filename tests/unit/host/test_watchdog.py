"""The thread that lets the agent's keys go when nobody else does."""

import threading

from desktop.host.watchdog import Watchdog


def test_a_hold_that_nobody_feeds_is_ended_once() -> None:
    rescued = threading.Event()
    count: list[int] = []

    def rescue() -> None:
        count.append(1)
        rescued.set()

    dog = Watchdog(0.02, rescue)
    dog.feed()
    assert rescued.wait(5)
    dog.close()
    assert count == [1]


def test_nothing_happens_while_it_is_fed_or_rests() -> None:
    rescued = threading.Event()
    dog = Watchdog(0.2, rescued.set)
    for _ in range(20):
        dog.feed()
        assert not rescued.wait(0.02)
    dog.rest()
    assert not rescued.wait(0.3)
    dog.close()
