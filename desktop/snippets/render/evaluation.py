"""One rendering: the variables of a snippet and of those nested in it, one after the other."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import ClassVar

from desktop.core.clock import Clock
from desktop.core.results import Problem
from desktop.host.base import PLAIN, Rich
from desktop.snippets.model import Body, Snippet, Variable
from desktop.snippets.render import casing, questions, variables
from desktop.snippets.render.form_answers import filled, is_yes
from desktop.snippets.render.form_fields import form_fields
from desktop.snippets.render.holes import close_holes
from desktop.snippets.render.known import Known
from desktop.snippets.render.order import Circle, Doubled, Missing, Step, evaluation_order
from desktop.snippets.render.outcome import (
    Answer,
    Errand,
    Field,
    FieldKind,
    Option,
    Question,
    QuestionKind,
    Request,
    State,
    StoppedError,
    Text,
)
from desktop.snippets.render.outside import LONGEST_TEXT, clean
from desktop.snippets.render.programs import environment
from desktop.snippets.render.rich_text import escaped, in_style, picture
from desktop.snippets.render.template import (
    CARET,
    HOLE,
    NAMESPACES,
    Reference,
    Template,
    literal,
    parse,
    rewrite,
)
from desktop.snippets.render.variables import Params, Unfit
from desktop.snippets.render.wording import wording

DEEPEST = 10
"""How many snippets may be nested in each other."""
MOST_VARIABLES = 1_000
"""Variables evaluated for one text, those of nested snippets included."""

_WRITTEN = frozenset({"echo", "dummy", "random", "choice"})
"""Types whose values are text of the pack: a ``$|$`` in them is a caret mark."""

Way = tuple[str, ...]
"""The names of the ``match`` variables that lead to a nested snippet; empty for the outer one."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What rendering depends on; :class:`Renderer` says what each is."""

    clock: Clock
    source: random.Random
    clipboard: Callable[[], str | None]
    find: Callable[[str], Snippet | None]
    global_variables: Mapping[str, Mapping[str, Variable]]
    locale: str


@dataclass(slots=True)
class _Scope:
    """The snippet being rendered and the values it has so far."""

    snippet: Snippet
    path: Way
    style: casing.Style
    speech: str
    """The language of the text, for dates and salutations."""
    known: Known
    values: dict[str, Text]


