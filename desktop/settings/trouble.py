"""What a person is told when something is wrong with the settings file."""

from __future__ import annotations

import os
from pathlib import Path

from desktop.core.results import Problem, Severity
from desktop.settings.file import Broken


def set_aside(path: Path, broken: Broken, other: Path) -> Problem:
    """The broken file has another name now."""
    return _broken(
        path,
        broken,
        f"The defaults hold. Your file is kept as {other.name}: quit Deskhand, correct it and "
        "give it its name back",
    )


def stays_broken(path: Path, broken: Broken) -> Problem:
    """The broken file is still there."""
    return _broken(path, broken, "Correct it; until then it changes nothing")


def too_large(path: Path, broken: Broken) -> Problem:
    """The change would make a file that can't be read again."""
    return Problem(
        "The settings file was not written, so the change is forgotten at the end",
        str(broken),
        "Shorten the longest list",
        place=path.name,
    )


def unreadable(path: Path, error: OSError) -> Problem:
    """It may hold anything, so it must not be replaced."""
    return Problem(
        "The settings file can't be read, so what you change now is forgotten at the end",
        _reason(error),
        "Check the permissions of the file and its folder",
        place=str(path),
    )


def unwritable(path: Path, error: OSError) -> Problem:
    """The change holds, in memory only."""
    return Problem(
        "The settings file can't be written, so what you changed is forgotten at the end",
        _reason(error),
        "Check the permissions of the folder, and that the disk is not full",
        Severity.WARNING,
        str(path),
    )


def newer(path: Path) -> Problem:
    """Written by a later Deskhand, whose meaning is not known here."""
    return Problem(
        "The settings file is from a newer Deskhand and is left as it is",
        "What this one understands of it holds; what you change now is forgotten at the end",
        "Use the newer Deskhand",
        Severity.WARNING,
        path.name,
    )


def _broken(path: Path, broken: Broken, todo: str) -> Problem:
    place = f"{path.name}:{broken.line}" if broken.line else path.name
    return Problem("The settings file can't be used", str(broken), todo, place=place)


def _reason(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else ""
