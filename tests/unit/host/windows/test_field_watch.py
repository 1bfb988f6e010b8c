"""When it is asked what a field is, and how long the answer counts."""

from __future__ import annotations

from itertools import pairwise

from desktop.host.windows.field_watch import APART_S, DELAYS_S, KEPT_S, FieldWatch

SOON, LATER, LATEST = DELAYS_S


def watch_at(now: float = 10.0) -> FieldWatch:
    made = FieldWatch()
    made.move(now, asks=True)
    return made


def ask(watch: FieldWatch, now: float, *, secret: bool | None) -> None:
    watch.answer(watch.question(now), secret=secret)


def asked_until(watch: FieldWatch, now: float) -> list[float]:
    """When it is asked, each time as soon as it is due."""
    times: list[float] = []
    while (due := watch.next_at()) is not None and due <= now:
        times.append(due)
        ask(watch, due, secret=False)
    return times


def test_nothing_is_asked_before_anything_is_in_question() -> None:
    watch = FieldWatch()
    assert watch.next_at() is None
    watch.stir(1.0)
    assert watch.next_at() is None
    watch.move(2.0, asks=False)
    assert watch.next_at() is None
    assert not watch.is_secret(2.0)


def test_it_is_asked_a_little_later_and_again_and_no_more() -> None:
    watch = watch_at(10.0)
    assert asked_until(watch, 100.0) == [10.0 + one for one in DELAYS_S]
    assert watch.next_at() is None
    watch.stir(100.0)
    assert asked_until(watch, 200.0) == [100.0 + one for one in DELAYS_S]


def test_a_focus_that_moves_on_and_on_is_asked_for_now_and_then() -> None:
    watch, times = watch_at(10.0), []
    for number in range(100):
        now = 10.0 + number / 100
        watch.stir(now)
        times += asked_until(watch, now)
    assert len(times) >= 3
    gaps = [after - before for before, after in pairwise(times)]
    assert min(gaps) >= APART_S - 1e-9
    assert asked_until(watch, 100.0)[-1] == 10.99 + LATEST


def test_a_secret_field_counts_until_something_else_is_known() -> None:
    watch = watch_at(10.0)
    assert not watch.is_secret(10.0)
    ask(watch, 10.0 + SOON, secret=True)
    assert watch.is_secret(10.1)
    assert watch.is_secret(10_000.0)
    watch.stir(10_000.0)
    assert watch.is_secret(10_000.0 + KEPT_S)
    ask(watch, 10_000.0 + SOON, secret=False)
    assert not watch.is_secret(10_000.1)


def test_an_answer_that_does_not_come_leaves_nothing_known() -> None:
    watch = watch_at(10.0)
    ask(watch, 10.1, secret=True)
    watch.stir(20.0)
    question = watch.question(20.0 + SOON)
    assert watch.is_secret(20.0 + KEPT_S)
    assert not watch.is_secret(20.0 + KEPT_S + 0.001)
    watch.answer(question, secret=True)
    assert watch.is_secret(30.0)


def test_what_nobody_says_is_not_secret() -> None:
    watch = watch_at(10.0)
    ask(watch, 10.1, secret=True)
    ask(watch, 10.3, secret=None)
    assert not watch.is_secret(10.3)


def test_another_window_is_not_taken_for_the_one_before() -> None:
    watch = watch_at(10.0)
    ask(watch, 10.1, secret=True)
    question = watch.question(10.3)
    watch.move(10.4, asks=True)
    assert not watch.is_secret(10.4)
    watch.answer(question, secret=True)  # of the window before
    assert not watch.is_secret(10.5)
    ask(watch, 10.5, secret=True)
    assert watch.is_secret(10.5)


def test_what_stirs_while_a_question_is_out_is_asked_for_again() -> None:
    watch = watch_at(10.0)
    question = watch.question(10.0 + SOON)
    watch.stir(10.1)
    watch.answer(question, secret=True)
    assert watch.next_at() == 10.0 + SOON + APART_S
    assert not watch.is_secret(10.1 + KEPT_S + 0.001)
    assert watch.is_secret(10.2)  # for a while, as it was known a moment ago
