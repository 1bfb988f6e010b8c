"""Customers' systems of the settings, as a list to look at and to change."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop.core.clock import Clock
from desktop.core.results import UserError
from desktop.customers.oauth.sign_in import SignIn
from desktop.customers.providers.base import Manifest
from desktop.customers.providers.registry import make, manifests
from desktop.settings.declare import Reader
from desktop.settings.listed import ListedService
from desktop.settings.ordered_rows import OrderedRows
from desktop.settings.secrets import Secrets
from desktop.settings.sections.customers import PROVIDERS, SERVICES, ProviderSettings


@dataclass(frozen=True, slots=True)
class Listed(ListedService[Manifest, ProviderSettings]):
    """A system that customers can be looked up in, asked or not."""

    sign_in: SignIn | None = None
    """By the browser, where enough is said for that."""

    @property
    def by_browser(self) -> bool:
        """Is it signed in to by the browser, or only could be?"""
        oauth = self.manifest.oauth if self.manifest else None
        return oauth is not None and (oauth.only or bool(self.row.client))

    @property
    def by_key(self) -> bool:
        """Is there a password or key to be given?"""
        return self.manifest is not None and self.manifest.takes_secret and not self.by_browser


def _titled() -> list[str]:
    """All kinds by their titles, the customer book first."""
    return sorted(manifests(), key=lambda one: (one != "book", manifests()[one].title.casefold()))


ROWS = OrderedRows(PROVIDERS, SERVICES, _titled, "A system has this name already")


def listed(settings: Reader, secrets: Secrets, clock: Clock, data: Path) -> tuple[Listed, ...]:
    """All as :meth:`OrderedRows.names` has them; none is connected, nor the keyring asked."""
    chosen = settings.get(PROVIDERS)
    rows = settings.get(SERVICES)
    found = []
    for name in ROWS.names(settings):
        row = rows.get(name) or ProviderSettings()
        place = chosen.index(name) if name in chosen else None
        manifest = manifests().get(row.kind or name)
        own = name not in manifests()
        try:
            ready = make(name, settings, secrets, clock, data)
        except UserError as error:
            found.append(Listed(name, own, manifest, row, place, None, error.problem))
            continue
        reach = ready.provider.reach
        ready.provider.close()
        found.append(Listed(name, own, manifest, row, place, reach, None, ready.sign_in))
    return tuple(found)
