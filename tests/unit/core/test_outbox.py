"""core.outbox: news in the order in which it happened, also with several threads."""

from __future__ import annotations

import threading

from desktop.core.events import Event
from desktop.core.outbox import Outbox


def test_news_that_a_listener_causes_comes_after_the_news_being_told() -> None:
    event: Event[int] = Event("number")
    outbox = Outbox()
    heard: list[tuple[str, int]] = []

    def first(value: int) -> None:
        heard.append(("first", value))
        if value == 1:
            outbox.put(event, 2)
            outbox.deliver()

    event.connect(first)
    event.connect(lambda value: heard.append(("second", value)))
    outbox.put(event, 1)
    outbox.deliver()
    assert heard == [("first", 1), ("second", 1), ("first", 2), ("second", 2)]


def test_threads_tell_everything_once_and_in_order() -> None:
    event: Event[int] = Event("number")
    outbox = Outbox()
    lock = threading.Lock()
    heard: list[int] = []
    event.connect(heard.append)
    numbers = iter(range(4000))

    def work() -> None:
        for _ in range(1000):
            with lock:
                outbox.put(event, next(numbers))
            outbox.deliver()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heard == list(range(4000))


def test_a_thread_does_not_wait_for_another_ones_listeners() -> None:
    event: Event[int] = Event("number")
    outbox = Outbox()
    inside, go_on = threading.Event(), threading.Event()
    heard: list[int] = []

    def slow(value: int) -> None:
        heard.append(value)
        if value == 1:
            inside.set()
            assert go_on.wait(10)

    event.connect(slow)
    outbox.put(event, 1)
    teller = threading.Thread(target=outbox.deliver)
    teller.start()
    assert inside.wait(10)
    outbox.put(event, 2)
    outbox.deliver()
    assert heard == [1]
    go_on.set()
    teller.join(10)
    assert heard == [1, 2]
