"""What the editor's buttons put into a text: fields, dates, questions, the place of the caret.

Pure. A piece may need something of the snippet beside its words: a variable, or that it asks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from msgspec import structs

from desktop.snippets.model import Body, Snippet, Value, Variable
from desktop.snippets.render.template import CARET_MARK

_NAMELESS = re.compile(r"\W+")


class Need(StrEnum):
    """What a piece is made of."""

    VALUE = "value"
    """A built-in value."""
    VARIABLE = "variable"
    FIELD = "field"
    """Something to ask for."""
    PART = "part"
    """A part that comes when a box is ticked."""
    KNOWN = "known"
    """A part that comes when a value is known."""
    CARET = "caret"


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that can be put in."""

    need: Need
    name: str
    """Of the value, variable or field: a wish, if it is made anew."""
    params: Mapping[str, Value] = field(default_factory=dict)
    """Of the variable or of the field."""
    type: str = ""
    """Of the variable."""


@dataclass(frozen=True, slots=True)
class Put:
    """What is to be written, and the snippet with what that needs."""

    snippet: Snippet
    before: str
    after: str = ""
    """Behind what was selected; with a piece that does not hold anything, that is replaced."""
    holds: bool = False


def asks(kind: Body) -> bool:
    """Can a text of this kind have questions in it?"""
    return kind in {Body.REPLACE, Body.FORM}


def put(draft: Snippet, piece: Piece) -> Put:
    """Prepare a piece; one that asks makes a plain text a form."""
    match piece.need:
        case Need.VALUE:
            return Put(draft, f"{{{{{piece.name}}}}}")
        case Need.CARET:
            return Put(draft, CARET_MARK)
        case Need.KNOWN:
            return Put(draft, f"{{{{#{piece.name}}}}}", f"{{{{/{piece.name}}}}}", holds=True)
        case Need.VARIABLE:
            return _variable(draft, piece)
        case Need.FIELD | Need.PART:
            return _field(draft, piece)


def _variable(draft: Snippet, piece: Piece) -> Put:
    for one in draft.variables:
        if one.type == piece.type and dict(one.params) == dict(piece.params):
            return Put(draft, f"{{{{{one.name}}}}}")
    name = free_name(piece.name, {one.name for one in draft.variables})
    made = Variable(name, piece.type, dict(piece.params))
    return Put(structs.replace(draft, variables=(*draft.variables, made)), f"{{{{{name}}}}}")


def _field(draft: Snippet, piece: Piece) -> Put:
    name = free_name(piece.name, ())
    fields: dict[str, Value] = dict(draft.form_fields)
    if piece.params:
        fields[name] = dict(piece.params)
    made = structs.replace(
        draft, kind=Body.FORM if draft.kind is Body.REPLACE else draft.kind, form_fields=fields
    )
    if piece.need is Need.PART:
        return Put(made, f"[[#{name}]]", f"[[/{name}]]", holds=True)
    return Put(made, f"[[{name}]]")


def free_name(wish: str, taken: frozenset[str] | set[str] | tuple[str, ...]) -> str:
    """A name that a text can refer to, and that nothing else has."""
    base = _NAMELESS.sub("_", wish).strip("_") or "field"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}_{number}", number + 1
    return name
