"""After a contact, how it was: three words in the corner, for who wants to say it."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from desktop.ui.breaks.wording import tr
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.frame import Frame, area_at
from desktop.ui.widgets.words import button, label


class TapNotice(Frame):
    """Never takes the keyboard, asks for nothing and goes by itself."""

    tapped = Signal(str)
    """``ok``, ``hard`` or ``abusive``; it is hidden already."""

    def __init__(self) -> None:
        """Hidden at first."""
        super().__init__(focus=False)
        self.setObjectName("tap-notice")
        self.setWindowTitle(self.tr("Deskhand contact"))
        row = QHBoxLayout(self)
        row.setContentsMargins(look.GRID, look.GRID, look.GRID, look.GRID)
        row.setSpacing(look.GRID)
        row.addSpacing(look.GRID)  # the words stand in as far as a notice's, on either side
        row.addWidget(label(tr("How was this contact?"), "strong"))
        row.addSpacing(look.GRID)
        words = {"ok": tr("All right"), "hard": tr("Hard"), "abusive": tr("Abusive")}
        self.buttons: dict[str, QPushButton] = {}
        for name, title in words.items():
            one = self.buttons[name] = button(title)
            one.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            one.clicked.connect(lambda _checked, name=name: self._tap(name))
            row.addWidget(one)
        self._row = row

    def ask(self, beside: QRect | None) -> None:
        """Show it in the corner of the screen with ``beside``, above what stands there already."""
        self._row.activate()
        self.setFixedSize(self._row.sizeHint())
        # On the screen that the agent looks at, which is where the pointer is; then it stays there.
        spot = self.geometry().center() if self.isVisible() else QCursor.pos()
        if beside is not None:
            spot = beside.center()
        self.to_corner(area_at(spot))
        if not self.isVisible():
            self.show()
            self.raise_()

    def _tap(self, name: str) -> None:
        self.hide()
        self.tapped.emit(name)
