"""What a snippet comes out as, in the words of a window."""

from __future__ import annotations

from desktop.core.results import Problem
from desktop.snippets.expand import Expansion
from desktop.snippets.model import Body
from desktop.snippets.render.outcome import Errand, Rendered
from desktop.ui.snippets.source import Preview

_CARET = "\N{LEFT ONE EIGHTH BLOCK}"
"""Shows in a preview where the caret will stand."""


def preview_of(expansion: Expansion | None) -> Preview:
    """None: the library is another by now."""
    if expansion is None:
        return Preview("")
    outcome = expansion.outcome
    if isinstance(outcome, Rendered):
        missing = ", ".join(name.partition(".")[2].replace("_", " ") for name in outcome.missing)
        text = outcome.text
        if outcome.caret:
            text = f"{text[: -outcome.caret]}{_CARET}{text[-outcome.caret :]}"
        if instead := _instead_of_text(expansion, outcome):
            return Preview("", instead)
        note = f"not known: {missing}" if missing else ""
        return Preview(text, note, outcome.rich.html)
    body = expansion.request.snippet.body if expansion.request else ""
    if isinstance(outcome, Problem):
        return Preview(body, outcome.sentence())
    if isinstance(outcome, Errand):
        return Preview(body, "runs a program before it is typed")
    return Preview(body, "asks before it is typed")


def _instead_of_text(expansion: Expansion, outcome: Rendered) -> str:
    if outcome.rich.picture:
        return "a picture"
    opens = expansion.request is not None and expansion.request.snippet.kind is Body.OPENS
    return "opens the palette" if opens else ""
