"""A draft tried out: what it would come out as, with stand-ins for what it would ask for."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.snippets.expand import Expander, Expansion, Scene
from desktop.snippets.model import Snippet
from desktop.snippets.render.outcome import Answer, Field, FieldKind, Question, QuestionKind
from desktop.snippets.render.wording import fitting

MOST_QUESTIONS = 20


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it."""

    expansion: Expansion = field(repr=False)
    asked: tuple[str, ...] = ()
    """What would be asked for first, in the agent's words."""
    column: int = 0
    """The text that it is: 0 for the one for all others, else the variant's place from 1."""


def try_out(expander: Expander, draft: Snippet, scene: Scene) -> Trial:
    """Render a draft; nothing outside is done, and nobody is asked."""
    tags = {tag.casefold() for tag in scene.tags}
    best = fitting(
        draft.variants, language=scene.language, channel=scene.channel, app=scene.app, tags=tags
    )
    column = 0 if best is None else draft.variants.index(best) + 1
    first = expander.try_out(draft, scene)
    expansion, asked = first, list[str]()
    for _ in range(MOST_QUESTIONS):
        question = expansion.outcome
        if not isinstance(question, Question):
            break
        asked += [_name(one) for one in question.fields]
        expansion = expander.answer(expansion, sample_answer(question))
    unfit = isinstance(expansion.outcome, Question)
    return Trial(first if unfit else expansion, tuple(dict.fromkeys(asked)), column)


def sample_answer(question: Question) -> Answer:
    """What the fields begin with; where that is nothing, what they are called."""
    if question.kind is QuestionKind.CHOICE:
        return _sample(question.fields[0])
    return {one.name: _sample(one) for one in question.fields}


def _sample(one: Field) -> str:
    if one.default or one.kind in {FieldKind.CHECKBOX, FieldKind.DATE}:
        return one.default
    if one.options:
        return one.options[0].value
    return f"‹{_name(one)}›"


def _name(one: Field) -> str:
    return one.label or one.name.replace("_", " ")
