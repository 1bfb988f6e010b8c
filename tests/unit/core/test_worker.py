"""core.worker: one thing after the other, also such that are due later."""

from __future__ import annotations

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


def test_jobs_are_done_in_their_order_and_later_ones_when_they_are_due(worker: Worker) -> None:
    did: list[str] = []
    done = threading.Event()
    worker.later(0.2, done.set)
    worker.later(0.1, lambda: did.append("later"))
    worker.later(0.05, lambda: did.append("soon"))
    worker.later(SECONDS * 100, lambda: did.append("never"))
    for word in "abc":
        worker.put(lambda word=word: did.append(word))  # type: ignore[misc]  # its default is it
    assert done.wait(SECONDS)
    assert did == ["a", "b", "c", "soon", "later"]


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
