"""The engines of the settings, as a list to look at and to change.

Everything is written at once and holds at once (:meth:`desktop.settings.store.Settings.apply`);
what a person did to the file meanwhile is taken first, so that nothing of it gets lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from desktop.core.clock import Clock
from desktop.core.results import Problem, UserError
from desktop.net.address import Address, Reach
from desktop.settings.declare import Reader, Unfit
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


def turn(settings: Settings, name: str, *, on: bool) -> Problem | None:
    """Ask an engine after all others, or no more; see :meth:`Settings.apply`."""
    settings.reload_if_changed()
    rest = tuple(one for one in settings.get(ENGINES) if one != name)
    return settings.change(ENGINES, (*rest, name) if on else rest)


def move(settings: Settings, name: str, step: int) -> Problem | None:
    """Ask an engine one place earlier (-1) or later (1), as far as there is one."""
    settings.reload_if_changed()
    chosen = settings.get(ENGINES)
    order = list(chosen)
    if name not in order:
        return None
    at = order.index(name)
    to = min(max(at + step, 0), len(order) - 1)
    if to == at:
        return None
    order.insert(to, order.pop(at))
    return settings.change(ENGINES, tuple(order))


def fill(settings: Settings, name: str, cells: Mapping[str, str | bool]) -> Problem | None:
    """Say something else about an engine; an empty cell is as the engine has it.

    Raises:
        UserError: nothing may be sent to the address, or a cell does not fit; nothing was changed.
    """
    settings.reload_if_changed()
    held = settings.get(SERVICES)
    rows = dict(held)
    before = rows.get(name) or ServiceSettings()
    row = msgspec.structs.replace(before, **{cell: value or None for cell, value in cells.items()})
    if row == before:
        return None
    if row.address:
        Address.read(row.address, office=row.office is True, name=name)
    if row == ServiceSettings():
        del rows[name]
    else:
        rows[name] = row
    return settings.change(SERVICES, rows)


def add(settings: Settings, name: str, kind: str) -> Problem | None:
    """Another engine of a kind that there is, under a name of one's own; turned off.

    Raises:
        UserError: the name can't be had; nothing was changed.
    """
    settings.reload_if_changed()
    held = settings.get(SERVICES)
    rows = dict(held)
    try:
        ENGINES.read([name])
    except Unfit as unfit:
        raise UserError(
            "This name does not fit",
            str(unfit),
            "Use small letters, digits, - and _, and begin with a letter",
        ) from None
    if name in rows or name in manifests():
        raise UserError("An engine has this name already", todo="Choose another")
    return settings.change(SERVICES, {**rows, name: ServiceSettings(kind=kind)})


def remove(settings: Settings, name: str) -> Problem | None:
    """Forget an engine of one's own, and what was said about it; not its key."""
    settings.reload_if_changed()
    rest = tuple(one for one in settings.get(ENGINES) if one != name)
    rows = {one: row for one, row in settings.get(SERVICES).items() if one != name}
    return settings.apply({ENGINES: rest, SERVICES: rows})
