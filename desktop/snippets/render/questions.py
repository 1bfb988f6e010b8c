"""Variables that ask the agent: ``choice`` and ``form`` (espanso.org/docs/matches/forms)."""

from __future__ import annotations

import re

from desktop.snippets.render.form_fields import MOST_OPTIONS
from desktop.snippets.render.outcome import Answer, Option
from desktop.snippets.render.variables import Params, Unfit, lines, scalar

FORM_VARIABLE = "form1"
"""The variable that ``form:`` stands for."""
_FIELD = re.compile(r"\[\[\s*+([#^/]?\w++)\s*+\]\]")
_BRACES = re.compile(r"\\\{\\\{|\\\}\\\}|(?<![{}])\\([{}])(?![{}])")
"""Of a brace that is alone the backslash goes, as in espanso's forms; two are for the template."""


def form_body(layout: str) -> str:
    """The text that ``form:`` stands for: each ``[[field]]`` filled in from the form.

    ``[[#field]]`` begins an optional part, and ``[[/field]]`` ends it.
    """
    text = _FIELD.sub(_reference, _BRACES.sub(lambda found: found[1] or found[0], layout))
    return text.replace("\\[\\[", "[[").replace("\\]\\]", "]]")


def _reference(field: re.Match[str]) -> str:
    name = field[1].lstrip("#^/")
    sign = field[1].removesuffix(name)
    return f"{{{{{sign}{FORM_VARIABLE}.{name}}}}}"


def has_fields(layout: str) -> bool:
    """Whether there is anything to fill in."""
    return _FIELD.search(layout) is not None


def options(params: Params) -> list[Option] | Unfit:
    """What can be chosen, from ``values``."""
    values = params.get("values")
    found: list[Option] = []
    if isinstance(values, list):
        for one in values:
            if isinstance(one, dict):
                label, value = scalar(one.get("label")), scalar(one.get("id"))
            else:
                label = value = scalar(one)
            if label is None or value is None:
                return Unfit("has a value without a label or an id")
            found.append(Option(label, value))
    else:
        found = [Option(line, line) for line in lines(values) or ()]
    if not found:
        return Unfit("has nothing to choose from under values")
    return found[:MOST_OPTIONS]


def chosen(found: list[Option], answer: Answer) -> Option | Unfit:
    """The option that was chosen, by its value."""
    for option in found:
        if option.value == answer:
            return option
    return Unfit("was answered with something that is not to choose from")


def layout_of(params: Params) -> str | Unfit:
    """A form's lines: trimmed, empty ones dropped."""
    layout = scalar(params.get("layout"))
    if not layout:
        return Unfit("is a form without a layout")
    return "\n".join(line.strip() for line in layout.splitlines() if line.strip())
