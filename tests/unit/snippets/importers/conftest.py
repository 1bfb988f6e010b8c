"""What an imported snippet would type, by the application's own renderer."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from desktop.core.clock import FixedClock
from desktop.snippets.importers import taking
from desktop.snippets.importers.base import Importer
from desktop.snippets.importers.report import Report
from desktop.snippets.library import Library, load_library
from desktop.snippets.render.outcome import Answer, Question, QuestionKind, Rendered, Request
from desktop.snippets.render.renderer import Renderer

NOW = dt.datetime(2026, 11, 29, 10, 5, tzinfo=dt.UTC)


class Moved:
    """A library that was taken over."""

    def __init__(self, library: Library, report: Report) -> None:
        self.library = library
        self.report = report

    def typed(self, trigger: str, answers: Mapping[str, str] | None = None) -> Rendered:
        [snippet] = self.library.by_trigger(trigger)

        def first(wanted: str) -> object:
            found = self.library.by_trigger(wanted)
            return found[0] if found else None

        renderer = Renderer(
            clock=FixedClock(NOW),
            source=random.Random(1),
            clipboard=lambda: "copied",
            find=first,  # type: ignore[arg-type]  # a snippet or None
            global_variables=self.library.globals,
        )
        outcome = renderer.render(Request(snippet))
        while isinstance(outcome, Question):
            asked: Answer = {one.name: one.default for one in outcome.fields} | dict(answers or {})
            if outcome.kind is QuestionKind.CHOICE:
                asked = outcome.fields[0].options[0].value
            outcome = renderer.render(Request(snippet), {outcome.variable: asked}, outcome.state)
        assert isinstance(outcome, Rendered), outcome
        return outcome

    def text(self, trigger: str, answers: Mapping[str, str] | None = None) -> str:
        return self.typed(trigger, answers).text

    def told(self, source: str) -> str:
        """What the report says of one."""
        [item] = [one for one in self.report.items if one.source == source]
        return " ".join([item.fate.value, *item.how])


@pytest.fixture
def move(tmp_path: Path) -> Callable[[Importer, Path], Moved]:
    packs = tmp_path / "packs-of-deskhand"
    packs.mkdir()

    def run(importer: Importer, path: Path) -> Moved:
        plan = taking.plan(importer, path, packs)
        assert [one.sentence() for one in plan.report.problems] == []
        taking.carry_out(plan, packs, tmp_path / "data", NOW)
        library = load_library([packs])
        assert [one.sentence() for one in library.problems] == []
        return Moved(library, plan.report)

    return run
