"""Two settings that belong together: names in an order, and a table with a row for some of them.

Engines and customers' systems are kept so. Everything is written at once and holds at once
(:meth:`desktop.settings.store.Settings.apply`); what a person did to the file meanwhile is taken
first, so that nothing of it gets lost.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import msgspec

from desktop.core.results import Problem, UserError
from desktop.net.address import Address
from desktop.settings.declare import Reader, Unfit
from desktop.settings.kinds import Table, Texts
from desktop.settings.services import ServiceRow
from desktop.settings.store import Settings

R = TypeVar("R", bound=ServiceRow)


@dataclass(frozen=True)
class OrderedRows(Generic[R]):
    """See the module. All that change something answer as ``Settings.apply`` does."""

    order: Texts
    """Those that are on, the first first."""
    rows: Table[R]
    known: Callable[[], Collection[str]]
    """Names that need no row, in the order in which they are listed."""
    taken: str
    """Says that there is one of that name already."""

    def names(self, reader: Reader) -> tuple[str, ...]:
        """Those that are on, in their order; then those of one's own, then all others."""
        known = self.known()
        own = (name for name in reader.get(self.rows) if name not in known)
        return tuple(dict.fromkeys((*reader.get(self.order), *own, *known)))

    def turn(self, settings: Settings, name: str, *, on: bool) -> Problem | None:
        """Have one on after all others, or off."""
        settings.reload_if_changed()
        rest = tuple(one for one in settings.get(self.order) if one != name)
        return settings.change(self.order, (*rest, name) if on else rest)

    def move(self, settings: Settings, name: str, step: int) -> Problem | None:
        """One place earlier (-1) or later (1), as far as there is one."""
        settings.reload_if_changed()
        chosen = settings.get(self.order)
        order = list(chosen)
        if name not in order:
            return None
        at = order.index(name)
        to = min(max(at + step, 0), len(order) - 1)
        if to == at:
            return None
        order.insert(to, order.pop(at))
        return settings.change(self.order, tuple(order))

    def fill(
        self, settings: Settings, name: str, cells: Mapping[str, str | bool]
    ) -> Problem | None:
        """Say something else about one; an empty cell stays open.

        Raises:
            UserError: nothing may be sent to the address, or a cell does not fit; nothing was
                changed.
        """
        settings.reload_if_changed()
        held = settings.get(self.rows)
        rows = dict(held)
        before = rows.get(name) or self.rows.row()
        row = msgspec.structs.replace(
            before, **{cell: value or None for cell, value in cells.items()}
        )
        if row == before:
            return None
        if row.address:
            Address.read(row.address, office=row.office is True, name=name)
        if row == self.rows.row():
            del rows[name]
        else:
            rows[name] = row
        return settings.change(self.rows, rows)

    def add(self, settings: Settings, name: str, kind: str) -> Problem | None:
        """Another one of a kind that there is, under a name of one's own; off.

        Raises:
            UserError: the name can't be had; nothing was changed.
        """
        settings.reload_if_changed()
        held = settings.get(self.rows)
        rows = dict(held)
        try:
            self.order.read([name])
        except Unfit as unfit:
            raise UserError(
                "This name does not fit",
                str(unfit),
                "Use small letters, digits, - and _, and begin with a letter",
            ) from None
        if name in rows or name in self.known():
            raise UserError(self.taken, todo="Choose another")
        return settings.change(self.rows, {**rows, name: self.rows.row(kind=kind)})

    def remove(self, settings: Settings, name: str) -> Problem | None:
        """Forget one, and what was said about it; not its key."""
        settings.reload_if_changed()
        rest = tuple(one for one in settings.get(self.order) if one != name)
        rows = {one: row for one, row in settings.get(self.rows).items() if one != name}
        return settings.apply({self.order: rest, self.rows: rows})
