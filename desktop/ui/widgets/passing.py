"""A frame that tells something and goes by itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QEnterEvent

from desktop.ui.widgets.frame import Frame


class PassingFrame(Frame):
    """It never takes the keyboard, and stays while the pointer rests on it."""

    def __init__(self, shown_ms: int) -> None:
        """Hidden at first; it goes so long after :meth:`go_soon`."""
        super().__init__(focus=False)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(shown_ms)
        self._timer.timeout.connect(self.go)

    def go_soon(self) -> None:
        """Go after a while, counted from now."""
        self._timer.start()

    def stay(self) -> None:
        """Do not go by itself."""
        self._timer.stop()

    # --- for subclasses ---

    def go(self) -> None:
        """Its time is over."""
        self.hide()

    def waits(self) -> bool:
        """Is it waiting for something, so that it does not go?"""
        return False

    # --- Qt ---

    def enterEvent(self, event: QEnterEvent) -> None:
        """The pointer rests on it: it stays."""
        super().enterEvent(event)
        self.stay()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer left: it goes after a while."""
        super().leaveEvent(event)
        if self.isVisible() and not self.waits():
            self.go_soon()
