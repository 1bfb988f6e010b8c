"""What works on this machine and what does not, why, and what to do."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from desktop.core.clock import SystemClock
from desktop.core.results import Problem, Severity
from desktop.host.base import Check, Host, Instance, Places
from desktop.settings.secrets import Secrets
from desktop.settings.store import Settings
from desktop.snippets.library import Library

_STATUS_S = 2.0
"""For the running application to tell how it is."""


def examine(
    host: Host, places: Places, settings: Settings, library: Library, secrets: Secrets
) -> list[Check]:
    """Every check, those of the host first; engines and customers' systems are asked, too."""
    from desktop.breaks import checks as breaks
    from desktop.customers import system_checks as customers
    from desktop.translation import checks as translation

    return [
        *host.checks(),
        _running(host.instance),
        _python(),
        _settings(settings),
        _folder(places),
        *_packs(library),
        _keyring(),
        *translation.examine(settings, places, secrets, SystemClock()),
        *customers.examine(settings, secrets, SystemClock(), places.data),
        *breaks.examine(settings, places.data, secrets, SystemClock()),
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
        parts = (part.removesuffix(".") for part in (check.what, check.why, check.todo) if part)
        lines.append(f"{check.name:<{width}}  {marks[check.ok]:<14}  {'. '.join(parts)}.")
    return "\n".join(lines)


def _running(instance: Instance) -> Check:
    """What the application of this profile says of itself."""
    answer = instance.send(["status"], _STATUS_S)
    if answer is None:
        return Check(
            "application",
            ok=None,
            what="Deskhand is not running",
            todo="Start it with “deskhand run” to see whether it can type",
        )
    try:
        status = json.loads(answer)
    except ValueError:
        status = None
    if isinstance(status, dict):
        return _status(status)
    return Check(
        "application",
        ok=False,
        what="Deskhand is running but does not answer as it should",
        why=answer,
        todo="Quit it and start it again",
    )


def _status(status: Mapping[str, object]) -> Check:
    if "can_type" not in status:
        return Check("application", ok=None, what="Deskhand is just starting")
    if not status["can_type"]:
        return Check(
            "application",
            ok=False,
            what="Deskhand can't type now",
            why=str(status.get("reason", "")),
            todo="Use the palette and copy the text",
        )
    if status.get("paused"):
        return Check(
            "application",
            ok=None,
            what="Deskhand is running, and typing is paused",
            todo="Type again with “deskhand resume”",
        )
    if not status.get("enabled"):
        return Check(
            "application",
            ok=None,
            what="Deskhand is running, and the typing of snippets is off",
            todo="Turn it on in the settings",
        )
    return Check("application", ok=True, what="Deskhand is running and types snippets")


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    return Check("program", ok=True, what=f"Deskhand runs on Python {version}")


def _settings(settings: Settings) -> Check:
    if not settings.problems:
        return Check("settings", ok=True, what="The settings are sound")
    first = settings.problems[0]
    what = f"{first.place}: {first.what}" if first.place else first.what
    return Check("settings", ok=False, what=what, why=first.why, todo=first.todo)


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
            what=f"{count:,} snippets; packs: {len(library.packs)}",
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
    try:
        import keyring
        from keyring.backends import fail, null

        found = keyring.get_keyring()
    except Exception as error:  # noqa: BLE001 - each backend has its own errors
        return Check(
            "keyring",
            ok=False,
            what="The system's keyring can't be used",
            why=f"Its program failed ({type(error).__name__})",
            todo="See to its settings before you connect a customer system",
        )
    if isinstance(found, fail.Keyring | null.Keyring):
        return Check(
            "keyring",
            ok=None,
            what="The system has no keyring to keep passwords in",
            why="Keys of translation engines would be kept in it",
            todo="Install one (such as gnome-keyring) before you connect a system that has a key",
        )
    return Check("keyring", ok=True, what="Passwords are kept in the system's keyring")
