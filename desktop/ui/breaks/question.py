"""A quiet card by the tray: shall there be breaks?"""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.ui.breaks.wording import tr
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.quiet import QuietFrame
from desktop.ui.widgets.words import button, label

WIDTH = 46 * look.GRID


class BreaksQuestion(QuietFrame):
    """Leaves the keys where they are, until it is asked for or clicked."""

    answered = Signal(bool)
    """Breaks, or not now; it is hidden already, as after the next."""
    put_away = Signal()
    """By Escape: nothing is said."""

    def __init__(self) -> None:
        """Hidden at first."""
        super().__init__()
        self.setObjectName("breaks-question")
        self.setWindowTitle(tr("Deskhand question"))
        self.setFixedWidth(WIDTH)
        self._area = QRect()
        title = tr("Breaks that know about your calls?")
        about = tr(
            "Now and then Deskhand covers the screen for a break, never in a call or a chat,"
            " and what it knows for that stays on this computer."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(look.MARGIN, look.MARGIN, look.MARGIN, look.MARGIN)
        column.setSpacing(look.GRID)
        column.addWidget(label(title, "strong", wrap=True))
        column.addWidget(label(about, "muted", wrap=True))
        self.yes = button(tr("Yes"), "primary")
        self.no = button(tr("Not now"))
        row = QHBoxLayout()
        row.setSpacing(look.GRID)
        for one, wanted in ((self.yes, True), (self.no, False)):
            one.setAutoDefault(True)  # Enter presses it
            one.clicked.connect(lambda _checked, wanted=wanted: self._answer(wanted))
            row.addWidget(one)
        row.addStretch(1)
        column.addSpacing(look.HALF)
        column.addLayout(row)
        self._column = column
        self.setAccessibleName(title)
        self.setAccessibleDescription(about)

    def ask(self, area: QRect) -> None:
        """Show it in the corner of ``area``; the keys stay where they are."""
        self._area = area
        self._column.activate()
        self.setFixedHeight(self._column.heightForWidth(WIDTH))
        self.open_quietly(None)

    def stay_on_screen(self) -> None:
        """Its place is the corner, above what stands there."""
        self.to_corner(self._area)

    def keys_changed(self) -> None:
        """Who asked for it can press Enter at once, or go on by Tab."""
        if self.has_keys:
            self.yes.setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def is_in_use(self) -> bool:
        """It has the keys, or the pointer rests on it."""
        return self.has_keys or self.underMouse()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts it away."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
            return
        self.hide()
        self.put_away.emit()

    def _answer(self, wanted: bool) -> None:
        self.hide()
        self.answered.emit(wanted)
