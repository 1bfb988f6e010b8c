"""Words about the roster's calendars: how old they are, what they hold, how they stand."""

from __future__ import annotations

import datetime as dt

from desktop.assembly.rest.feeds import FeedState
from desktop.core.results import Problem
from desktop.ui.breaks.wording import tr
from desktop.ui.widgets.theme import Tone

_HOUR_MIN = 60
_DAY_MIN = 24 * _HOUR_MIN


def age(state: FeedState, now: dt.datetime) -> str:
    """``up to date 10 minutes ago``; for a file, when it was changed."""
    if state.good is None:
        return tr("not read yet") if state.is_file else tr("not fetched yet")
    minutes = max(0, int((now.timestamp() - state.good.timestamp()) // 60))
    if minutes < 1:
        ago = tr("just now")
    elif minutes < 2 * _HOUR_MIN:
        ago = tr("{} min ago").format(minutes)
    elif minutes < 2 * _DAY_MIN:
        ago = tr("{} h ago").format(minutes // _HOUR_MIN)
    else:
        ago = tr("{} days ago").format(minutes // _DAY_MIN)
    return tr("file changed {}").format(ago) if state.is_file else tr("fetched {}").format(ago)


def holds(state: FeedState) -> str:
    """What it says of the next two weeks: ``10 shifts, 20 breaks, 1 day off``."""
    parts = []
    if state.shifts:
        parts.append(tr("1 shift") if state.shifts == 1 else tr("{} shifts").format(state.shifts))
    if state.breaks:
        parts.append(tr("1 break") if state.breaks == 1 else tr("{} breaks").format(state.breaks))
    if state.off:
        parts.append(tr("1 day off") if state.off == 1 else tr("{} days off").format(state.off))
    found = ", ".join(parts) or tr("nothing")
    return tr("{} in the next two weeks").format(found)


def stands(state: FeedState) -> tuple[str, Tone]:
    """In a word."""
    if state.problem is None:
        return (tr("works"), Tone.ACCENT) if state.good is not None else (tr("asking…"), Tone.PLAIN)
    if state.good is None:
        return tr("does not work"), Tone.WARNING
    return tr("last good copy"), Tone.WARNING


def sentences(problem: Problem | None) -> str:
    """A problem as one paragraph."""
    if problem is None:
        return ""
    parts = (problem.what, problem.why, problem.todo)
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts if part)
