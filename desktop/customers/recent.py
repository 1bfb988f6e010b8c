"""What providers answered lately: in memory only, for a limited time, wiped on request."""

from __future__ import annotations

import threading
from collections import OrderedDict

from desktop.core.clock import Clock
from desktop.customers.card import Card
from desktop.customers.identify import Query

MOST = 600
"""Answers: with a dozen providers those about the last 50 customers."""


class Recent:
    """Answers by provider and query. Any thread may call."""

    def __init__(self, clock: Clock, keep: float) -> None:
        """``keep`` in seconds; 0 keeps nothing."""
        self._clock = clock
        self._keep = keep
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[str, Query], tuple[float, tuple[Card, ...]]] = OrderedDict()
        self._round = 0

    @property
    def round(self) -> int:
        """Changes with :meth:`forget`."""
        return self._round

    def get(self, provider: str, query: Query) -> tuple[Card, ...] | None:
        """What it answered, if that is not too long ago."""
        with self._lock:
            until, cards = self._known.get((provider, query), (0.0, ()))
            if self._clock.monotonic() < until:
                return cards
            self._known.pop((provider, query), None)
            return None

    def put(self, provider: str, query: Query, cards: tuple[Card, ...], asked_in: int) -> None:
        """Keep an answer, unless everything was forgotten since it was asked for."""
        if self._keep <= 0:
            return
        with self._lock:
            if asked_in != self._round:
                return
            self._known[provider, query] = (self._clock.monotonic() + self._keep, cards)
            self._known.move_to_end((provider, query))
            while len(self._known) > MOST:
                self._known.popitem(last=False)

    def forget(self) -> None:
        """Everything, and what is on its way."""
        with self._lock:
            self._round += 1
            self._known.clear()
