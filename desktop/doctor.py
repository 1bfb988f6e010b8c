"""What works on this machine and what does not, why, and what to do."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import asdict

from desktop.core.results import Problem, Severity
from desktop.host.base import Check, Host, Places
from desktop.settings.store import Settings
from desktop.snippets.library import Library


def examine(host: Host, places: Places, settings: Settings, library: Library) -> list[Check]:
    """Every check, those of the host first."""
    return [
        *host.checks(),
        _python(),
        _settings(settings),
        _folder(places),
        *_packs(library),
        _keyring(),
    ]


def as_json(checks: Sequence[Check]) -> dict[str, object]:
    """For ``--json``."""
    return {
        "ok": all(check.ok is not False for check in checks),
        "checks": [asdict(check) for check in checks],
    }


def as_text(checks: Sequence[Check]) -> str:
    """For people."""
    marks = {True: "works", False: "does not work", None: "unknown"}
    width = max(len(check.name) for check in checks)
    lines = []
    for check in checks:
        words = ". ".join(part for part in (check.what, check.why, check.todo) if part)
        lines.append(f"{check.name:<{width}}  {marks[check.ok]:<13}  {words}.")
    return "\n".join(lines)


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    return Check("program", ok=True, what=f"Deskhand runs on Python {version}")


def _settings(settings: Settings) -> Check:
    if not settings.problems:
        return Check("settings", ok=True, what="The settings are sound")
    first = settings.problems[0]
    return Check("settings", ok=False, what=first.what, why=first.why, todo=first.todo)


def _folder(places: Places) -> Check:
    if places.data.is_dir() and os.access(places.data, os.W_OK):
        return Check("files", ok=True, what="Deskhand's folders can be written")
    return Check(
        "files",
        ok=False,
        what="Deskhand's folder can't be written",
        todo="See to its permissions, or choose another with --profile",
    )


def _packs(library: Library) -> list[Check]:
    errors = [one for one in library.problems if one.severity is Severity.ERROR]
    count = len(library.snippets)
    checks = [
        Check(
            "packs",
            ok=not errors,
            what=f"{count} snippets in {len(library.packs)} packs",
            why=f"{len(errors)} can't be used" if errors else "",
            todo="“deskhand snippets check” says which" if errors else "",
        )
    ]
    checks += [_pack(problem) for problem in errors[:10]]
    return checks


def _pack(problem: Problem) -> Check:
    return Check(problem.place or "packs", ok=False, what=problem.what, why=problem.why)


def _keyring() -> Check:
    """Is there a keyring? It is not opened: that could ask for its password."""
    import keyring
    import keyring.backends.fail

    if isinstance(keyring.get_keyring(), keyring.backends.fail.Keyring):
        return Check(
            "keyring",
            ok=None,
            what="The system has no keyring to keep passwords in",
            why="Nothing in this version needs one",
            todo="Install one (such as gnome-keyring) before you connect a customer system",
        )
    return Check("keyring", ok=True, what="Passwords are kept in the system's keyring")
