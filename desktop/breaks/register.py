"""The register of breaks kept, for the agent to show: who asks for it is told, nothing is sent.

Brazil's NR-17 Annex II asks for breaks to be recorded on paper or electronically; elsewhere it
helps to show what was had. It holds breaks only, neither load nor taps.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from desktop.breaks.planner.news import BreakEvent, Outcome, Phase, What

COLUMNS = ("date", "begins", "ends", "minutes", "kind", "name", "outcome")
ROSTERED = "rostered"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is a formula to spreadsheets."""


@dataclass(frozen=True, slots=True)
class KeptBreak:
    """One break that was begun."""

    begins: dt.datetime
    ends: dt.datetime
    kind: str
    """``short``, ``long`` or ``rostered``."""
    name: str = field(default="", repr=False)
    outcome: str = Outcome.TAKEN.value
    """How it ended; ``postponed`` where it was broken off to be had later."""

    def row(self) -> tuple[str, ...]:
        """The cells, in the order of :data:`COLUMNS`; times have their offset."""
        minutes = (
            self.ends.astimezone(dt.UTC) - self.begins.astimezone(dt.UTC)
        ).total_seconds() / 60
        return (
            self.begins.date().isoformat(),
            self.begins.isoformat(timespec="seconds"),
            self.ends.isoformat(timespec="seconds"),
            f"{minutes:.1f}",
            self.kind,
            f"'{self.name}" if self.name.startswith(_FORMULA) else self.name,
            self.outcome,
        )


class RegisterKeeper:
    """Makes kept breaks of the planner's events."""

    def __init__(self) -> None:
        """No break is on."""
        self._begun: tuple[dt.datetime, str, str] | None = None

    def take(self, event: BreakEvent, wall: dt.datetime) -> KeptBreak | None:
        """The break that this event ended, if it did. ``wall`` is the time of the event."""
        if event.what is What.START and event.kind is not None:
            self._begun = (wall, event.kind.value, "")
        elif event.what is What.ROSTER and event.phase is Phase.START:
            self._begun = (wall, ROSTERED, event.name or "")
        elif event.what is What.POSTPONED:
            return self._end(wall, What.POSTPONED.value)
        elif event.what is What.END or event.phase is Phase.END:
            return self._end(wall, (event.outcome or Outcome.TAKEN).value)
        return None

    def resume(self, begins: dt.datetime, kind: str, name: str = "") -> None:
        """A break was on before a restart, and still is."""
        self._begun = (begins, kind, name)

    def running(self, wall: dt.datetime) -> KeptBreak | None:
        """The break that is on, as if it ended now, without an outcome."""
        if self._begun is None:
            return None
        begins, kind, name = self._begun
        return KeptBreak(begins, max(begins, wall), kind, name, "")

    def _end(self, wall: dt.datetime, outcome: str) -> KeptBreak | None:
        if self._begun is None:  # skipped or postponed in its notice: never begun
            return None
        begins, kind, name = self._begun
        self._begun = None
        return KeptBreak(begins, max(begins, wall), kind, name, outcome)


def as_csv(kept: Iterable[KeptBreak]) -> str:
    """The register as CSV, as spreadsheets read it."""
    import csv
    import io

    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(one.row() for one in kept)
    return out.getvalue()
