"""The second step of a message to the customer: what is sent, and to whom, before it is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.ui.customers.card_view import outside
from desktop.ui.customers.wording import place_words, tr
from desktop.ui.customers.writing.compose import Composed
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.passage import start_of
from desktop.ui.widgets.theme import Tone
from desktop.ui.widgets.words import Chip, Elided, KeyCap, button, label

WIDEST = 25 * look.GRID
"""Of the words on the button."""
UNBROKEN = 24
"""Characters of an address on one line at least."""


class ReviewPanel(QWidget):
    """Enter does nothing here: only the button that names the address, or its own chord."""

    agreed = Signal(Composed)
    left = Signal()

    def __init__(self) -> None:
        """Nothing is asked yet."""
        super().__init__()
        self._composed: Composed | None = None
        self.where = Elided("", "muted")
        self.where.setAlignment(start_of(self.layoutDirection()))
        self.to = label("", "strong", wrap=True)
        self.to.setAlignment(start_of(self.layoutDirection()))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.text.setAccessibleName(tr("What the customer gets"))
        self.send = button("", "primary")
        self.send.setAutoDefault(False)
        self.back = button(tr("Back to the note"))
        self.back.setAutoDefault(False)
        self.send.clicked.connect(self._agree)
        self.back.clicked.connect(self.left)
        self._build()

    def show_message(self, composed: Composed) -> None:
        """Ask whether this is to be sent to the address that it names."""
        self._composed = composed
        self.setEnabled(True)
        self.where.say(tr("as an answer in {}").format(place_words(composed.place)))
        self.text.setPlainText(composed.draft.text.strip())
        address = outside(composed.to)
        parts = [address[at : at + UNBROKEN] for at in range(0, len(address), UNBROKEN)]
        self.to.setText("\u200b".join(parts))  # where a line may break
        self.to.setAccessibleName(address)
        # The whole stands above it: a long address must not make the sidebar wider.
        room = WIDEST - self.send.fontMetrics().horizontalAdvance(tr("Send to {}").format(""))
        short = self.send.fontMetrics().elidedText(address, Qt.TextElideMode.ElideMiddle, room)
        self.send.setText(tr("Send to {}").format(short))
        self.back.setFocus()

    def clear(self) -> None:
        """Nothing of the customer's stays."""
        self._composed = None
        self.text.clear()
        self.where.say("")
        self.send.setText("")
        self.to.setText("")
        self.to.setAccessibleName("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back; the chord is another than the note's."""
        chord = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif enter and event.modifiers() & chord == chord and not event.isAutoRepeat():
            self._agree()
        event.accept()

    def _agree(self) -> None:
        if self._composed is not None:
            composed, self._composed = self._composed, None  # once
            self.setEnabled(False)
            self.agreed.emit(composed)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(look.GRID)
        head.addWidget(label(tr("Message"), "strong"))
        chip = Chip(tr("the customer sees this"), Tone.WARNING)
        head.addWidget(chip)
        head.addStretch(1)
        self.text.setFixedHeight(6 * self.text.fontMetrics().lineSpacing() + 2 * look.GRID)
        to = QHBoxLayout()
        to.setSpacing(look.HALF)
        to.addWidget(self.send)
        to.addWidget(KeyCap(tr("Ctrl ⇧ Enter")))
        to.addStretch(1)
        back = QHBoxLayout()
        back.setSpacing(look.HALF)
        back.addWidget(self.back)
        back.addWidget(KeyCap("Esc"))
        back.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.MARGIN, look.GRID, look.MARGIN, look.GRID)
        column.setSpacing(look.GRID - 2)
        column.addLayout(head)
        column.addWidget(self.to)
        column.addWidget(self.where)
        column.addWidget(self.text)
        column.addLayout(to)
        column.addLayout(back)
        chip.show()  # it hides itself until it has a place
