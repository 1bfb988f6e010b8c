"""All importers there are, found by their files."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path

from desktop.core.declared import declared
from desktop.core.results import UserError
from desktop.snippets import importers as package
from desktop.snippets.importers.base import Importer, sample_of, unreadable


@functools.cache
def importers() -> Mapping[str, Importer]:
    """Every importer by its name."""
    return declared(package, "IMPORTER", Importer)


def importer_for(path: Path, name: str = "") -> Importer:
    """The importer of that name, or the one that knows this file or folder.

    Raises:
        UserError: there is none, or the file can't be read.
    """
    known = importers()
    if name:
        if name not in known:
            raise UserError(f"There is no importer “{name}”", todo=f"Use one of {', '.join(known)}")
        return known[name]
    try:
        sample = sample_of(path)
        for importer in sorted(known.values(), key=lambda one: one.general):
            if importer.recognises(path, sample):
                return importer
    except OSError as error:
        raise unreadable(path, error) from error
    raise UserError(
        "Deskhand can't tell which program these snippets come from",
        todo=f"Say it: --as with one of {', '.join(known)}",
        place=path.name,
    )
