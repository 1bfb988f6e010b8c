"""Results reach the main thread in order, and nothing after the end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.core.faults import GOES_ON, problem_of
from desktop.core.results import Problem, UserError
from desktop.ui.shell.background import Background
from desktop.ui.shell.bridge import Bridge


def on_a_thread(call: object) -> None:
    thread = threading.Thread(target=call)  # type: ignore[arg-type]  # tests pass functions
    thread.start()
    thread.join()


def test_calls_run_on_the_main_thread_in_order(qtbot: QtBot) -> None:
    bridge = Bridge()
    seen: list[tuple[int, bool]] = []
    main = threading.current_thread()

    def note(number: int) -> None:
        seen.append((number, threading.current_thread() is main))

    def post() -> None:
        for number in range(100):
            bridge.post(partial(note, number))

    on_a_thread(post)
    assert not seen, "nothing runs where it was posted"
    qtbot.waitUntil(lambda: len(seen) == 100)
    assert seen == [(number, True) for number in range(100)]


def test_what_is_told_on_a_thread_is_heard_on_the_main_one(qtbot: QtBot) -> None:
    bridge = Bridge()
    heard: list[tuple[str, bool]] = []
    main = threading.current_thread()

    def hear(words: str) -> None:
        heard.append((words, threading.current_thread() is main))

    on_a_thread(partial(bridge.carry(hear), "hello"))
    assert not heard
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [("hello", True)]


def test_nothing_runs_after_the_end(qtbot: QtBot) -> None:
    bridge = Bridge()
    seen: list[int] = []
    bridge.post(lambda: seen.append(1))
    bridge.close()
    bridge.post(lambda: seen.append(2))
    after = Bridge()
    with qtbot.waitSignal(after._posted):
        after.post(lambda: None)
    assert not seen


def test_a_failing_call_is_told_and_the_next_one_runs(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    bridge = Bridge()
    seen: list[int] = []

    def fail() -> None:
        raise LookupError("customer 4711")

    with qtbot.waitSignal(bridge.failed) as failed:
        bridge.post(fail)
        bridge.post(lambda: seen.append(1))
    qtbot.waitUntil(lambda: seen == [1])
    assert failed.args == [problem_of(LookupError(), GOES_ON)]
    assert "4711" not in caplog.text


class Pool:
    """A pool whose failures are collected."""

    def __init__(self) -> None:
        self.shown: list[Problem] = []
        self.bridge = Bridge()
        self.background = Background(self.bridge, self.shown.append, threads=2)


@pytest.fixture
def pool() -> Iterator[Pool]:
    made = Pool()
    yield made
    made.background.close()


def test_a_result_comes_back_on_the_main_thread(qtbot: QtBot, pool: Pool) -> None:
    got: list[tuple[int, bool]] = []
    main = threading.current_thread()
    pool.background.start(
        lambda: 42, lambda value: got.append((value, threading.current_thread() is main))
    )
    qtbot.waitUntil(lambda: bool(got))
    assert got == [(42, True)]


def test_a_failure_is_shown_by_default(qtbot: QtBot, pool: Pool) -> None:
    def fail() -> int:
        raise UserError("The folder is gone", todo="Choose another")

    pool.background.start(fail)
    qtbot.waitUntil(lambda: bool(pool.shown))
    assert pool.shown[0].what == "The folder is gone"


def test_a_bug_is_shown_without_its_text(
    qtbot: QtBot, pool: Pool, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> int:
        raise ValueError("Ana Souza")

    pool.background.start(fail)
    qtbot.waitUntil(lambda: bool(pool.shown))
    assert "ValueError" in pool.shown[0].sentence()
    assert "Ana" not in pool.shown[0].sentence() + caplog.text


def test_a_failure_may_be_taken_by_who_asked(qtbot: QtBot, pool: Pool) -> None:
    taken: list[Problem] = []

    def fail() -> int:
        raise UserError("No")

    pool.background.start(fail, failed=taken.append)
    qtbot.waitUntil(lambda: bool(taken))
    assert not pool.shown


def test_nobody_hears_of_it_once_the_owner_is_gone(qtbot: QtBot, pool: Pool) -> None:
    got: list[bool] = []
    go_on = threading.Event()
    owner = QObject()
    one_by_one = Background(pool.bridge, pool.shown.append, threads=1)
    one_by_one.start(lambda: go_on.wait(5), got.append, owner=owner)
    shiboken6.delete(owner)
    go_on.set()
    one_by_one.start(lambda: False, got.append)
    qtbot.waitUntil(lambda: bool(got))
    one_by_one.close()
    assert got == [False]


def test_more_work_than_threads_is_all_done(qtbot: QtBot, pool: Pool) -> None:
    got: list[int] = []
    for number in range(50):
        pool.background.start(partial(int, number), got.append)
    qtbot.waitUntil(lambda: len(got) == 50)
    assert sorted(got) == list(range(50))
