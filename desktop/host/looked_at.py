"""Watching what a system tells nobody of: it is looked at now and then, on a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_GOODBYE_S = 5.0


def watch_by_looking(
    name: str,
    look: Callable[[], T],
    known: T,
    tell: Callable[[T], None],
    every_s: float,
    *,
    joins: bool = True,
) -> Callable[[], None]:
    """Call ``tell`` with what ``look`` sees whenever it is another, until the answer is called.

    ``known`` holds at first, and is not told. Without ``joins`` the end is not waited for: where
    ``look`` itself waits for the thread that ends it.
    """
    over = threading.Event()

    def run() -> None:
        last = known
        while True:
            now = look()
            if now != last:
                last = now
                tell(now)
            if over.wait(every_s):
                return

    thread = threading.Thread(target=run, name=name, daemon=True)
    thread.start()

    def end() -> None:
        over.set()
        if joins and thread is not threading.current_thread():
            thread.join(_GOODBYE_S)

    return end
