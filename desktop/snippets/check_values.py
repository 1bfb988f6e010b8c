"""Variables whose parameters give them no value, found before an agent uses them.

As with dates, each is tried by what gives the value, so that nothing is reported which would work.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from desktop.core.results import Problem
from desktop.snippets.model import Variable
from desktop.snippets.render import questions
from desktop.snippets.render.variables import Params, Unfit, echo, pick

_GIVEN_BY: Final[dict[str, tuple[str, Callable[[Params], object]]]] = {
    "echo": ("echo", echo),
    "dummy": ("echo", echo),
    "random": ("choices", lambda params: pick(params, random.Random(0))),  # noqa: S311 - any will do
    "choice": ("values", questions.options),
}
"""Of each type the parameter that its value comes from, and what makes it."""


def value_problems(variables: Iterable[Variable], file: str) -> Iterator[Problem]:
    """What is wrong with those among ``variables``, which stand in ``file``."""
    for variable in variables:
        key, give = _GIVEN_BY.get(variable.type, ("", None))
        if give is None or (variable.inject and "{{" in repr(variable.params.get(key))):
            continue
        found = give(variable.params)
        if isinstance(found, Unfit):
            what = f"The variable `{variable.name[:40]}` {found.why}"
            yield Problem(what, todo=found.todo, place=f"{file}:{variable.line}")
