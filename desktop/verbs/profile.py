"""What a profile holds, as a verb reads it: nothing is mended, nothing is written."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.clock import SystemClock
from desktop.settings.declare import Surroundings
from desktop.settings.paths import places
from desktop.settings.store import Settings

if TYPE_CHECKING:
    from desktop.snippets.library import Library


def own_settings(profile: Path | None) -> Settings:
    """As they are: a broken file stays where it is. Who calls says what its ``problems`` are."""
    path = places(profile).settings
    surroundings = Surroundings.from_environment(os.environ)
    return Settings(path, SystemClock(), surroundings, look_only=True)


def own_library(profile: Path | None, settings: Settings, *, starters: bool = True) -> Library:
    """The profile's own packs, those that ship unless they are not wanted, and added folders."""
    from desktop.assembly import starter_packs
    from desktop.settings.sections.snippets import PACK_FOLDERS, STARTER_LANGUAGES, TRUSTED_PACKS
    from desktop.snippets.library import load_library

    packs = places(profile).packs
    languages = settings.get(STARTER_LANGUAGES)
    folders = settings.get(PACK_FOLDERS)
    trusted = settings.get(TRUSTED_PACKS)
    own = [packs] if packs.is_dir() else []
    shipped = starter_packs(languages) if starters else []
    roots = [*own, *shipped, *map(Path, folders)]
    return load_library(roots, trusted=map(Path, trusted))
