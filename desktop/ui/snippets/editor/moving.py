"""Taking over joined to the assembly: what is told on other threads comes to Qt's here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.assembly import Assembly
from desktop.assembly.taking_over import TakingOver
from desktop.core.results import Problem
from desktop.ui.shell.bridge import Bridge

if TYPE_CHECKING:
    from desktop.snippets.importers.taking import Plan, TakenBack


class Moving:
    """A :class:`~desktop.ui.snippets.editor.taking_over.Mover`."""

    def __init__(self, assembly: Assembly, bridge: Bridge) -> None:
        """On the thread on which packs are changed."""
        self._bridge = bridge
        self._taking_over = TakingOver(
            assembly.places, assembly.clock.now, assembly.editing.put, assembly.editing.reload
        )

    def programs(self) -> list[tuple[str, str]]:
        """See :class:`Mover`."""
        return self._taking_over.programs()

    def plan(self, source: Path, program: str, tell: Callable[[Plan | Problem], None]) -> None:
        """See :class:`Mover`."""
        self._taking_over.plan(source, program, self._bridge.carry(tell))

    def carry_out(self, plan: Plan, tell: Callable[[Plan | Problem], None]) -> None:
        """See :class:`Mover`."""
        self._taking_over.carry_out(plan, self._bridge.carry(tell))

    def take_back(self, tell: Callable[[TakenBack | Problem], None]) -> None:
        """See :class:`Mover`."""
        self._taking_over.take_back(self._bridge.carry(tell))
