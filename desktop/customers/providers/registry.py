"""All providers there are, found by their files, and those that the agent set up."""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.core.clock import Clock
from desktop.core.declared import declared
from desktop.core.results import Problem, UserError
from desktop.customers import providers as package
from desktop.customers.oauth.shared import sign_ins_of
from desktop.customers.oauth.sign_in import SignIn
from desktop.customers.providers.base import Manifest, Provider, Setup
from desktop.net.address import Address
from desktop.settings.declare import Reader
from desktop.settings.secrets import Secret, Secrets
from desktop.settings.sections.customers import PROVIDERS, REGION, SERVICES, ProviderSettings
from desktop.settings.services import filled


@functools.cache
def manifests() -> Mapping[str, Manifest]:
    """Every provider by its name."""
    return declared(package, "PROVIDER", Manifest)


@dataclass(frozen=True, slots=True)
class Ready:
    """A provider that the agent set up."""

    name: str
    manifest: Manifest
    provider: Provider
    sign_in: SignIn | None = None
    """By the browser, where it is set up for that."""

    @property
    def title(self) -> str:
        """What the agent knows it as."""
        return self.manifest.called(self.name)


_WORDS = {
    "address": "its address",
    "client": "a client identifier",
    "user": "your user name there",
    "file": "the file that describes it",
}


def secret_name(name: str) -> str:
    """Under what a provider's password or key is in the keyring."""
    return f"customers.{name}.key"


def kinds(settings: Reader) -> Mapping[str, Manifest]:
    """What the providers of ``customers.providers`` are; those of no known kind are left out."""
    rows = settings.get(SERVICES)
    every = manifests()
    known = {name: (rows.get(name) or ProviderSettings()).kind or name
             for name in settings.get(PROVIDERS)}  # fmt: skip
    return {name: every[kind] for name, kind in known.items() if kind in every}


def build(
    settings: Reader,
    secrets: Secrets,
    clock: Clock,
    data: Path,
    only: Collection[str] | None = None,
) -> tuple[tuple[Ready, ...], tuple[Problem, ...]]:
    """The providers of ``customers.providers`` (``only`` some), and why others could not be made.

    ``data`` is the profile's folder for data. Nothing is connected, opened or read from the
    keyring before a provider's first call.
    """
    ready: list[Ready] = []
    problems: list[Problem] = []
    for name in settings.get(PROVIDERS):
        if only is not None and name not in only:
            continue
        try:
            ready.append(make(name, settings, secrets, clock, data))
        except UserError as error:
            problems.append(error.problem)
    return tuple(ready), tuple(problems)


def make(name: str, settings: Reader, secrets: Secrets, clock: Clock, data: Path) -> Ready:
    """One provider, asked or not; nothing is connected.

    Raises:
        UserError: it is not set up, or not rightly.
    """
    row = settings.get(SERVICES).get(name) or ProviderSettings()
    manifest = manifests().get(row.kind or name)
    if manifest is None:
        raise UserError(
            f"There is no provider “{row.kind or name}”",
            todo=f"Use one of {', '.join(manifests())}, or say in its row which kind it is",
            place="customers.providers",
        )
    title = manifest.title
    values = filled(
        row, manifest.needs, lambda need: f"{title} needs {_WORDS.get(need, need)}", name
    )

    def ask() -> str:
        secret = secrets.get(secret_name(name))
        return secret.reveal() if secret else ""

    def keep(text: str) -> None:
        secrets.set(secret_name(name), Secret(text))

    signed: SignIn | None = None
    if manifest.oauth is not None and (client := values.get("client", "")):
        address = Address.read(values.get("address", ""), office=row.office is True, name=name)
        signed = sign_ins_of(secrets).of(name, manifest.oauth, address, client, clock, data)
    setup = Setup(
        name,
        values,
        ask,
        keep,
        clock,
        settings.get(REGION),
        data,
        row.office is True,
        signed,
    )
    return Ready(name, manifest, manifest.make(setup), signed)
