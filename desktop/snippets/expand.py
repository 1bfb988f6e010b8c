"""From a match to a text or a question: which snippet, then the renderer, then the answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from desktop.snippets.library import Library
from desktop.snippets.model import Snippet
from desktop.snippets.render.outcome import (
    Answer,
    Context,
    Errand,
    Field,
    FieldKind,
    Option,
    Outcome,
    Question,
    QuestionKind,
    Request,
    State,
)
from desktop.snippets.render.renderer import Renderer

WHICH = "which snippet"
"""The variable of the question between several snippets with one trigger."""
_NO_TIME = dt.datetime.fromtimestamp(0, dt.UTC)
"""Nothing was rendered before that question."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known when a snippet is used: the interaction in front, the agent, the window."""

    context: Context = field(default_factory=dict, repr=False)
    language: str = ""
    channel: str = ""
    app: str = ""
    tags: Sequence[str] = ()
    interaction: str = ""
    """The id of the interaction, so that a late text does not land in another."""


@dataclass(frozen=True, slots=True)
class Expansion:
    """One use of a snippet, as far as it has come."""

    outcome: Outcome
    request: Request | None = field(default=None, repr=False)
    choices: tuple[Snippet, ...] = ()
    scene: Scene = field(default_factory=Scene, repr=False)
    typed: str = field(default="", repr=False)
    groups: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def snippet(self) -> str:
        """The id of the snippet, once it is known."""
        return self.request.snippet.id if self.request else ""


def title_of(snippet: Snippet) -> str:
    """What a snippet is called in a list: its label, else the beginning of its text."""
    if snippet.label:
        return snippet.label
    first = snippet.body.strip().partition("\n")[0]
    return first if len(first) <= 60 else first[:59] + "…"


class Expander:
    """Uses the snippets of one library; runs on the rendering thread and never waits."""

    def __init__(self, library: Library, renderer: Renderer) -> None:
        """``renderer`` was made for ``library``."""
        self.library = library
        self._renderer = renderer

    def begin(
        self,
        numbers: Sequence[int],
        typed: str,
        groups: Mapping[str, str],
        scene: Scene,
    ) -> Expansion:
        """A trigger was typed that these snippets have, or one was chosen in the palette."""
        snippets = tuple(self.library.snippets[number] for number in numbers)
        if len(snippets) == 1:
            return self._use(snippets[0], typed, groups, scene)
        options = tuple(
            Option(f"{title_of(one)} ({one.pack})", str(place))
            for place, one in enumerate(snippets)
        )
        asked = Field(WHICH, FieldKind.CHOICE, options=options)
        question = Question(
            QuestionKind.CHOICE,
            WHICH,
            "Which snippet?",
            (asked,),
            State(_NO_TIME, {}),
        )
        return Expansion(question, None, snippets, scene, typed, groups)

    def try_out(self, draft: Snippet, scene: Scene) -> Expansion:
        """What a snippet that is being written would come out as."""
        return self._use(draft, "", {}, scene)

    def answer(self, expansion: Expansion, answer: Answer) -> Expansion:
        """Go on after a question, or with what a program wrote."""
        question = expansion.outcome
        if not isinstance(question, Question | Errand):
            return expansion
        if expansion.request is None:
            chosen = expansion.choices[int(str(answer))]
            return self._use(chosen, expansion.typed, expansion.groups, expansion.scene)
        outcome = self._renderer.render(
            expansion.request, {question.variable: answer}, question.state
        )
        return replace(expansion, outcome=outcome)

    def _use(
        self, snippet: Snippet, typed: str, groups: Mapping[str, str], scene: Scene
    ) -> Expansion:
        request = Request(
            snippet,
            typed=typed,
            groups=groups,
            context=scene.context,
            language=scene.language,
            channel=scene.channel,
            app=scene.app,
            tags=scene.tags,
        )
        return Expansion(self._renderer.render(request), request, scene=scene)
