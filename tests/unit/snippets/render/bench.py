"""A renderer at a fixed moment, and snippets in few words, for the tests beside this file."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop.core.clock import FixedClock
from desktop.core.results import Problem
from desktop.snippets.model import Snippet, Value, Variable
from desktop.snippets.render.outcome import Outcome, Question, Rendered, Request
from desktop.snippets.render.renderer import Renderer

MORNING = dt.datetime(2014, 7, 8, 9, 10, 11, tzinfo=dt.timezone(dt.timedelta(hours=2), "CEST"))


def snippet(body: str = "", *own: Variable, **fields: Any) -> Snippet:
    values: dict[str, Any] = {"id": "care#1", "pack": "care", "path": "packs/care.yml", "line": 7}
    return Snippet(body=body, variables=own, **{**values, **fields})


def var(name: str, kind: str, /, **params: Value) -> Variable:
    return Variable(name, kind, params)


def echo(name: str, text: str) -> Variable:
    return var(name, "echo", echo=text)


@dataclass
class Bench:
    """What a renderer depends on, within reach; a fresh renderer for every call."""

    now: dt.datetime = MORNING
    clipboard: str | None = None
    snippets: dict[str, Snippet] = field(default_factory=dict)
    shared: Sequence[Variable] = ()
    options: dict[str, Any] = field(default_factory=dict)
    seed: int = 1

    def renderer(self) -> Renderer:
        return Renderer(
            clock=FixedClock(self.now),
            source=random.Random(self.seed),
            clipboard=lambda: self.clipboard,
            find=self.snippets.get,
            global_variables={"": {one.name: one for one in self.shared}},
            **self.options,
        )

    def outcome(self, one: Snippet | str, *own: Variable, **request: Any) -> Outcome:
        one = snippet(one, *own) if isinstance(one, str) else one
        return self.renderer().render(Request(one, **request))

    def rendered(self, one: Snippet | str, *own: Variable, **request: Any) -> Rendered:
        found = self.outcome(one, *own, **request)
        assert isinstance(found, Rendered), found
        return found

    def text(self, one: Snippet | str, *own: Variable, **request: Any) -> str:
        return self.rendered(one, *own, **request).text

    def problem(self, one: Snippet | str, *own: Variable, **request: Any) -> Problem:
        found = self.outcome(one, *own, **request)
        assert isinstance(found, Problem), found
        return found

    def question(self, one: Snippet | str, *own: Variable, **request: Any) -> Question:
        found = self.outcome(one, *own, **request)
        assert isinstance(found, Question), found
        return found
