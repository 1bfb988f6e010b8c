"""What is wrong with a library, beyond what reading it showed: for ``snippets check``."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import re2

from desktop.core.results import Problem, Severity
from desktop.core.tags import fits
from desktop.core.triggers import SEPARATORS
from desktop.snippets.check_dates import date_problems
from desktop.snippets.check_forms import form_problems
from desktop.snippets.check_values import value_problems
from desktop.snippets.library import Library
from desktop.snippets.model import Body, Snippet, Variable
from desktop.snippets.references import find_circle, names_in, needs
from desktop.snippets.render.order import Circle, evaluation_order
from desktop.snippets.render.rich_text import picture
from desktop.snippets.render.template import CARET_MARK, references_in
from desktop.snippets.shadowing import bounded, check_triggers

FORM: Final = "form1"
"""The variable that ``form:`` stands for."""

_Globals = Mapping[str, Variable]


def check(library: Library, separators: str = SEPARATORS) -> list[Problem]:
    """Everything that is wrong, with what reading found first; a second or two for 250,000."""
    nested = _Nested(library)
    return [
        *library.problems,
        *check_triggers(library, separators),
        *bounded(_texts(library, nested), "problems in texts"),
        *nested.circles(),
    ]


def check_one(library: Library, snippet: Snippet) -> list[Problem]:
    """What is wrong with one snippet's texts, whether it is in the library or not yet."""
    shared = library.globals.get(snippet.globals_of, {})
    found = [
        Problem(what, severity=severity)
        for what, severity in _faults(snippet, shared, _Nested(library))
    ]
    return found + [replace(one, place="") for one in _of_variables(snippet.variables, "")]


def _texts(library: Library, nested: _Nested) -> Iterator[Problem]:
    for number, snippet in enumerate(library.snippets):
        form = snippet.kind is Body.FORM
        if snippet.kind is Body.IMAGE and "{{" not in snippet.body:
            found = picture(snippet.body, Path(snippet.path))
            if isinstance(found, str):
                yield Problem(found, place=library.place(number))
        if not (form or snippet.variables or snippet.variants or _is_lively(snippet.body)):
            continue
        for what, severity in _faults(snippet, library.globals[snippet.globals_of], nested):
            yield Problem(what, severity=severity, place=library.place(number))
        if snippet.variables or form:
            pack, _ = library.snippets.locate(number)
            yield from form_problems(snippet, pack.source.shown)
            yield from _of_variables(snippet.variables, pack.source.shown)
    for pack in library.packs:
        shared = [stored.variable() for stored in pack.compiled.head.globals]
        yield from _of_variables(shared, pack.source.shown)


def _of_variables(variables: Sequence[Variable], file: str) -> Iterator[Problem]:
    yield from value_problems(variables, file)
    yield from date_problems(variables, file)


def _is_lively(body: str) -> bool:
    return "{{" in body or CARET_MARK in body


def _faults(snippet: Snippet, shared: _Globals, nested: _Nested) -> Iterator[tuple[str, Severity]]:
    bodies = [snippet.body, *(variant.body for variant in snippet.variants)]
    own = {variable.name: variable for variable in snippet.variables}
    given = _given(snippet)
    yield from _undefined(bodies, own, shared, given)
    if any(body.count(CARET_MARK) > 1 for body in bodies):
        yield (
            f"This snippet has {CARET_MARK} more than once; the cursor goes to the first.",
            Severity.WARNING,
        )
    yield from _hidden_variants(snippet)
    if own and shared:
        order = evaluation_order(references_in(list(bodies)), snippet.variables, shared, given)
        if isinstance(order, Circle):
            chain = " needs ".join(name[:40] for name in order.names[:7])
            yield f"Variables need each other in a circle: {chain}.", Severity.ERROR
    used = [*own.values(), *(shared[name] for name in _names(bodies) if name in shared)]
    for variable in used:
        if variable.type == "match" and not nested.add(snippet, variable):
            wants = f"The variable `{variable.name[:40]}` wants the text of another snippet"
            yield f"{wants}, but none has the trigger that it names.", Severity.ERROR


def _names(bodies: Iterable[str]) -> set[str]:
    return {name for body in bodies for name in names_in(body)}


def _undefined(
    bodies: list[str], own: _Globals, shared: _Globals, given: frozenset[str]
) -> Iterator[tuple[str, Severity]]:
    wanted = _names(bodies)
    for variable in own.values():
        wanted.update(needs(variable))
        if variable.type == "global" and variable.name not in shared:
            yield _unknown(variable.name, shared), Severity.ERROR
    known = own.keys() | shared.keys() | given
    for name in sorted(wanted - known):
        yield _unknown(name, known), Severity.ERROR


def _unknown(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name[:40], sorted(known), n=1)
    hint = f" Did you mean `{near[0][:40]}`?" if near else ""
    return f"This snippet refers to `{name[:40]}`, which nothing defines.{hint}"


def _given(snippet: Snippet) -> frozenset[str]:
    """Names that have a value without a variable: a form's, and the named groups of a regex."""
    if snippet.kind is Body.FORM:
        return frozenset({FORM})
    if not snippet.regex:
        return frozenset()
    options = re2.Options()
    options.log_errors = False
    return frozenset(re2.compile(snippet.regex, options).groupindex)


def _hidden_variants(snippet: Snippet) -> Iterator[tuple[str, Severity]]:
    above: dict[tuple[str, str, str], list[str]] = {}
    for at, one in enumerate(snippet.variants, start=1):
        others = (one.channel.casefold(), one.app.casefold(), one.tag.casefold())
        languages = above.setdefault(others, [])
        if any(_holds_for(language, one.language) for language in languages):
            yield (
                f"Variant {at} of this snippet is never chosen; one above holds wherever it does.",
                Severity.WARNING,
            )
        languages.append(one.language)


def _holds_for(general: str, language: str) -> bool:
    """With ``pt`` above, ``pt-BR`` is never chosen: of equals it is the first."""
    return fits(general, language) if general and language else general == language


class _Nested:
    """Snippets that take in others by variables of type ``match``."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._inner: dict[str, list[str]] = {}

    def add(self, snippet: Snippet, variable: Variable) -> bool:
        """Note what the variable takes in; False if there is nothing of that trigger."""
        trigger = variable.params.get("trigger")
        if not isinstance(trigger, str) or "{{" in trigger:
            return isinstance(trigger, str)
        found = [one.id for one in self._library.by_trigger(trigger)]
        self._inner.setdefault(snippet.id, []).extend(found)
        return bool(found)

    def circles(self) -> list[Problem]:
        """The first circle of snippets that take in each other."""
        circle = find_circle(self._inner)
        if not circle:
            return []
        number = self._library.number_of(circle[0])
        chain = " takes in ".join([*circle[:6], circle[0]])
        return [
            Problem(
                f"Snippets take in each other in a circle: {chain}.",
                place=self._library.place(number) if number is not None else "",
            )
        ]
