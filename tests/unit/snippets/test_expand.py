"""From a match to a text or a question, and on with the answers."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from desktop.core.clock import FixedClock
from desktop.core.results import Problem
from desktop.snippets.expand import Expander, Scene, title_of
from desktop.snippets.library import load_library
from desktop.snippets.render.outcome import Question, QuestionKind, Rendered
from desktop.snippets.render.renderer import Renderer

PACK = """\
matches:
  - {trigger: ":a", replace: "text {{customer.name}}", label: "Named"}
  - {trigger: ":two", replace: "first"}
  - {trigger: ":two", replace: "second", label: "The second"}
  - trigger: ":ask"
    replace: "{{which}} {{again}}"
    vars:
      - {name: which, type: choice, params: {values: [one, two]}}
      - {name: again, type: choice, params: {values: [three, four]}}
  - {trigger: ":bad", replace: "{{nothing}}"}
"""


@pytest.fixture
def expander(tmp_path: Path) -> Expander:
    (tmp_path / "own.yml").write_text(PACK, "utf-8")
    library = load_library([tmp_path])
    clock = FixedClock(dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
    return Expander(library, Renderer(clock=clock, source=random.Random(1), clipboard=lambda: None))


def test_one_snippet_is_rendered_for_the_scene(expander: Expander) -> None:
    scene = Scene(context={"customer": {"name": "Ana"}}, interaction="i1")
    expansion = expander.begin(expander.library.numbers_having(":a"), ":a", {}, scene)
    assert isinstance(expansion.outcome, Rendered)
    assert expansion.outcome.text == "text Ana"
    assert expansion.snippet == "own#1"
    assert expansion.scene.interaction == "i1"
    assert "Ana" not in repr(expansion)


def test_several_ask_which(expander: Expander) -> None:
    expansion = expander.begin(expander.library.numbers_having(":two"), ":two", {}, Scene())
    question = expansion.outcome
    assert isinstance(question, Question)
    assert question.kind is QuestionKind.CHOICE
    labels = [option.label for option in question.fields[0].options]
    assert labels == ["first (own)", "The second (own)"]
    assert expansion.snippet == ""
    done = expander.answer(expansion, question.fields[0].options[1].value)
    assert isinstance(done.outcome, Rendered)
    assert done.outcome.text == "second"


def test_one_question_follows_another(expander: Expander) -> None:
    expansion = expander.begin(expander.library.numbers_having(":ask"), ":ask", {}, Scene())
    second = expander.answer(expansion, "two")
    assert isinstance(second.outcome, Question)
    third = expander.answer(second, "three")
    assert isinstance(third.outcome, Rendered)
    assert third.outcome.text == "two three"
    assert expander.answer(third, "four") is third


def test_what_cannot_be_rendered_is_a_problem(expander: Expander) -> None:
    expansion = expander.begin(expander.library.numbers_having(":bad"), ":bad", {}, Scene())
    assert isinstance(expansion.outcome, Problem)


def test_titles_are_labels_or_beginnings(expander: Expander) -> None:
    titles = [title_of(one) for one in expander.library.snippets]
    assert titles[:3] == ["Named", "first", "The second"]
