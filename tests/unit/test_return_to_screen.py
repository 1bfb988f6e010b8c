"""What a new start is told, and the wait for a screen."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import signal
import sys
from collections.abc import Iterator

import pytest

from desktop import return_to_screen
from desktop.return_to_screen import Carried, Waited, taken, wait_for

UNTIL = dt.datetime(2026, 11, 22, 16, 0, tzinfo=dt.timezone(dt.timedelta(hours=1)))


@pytest.mark.parametrize(
    "carried", [Carried(), Carried(UNTIL), Carried(None, interactions=True), Carried(UNTIL, True)]
)
def test_what_is_carried_arrives_once(carried: Carried) -> None:
    environment = {"HOME": "somewhere"}
    carried.put(environment)
    assert taken(environment) == carried
    assert environment == {"HOME": "somewhere"}
    assert taken(environment) is None


@pytest.mark.parametrize(
    "words",
    ["", "1", "null", "[]", '["", false]', '["2026-11-22T16:00:00", false]', "[1, 2]", "[" * 9999],
)
def test_what_is_not_ours_counts_for_nothing(words: str) -> None:
    environment: dict[str, str] = {}
    Carried().put(environment)
    (name,) = environment
    environment[name] = words
    assert taken(environment) is None
    assert not environment


def test_it_says_what_was_lost() -> None:
    assert Carried().told().sentence() == "Deskhand has started again. The screen was gone."
    assert "interactions" in Carried(interactions=True).told().todo


def test_the_wait_ends_when_the_screen_is_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(return_to_screen, "_LOOK_S", 0.01)
    answers = iter([False, False, True])
    assert wait_for(lambda: next(answers), lambda: False, 60) is Waited.BACK
    assert next(answers, None) is None


def test_the_wait_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(return_to_screen, "_LOOK_S", 0.01)
    looks = itertools.count()
    assert wait_for(lambda: next(looks) < 0, lambda: False, 0.05) is Waited.GONE
    assert next(looks) >= 2


@pytest.fixture
def signalled() -> Iterator[list[int]]:
    seen: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: seen.append(number))
    yield seen
    signal.signal(signal.SIGTERM, before)


@pytest.mark.skipif(sys.platform == "win32", reason="there the signal ends the process at once")
@pytest.mark.parametrize("early", [True, False])
def test_a_signal_ends_the_wait(
    early: bool, signalled: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(return_to_screen, "_LOOK_S", 600.0)

    def admits() -> bool:
        os.kill(os.getpid(), signal.SIGTERM)
        return False

    if early:
        os.kill(os.getpid(), signal.SIGTERM)
    assert wait_for(admits, lambda: bool(signalled), 600) is Waited.SIGNALLED
    assert signalled == [signal.SIGTERM]
    assert signal.set_wakeup_fd(-1) == -1
