"""When each provider may be asked for the watch list again. Pure."""

from __future__ import annotations

from desktop.customers.providers.base import Fault, FaultKind

LONGEST_S = 3600.0
_DOUBLING = frozenset(
    {
        FaultKind.RATE_LIMITED,
        FaultKind.TIMEOUT,
        FaultKind.UNREACHABLE,
        FaultKind.BUSY,
        FaultKind.BAD_ANSWER,
        FaultKind.CERTIFICATE,
    }
)
TOLD = frozenset({FaultKind.AUTH, FaultKind.FORBIDDEN, FaultKind.SET_UP, FaultKind.REFUSED})
"""Faults that the agent has to hear of: nothing will be noticed until they are mended."""


class Rests:
    """How long each provider is left alone. Of one thread."""

    def __init__(self) -> None:
        """All may be asked."""
        self._until: dict[str, float] = {}
        self._pauses: dict[str, float] = {}
        self._unreached: set[str] = set()

    def left(self, provider: str, now: float) -> float:
        """Seconds until it may be asked; 0: now."""
        return max(0.0, self._until.get(provider, 0.0) - now)

    def answered(self, provider: str) -> None:
        """It did."""
        self._until.pop(provider, None)
        self._pauses.pop(provider, None)

    def failed(self, provider: str, fault: Fault, now: float, interval: float) -> None:
        """It did not: it is left alone for longer each time, and as long as it says itself."""
        if fault.kind in {FaultKind.UNREACHABLE, FaultKind.TIMEOUT}:
            self._unreached.add(provider)
        else:
            self._unreached.discard(provider)
        pause = self._pauses.get(provider, 0.0) * 2 or interval * 2
        if fault.kind in TOLD:
            pause = LONGEST_S
        elif fault.kind not in _DOUBLING:
            pause = interval
        pause = max(min(pause, LONGEST_S), fault.retry_after or 0.0)
        self._pauses[provider] = min(pause, LONGEST_S)
        self._until[provider] = now + pause

    def back(self) -> None:
        """The network may be there again: who could not be reached may be asked."""
        for provider in self._unreached:
            self.answered(provider)
        self._unreached.clear()

    def forget(self) -> None:
        """The settings changed."""
        self._until.clear()
        self._pauses.clear()
