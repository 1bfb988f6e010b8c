"""The steps as data, and how one is judged; they are acted in tests/screen/test_demo.py."""

import datetime as dt
from typing import Any, cast

import pytest

from desktop.core.resources import resource
from desktop.demo import steps as tried
from desktop.demo.practice import Written
from desktop.demo.stage import Stage, StepFailed
from desktop.demo.step import Step, in_turn, types
from desktop.demo.steps import END, WORK
from desktop.snippets.check import check
from desktop.snippets.library import load_library


class FakePractice:
    def __init__(self) -> None:
        self.written = Written()


class FakeStage:
    """A field into which ``type`` writes at once, and no deadline."""

    def __init__(self) -> None:
        self.practice = FakePractice()
        self.until = 0.0
        self.settled: str | None = None
        self.begun: list[str] = []

    def to_practice(self) -> None:
        self.begun.append("front")

    def start_over(self) -> None:
        self.begun.append("empty")
        self.practice.written = Written()

    def type(self, text: str, _ms: float) -> None:
        before = self.practice.written
        *sent, rest = (before.text + text).split("\n")
        self.practice.written = Written(rest, len(rest), (*before.sent, *sent))

    def wait(self, done: Any, what: Any) -> None:
        if not done():
            raise StepFailed(what if isinstance(what, str) else what())


def acted(step: Step) -> FakeStage:
    stage = FakeStage()
    step.run(cast("Stage", stage))
    return stage


def test_a_step_begins_in_the_empty_practice_window() -> None:
    stage = acted(Step("it", types("hello"), "hello"))
    assert stage.begun == ["front", "empty"]
    assert stage.settled == "hello"
    assert acted(Step("it", types("hello"), "hello", fresh=False)).begun == ["front"]
    assert acted(Step("it", types("hello"), at_practice=False)).begun == []


def test_text_sent_and_caret_must_all_be_right() -> None:
    acted(Step("it", types("one\ntwo"), "two", ("one",), 3))
    with pytest.raises(StepFailed, match="expected 'one', there is 'two', sent \\['one'\\]"):
        acted(Step("it", types("one\ntwo"), "one"))
    with pytest.raises(StepFailed):
        acted(Step("it", types("one\ntwo"), "two"))
    with pytest.raises(StepFailed, match="caret at 1"):
        acted(Step("it", types("two"), "two", caret=1))


def test_an_expected_text_is_asked_for_when_it_is_looked_at() -> None:
    acted(Step("it", types("now"), lambda: "now"))


def test_what_acts_say_is_said_together() -> None:
    step = Step("it", in_turn(lambda _: "one", lambda _: None, lambda _: "two"))
    assert step.run(cast("Stage", FakeStage())) == "one, two"


def test_every_step_has_a_name_of_its_own() -> None:
    names = [step.name for step in (*WORK, END)]
    assert len(set(names)) == len(names)


def test_the_demo_packs_are_without_fault_beside_the_starter_packs() -> None:
    library = load_library([resource("demo/packs"), resource("packs/care-en.yml")])
    assert not library.problems
    ours = [problem.sentence() for problem in check(library) if "shop.yml" in problem.sentence()]
    assert ours == []


def test_the_date_is_the_one_in_the_pack(monkeypatch: pytest.MonkeyPatch) -> None:
    class Day(dt.date):
        @classmethod
        def today(cls) -> "Day":
            return cls(2026, 3, 4)

    monkeypatch.setattr(dt, "date", Day)
    assert tried._today() == "Today is Wednesday, 4 March 2026."
