"""Variables of type ``shell`` and ``script``: what it takes before a pack may run a program."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from desktop.core.results import Problem
from desktop.snippets.model import Value
from desktop.snippets.render.outcome import Text

KINDS = frozenset({"shell", "script"})


class Programs(Protocol):
    """Runs programs for packs that the agent trusts."""

    def run(
        self, kind: str, params: Mapping[str, Value], environment: Mapping[str, str]
    ) -> str | Problem:
        """The program's output.

        ``kind`` is ``shell`` or ``script``, ``params`` as in the pack with references filled in,
        ``environment`` the values so far under espanso's names (:func:`environment`). Bounded in
        time by the implementation; called on the thread that renders.
        """


def environment(values: Mapping[str, Text]) -> dict[str, str]:
    """``ESPANSO_NAME`` for each variable so far, ``ESPANSO_FORM1_FIELD`` for a form's fields."""
    variables: dict[str, str] = {}
    for name, value in values.items():
        key = f"ESPANSO_{name.upper()}"
        if isinstance(value, str):
            variables[key] = value
        else:
            variables.update({f"{key}_{sub.upper()}": text for sub, text in value.items()})
    return variables
