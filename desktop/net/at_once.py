"""Several questions on threads of their own; who is late is not waited for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import TypeVar

from desktop.net.deadline import Deadline

K = TypeVar("K")
V = TypeVar("V")


def ask_at_once(
    asked: Iterable[K],
    ask: Callable[[K], V],
    late: Callable[[K], V],
    deadline: Deadline,
    tell: Callable[[K, V], None],
) -> None:
    """Ask all of them, and block until all have answered or the deadline has passed.

    ``ask`` must not raise. ``tell`` hears of each once, one after the other but on any thread: its
    answer, or what ``late`` has instead of one.
    """
    lock = threading.Lock()
    waiting = dict.fromkeys(asked)

    def say(one: K, answer: V) -> None:
        with lock:  # also while telling: at the end all have been told
            if one in waiting:
                del waiting[one]
                tell(one, answer)

    def run(one: K) -> None:
        say(one, ask(one))

    threads = [
        threading.Thread(target=run, args=(one,), name="check", daemon=True) for one in waiting
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(deadline.left())
    for one in tuple(waiting):
        say(one, late(one))
