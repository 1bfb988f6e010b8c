"""Finds a snippet by words while a note is written, and puts its text where the caret was."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.ui.customers.card_view import outside
from desktop.ui.customers.wording import tr
from desktop.ui.widgets import theme as look

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
ROW = 3 * look.GRID


class SnippetLine(QWidget):
    """A line to type into, and what fits beneath it. Hidden at first."""

    searched = Signal(str)
    chosen = Signal(int)
    """Which of the offers."""
    left = Signal()

    def __init__(self) -> None:
        """Nothing is searched yet."""
        super().__init__()
        self.line = _Line(self)
        self.line.setPlaceholderText(tr("Find a snippet"))
        self.line.setAccessibleName(tr("Find a snippet"))
        self.offers = QListWidget()
        self.offers.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.offers.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.offers.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.offers.itemClicked.connect(lambda _: self._choose())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.HALF)
        column.addWidget(self.line)
        column.addWidget(self.offers)
        self.offers.setFixedHeight(ROW + 2 * look.GRID)
        self.line.textChanged.connect(self.searched)
        self.hide()

    def open(self) -> None:
        """Begin to search."""
        self.line.clear()
        self.show()
        self.line.setFocus()
        self.searched.emit("")

    def show_offers(self, offers: list[tuple[str, str]]) -> None:
        """What fits: labels and triggers."""
        self.offers.clear()
        for label, trigger in offers:
            text = "   ".join(part for part in (outside(label, 80), outside(trigger, 24)) if part)
            self.offers.addItem(QListWidgetItem(text))
        if not offers:
            nothing = QListWidgetItem(tr("No snippet fits"))
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.offers.addItem(nothing)
        else:
            self.offers.setCurrentRow(0)
        self.offers.setFixedHeight(self.offers.count() * (ROW + 2) + 2 * look.GRID)

    def press(self, event: QKeyEvent) -> bool:
        """A key of the line that is no text."""
        key = Qt.Key(event.key())
        if key in _ENTER:
            self._choose()
        elif key is Qt.Key.Key_Escape:
            self.left.emit()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key is Qt.Key.Key_Down else -1
            row = self.offers.currentRow() + step
            self.offers.setCurrentRow(max(0, min(row, self.offers.count() - 1)))
        else:
            return False
        return True

    def _choose(self) -> None:
        if self.offers.currentRow() >= 0:
            self.chosen.emit(self.offers.currentRow())


class _Line(QLineEdit):
    def __init__(self, owner: SnippetLine) -> None:
        super().__init__()
        self._owner = owner

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._owner.press(event):
            super().keyPressEvent(event)
        event.accept()
