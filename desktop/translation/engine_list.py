"""The engines of the settings, as a list to look at and to change."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core.clock import Clock
from desktop.core.results import UserError
from desktop.settings.declare import Reader
from desktop.settings.listed import ListedService
from desktop.settings.ordered_rows import OrderedRows
from desktop.settings.secrets import Secrets
from desktop.settings.sections.translation import ENGINES, SERVICES, ServiceSettings
from desktop.translation.engines.base import Manifest
from desktop.translation.engines.registry import make, manifests


@dataclass(frozen=True, slots=True)
class Listed(ListedService[Manifest, ServiceSettings]):
    """An engine that there is, turned on or not."""

    @property
    def by_key(self) -> bool:
        """Can a key be of any use to it?"""
        return self.manifest is not None and self.manifest.takes_key

    @property
    def notice(self) -> str:
        """What must be known before it is turned on."""
        return self.manifest.notice if self.manifest else ""


ROWS = OrderedRows(ENGINES, SERVICES, manifests, "An engine has this name already")


def listed(settings: Reader, secrets: Secrets, clock: Clock) -> tuple[Listed, ...]:
    """All as :meth:`OrderedRows.names` has them; none is connected, nor the keyring asked."""
    chosen = settings.get(ENGINES)
    rows = settings.get(SERVICES)
    return tuple(
        _one(
            name,
            rows.get(name) or ServiceSettings(),
            chosen.index(name) if name in chosen else None,
            secrets,
            clock,
        )
        for name in ROWS.names(settings)
    )


def _one(
    name: str, row: ServiceSettings, place: int | None, secrets: Secrets, clock: Clock
) -> Listed:
    manifest = manifests().get(row.kind or name)
    own = name not in manifests()
    try:
        ready = make(name, row, secrets, clock)
    except UserError as error:
        return Listed(name, own, manifest, row, place, None, error.problem)
    reach = ready.engine.reach
    ready.engine.close()
    return Listed(name, own, manifest, row, place, reach, None)
