"""The engines of the settings, as a list to look at and to change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.core.clock import Clock
from desktop.core.results import Problem, UserError
from desktop.net.address import Address, Reach
from desktop.settings.declare import Reader
from desktop.settings.ordered_rows import OrderedRows
from desktop.settings.secrets import Secrets
from desktop.settings.sections.translation import ENGINES, SERVICES, ServiceSettings
from desktop.settings.store import Settings
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
    """Those that are asked, in their order; then those of one's own, then all others.

    Nothing is connected, and the keyring is not asked.
    """
    chosen = settings.get(ENGINES)
    rows = settings.get(SERVICES)
    names = dict.fromkeys((*chosen, *(one for one in rows if one not in manifests()), *manifests()))
    return tuple(
        _one(
            name,
            rows.get(name) or ServiceSettings(),
            chosen.index(name) if name in chosen else None,
            secrets,
            clock,
        )
        for name in names
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


_ROWS = OrderedRows(ENGINES, SERVICES, manifests, "An engine has this name already")


def turn(settings: Settings, name: str, *, on: bool) -> Problem | None:
    """Ask an engine after all others, or no more; see :meth:`Settings.apply`."""
    return _ROWS.turn(settings, name, on=on)


def move(settings: Settings, name: str, step: int) -> Problem | None:
    """Ask an engine one place earlier (-1) or later (1), as far as there is one."""
    return _ROWS.move(settings, name, step)


def fill(settings: Settings, name: str, cells: Mapping[str, str | bool]) -> Problem | None:
    """Say something else about an engine; an empty cell is as the engine has it.

    Raises:
        UserError: nothing may be sent to the address, or a cell does not fit; nothing was changed.
    """

    def check(row: ServiceSettings) -> None:
        if row.address:
            Address.read(row.address, office=row.office is True, name=name)

    return _ROWS.fill(settings, name, cells, check)


def add(settings: Settings, name: str, kind: str) -> Problem | None:
    """Another engine of a kind that there is, under a name of one's own; turned off.

    Raises:
        UserError: the name can't be had; nothing was changed.
    """
    return _ROWS.add(settings, name, ServiceSettings(kind=kind))


def remove(settings: Settings, name: str) -> Problem | None:
    """Forget an engine of one's own, and what was said about it; not its key."""
    return _ROWS.remove(settings, name)
