"""The second step of forgetting a customer: what goes and what stays, before anything does."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.customers.card_view import outside
from desktop.ui.customers.wording import tr
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.passage import start_of
from desktop.ui.widgets.words import KeyCap, button, label

_LONGEST_NAME = 60


class ForgetPanel(QWidget):
    """Enter keeps them: only the button that says so forgets."""

    agreed = Signal()
    left = Signal()

    def __init__(self) -> None:
        """Nobody is asked about yet."""
        super().__init__()
        self.asks = label("", "strong", wrap=True)
        self.says = label(
            tr(
                "Deskhand deletes what it keeps of them on this computer: their entry in your"
                " customer book, notes that were not sent, follow-ups, what is watched, and"
                " translations that were for them. Your systems keep what they have."
            ),
            "muted",
            wrap=True,
        )
        self.keep = button(tr("Keep them"))
        self.forget = button(tr("Forget them"))
        for one in (self.keep, self.forget):
            one.setAutoDefault(False)
        self.keep.clicked.connect(self.left)
        self.forget.clicked.connect(self.agreed)
        self._build()
        self._align()

    def ask(self, name: str) -> None:
        """Ask about this customer."""
        self.asks.setText(tr("Forget {}?").format(outside(name, _LONGEST_NAME)))

    def clear(self) -> None:
        """Nothing of the customer's stays."""
        self.asks.setText("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape keeps them, and Enter until the other button is chosen. No key goes further."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            (self.forget if self.forget.hasFocus() else self.keep).click()
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        """Words stand where the interface begins, whatever their letters are."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self._align()

    def _align(self) -> None:
        for one in (self.asks, self.says):
            one.setAlignment(start_of(self.layoutDirection()))

    def _build(self) -> None:
        ways = QHBoxLayout()
        ways.setSpacing(look.HALF)
        ways.addWidget(self.keep)
        ways.addWidget(KeyCap("Esc"))
        ways.addWidget(self.forget)
        ways.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.MARGIN, look.GRID, look.MARGIN, look.GRID)
        column.setSpacing(look.GRID - 2)
        column.addWidget(self.asks)
        column.addWidget(self.says)
        column.addLayout(ways)
