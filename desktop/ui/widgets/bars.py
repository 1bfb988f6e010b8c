"""A scroll bar that can be there all the time."""

from __future__ import annotations

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QScrollBar


class QuietBar(QScrollBar):
    """Keeps its place and shows nothing while there is nothing to scroll."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it where it is of use."""
        if self.maximum() > self.minimum():
            super().paintEvent(event)
