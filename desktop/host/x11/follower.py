"""A thread that follows what a server says, and can be ended while it waits for more."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable


class Follower(threading.Thread):
    """Sleeps in ``select`` on its server and on :attr:`_ending`, which ``run`` has to close."""

    def __init__(self, name: str) -> None:
        """Follows nothing before ``start()``."""
        super().__init__(name=name, daemon=True)
        self._ending, self._end = socket.socketpair()

    def end(self) -> None:
        """Stop, and wait for it unless called from this thread, as by who is told."""
        self._end.close()
        if self is not threading.current_thread():
            self.join()


class Followers:
    """All that follow a server for whoever watches."""

    def __init__(self) -> None:
        """None yet."""
        self._all: list[Follower] = []

    def start(self, one: Follower) -> Callable[[], None]:
        """Have it follow; the answer ends it."""
        one.start()
        self._all.append(one)
        return one.end

    def end(self) -> None:
        """End all of them."""
        for one in self._all:
            one.end()
        self._all.clear()
