"""The fields of a form (espanso.org/docs/matches/forms), and those that are Deskhand's own.

espanso's are ``text`` (``multiline``), ``choice`` and ``list``. Ours are ``checkbox``, ``date`` and
``several``, and for every field ``label``, ``check``, ``required`` and ``remember``. A layout may
have optional parts: ``[[#insured]] ... [[/insured]]`` is there when *insured* is ticked or filled
in, ``[[^insured]] ... [[/insured]]`` when it is not; fields in them are asked for accordingly, and
one that is not described otherwise is a check box.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping

from desktop.snippets.model import Value
from desktop.snippets.render.field_checks import KNOWN, is_check
from desktop.snippets.render.outcome import Condition, Field, FieldKind, Option
from desktop.snippets.render.shifts import months_on, steps_of
from desktop.snippets.render.variables import Params, Unfit, lines, scalar

MOST_OPTIONS = 5_000
MOST_FIELDS = 100
YES = "yes"
"""The answer of a check box that is ticked."""
DATE_FORMAT = "%x"
_MARK = re.compile(r"\[\[\s*+([#^/]?)(\w++)\s*+\]\]")
_SAID_YES = frozenset({"yes", "true", "on", "1", "x"})


def form_fields(layout: str, params: Params, today: dt.date) -> list[Field] | Unfit:
    """The fields of a form in the order of its layout, each once."""
    described = params.get("fields")
    about = described if isinstance(described, dict) else {}
    found: list[Field] = []
    for name, (within, controls) in _places(layout).items():
        one = about.get(name)
        field = _field(name, one if isinstance(one, dict) else {}, within, today, box=controls)
        if isinstance(field, Unfit):
            return field
        found.append(field)
    if len(found) > MOST_FIELDS:
        return Unfit(f"is a form with more than {MOST_FIELDS} fields")
    return found


def is_ticked(answer: str) -> bool:
    """Does this answer of a check box say yes?"""
    return answer.strip().casefold() in _SAID_YES


def _places(layout: str) -> dict[str, tuple[tuple[Condition, ...], bool]]:
    """Where each name first stands, and whether an optional part hangs on it."""
    found: dict[str, tuple[tuple[Condition, ...], bool]] = {}
    within: list[Condition] = []
    ends = {mark[2] for mark in _MARK.finditer(layout) if mark[1] == "/"}
    for mark in _MARK.finditer(layout):
        sign, name = mark[1], mark[2]
        if sign == "/":
            while any(one.field == name for one in within):
                within.pop()
            continue
        if sign and name not in ends:
            continue
        place, _ = found.get(name, (tuple(within), False))
        found[name] = (place, bool(sign) or found.get(name, ((), False))[1])
        if sign:
            within.append(Condition(name, sign == "#"))
    return found


def _field(
    name: str,
    about: Mapping[str, Value],
    within: tuple[Condition, ...],
    today: dt.date,
    *,
    box: bool,
) -> Field | Unfit:
    kind = scalar(about.get("type")) or ("checkbox" if box else "text")
    make = _KINDS.get(kind)
    if make is None:
        return Unfit(f"is a form whose field {name} is of a kind that does not exist")
    field = make(name, about, today)
    if isinstance(field, Unfit):
        return field
    check = scalar(about.get("check")) or ""
    if check and (field.kind is not FieldKind.TEXT or not is_check(check)):
        return Unfit(
            f"is a form whose field {name} has a check that there is not",
            f"The checks of a text are {', '.join(KNOWN)}, or a form such as AB-######.",
        )
    return Field(
        name,
        field.kind,
        field.default,
        field.options,
        scalar(about.get("label")) or "",
        check,
        about.get("required") is True,
        about.get("remember") is True,
        within,
        field.written,
    )


def _text(name: str, about: Mapping[str, Value], _today: dt.date) -> Field:
    kind = FieldKind.MULTILINE if about.get("multiline") is True else FieldKind.TEXT
    return Field(name, kind, scalar(about.get("default")) or "")


def _options(name: str, about: Mapping[str, Value]) -> tuple[Option, ...] | Unfit:
    trim = about.get("trim_string_values") is not False
    values = lines(about.get("values"), trim=trim)
    if not values:
        return Unfit(f"is a form whose field {name} has no values to choose from")
    return tuple(Option(value, value) for value in values[:MOST_OPTIONS])


def _one_of(name: str, about: Mapping[str, Value], _today: dt.date) -> Field | Unfit:
    if about.get("multiple") is True:
        return _several(name, about, _today)
    options = _options(name, about)
    if isinstance(options, Unfit):
        return options
    default = scalar(about.get("default")) or ""
    known = {option.value for option in options}
    kind = FieldKind(scalar(about.get("type")) or "")
    return Field(name, kind, default if default in known else "", options)


def _several(name: str, about: Mapping[str, Value], _today: dt.date) -> Field | Unfit:
    options = _options(name, about)
    if isinstance(options, Unfit):
        return options
    known = {option.value for option in options}
    wanted = lines(about.get("default")) or []
    default = "\n".join(one for one in wanted if one in known)
    between = scalar(about.get("separator")) or ", "
    last = scalar(about.get("last_separator")) or between
    return Field(name, FieldKind.SEVERAL, default, options, written=(between, last))


def _checkbox(name: str, about: Mapping[str, Value], _today: dt.date) -> Field:
    default = YES if is_ticked(scalar(about.get("default")) or "") else ""
    words = (scalar(about.get("text")) or "", scalar(about.get("otherwise")) or "")
    return Field(name, FieldKind.CHECKBOX, default, written=words)


def _date(name: str, about: Mapping[str, Value], today: dt.date) -> Field | Unfit:
    default = scalar(about.get("default")) or ""
    day = day_named(default, today)
    if default and day is None:
        return Unfit(
            f"is a form whose field {name} begins with a day that there is not",
            "Write today, tomorrow, +3d, +2w, or a date such as 2026-12-24.",
        )
    written = (scalar(about.get("format")) or DATE_FORMAT, scalar(about.get("locale")) or "")
    return Field(name, FieldKind.DATE, day.isoformat() if day else "", written=written)


def day_named(text: str, today: dt.date) -> dt.date | None:
    """``today``, ``tomorrow``, ``+3d``, ``-1w``, ``+1M``, or ``2026-12-24``."""
    text = text.strip()
    if text.casefold() in {"today", "tomorrow"}:
        return today + dt.timedelta(days=text.casefold() == "tomorrow")
    try:
        if text[:1] not in ("+", "-"):
            return dt.date.fromisoformat(text)
        months, seconds = steps_of(text)
        return months_on(today, months) + dt.timedelta(seconds=seconds)
    except (ValueError, OverflowError):
        return None


_KINDS: Mapping[str, Callable[[str, Mapping[str, Value], dt.date], Field | Unfit]] = {
    "text": _text,
    "choice": _one_of,
    "list": _one_of,
    "several": _several,
    "checkbox": _checkbox,
    "date": _date,
}