class Evaluation:
    """The state of one rendering; made for one call of :meth:`Renderer.render`."""

    def __init__(
        self,
        sources: Sources,
        request: Request,
        answers: Mapping[str, Answer],
        state: State | None,
    ) -> None:
        """Go on from ``state``, or begin."""
        self._sources = sources
        self._request = request
        self._answers = answers
        self._now = state.now if state else sources.clock.now()
        self._settled: dict[tuple[str, ...], Text] = dict(state.values) if state else {}
        self.missing: dict[str, None] = dict.fromkeys(state.missing if state else ())
        self._count = 0
        self._inside: list[str] = []
        self.html = ""
        """The outer snippet as rich text, where it is one."""
        self.rich = PLAIN

    # --- snippets ---------------------------------------------------------------------------------

    def text_of(self, snippet: Snippet, path: Way, style: casing.Style) -> str:
        """The text of a snippet, with marks for the caret and for missing values.

        Raises:
            StoppedError: there is something to ask, or a problem.
        """
        if snippet.kind is Body.OPENS:
            if path:
                raise self.refuse(snippet, "What opens a window can't be taken into a text.")
            return ""
        words = wording(snippet, self._request, self._sources.locale)
        if isinstance(words, str):
            raise self.refuse(snippet, words)
        if words.picture and path:
            raise self.refuse(snippet, "A picture can't be taken into a text.")
        template = parse(words.body)
        html = parse(words.html) if words.html and not path else None
        references = (*template.references, *(html.references if html is not None else ()))
        if not references and html is None and not words.picture:
            return casing.apply("".join(map(str, template.parts)), style)
        known = Known(
            self._request.context,
            language=self._request.language,
            speech=words.speech,
            channel=self._request.channel,
            now=self._now,
        )
        scope = _Scope(snippet, path, style, words.speech, known, {})
        if not path:
            scope.values.update((k, clean(text)) for k, text in self._request.groups.items())
        for step in self._order(scope, references, words.own):
            self._evaluate(scope, step)
        text = self._fill(scope, template)
        if words.picture:
            self.rich = self._picture(scope, plain(text))
            return ""
        if html is not None:
            filled = html.fill(_Filling(self, scope, None, escaped))
            self.html = in_style(filled, style)
        return casing.apply(text, style)

    def _picture(self, scope: _Scope, written: str) -> Rich:
        found = picture(written, Path(scope.snippet.path))
        if isinstance(found, str):
            raise self.refuse(scope.snippet, found, "See to image_path in the pack.")
        return found

    def _order(
        self, scope: _Scope, references: Sequence[Reference], own: tuple[Variable, ...]
    ) -> list[Step]:
        shared = self._sources.global_variables.get(scope.snippet.globals_of, {})
        if not own and all(one.builtin and one.name not in shared for one in references):
            return []
        order = evaluation_order(references, own, shared, scope.values)
        match order:
            case Circle(names):
                circle = " -> ".join(names)
                what = f"The variables of this snippet need each other in a circle: {circle}."
            case Missing(name):
                what = f"This snippet uses {{{{{name}}}}}, but no variable has that name."
            case Doubled(name):
                what = f"Two variables of this snippet are called {name}."
            case steps:
                return steps
        raise self.refuse(scope.snippet, what)

    # --- variables --------------------------------------------------------------------------------

    def _evaluate(self, scope: _Scope, step: Step) -> None:
        """Put the value of one variable into the scope."""
        variable = step.variable
        self._count += 1
        if self._count > MOST_VARIABLES:
            raise self.refuse(
                scope.snippet, f"This snippet needs more than {MOST_VARIABLES:,} variables."
            )
        handler = self._HANDLERS.get(variable.type)
        if handler is None:
            return  # as in espanso: a problem only where the text needs it
        place = ("", scope.snippet.globals_of) if step.shared else scope.path
        key = (*place, variable.name)
        settled = self._settled.get(key)
        if settled is not None:
            scope.values[variable.name] = settled
            return
        value = handler(self, scope, variable, self._params(scope, variable))
        if isinstance(value, Unfit):
            what = f"The variable {variable.name} {value.why}."
            raise self.refuse(scope.snippet, what, value.todo, variable.line)
        scope.values[variable.name] = value
        if variable.type != "match":  # its parts are settled each by itself
            self._settled[key] = value

    def _echo(self, _scope: _Scope, _variable: Variable, params: Params) -> Text | Unfit:
        return variables.echo(params)

    def _random(self, _scope: _Scope, _variable: Variable, params: Params) -> Text | Unfit:
        return variables.pick(params, self._sources.source)

    def _clipboard(self, _scope: _Scope, _variable: Variable, _params: Params) -> Text | Unfit:
        return variables.clipboard(self._sources.clipboard)

    def _date(self, scope: _Scope, _variable: Variable, params: Params) -> Text | Unfit:
        return variables.date(params, self._now, scope.speech)

    def _params(self, scope: _Scope, variable: Variable) -> Params:
        written = variable.type in _WRITTEN

        def read(text: str) -> str:
            if variable.inject:
                filled = self._fill(scope, parse(text), variable)
                return filled if written else plain(filled)
            return literal(text) if written else text

        return {name: rewrite(value, read) for name, value in variable.params.items()}

    def _choice(self, scope: _Scope, variable: Variable, params: Params) -> Text | Unfit:
        found = questions.options(params)
        if isinstance(found, Unfit):
            return found
        shown = [Option(plain(one.label), plain(one.value)) for one in found]
        key = _question_key(scope, variable)
        if key not in self._answers:
            field = Field(variable.name, FieldKind.CHOICE, options=tuple(shown))
            raise self._ask(scope, QuestionKind.CHOICE, variable, (field,))
        option = questions.chosen(shown, self._answers[key])
        return option if isinstance(option, Unfit) else found[shown.index(option)].value

    def _form(self, scope: _Scope, variable: Variable, params: Params) -> Text | Unfit:
        layout = questions.layout_of(params)
        if isinstance(layout, Unfit):
            return layout
        today = self._now.date()
        fields = form_fields(layout, params, today)
        if isinstance(fields, Unfit):
            return fields
        key = _question_key(scope, variable)
        if key not in self._answers:
            raise self._ask(scope, QuestionKind.FORM, variable, tuple(fields), layout)
        return filled(fields, self._answers[key], scope.speech)

    def _nested(self, scope: _Scope, variable: Variable, params: Params) -> Text | Unfit:
        trigger = variables.scalar(params.get("trigger"))
        snippet = self._sources.find(trigger) if trigger else None
        if snippet is None:
            return Unfit("takes in a snippet by a trigger that no snippet has")
        if snippet.id == scope.snippet.id or snippet.id in self._inside:
            return Unfit("takes in a snippet that takes in this one, in a circle")
        if len(scope.path) >= DEEPEST:
            return Unfit(f"takes in a snippet more than {DEEPEST} levels deep")
        self._inside.append(scope.snippet.id)
        text = self.text_of(snippet, (*scope.path, variable.name), scope.style)
        self._inside.pop()
        return text

    def _program(self, scope: _Scope, variable: Variable, params: Params) -> Text | Unfit:
        if not scope.snippet.trusted:
            return Unfit(
                "runs a program, and this pack is not trusted to run programs",
                "Trust the pack in the settings if you know who made it.",
            )
        cmd = variable.params.get("cmd")
        if variable.type == "shell" and isinstance(cmd, str) and variable.inject:
            told = [one.name for one in parse(cmd).references if one.builtin]
            if any(name in NAMESPACES and name not in scope.values for name in told):
                # What a customer is called must not become a command.
                return Unfit(
                    "puts a value of the customer into a command",
                    "Give it to a variable of type echo, and use $ESPANSO_NAME in the command.",
                )
        key = _question_key(scope, variable)
        if key not in self._answers:
            raise self._send(scope, variable, params, key)
        output = self._answers[key]
        output = clean(output if isinstance(output, str) else "")
        return output if params.get("trim") is False else output.strip()

    def _send(self, scope: _Scope, variable: Variable, params: Params, key: str) -> StoppedError:
        so_far = {
            name: plain(value)
            if isinstance(value, str)
            else {sub: plain(text) for sub, text in value.items()}
            for name, value in scope.values.items()
        }
        snippet = scope.snippet
        errand = Errand(
            variable.type,
            key,
            snippet.path,
            params,
            environment(so_far),
            f"{PurePath(snippet.path).name}:{variable.line or snippet.line}",
            State(self._now, dict(self._settled), tuple(self.missing)),
        )
        return StoppedError(errand)

    _HANDLERS: ClassVar[
        Mapping[str, Callable[[Evaluation, _Scope, Variable, Params], Text | Unfit]]
    ] = {
        "echo": _echo,
        "dummy": _echo,
        "random": _random,
        "clipboard": _clipboard,
        "date": _date,
        "choice": _choice,
        "form": _form,
        "match": _nested,
        "shell": _program,
        "script": _program,
    }
    """By the type of a variable."""

    # --- filling in -------------------------------------------------------------------------------

    def _fill(self, scope: _Scope, template: Template, within: Variable | None = None) -> str:
        """A template with the values so far."""
        return template.fill(_Filling(self, scope, within))

    def reference(self, scope: _Scope, reference: Reference, within: Variable | None) -> str:
        """The text in the place of a reference; a mark for a hole where nobody knows it."""
        value = scope.values.get(reference.name)
        if isinstance(value, str):
            return value
        if value is not None and reference.sub:
            return value.get(reference.sub, "")
        line = within.line if within else 0
        if value is not None:
            what = f"The form {reference.name} has several fields; name one of them."
            raise self.refuse(scope.snippet, what, f"Write {{{{{reference.name}.field}}}}.", line)
        if reference.name in NAMESPACES and reference.sub:
            text = scope.known.value(reference.name, reference.sub)
            if text is None:
                self.missing[f"{reference.name}.{reference.sub}"] = None
                return HOLE
            return text
        what = f"This snippet uses {{{{{reference.name}}}}}, but that variable has no value."
        raise self.refuse(scope.snippet, what, "Check the variable's type.", line)

    def is_there(self, scope: _Scope, reference: Reference, within: Variable | None) -> bool:
        """Does an optional part with this reference come out?"""
        value = scope.values.get(reference.name)
        if value is None and reference.builtin:
            return bool(scope.known.value(reference.name, reference.sub))
        if value is not None and not isinstance(value, str) and reference.sub:
            return is_yes(value, reference.sub)
        return bool(plain(self.reference(scope, reference, within)).strip())

    # --- ends -------------------------------------------------------------------------------------

    def _ask(
        self,
        scope: _Scope,
        kind: QuestionKind,
        variable: Variable,
        fields: tuple[Field, ...],
        layout: str = "",
    ) -> StoppedError:
        outer = self._request.snippet
        state = State(self._now, dict(self._settled), tuple(self.missing))
        title = outer.label or next(iter(outer.triggers), "") or variable.name
        question = Question(kind, _question_key(scope, variable), title, fields, state, layout)
        return StoppedError(question)

    def refuse(self, snippet: Snippet, what: str, todo: str = "", line: int = 0) -> StoppedError:
        """What ends this rendering with a problem, at its place in the pack."""
        place = f"{PurePath(snippet.path).name}:{line or snippet.line}"
        return StoppedError(Problem(what, todo=todo, place=place))


@dataclass(slots=True)
class _Filling:
    """What one text is filled with, within its bound."""

    evaluation: Evaluation
    scope: _Scope
    within: Variable | None
    dress: Callable[[str], str] = str
    """What a value looks like in the text."""
    size: int = 0

    def text(self, reference: Reference) -> str:
        """The value, if there is room for it."""
        text = self.evaluation.reference(self.scope, reference, self.within)
        self.size += len(text)
        if self.size > LONGEST_TEXT:
            raise self.evaluation.refuse(
                self.scope.snippet,
                f"The text of this snippet is longer than {LONGEST_TEXT:,} characters.",
                "Shorten the snippet or what it takes in.",
            )
        return self.dress(text)

    def there(self, reference: Reference) -> bool:
        """Whether the value says yes."""
        return self.evaluation.is_there(self.scope, reference, self.within)


def plain(text: str) -> str:
    """A text without marks, where it is no longer on its way into the result."""
    return close_holes(text).replace(CARET, "")


def _question_key(scope: _Scope, variable: Variable) -> str:
    return "/".join((*scope.path, variable.name))
