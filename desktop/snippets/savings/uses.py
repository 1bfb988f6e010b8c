"""Uses of snippets, added up. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from desktop.snippets.expand import title_of
from desktop.snippets.model import Snippet


@dataclass(frozen=True, slots=True)
class Use:
    """One snippet that came out."""

    snippet: str
    """What it is called over the years: its pack and its trigger, or its label."""
    app: str
    """The application that it went to; empty when it was copied."""
    characters: int
    """Of the text."""
    keys: int
    """That were pressed for it."""


def use_name(snippet: Snippet) -> str:
    """What a snippet is called in these counts."""
    name = next(iter(snippet.triggers), "") or snippet.regex or title_of(snippet)
    return f"{snippet.pack}: {name}"


@dataclass(frozen=True, slots=True)
class Sum:
    """Uses of one snippet in one application on one day."""

    day: dt.date
    snippet: str
    app: str
    count: int
    characters: int
    keys: int


@dataclass(frozen=True, slots=True)
class Saved:
    """What some uses saved."""

    name: str
    count: int
    keystrokes: int
    """That the agent did not have to make."""
    minutes: float


By = Callable[[Sum], str]
BY: dict[str, By] = {
    "snippet": lambda one: one.snippet,
    "day": lambda one: one.day.isoformat(),
    "app": lambda one: one.app,
}


def saved(sums: Iterable[Sum], by: By, per_minute: float) -> list[Saved]:
    """Add up by what they are named for; ``per_minute`` are keystrokes of the agent's typing.

    The most used come first, days in their order.
    """
    found: dict[str, list[int]] = {}
    for one in sums:
        total = found.setdefault(by(one), [0, 0])
        total[0] += one.count
        total[1] += max(0, one.characters - one.keys)
    rows = [Saved(name, count, keys, keys / per_minute) for name, (count, keys) in found.items()]
    if by is BY["day"]:
        return sorted(rows, key=lambda row: row.name)
    return sorted(rows, key=lambda row: (-row.keystrokes, row.name))


def whole(rows: Sequence[Saved]) -> Saved:
    """All of them together."""
    return Saved(
        "",
        sum(row.count for row in rows),
        sum(row.keystrokes for row in rows),
        sum(row.minutes for row in rows),
    )
