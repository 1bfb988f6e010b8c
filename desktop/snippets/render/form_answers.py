"""What was answered in a form: is it complete, and how does each answer stand in the text?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from desktop.snippets.render.dates import UnknownSpecifierError, strftime
from desktop.snippets.render.field_checks import Wrong, checked
from desktop.snippets.render.form_fields import YES, is_ticked
from desktop.snippets.render.outcome import Answer, Field, FieldKind
from desktop.snippets.render.outside import clean
from desktop.snippets.render.variables import Unfit

_SAYS_YES = "?"
"""After a field's name: whether it is ticked or filled in, for optional parts. No field has it in
its name."""
_FILL_IN = Wrong("This has to be filled in")


def asked(fields: Sequence[Field], answers: Mapping[str, str]) -> list[Field]:
    """The fields that are to be filled in, as the others are answered now."""
    found: list[Field] = []
    says: dict[str, bool] = {}
    for one in fields:
        if all(says.get(rule.field, False) is rule.there for rule in one.within):
            found.append(one)
            says[one.name] = _says_yes(one, answers.get(one.name, one.default))
    return found


def wrong(field: Field, answer: str) -> Wrong | None:
    """Why the answer of a field can't be used, in a sentence for the agent."""
    if field.required and not _says_yes(field, answer):
        return _FILL_IN
    found = _written(field, answer, "en")
    return found if isinstance(found, Wrong) else None


def filled(fields: Sequence[Field], answer: Answer, locale: str) -> dict[str, str] | Unfit:
    """The text of every field; what was left out has its default, what is not asked for none.

    ``locale`` is the language of dates that have none of their own.
    """
    if isinstance(answer, str):
        return Unfit("is a form and was answered with one text")
    texts = {name: "" for one in fields for name in (one.name, one.name + _SAYS_YES)}
    for field in asked(fields, answer):
        text = answer.get(field.name, field.default)
        if field.required and not _says_yes(field, text):
            return Unfit(f"is a form whose field {field.name} has to be filled in")
        written = _written(field, text, locale)
        if isinstance(written, Unfit):
            return written
        if isinstance(written, Wrong):
            return Unfit(f"is a form whose field {field.name} does not fit", f"{written.why}.")
        texts[field.name] = written
        texts[field.name + _SAYS_YES] = YES if _says_yes(field, text) else ""
    return texts


def is_yes(texts: Mapping[str, str], name: str) -> bool:
    """Does an optional part that hangs on this field come out?"""
    return bool(texts.get(name + _SAYS_YES, texts.get(name, "")).strip())


def _says_yes(field: Field, answer: str) -> bool:
    return is_ticked(answer) if field.kind is FieldKind.CHECKBOX else bool(answer.strip())


def _written(field: Field, text: str, locale: str) -> str | Wrong | Unfit:
    """How an answer stands in the text."""
    match field.kind:
        case FieldKind.CHECKBOX:
            return field.written[0 if is_ticked(text) else 1]
        case FieldKind.DATE:
            return _date(field, text, locale)
        case FieldKind.CHOICE | FieldKind.LIST | FieldKind.SEVERAL:
            return _chosen(field, text)
        case FieldKind.MULTILINE:
            return clean(text)
        case FieldKind.TEXT:
            line = clean(text).replace("\n", " ")
            return checked(field.check, line) if field.check else line


def _chosen(field: Field, text: str) -> str | Unfit:
    several = field.kind is FieldKind.SEVERAL
    chosen = [one for one in text.split("\n") if one] if several else [text] if text else []
    if not {option.value for option in field.options}.issuperset(chosen):
        return Unfit(f"is a form whose field {field.name} has no such value")
    return _listed(chosen, *field.written) if several else text


def _date(field: Field, text: str, locale: str) -> str | Wrong | Unfit:
    if not text.strip():
        return ""
    try:
        day = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        return Wrong("This is no day")
    pattern, own = field.written
    try:
        return strftime(day, pattern, own or locale)
    except UnknownSpecifierError as error:
        return Unfit(
            f"is a form whose field {field.name} has a date format with {error.specifier} in it, "
            "which means nothing"
        )


def _listed(chosen: Iterable[str], between: str, last: str) -> str:
    *before, end = [*chosen] or [""]
    return f"{between.join(before)}{last}{end}" if before else end
