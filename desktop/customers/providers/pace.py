"""When a provider may be asked again, by what it says itself: one for all who ask it."""

from __future__ import annotations

import threading
from collections import OrderedDict

from desktop.core.clock import Clock
from desktop.net.replies import LONGEST_PAUSE, Reply

_PAUSE_S = 5.0
"""After “too often” without a time."""
_UNIX = 1_000_000_000
"""A number from here on is a moment, in seconds since 1970; a smaller one is a while."""
_SPELLINGS = ("x-ratelimit", "x-rate-limit", "ratelimit", "rate-limit")
"""Zendesk alone has been seen with three of them."""
_REMAINING = (*(f"{name}-remaining" for name in _SPELLINGS), "x-hubspot-ratelimit-remaining")
_INTERVAL = ("x-hubspot-ratelimit-interval-milliseconds",)
"""How long a whole interval is: its count begins anew after that at the latest."""
_RESET = tuple(f"{name}-reset" for name in _SPELLINGS)
_MOST = 64
"""Accounts that are remembered."""


class Pace:
    """A provider's limit on calls, as far as its replies tell. Any thread may call."""

    def __init__(self, clock: Clock) -> None:
        """Nothing is known of a limit."""
        self._clock = clock
        self._lock = threading.Lock()
        self._until = 0.0

    def rest(self) -> float:
        """Seconds until it may be asked; 0: now."""
        with self._lock:
            return max(0.0, self._until - self._clock.monotonic())

    def heard(self, reply: Reply, *, refused: bool) -> None:
        """Learn from a reply; ``refused`` says that it came for having asked too often."""
        pause = reply.retry_after(self._clock.now()) if refused else 0.0
        if pause is None:
            pause = self._reset(reply) or _PAUSE_S
        elif not refused and spent(reply):
            pause = self._reset(reply)
        if pause > 0:
            self.pause(pause)

    def pause(self, seconds: float) -> None:
        """It is not to be asked for so long."""
        with self._lock:
            self._until = max(self._until, self._clock.monotonic() + seconds)

    def _reset(self, reply: Reply) -> float:
        """Seconds until its count begins anew; 0 when it does not say."""
        number = _number(reply, _RESET) or 0
        if number >= _UNIX:
            number = max(0, number - int(self._clock.now().timestamp()))
        interval = (_number(reply, _INTERVAL) or 0) / 1000
        return min(float(number) or interval, LONGEST_PAUSE)


def _number(reply: Reply, names: tuple[str, ...]) -> int | None:
    for name in names:
        # Freshdesk has been seen with “90.0”.
        value = reply.headers.get(name, "").strip().partition(".")[0]
        if value.isascii() and value.isdigit() and len(value) < 12:
            return int(value)
    return None


def spent(reply: Reply) -> bool:
    """Does it say that nothing of the limit is left?"""
    return _number(reply, _REMAINING) == 0


_lock = threading.Lock()
_known: OrderedDict[tuple[str, str, Clock], Pace] = OrderedDict()


def pace_of(name: str, origin: str, clock: Clock) -> Pace:
    """The one of this account, whichever window asks, and though the settings were changed since.

    ``name`` is the account's in the settings, ``origin`` its server's.
    """
    with _lock:
        key = (name, origin, clock)
        if key not in _known:
            _known[key] = Pace(clock)
        _known.move_to_end(key)
        found = _known[key]
        while len(_known) > _MOST:
            _known.popitem(last=False)
        return found
