"""Small parts for the tests of chain and pipeline: engines in memory and a simple masker."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from desktop.core.clock import FixedClock
from desktop.net.address import Reach
from desktop.net.deadline import Cancellation, Deadline
from desktop.translation.engines.base import (
    EngineFault,
    Limit,
    Manifest,
    Request,
    Translated,
)
from desktop.translation.engines.registry import Ready
from desktop.translation.fallback import Chain

AMPLE = Limit(1000)

Says = Callable[[str], "str | EngineFault"]


def clock() -> FixedClock:
    return FixedClock(dt.datetime(2026, 11, 22, 10, tzinfo=dt.UTC))


class Spoken:
    """An engine that says what it is told to, and remembers what it was asked."""

    def __init__(self, says: Says, reach: Reach = Reach.MACHINE, takes: bool = True) -> None:
        self.asked: list[str] = []
        self.deadlines: list[float] = []
        self.closed = False
        self._says = says
        self._reach = reach
        self._takes = takes

    @property
    def reach(self) -> Reach:
        return self._reach

    def takes(self, source: str, target: str) -> bool:
        return self._takes

    def translate(
        self, request: Request, deadline: Deadline, cancellation: Cancellation
    ) -> Translated | EngineFault:
        self.asked.append(request.text)
        self.deadlines.append(deadline.left())
        said = self._says(request.text)
        return said if isinstance(said, EngineFault) else Translated(said)

    def close(self) -> None:
        self.closed = True


def ready(
    engine: Spoken,
    name: str = "one",
    limit: Limit = AMPLE,
    keeps_lines: bool = True,
    per_second: float = 1e6,
) -> Ready:
    manifest = Manifest(
        name=name,
        title=name.title(),
        make=lambda _: engine,
        limit=limit,
        keeps_lines=keeps_lines,
        per_second=per_second,
    )
    return Ready(name, manifest, engine)


def chain(*engines: Ready, on: FixedClock | None = None) -> Chain:
    return Chain(engines, on or clock())
