"""assembly.own_thread: what is still done at the end, and what is not."""

from __future__ import annotations

import threading

import pytest

from desktop.assembly.own_thread import OwnThread
from desktop.core.events import Event
from desktop.core.results import Problem
from tests.unit.hearing import SECONDS, Hearing


@pytest.fixture
def thread() -> OwnThread:
    return OwnThread("own thread of a test", Event[Problem]("trouble"))


@pytest.mark.parametrize(
    ("end", "done"), [("close", ["first", "second"]), ("drop", ["first"])]
)  # fmt: skip
def test_who_saves_and_quits_loses_nothing_and_the_rest_is_dropped(
    thread: OwnThread, end: str, done: list[str]
) -> None:
    did: list[str] = []
    begun, go_on = threading.Event(), threading.Event()

    def first() -> None:
        begun.set()
        go_on.wait(SECONDS)
        did.append("first")

    thread.put(first)
    thread.put(lambda: did.append("second"))
    assert begun.wait(SECONDS)
    ending = threading.Thread(target=getattr(thread, end))
    ending.start()
    ends = thread if end == "close" else thread._worker
    Hearing().until(lambda: ends is not None and ends._ended)
    thread.put(lambda: did.append("after the end"))
    go_on.set()
    ending.join(SECONDS)
    assert did == done


def test_what_is_only_of_use_once_it_runs_starts_nothing(thread: OwnThread) -> None:
    did: list[str] = []
    thread.poke(lambda: did.append("poked"))
    thread.later(0, lambda: did.append("later"))
    assert not thread.runs
    thread.put(lambda: did.append("put"))
    thread.poke(lambda: did.append("poked again"))
    thread.close()
    thread.put(lambda: did.append("after the end"))
    assert did == ["put", "poked again"]


def test_a_job_that_began_before_the_end_leaves_nothing_behind(thread: OwnThread) -> None:
    """What it begins while the end waits for it has its end too."""
    called: list[str] = []
    ending = threading.Event()
    thread.until_end(ending.set)

    def begin() -> None:
        assert ending.wait(SECONDS)  # what is to be called at the end is being called
        thread.until_end(lambda: called.append("stopped"))

    thread.put(begin)
    thread.close()
    assert called == ["stopped"]
