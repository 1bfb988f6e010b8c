"""Forms that can't be asked, or not as they were meant, found before an agent uses them.

Each is tried by what makes forms, so that nothing is reported as wrong which would work.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from desktop.core.results import Problem, Severity
from desktop.snippets.model import Body, Snippet, Value
from desktop.snippets.render import questions
from desktop.snippets.render.form_fields import form_fields
from desktop.snippets.render.template import references_in
from desktop.snippets.render.variables import Params, Unfit, lines, scalar

_ANY_DAY: Final = dt.date(2000, 1, 1)
_MARK: Final = re.compile(r"\[\[\s*([#^/]?)(\w+)\s*\]\]")
_KEYS: Final = frozenset({
    "type", "multiline", "default", "values", "trim_string_values", "label", "check", "required",
    "remember", "text", "otherwise", "format", "locale", "separator", "last_separator", "multiple",
})  # fmt: skip


def form_problems(snippet: Snippet, file: str) -> Iterator[Problem]:
    """What is wrong with the forms of a snippet, which stands in ``file``."""
    bodies = [snippet.body, *(variant.body for variant in snippet.variants)]
    if snippet.kind is Body.FORM:
        place = f"{file}:{snippet.line}"
        layouts = [body for body in bodies if questions.has_fields(body)]
        yield from _of_one("The form", layouts, snippet.form_fields, place)
        return
    for variable in snippet.variables:
        layout = scalar(variable.params.get("layout"))
        if variable.type != "form" or not layout or "{{" in layout:
            continue
        place = f"{file}:{variable.line}"
        name = f"The form `{variable.name[:40]}`"
        fields = variable.params.get("fields")
        yield from _of_one(name, [layout], fields if isinstance(fields, dict) else {}, place)
        names = {mark[2] for mark in _MARK.finditer(layout)}
        used = {
            one.sub: None
            for one in references_in("\n".join(bodies))
            if one.name == variable.name and one.sub
        }
        for field in used:
            if field not in names:
                what = f"{name} has no field `{field[:40]}`, which the text uses"
                yield Problem(what + _near(field, names), place=place)


def _of_one(
    name: str, layouts: Sequence[str], fields: Mapping[str, Value], place: str
) -> Iterator[Problem]:
    """One form, in all its wordings."""
    # What is only known in use can't be tried.
    fixed = {key: one for key, one in fields.items() if "{{" not in repr(one)}
    told: set[str] = set()
    for layout in layouts:
        params: Params = {"fields": fixed}
        found = form_fields(layout, params, _ANY_DAY)
        if isinstance(found, Unfit) and found.why not in told:
            told.add(found.why)
            yield Problem(
                f"{name} {found.why.removeprefix('is a form ')}", "", found.todo, place=place
            )
        yield from _open_parts(name, layout, place)
    names = {mark[2] for layout in layouts for mark in _MARK.finditer(layout)}
    for field, about in fields.items():
        if field not in names:
            what = f"{name} describes a field `{field[:40]}` that does not stand in it"
            yield _warning(what + _near(field, names), place)
        elif isinstance(about, dict):
            yield from _of_field(f"{name}: its field `{field[:40]}`", about, place)


def _of_field(name: str, about: Mapping[str, Value], place: str) -> Iterator[Problem]:
    for key in about:
        if key not in _KEYS:
            what = f"{name} has a key `{key[:40]}` that means nothing"
            yield _warning(what + _near(key, _KEYS), place)
    if scalar(about.get("type")) in {"choice", "list", "several"}:
        trim = about.get("trim_string_values") is not False
        values = lines(about.get("values"), trim=trim) or []
        if "{{" not in repr(about):
            for default in lines(about.get("default")) or []:
                if default not in values:
                    yield _warning(
                        f"{name} begins with something that is not to choose from", place
                    )


def _open_parts(name: str, layout: str, place: str) -> Iterator[Problem]:
    """Optional parts that begin and do not end, or end and did not begin."""
    waiting: list[str] = []
    for mark in _MARK.finditer(layout):
        sign, field = mark[1], mark[2]
        if sign in {"#", "^"}:
            waiting.append(field)
        elif sign == "/" and field in waiting:
            del waiting[waiting.index(field) :]
        elif sign == "/":
            yield Problem(f"{name} ends a part `{field[:40]}` that does not begin", place=place)
    for field in waiting:
        todo = f"Write [[/{field[:40]}]] behind it."
        yield Problem(
            f"{name} begins a part `{field[:40]}` that does not end", "", todo, place=place
        )


def _near(name: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(name[:40], sorted(known), n=1)
    return f". Did you mean `{near[0][:40]}`?" if near else "."


def _warning(what: str, place: str) -> Problem:
    return Problem(what, severity=Severity.WARNING, place=place)
