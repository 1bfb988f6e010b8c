"""Breaks are asked for once, and in a quiet moment."""

from __future__ import annotations

import pytest

from desktop.assembly.rest.question import SETTLED_S, THERE_S, Lull, is_due, is_open
from desktop.settings.declare import Surroundings
from desktop.settings.values import Snapshot


@pytest.mark.parametrize(
    ("chosen", "open_", "due"),
    [
        ({}, True, True),
        ({"breaks.asked": True}, True, False),
        ({"breaks.asked": False, "breaks.long_every": 40}, True, True),
        ({"breaks.on": True}, False, False),
        ({"breaks.on": False}, False, False),
        ({"breaks.on": False, "breaks.asked": True}, False, False),
    ],
)
def test_who_has_said_it_or_was_asked_is_not_asked(
    chosen: dict[str, object], open_: bool, due: bool
) -> None:
    settings = Snapshot(chosen, Surroundings())
    assert (is_open(settings), is_due(settings)) == (open_, due)


def test_a_lull_begins_some_time_after_the_last_of_what_goes_on() -> None:
    lull = Lull(100.0)
    assert not lull.allows(100 + SETTLED_S - 1, 0)
    assert lull.allows(100 + SETTLED_S, 0)
    lull.note("interaction", goes_on=True, at=120)
    lull.note("microphone", goes_on=True, at=125)
    lull.note("interaction", goes_on=False, at=200)
    assert lull.is_broken()
    assert not lull.allows(300, 0)
    lull.note("microphone", goes_on=False, at=300)
    assert not lull.is_broken()
    assert not lull.allows(300 + SETTLED_S - 1, 0)
    assert lull.allows(300 + SETTLED_S, 0)


def test_the_end_of_what_did_not_go_on_is_no_news() -> None:
    lull = Lull(100.0)
    lull.note("interaction", goes_on=False, at=110)
    assert lull.allows(100 + SETTLED_S, 0)


def test_nobody_is_asked_who_is_not_there() -> None:
    lull = Lull(0.0)
    assert not lull.allows(100, THERE_S)
    assert lull.allows(100, THERE_S - 1)
    assert lull.allows(100, None)  # where nobody can tell
