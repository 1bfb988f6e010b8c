"""The log of an interaction as the text of a note, in words that any colleague can read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LogEntry:
    """What is logged of one interaction; what is empty is left out."""

    channel: str = ""
    """As it is said to people."""
    minutes: int = 0
    outcome: str = ""
    summary: str = field(default="", repr=False)


def log_text(entry: LogEntry, minutes: str = "{} min") -> str:
    """``Phone · 12 min · Solved`` and the summary beneath; ``minutes`` says how many there were."""
    length = minutes.format(entry.minutes) if entry.minutes > 0 else ""
    first = " · ".join(
        part for part in (entry.channel.strip(), length, " ".join(entry.outcome.split())) if part
    )
    return "\n\n".join(part for part in (first, entry.summary.strip()) if part)


def minutes_of(lasted: dt.timedelta) -> int:
    """How long it took, in begun minutes: half a minute on the phone was not nothing."""
    return max(1, -int(-lasted.total_seconds() // 60))
