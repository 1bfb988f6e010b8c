"""Customers' systems of the settings, as a list to look at and to change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.core.clock import Clock
from desktop.core.results import Problem, UserError
from desktop.customers.oauth.sign_in import SignIn
from desktop.customers.providers.base import Manifest
from desktop.customers.providers.registry import make, manifests
from desktop.net.address import Address, Reach
from desktop.settings.declare import Reader
from desktop.settings.ordered_rows import OrderedRows
from desktop.settings.secrets import Secrets
from desktop.settings.sections.customers import PROVIDERS, SERVICES, ProviderSettings
from desktop.settings.store import Settings


@dataclass(frozen=True, slots=True)
class Listed:
    """A system that customers can be looked up in, asked or not."""

    name: str
    """In the settings."""
    manifest: Manifest | None
    """What is known of its kind; None where there is no such kind."""
    row: ProviderSettings
    place: int | None
    """Its place among those that are asked, from 0; None: it is not asked."""
    reach: Reach | None
    """How far what is looked up goes; None where it can't be told."""
    problem: Problem | None
    """Why it can't be asked as it is set up."""
    sign_in: SignIn | None = None
    """By the browser, where enough is said for that."""

    @property
    def own(self) -> bool:
        """Did a person give it its name?"""
        return self.name not in manifests()

    @property
    def on(self) -> bool:
        """Is it asked?"""
        return self.place is not None

    @property
    def by_browser(self) -> bool:
        """Is it signed in to by the browser, or only could be?"""
        oauth = self.manifest.oauth if self.manifest else None
        return oauth is not None and (oauth.only or bool(self.row.client))

    @property
    def by_key(self) -> bool:
        """Is there a password or key to be given?"""
        return self.manifest is not None and self.manifest.takes_secret and not self.by_browser


def listed(settings: Reader, secrets: Secrets, clock: Clock, data: Path) -> tuple[Listed, ...]:
    """Those that are asked, in their order; then those of one's own, then all others.

    Nothing is connected, and the keyring is not asked.
    """
    chosen = settings.get(PROVIDERS)
    rows = settings.get(SERVICES)
    names = dict.fromkeys((*chosen, *(one for one in rows if one not in manifests()), *_titled()))
    found = []
    for name in names:
        row = rows.get(name) or ProviderSettings()
        place = chosen.index(name) if name in chosen else None
        manifest = manifests().get(row.kind or name)
        try:
            ready = make(name, settings, secrets, clock, data)
        except UserError as error:
            found.append(Listed(name, manifest, row, place, None, error.problem))
            continue
        reach = ready.provider.reach
        ready.provider.close()
        found.append(Listed(name, manifest, row, place, reach, None, ready.sign_in))
    return tuple(found)


def _titled() -> list[str]:
    """All kinds by their titles, the customer book first."""
    return sorted(manifests(), key=lambda one: (one != "book", manifests()[one].title.casefold()))


_ROWS = OrderedRows(PROVIDERS, SERVICES, manifests, "A system has this name already")


def turn(settings: Settings, name: str, *, on: bool) -> Problem | None:
    """Look customers up there after all others, or no more; see :meth:`Settings.apply`."""
    return _ROWS.turn(settings, name, on=on)


def move(settings: Settings, name: str, step: int) -> Problem | None:
    """One place earlier (-1) or later (1), as far as there is one."""
    return _ROWS.move(settings, name, step)


def fill(settings: Settings, name: str, cells: Mapping[str, str | bool]) -> Problem | None:
    """Say something else about a system.

    Raises:
        UserError: nothing may be sent to the address, or a cell does not fit; nothing was changed.
    """

    def check(row: ProviderSettings) -> None:
        if row.address:
            Address.read(row.address, office=row.office is True, name=name)

    return _ROWS.fill(settings, name, cells, check)


def add(settings: Settings, name: str, kind: str) -> Problem | None:
    """Another system of a kind that there is, under a name of one's own; not asked yet.

    Raises:
        UserError: the name can't be had; nothing was changed.
    """
    return _ROWS.add(settings, name, ProviderSettings(kind=kind))


def remove(settings: Settings, name: str) -> Problem | None:
    """Forget a system of one's own, and what was said about it; not its key."""
    return _ROWS.remove(settings, name)
