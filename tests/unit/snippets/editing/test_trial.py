"""Drafts tried out: with stand-ins for what they ask for, and the text that comes out now."""

from __future__ import annotations

import random

from desktop.core.clock import SystemClock
from desktop.snippets.editing.trial import Trial, try_out
from desktop.snippets.expand import Expander, Scene
from desktop.snippets.library import Library
from desktop.snippets.model import Body, Snippet, Variable, Variant
from desktop.snippets.render.outcome import Rendered
from desktop.snippets.render.renderer import Renderer


def tried(draft: Snippet, scene: Scene | None = None) -> Trial:
    renderer = Renderer(
        clock=SystemClock(),
        source=random.Random(1),
        clipboard=lambda: None,
        find=lambda _: None,
        global_variables={},
        locale="en",
    )
    return try_out(Expander(Library(), renderer), draft, scene or Scene())


def text_of(trial: Trial) -> str:
    assert isinstance(trial.expansion.outcome, Rendered), trial.expansion.outcome
    return trial.expansion.outcome.text


def test_a_form_is_shown_with_what_it_begins_with() -> None:
    trial = tried(
        Snippet(
            "a#1", "a", "a.yml", 1, kind=Body.FORM,
            body="Order [[order_number]], [[size]][[#gift]], wrapped[[/gift]].",
            form_fields={
                "size": {"type": "choice", "values": ["small", "large"]},
                "gift": {"type": "checkbox", "default": True, "label": "As a gift"},
            },
        )
    )  # fmt: skip
    assert text_of(trial) == "Order ‹order number›, small, wrapped."
    assert trial.asked == ("order number", "size", "As a gift")


def test_a_choice_is_shown_with_its_first() -> None:
    which = Variable("which", "choice", {"values": ["one", "two"]})
    trial = tried(Snippet("a#1", "a", "a.yml", 1, body="It is {{which}}.", variables=(which,)))
    assert text_of(trial) == "It is one."
    assert trial.asked


def test_which_text_it_is() -> None:
    draft = Snippet(
        "a#1", "a", "a.yml", 1, body="A",
        variants=(Variant("P", "pt"), Variant("C", "pt", "chat"), Variant("D", "de")),
    )  # fmt: skip
    assert (text_of(tried(draft)), tried(draft).column) == ("A", 0)
    chat = tried(draft, Scene(language="pt-BR", channel="chat"))
    assert (text_of(chat), chat.column) == ("C", 2)
