"""A suggested snippet, written into the agent's own pack."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from desktop.core.results import UserError
from desktop.snippets.editing.edits import Edits
from desktop.snippets.importers.written import yaml_of
from desktop.snippets.model import Value

PACK: Final = "my-snippets.yml"
"""In the folder of the agent's packs."""


def make(packs: Path, edits: Edits, trigger: str, text: str) -> None:
    """Put it at the end of that pack, or begin the pack with it.

    Raises:
        UserError: it can't be written, or the pack that is there can't be read; nothing is changed.
    """
    if not text.strip():
        raise UserError("A snippet needs a text", todo="Write what the trigger is to type")
    path = packs / PACK
    entry: dict[str, Value] = {"trigger": trigger, "replace": text}
    words = f"{trigger} added"
    if path.exists():
        edits.apply(path, words, None, lambda pack: pack.added(entry))
    else:
        edits.create(path, words, yaml_of({"matches": [entry]}, "My snippets"))
