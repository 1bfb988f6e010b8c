"""All engines there are, found by their files, and those that the agent set up."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from desktop.core.clock import Clock
from desktop.core.declared import declared
from desktop.core.results import Problem, UserError
from desktop.settings.declare import Reader
from desktop.settings.secrets import Secrets
from desktop.settings.sections.translation import ENGINES, SERVICES, ServiceSettings
from desktop.settings.services import filled
from desktop.translation import engines as package
from desktop.translation.engines.base import Engine, Manifest, Setup

_KEY_S = 60.0
"""So long a key is used without asking the keyring: another program may have changed it."""
_KEY_NAME = re.compile(r"translation\.(.+)\.key")


@functools.cache
def manifests() -> Mapping[str, Manifest]:
    """Every engine by its name."""
    return declared(package, "ENGINE", Manifest)


@dataclass(frozen=True, slots=True)
class Ready:
    """An engine that the agent set up."""

    name: str
    manifest: Manifest
    engine: Engine


def secret_name(name: str) -> str:
    """Under what an engine's key is in the keyring."""
    return f"translation.{name}.key"


def is_of_engine(secret: str) -> bool:
    """Is the secret of this name the key of an engine?"""
    return _KEY_NAME.fullmatch(secret) is not None


def build(
    settings: Reader, secrets: Secrets, clock: Clock
) -> tuple[tuple[Ready, ...], tuple[Problem, ...]]:
    """The engines of ``translation.engines`` in their order, and why others could not be made.

    Nothing is connected, imported or read from the keyring before an engine's first call.
    """
    ready: list[Ready] = []
    problems: list[Problem] = []
    services = settings.get(SERVICES)
    for name in settings.get(ENGINES):
        try:
            ready.append(make(name, services.get(name) or ServiceSettings(), secrets, clock))
        except UserError as error:
            problems.append(error.problem)
    return tuple(ready), tuple(problems)


def make(name: str, row: ServiceSettings, secrets: Secrets, clock: Clock) -> Ready:
    """One engine by its name and its row in the settings; see :func:`build`.

    Raises:
        UserError: there is none of this kind, or the row does not have what it needs.
    """
    manifest = manifests().get(row.kind or name)
    if manifest is None:
        raise UserError(
            f"There is no engine “{row.kind or name}”",
            todo=f"Use one of {', '.join(manifests())}, or say in its row which kind it is",
            place="translation.engines",
        )
    title = manifest.title
    values = filled(row, manifest.needs, lambda need: f"{title} needs its {need}", name)
    setup = Setup(name, values, _key(secrets, name, clock), clock, row.office is True)
    return Ready(name, manifest, manifest.make(setup))


def _key(secrets: Secrets, name: str, clock: Clock) -> Callable[[], str]:
    """Asks the keyring at the first call, after a minute, and again while there is none.

    One that is locked meanwhile does not take away the key that it gave before.
    """
    known, until = "", 0.0

    def ask() -> str:
        nonlocal known, until
        now = clock.monotonic()
        if known and now < until:
            return known
        try:
            secret = secrets.get(secret_name(name))
        except UserError:
            if not known:
                raise
        else:
            known = "" if secret is None else secret.reveal()
        until = now + _KEY_S
        return known

    return ask
