"""net.at_once: all are asked, all are told of once, and nobody late is waited for."""

from __future__ import annotations

import threading

from desktop.core.clock import SystemClock
from desktop.net.at_once import ask_at_once
from desktop.net.deadline import Deadline


def within(seconds: float) -> Deadline:
    return Deadline(SystemClock(), seconds)


def test_each_is_asked_once_beside_the_others() -> None:
    together = threading.Barrier(3, timeout=10)
    told: list[tuple[str, str]] = []

    def ask(name: str) -> str:
        together.wait()
        return name.upper()

    names = ("a", "b", "c", "a")
    ask_at_once(names, ask, lambda _: "late", within(10), lambda *one: told.append(one))
    assert sorted(told) == [("a", "A"), ("b", "B"), ("c", "C")]


def test_who_is_late_is_told_of_as_late_and_never_again() -> None:
    go_on, ended = threading.Event(), threading.Event()
    told: dict[str, list[str]] = {"fast": [], "slow": []}

    def ask(name: str) -> str:
        if name == "slow":
            go_on.wait(10)
            ended.set()
        return "answer"

    def tell(name: str, answer: str) -> None:
        told[name].append(answer)

    class Over(SystemClock):
        """Time is over once the fast one has answered, however slow the machine is."""

        def monotonic(self) -> float:
            return 100.0 if told["fast"] else 0.0

    deadline = Deadline(Over(), 10)
    ask_at_once(told, ask, lambda name: f"no answer of {name}", deadline, tell)
    late = {one for one in threading.enumerate() if one.name == "check"}
    assert told == {"fast": ["answer"], "slow": ["no answer of slow"]}
    go_on.set()
    assert ended.wait(10)
    for one in late:
        one.join(10)
    assert told["slow"] == ["no answer of slow"]


def test_nobody_to_ask_is_no_wait() -> None:
    ask_at_once((), str, str, within(10), lambda *_: None)
