"""How pictures are to look."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Look:
    """What a module of this folder draws for: it has ``pictures(look)``, which yields each window
    by the name of its picture, one after the other, ready to be grabbed."""

    profile: Path
    """An empty folder, thrown away afterwards."""
    rtl: bool
