"""What is looked at now and then."""

from __future__ import annotations

import queue
from collections.abc import Callable
from itertools import chain, repeat

from desktop.host.looked_at import watch_by_looking


def test_only_what_is_another_is_told() -> None:
    seen = chain([0, 0, 1, 1, 2], repeat(0))
    told: queue.Queue[int] = queue.Queue()
    end = watch_by_looking("looks", lambda: next(seen), 0, told.put, 0.001)
    assert [told.get(timeout=5) for _ in range(3)] == [1, 2, 0]
    end()
    assert told.empty()


def test_who_is_told_may_end_it() -> None:
    ways_out: queue.Queue[Callable[[], None]] = queue.Queue()
    told: queue.Queue[int] = queue.Queue()

    def tell(now: int) -> None:
        ways_out.get(timeout=5)()
        told.put(now)

    ways_out.put(watch_by_looking("looks", lambda: 1, 0, tell, 60.0))
    assert told.get(timeout=5) == 1
