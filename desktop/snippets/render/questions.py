"""Variables that ask the agent: ``choice`` and ``form`` (espanso.org/docs/matches/forms)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from desktop.snippets.model import Value
from desktop.snippets.render.outcome import Answer, Field, FieldKind, Option
from desktop.snippets.render.outside import clean
from desktop.snippets.render.variables import Params, Unfit, lines, scalar

FORM_VARIABLE = "form1"
"""The variable that ``form:`` stands for."""
_FIELD = re.compile(r"\[\[\s*+(\w++)\s*+\]\]")
_MOST_OPTIONS = 5_000
_MOST_FIELDS = 100


def form_body(layout: str) -> str:
    """The text that ``form:`` stands for: each ``[[field]]`` filled in from the form."""
    text = _FIELD.sub(lambda field: f"{{{{{FORM_VARIABLE}.{field[1]}}}}}", layout)
    return text.replace("\\[\\[", "[[").replace("\\]\\]", "]]")


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
    return found[:_MOST_OPTIONS]


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


def fields(layout: str, params: Params) -> list[Field] | Unfit:
    """The fields of a form in the order of its layout, each once."""
    described = params.get("fields")
    found: list[Field] = []
    for name in dict.fromkeys(_FIELD.findall(layout)):
        about = described.get(name) if isinstance(described, dict) else None
        field = _field(name, about if isinstance(about, dict) else {})
        if isinstance(field, Unfit):
            return field
        found.append(field)
    if len(found) > _MOST_FIELDS:
        return Unfit(f"is a form with more than {_MOST_FIELDS} fields")
    return found


def _field(name: str, about: Mapping[str, Value]) -> Field | Unfit:
    default = scalar(about.get("default")) or ""
    kind = scalar(about.get("type")) or "text"
    if kind in {"choice", "list"}:
        trim = about.get("trim_string_values") is not False
        values = lines(about.get("values"), trim=trim)
        if not values:
            return Unfit(f"is a form whose field {name} has no values to choose from")
        found = tuple(Option(value, value) for value in values[:_MOST_OPTIONS])
        return Field(name, FieldKind(kind), default if default in values else "", found)
    if kind == "text":
        multiline = about.get("multiline") is True
        return Field(name, FieldKind.MULTILINE if multiline else FieldKind.TEXT, default)
    return Unfit(f"is a form whose field {name} is of a kind that does not exist")


def filled(asked: list[Field], answer: Answer) -> dict[str, str] | Unfit:
    """The text of every field; what was left out has its default."""
    if isinstance(answer, str):
        return Unfit("is a form and was answered with one text")
    texts: dict[str, str] = {}
    for field in asked:
        text = answer.get(field.name, field.default)
        if field.options:
            if text and text not in {option.value for option in field.options}:
                return Unfit(f"is a form whose field {field.name} has no such value")
            texts[field.name] = text
        elif field.kind is FieldKind.MULTILINE:
            texts[field.name] = clean(text)
        else:
            texts[field.name] = clean(text).replace("\n", " ")
    return texts
