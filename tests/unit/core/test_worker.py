"""core.worker: one thing after the other, also such that are due later."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator

import pytest

from desktop.core.results import Problem, UserError
from desktop.core.worker import Worker

SECONDS = 10.0


@pytest.fixture
def problems() -> list[Problem]:
    return []


@pytest.fixture
def worker(problems: list[Problem]) -> Iterator[Worker]:
    made = Worker("worker of a test", problems.append)
    yield made
    made.close()


def running() -> bool:
    return any(one.name == "worker of a test" for one in threading.enumerate())


def test_no_thread_runs_before_the_first_job_or_after_the_end(worker: Worker) -> None:
    assert not running()
    worker.put(lambda: None)
    assert running()
    worker.close()
    assert not running()
    did: list[int] = []
    worker.put(lambda: did.append(1))
    worker.later(0, lambda: did.append(2))
    worker.close()
    assert not running()
    assert did == []


def test_jobs_are_done_in_their_order_and_later_ones_when_they_are_due(
    problems: list[Problem],
) -> None:
    now = 0.0
    worker = Worker("worker of a test", problems.append, lambda: now)
    did: queue.SimpleQueue[str] = queue.SimpleQueue()
    worker.later(200, lambda: did.put("later"))
    worker.later(100, lambda: did.put("soon"))
    for word in "abc":
        worker.put(lambda word=word: did.put(word))  # type: ignore[misc]  # its default is it
    assert [did.get(timeout=SECONDS) for _ in range(3)] == ["a", "b", "c"]
    now = 150.0
    worker.put(lambda: did.put("looks at the clock"))
    assert [did.get(timeout=SECONDS) for _ in range(2)] == ["looks at the clock", "soon"]
    worker.put(lambda: did.put("not yet"))
    assert did.get(timeout=SECONDS) == "not yet"
    now = 200.0
    worker.put(lambda: did.put("now"))
    assert [did.get(timeout=SECONDS) for _ in range(2)] == ["now", "later"]
    worker.close()


def test_a_later_job_is_waited_for(worker: Worker) -> None:
    done = threading.Event()
    worker.later(0.01, done.set)
    assert done.wait(SECONDS)


def test_a_job_that_fails_is_told_and_the_next_goes_on(
    worker: Worker, problems: list[Problem], caplog: pytest.LogCaptureFixture
) -> None:
    def refuse() -> None:
        raise UserError("It can't be done", todo="Do it otherwise")

    def break_down() -> None:
        raise KeyError("ana@example.com")

    done = threading.Event()
    worker.put(refuse)
    worker.put(break_down)
    worker.put(done.set)
    assert done.wait(SECONDS)
    assert [one.what for one in problems] == [
        "It can't be done",
        "Something in Deskhand went wrong",
    ]
    assert problems[1].why == "It is a fault of the program (KeyError), not yours"
    assert "a job of worker of a test failed: KeyError" in caplog.text
    assert "ana@" not in caplog.text
