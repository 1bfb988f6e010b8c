"""Finds where the agent writes, so that a window can open there."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from PySide6.QtCore import QObject, QPoint, QTimer

from desktop.host.base import Windows
from desktop.ui.shell.bridge import Bridge
from desktop.ui.widgets.frame import from_host

PATIENCE_MS = 150
"""How long a window waits for an application to say where its caret is."""

Spot = tuple[int, int] | None
"""In pixels of the screen."""


class Carets(QObject):
    """Asks the application in front, and does not wait for it longer than :data:`PATIENCE_MS`."""

    def __init__(
        self, find: Callable[[Callable[[Spot], None]], None], windows: Windows, bridge: Bridge
    ) -> None:
        """``find`` asks what applications tell the keyboard process, ``windows`` the system."""
        super().__init__()
        self._find = find
        self._windows = windows
        self._bridge = bridge
        self._tickets = count()
        self._waiting: dict[int, Callable[[QPoint | None], None]] = {}
        """By ticket."""

    def ask(self, show: Callable[[QPoint | None], None]) -> None:
        """Call ``show`` soon, and once, with the place in Qt's coordinates; None: nobody knows.

        In the order of the questions: what was asked for last is to be in front.
        """
        ticket = next(self._tickets)
        self._waiting[ticket] = show

        def come(told: Spot) -> None:
            if ticket in self._waiting:
                for older in [one for one in self._waiting if one < ticket]:
                    self._show(older, None)
                self._show(ticket, told)

        carried = self._bridge.carry(come)
        self._find(carried)
        # By the bridge, too: it tells of errors, and runs nothing behind the end.
        QTimer.singleShot(PATIENCE_MS, self, lambda: carried(None))

    def _show(self, ticket: int, told: Spot) -> None:
        show = self._waiting.pop(ticket)
        spot = told or self._windows.caret()
        show(from_host(*spot) if spot else None)
