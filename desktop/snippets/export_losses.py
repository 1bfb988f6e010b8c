"""What becomes of a snippet in formats that hold less than a pack of Deskhand's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from desktop.snippets.editing.entry import flag_keys
from desktop.snippets.model import Body, Snippet, Value, Variable
from desktop.snippets.render.shifts import NoShiftError, steps_of
from desktop.snippets.render.template import references_in
from desktop.snippets.render.variables import scalar
from desktop.snippets.where import EVERYWHERE, Where

OURS = frozenset({
    "label", "check", "required", "remember", "text", "otherwise", "format", "locale", "separator",
    "last_separator", "multiple",
})  # fmt: skip
"""Keys of a form's field that espanso does not have."""
_THEIR_FIELDS = frozenset({"text", "choice", "list"})
_PART = re.compile(r"(?:\[\[|\{\{)\s*[#^/]")


def lost_in_espanso(one: Snippet, where: Where) -> Iterator[str]:
    """What espanso does not do of a snippet; sentences."""
    yield from _lost_anywhere(one, where)
    own = {variable.name for variable in one.variables}
    texts: list[Value] = [one.body, *(dict(variable.params) for variable in one.variables)]
    if one.kind is Body.OPENS:
        yield "espanso opens its search by `search_trigger` in its configuration."
    if one.kind is Body.IMAGE and not has_whole_path(one):
        yield "Its picture is looked for where it is on this computer."
    if any(ref.builtin and ref.name not in own for text in texts for ref in references_in(text)):
        yield "espanso knows no customer, agent or interaction, and types an error in their place."
    dates = [variable for variable in one.variables if variable.type == "date"]
    if any("shift" in variable.params and offset_of(variable) is None for variable in dates):
        yield "Its date is today's there: espanso knows seconds from now, no months."
    if any("tz" in variable.params for variable in dates):
        yield "espanso before 2.3 writes its date for the time zone of the computer."
    if any(isinstance(text, str) and _PART.search(text) for text in _layouts(one)):
        yield "Its optional parts stand there with their marks."
    if any(_is_ours(field) for fields in _fields(one) for field in fields.values()):
        yield "Its form asks for plain texts there."


def lost_in_table(one: Snippet, where: Where) -> Iterator[str]:
    """What a table has no column for; sentences."""
    if one.kind is Body.OPENS:
        yield "It opens the palette and has no text."
        return
    yield from _lost_anywhere(one, where)
    if one.variables or one.form_fields or one.kind is not Body.REPLACE:
        yield "Only its text is there, as it is written."
    if flag_keys(one) or one.regex:
        yield "When it is typed, and how, is left out."


def has_whole_path(one: Snippet) -> bool:
    """Whether its picture is found from anywhere, or by what is known only in use."""
    return Path(one.body.strip()).is_absolute() or "{{" in one.body


def offset_of(variable: Variable) -> int | None:
    """The seconds from now that a date's ``shift`` and ``offset`` are together, if they are any."""
    offset = variable.params.get("offset", 0)
    try:
        months, seconds = steps_of(scalar(variable.params.get("shift")) or "")
    except NoShiftError:
        return None
    return None if months or type(offset) is not int else offset + seconds


def _lost_anywhere(one: Snippet, where: Where) -> Iterator[str]:
    if one.variants:
        yield "Its texts for other languages and channels are left out."
    if where != EVERYWHERE:
        yield "It was for some windows only; there it is for all."


def _layouts(one: Snippet) -> Iterator[Value]:
    yield one.body
    yield from (variable.params.get("layout") for variable in one.variables)


def _fields(one: Snippet) -> Iterator[dict[str, Value]]:
    yield dict(one.form_fields)
    for variable in one.variables:
        fields = variable.params.get("fields")
        if variable.type == "form" and isinstance(fields, dict):
            yield fields


def _is_ours(field: Value) -> bool:
    if not isinstance(field, dict):
        return False
    return bool(OURS & field.keys()) or field.get("type", "text") not in _THEIR_FIELDS
