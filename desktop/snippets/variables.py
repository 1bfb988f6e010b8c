"""``vars`` and ``global_vars`` of a pack: from YAML keys to variables, and the order they need."""

from __future__ import annotations

import re
from typing import Final

from desktop.snippets.fields import Fields
from desktop.snippets.model import Variable
from desktop.snippets.references import circle_of, needs

PROGRAMS: Final = frozenset({"shell", "script"})
VARIABLE_TYPES: Final = PROGRAMS | {
    "date", "clipboard", "choice", "random", "echo", "dummy", "form", "match", "global",
}  # fmt: skip

_KEYS: Final = frozenset({"name", "type", "params", "inject_vars", "depends_on"})
_NAME: Final = re.compile(r"\w+")


def read_variables(fields: Fields, key: str) -> list[Variable]:
    """``vars`` or ``global_vars``; one that can't be used makes an entry bad, and is left out."""
    if key not in fields.node.items:
        return []
    found: list[Variable] = []
    seen: set[str] = set()
    for group in fields.groups(key, "This variable"):
        variable = _variable(group) if group is not None else None
        if group is not None and group.bad:
            fields.bad = True
        if variable is None:
            continue
        if variable.name in seen:
            fields.error(f"The variable `{variable.name[:40]}` is defined twice.", variable.line)
            continue
        seen.add(variable.name)
        found.append(variable)
    return found


def check_order(fields: Fields, variables: list[Variable]) -> None:
    """Locals get their values one after the other, as in espanso."""
    if not variables:
        return
    circle = circle_of(variables)
    if circle:
        fields.error(
            f"The variables of this snippet need each other in a circle: {_chain(circle)}.",
            fields.line_of("vars"),
        )
        return
    below = {variable.name for variable in variables}
    for variable in variables:
        below.discard(variable.name)
        for name in below.intersection(needs(variable)):
            fields.error(
                f"The variable `{variable.name[:40]}` needs `{name[:40]}`, which stands below it.",
                variable.line,
                todo=f"Put `{name[:40]}` first.",
            )


def _chain(names: list[str]) -> str:
    return " needs ".join(name[:40] for name in [*names[:6], names[0]])


def _variable(fields: Fields) -> Variable | None:
    fields.check_keys(_KEYS)
    name, kind = fields.text("name"), fields.text("type")
    if not name or not kind:
        fields.error("A variable needs a `name` and a `type`.")
        return None
    if not _NAME.fullmatch(name):
        fields.warn(
            "The name of this variable has other signs than letters, digits and _, so that no "
            "text can refer to it."
        )
    if kind not in VARIABLE_TYPES:
        fields.error(
            "This variable has a type that there is not.",
            fields.line_of("type"),
            todo="The types are " + ", ".join(sorted(VARIABLE_TYPES - {"dummy"})) + ".",
        )
        return None
    inject = fields.flag("inject_vars")
    depends_on = tuple([text for text, _ in fields.texts("depends_on") if text])
    params = fields.values("params")
    return Variable(name, kind, params, inject is not False, depends_on, fields.line)
