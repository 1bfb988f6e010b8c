"""A plain window: title bar by the system, last line with the keys, closed by Escape."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.words import KeysLine, line


class PlainWindow(QWidget):
    """Subclasses put their content into ``content``."""

    def __init__(self, name: str, title: str, keys: Sequence[tuple[str, str]]) -> None:
        """``name`` is for tests and pictures, ``keys`` for the last line; see KeysLine."""
        super().__init__()
        self.setObjectName(name)
        self.setWindowTitle(title)
        as_role(self, "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.content = QVBoxLayout()
        self.content.setContentsMargins(0, 0, 0, 0)
        self.content.setSpacing(0)
        self.keys = KeysLine(keys)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self.content, 1)
        whole.addWidget(line())
        whole.addWidget(self.keys)

    def come_forward(self) -> None:
        """Show the window and give it the keyboard: the agent asked for it."""
        self.show()
        self.raise_()
        self.activateWindow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
