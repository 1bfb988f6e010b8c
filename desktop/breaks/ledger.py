"""Where the stress load comes from: its parts, which fade as the whole does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

_FADED = 1e-4
"""A tap that is worth less goes with the other faded ones."""


@dataclass(slots=True)
class Entry:
    """What one tap still adds."""

    name: str
    """``hard@1800``, by the second at which it came."""
    amount: float


def tap_name(kind: str, at: float) -> str:
    """What a tap is called: by its kind and its second."""
    return f"{kind}@{at:.10g}"


@dataclass(slots=True)
class Ledger:
    """Work, overtime, night, and each tap with its time. Adds up to the load."""

    work: float = 0.0
    overtime: float = 0.0
    night: float = 0.0
    taps: list[Entry] = field(default_factory=list)
    faded: float = 0.0
    """Taps of long ago, together."""

    def fade(self, by: float) -> None:
        """Keep this share of every part."""
        self.work *= by
        self.overtime *= by
        self.night *= by
        self.faded *= by
        if self.taps:
            for one in self.taps:
                one.amount *= by
            if self.taps[0].amount < _FADED:
                self.faded += self.taps.pop(0).amount

    def add_work(self, work: float, overtime: float, night: float) -> None:
        """What a stretch of work has added."""
        self.work += work
        self.overtime += overtime
        self.night += night

    def add_tap(self, at: float, kind: str, amount: float) -> None:
        """What a tap has added."""
        name = tap_name(kind, at)
        if self.taps and self.taps[-1].name == name:
            self.taps[-1].amount += amount
        elif amount:
            self.taps.append(Entry(name, amount))

    def parts(self) -> Mapping[str, float]:
        """Each part by its name; a tap's is ``hard@1800``."""
        found = {"work": self.work, "overtime": self.overtime, "night": self.night}
        for one in self.taps:
            found[one.name] = found.get(one.name, 0.0) + one.amount
        if self.faded:
            found["earlier taps"] = self.faded
        return found
