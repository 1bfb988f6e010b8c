"""The file in which planner, load and counters are kept over a restart."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from desktop.core.atomic import write_atomically
from desktop.core.results import Problem, Severity

log = logging.getLogger(__name__)

NAME: Final = "breaks.json"
_MOST_BYTES: Final = 1 << 20
NOT_KEPT = Problem(
    "How long you worked can't be kept",
    "The file for it can't be written",
    "Breaks go on; after a restart they are counted anew",
    Severity.WARNING,
)


class RestFile:
    """Not for several threads at once."""

    def __init__(self, folder: Path) -> None:
        """Nothing is touched yet."""
        self._path = folder / NAME
        self._unwritten = False

    def read(self) -> Mapping[str, Any] | None:
        """What was kept; a file that can't be read is one that nobody can go on with."""
        try:
            with self._path.open("rb") as file:
                data = file.read(_MOST_BYTES + 1)
        except FileNotFoundError:
            return None
        except OSError:
            return {}
        try:
            found = json.loads(data) if len(data) <= _MOST_BYTES else None
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    def save(self, kept: Mapping[str, Any]) -> Problem | None:
        """Keep it; the Problem, said once, says that it can't be."""
        try:
            write_atomically(self._path, json.dumps(kept).encode())
        except OSError as error:
            log.info("the breaks' file can't be written: %s", type(error).__name__)
            told, self._unwritten = self._unwritten, True
            return None if told else NOT_KEPT
        self._unwritten = False
        return None
