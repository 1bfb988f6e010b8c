"""How older settings files become present ones: numbered steps, each a pure function.

The file's ``version`` says which steps it has behind it; without one it is 0, as in a file that a
person wrote from scratch. To rename, move or drop a setting, add a step at the end of `STEPS` and
never change those before it. A step meets files that a person edited: it leaves alone what is not
of the type that it expects.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

Table = dict[str, Any]


def _name_the_palettes_keys(old: Table) -> Table:
    """0 to 1: a second hotkey came, so ``typing.hotkey`` says which one it is."""
    typing = old.get("typing")
    if isinstance(typing, dict) and "hotkey" in typing:
        keys = typing.pop("hotkey")
        typing.setdefault("palette_hotkey", keys)
    return old


STEPS: tuple[Callable[[Table], Table], ...] = (_name_the_palettes_keys,)
"""Step ``n`` leads from version ``n`` to ``n + 1``; each gets a copy that it may change."""

VERSION = len(STEPS)
"""The version that this program reads and writes."""


def version_of(content: Mapping[str, Any]) -> int | None:
    """The version that a file says it has; None when that is not a number from 0."""
    version = content.get("version", 0)
    if isinstance(version, bool) or not isinstance(version, int) or version < 0:
        return None
    return version


def migrate(content: Table) -> Table:
    """The content in the present version, without touching ``content``.

    A version that is newer than known, or none at all, is read as if it were the present one.
    """
    version = version_of(content)
    migrated = copy.deepcopy(content)
    if version is None or version >= VERSION:
        return migrated
    for step in STEPS[version:]:
        migrated = step(migrated)
    migrated["version"] = VERSION
    return migrated
