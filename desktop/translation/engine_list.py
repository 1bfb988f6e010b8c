"""The engines of the settings, as a list to look at and to change."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core.clock import Clock
from desktop.core.results import Problem, UserError
from desktop.net.address import Reach
from desktop.settings.declare import Reader
from desktop.settings.ordered_rows import OrderedRows
from desktop.settings.secrets import Secrets
from desktop.settings.sections.translation import ENGINES, SERVICES, ServiceSettings
from desktop.translation.engines.base import Manifest
from desktop.translation.engines.registry import make, manifests


@dataclass(frozen=True, slots=True)
class Listed:
    """An engine that there is, turned on or not."""

    name: str
    """In the settings."""
    manifest: Manifest | None
    """What is known of its kind; None where there is no such kind."""
    row: ServiceSettings
    place: int | None
    """Its place among those that are asked, from 0; None: it is turned off."""
    reach: Reach | None
    """How far texts go; None where it can't be told."""
    problem: Problem | None
    """Why it can't be asked as it is set up."""

    @property
    def own(self) -> bool:
        """Did a person give it its name?"""
        return self.name not in manifests()

    @property
    def on(self) -> bool:
        """Is it asked?"""
        return self.place is not None

    @property
    def notice(self) -> str:
        """What must be known before it is turned on."""
        return self.manifest.notice if self.manifest else ""


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
    try:
        ready = make(name, row, secrets, clock)
    except UserError as error:
        return Listed(name, manifest, row, place, None, error.problem)
    reach = ready.engine.reach
    ready.engine.close()
    return Listed(name, manifest, row, place, reach, None)


ROWS = OrderedRows(ENGINES, SERVICES, manifests, "An engine has this name already")
