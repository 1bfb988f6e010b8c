"""Keys in a window that came up while somebody was typing: only deliberate ones count."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

IGNORED_S = 2.0
"""After the window came up no key counts for so long."""
SETTLED_S = 1.0
"""Nor until nothing was typed for so long: who types on has not seen the window yet."""
HELD_MS = 1_000
"""So long Escape has to be held."""
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class DeliberateKeys(QObject):
    """Tells what was meant; everything else that is typed goes nowhere."""

    tabbed = Signal(bool)
    """To the next button, or (False) to the one before."""
    entered = Signal()
    """Do what the button with the focus says."""
    holding = Signal(bool)
    """Escape went down; False when it was let go before its time."""
    held = Signal()
    """Escape was held."""

    def __init__(
        self, parent: QObject | None = None, now: Callable[[], float] = time.monotonic
    ) -> None:
        """``now`` is in seconds."""
        super().__init__(parent)
        self._now = now
        self._ignored_until = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(HELD_MS)
        self._timer.timeout.connect(self.held)

    def begin(self) -> None:
        """The window comes up."""
        self._timer.stop()
        self._ignored_until = self._now() + IGNORED_S

    def press(self, event: QKeyEvent) -> None:
        """A key went down; a key that repeats by itself was no new decision."""
        if self._now() < self._ignored_until:
            self._ignored_until = max(self._ignored_until, self._now() + SETTLED_S)
            return
        if event.isAutoRepeat():
            return
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_Escape:
            self._timer.start()
            self.holding.emit(True)  # noqa: FBT003 - a signal takes no names
            return
        self.let_go()
        if key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            self.tabbed.emit(key is Qt.Key.Key_Tab)
        elif key in _ENTER:
            self.entered.emit()

    def release(self, event: QKeyEvent) -> None:
        """A key went up."""
        if Qt.Key(event.key()) is Qt.Key.Key_Escape and not event.isAutoRepeat():
            self.let_go()

    def let_go(self) -> None:
        """Escape is not held any more, or its release can't be seen."""
        if self._timer.isActive():
            self._timer.stop()
            self.holding.emit(False)  # noqa: FBT003 - a signal takes no names
