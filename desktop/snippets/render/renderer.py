"""Match to text: the one entrance to this package.

Rendering never waits: a choice or a form ends it with a :class:`Question`, a program with an
:class:`Errand`, and it is run again with the answer. What was found out before (random picks,
dates, the clipboard, earlier answers) is in the question's state, so the text is the one that was
asked about.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from pathlib import PurePath

from desktop.core.clock import Clock
from desktop.core.results import Problem
from desktop.core.text import writable
from desktop.host.base import Rich
from desktop.snippets.model import Snippet, Variable
from desktop.snippets.render import casing
from desktop.snippets.render.evaluation import Evaluation, Sources
from desktop.snippets.render.holes import close_holes
from desktop.snippets.render.outcome import (
    Answer,
    Outcome,
    Rendered,
    Request,
    State,
    StoppedError,
    Way,
)
from desktop.snippets.render.outside import LONGEST_TEXT
from desktop.snippets.render.rich_text import caret_is_certain
from desktop.snippets.render.template import CARET

_WAYS = {"clipboard": Way.PASTE, "keys": Way.KEYS}


class Renderer:
    """Makes texts from the snippets of one library."""

    def __init__(
        self,
        *,
        clock: Clock,
        source: random.Random,
        clipboard: Callable[[], str | None],
        find: Callable[[str], Snippet | None] = lambda _trigger: None,
        global_variables: Mapping[str, Mapping[str, Variable]] | None = None,
        locale: str = "en-US",
    ) -> None:
        """Take what rendering depends on.

        Args:
            clock: for dates and greetings; its zone is the agent's.
            source: for ``random``; seed it to have the same texts again.
            clipboard: the text on the clipboard, asked only when a snippet needs it.
            find: the snippet of a trigger, for variables of type ``match``.
            global_variables: by ``Snippet.globals_of``, then by name (``Library.globals``).
            locale: the agent's BCP 47 tag, for dates and salutations of unknown language.
        """
        self._sources = Sources(
            clock=clock,
            source=source,
            clipboard=clipboard,
            find=find,
            global_variables=global_variables or {},
            locale=locale or "en-US",
        )

    def render(
        self,
        request: Request,
        answers: Mapping[str, Answer] | None = None,
        state: State | None = None,
    ) -> Outcome:
        """The text, or what to ask the agent first, or why there is none.

        Args:
            request: the match.
            answers: by ``Question.variable``; the newest is enough, the state holds the others.
            state: of the question that is answered.
        """
        snippet = request.snippet
        evaluation = Evaluation(self._sources, request, answers or {}, state)
        style = (
            casing.style_of(request.typed, snippet.uppercase_style)
            if snippet.propagate_case
            else casing.Style.NONE
        )
        try:
            text = evaluation.text_of(snippet, (), style)
        except StoppedError as stopped:
            return stopped.outcome
        text = writable(close_holes(text))
        if len(text) > LONGEST_TEXT:
            return Problem(
                f"The text of this snippet is longer than {LONGEST_TEXT:,} characters.",
                todo="Shorten the snippet or what it takes in.",
                place=f"{PurePath(snippet.path).name}:{snippet.line}",
            )
        caret = None
        if CARET in text:
            before, _, after = text.partition(CARET)
            after = after.replace(CARET, "")  # one mark only, as in espanso: the first
            text, caret = before + after, len(after)
        rich = evaluation.rich
        if evaluation.html:
            html = close_holes(evaluation.html)
            if not caret_is_certain(html):
                caret = None
            rich = Rich(html=html.replace(CARET, ""))
        return Rendered(
            text=text,
            snippet=snippet.id,
            caret=caret,
            way=_WAYS.get(snippet.force_mode, Way.AUTO),
            missing=tuple(evaluation.missing),
            rich=rich,
        )
