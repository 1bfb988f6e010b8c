"""Variables of type ``date`` that can't be written, found before an agent uses them.

Each parameter is tried by what writes dates, so that nothing is reported which would work.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final

from desktop.core.results import Problem, Severity
from desktop.snippets.model import Variable
from desktop.snippets.render.dates import is_language
from desktop.snippets.render.variables import Unfit, date, scalar

_ANY_DAY: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def date_problems(variables: Iterable[Variable], file: str) -> Iterator[Problem]:
    """What is wrong with the dates among ``variables``, which stand in ``file``."""
    for variable in variables:
        if variable.type != "date":
            continue
        place = f"{file}:{variable.line}"
        name = f"The variable `{variable.name[:40]}`"
        for key in ("format", "tz", "offset", "shift"):
            if _is_fixed(variable, key):
                found = date({key: variable.params.get(key)}, _ANY_DAY, "en-US")
                if isinstance(found, Unfit):
                    yield Problem(f"{name} {found.why}", todo=found.todo, place=place)
        locale = scalar(variable.params.get("locale"))
        if locale and _is_fixed(variable, "locale") and not is_language(locale):
            yield Problem(
                f"{name} has a locale that is no language's, so its date is written in English",
                todo="Use a tag such as pt-BR.",
                severity=Severity.WARNING,
                place=place,
            )


def _is_fixed(variable: Variable, key: str) -> bool:
    """Is the parameter what stands in the file? ``{{...}}`` in it is known only in use."""
    return not (variable.inject and "{{" in (scalar(variable.params.get(key)) or ""))
