"""Where the files are that Deskhand ships: icons, starter packs, demo data."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from desktop.core.results import UserError


@cache
def resources() -> Path:
    """The folder of resources: in the sources, in an installed wheel or in a frozen program."""
    frozen = getattr(sys, "_MEIPASS", None)  # set by PyInstaller in the programs that it makes
    if frozen:
        return Path(frozen) / "resources"
    package = Path(__file__).resolve().parents[1]
    installed = package / "_resources"
    return installed if installed.is_dir() else package.parent / "resources"


def resource(path: str) -> Path:
    """One resource, a file or a folder; ``path`` is written with slashes: ``packs/english.yml``.

    Raises:
        UserError: it is not there, so the installation is damaged.
    """
    found = resources() / path
    if not found.exists():
        raise UserError(
            f"{path}, a part of Deskhand itself, is missing",
            "The installation is damaged",
            "Install Deskhand again",
        )
    return found
