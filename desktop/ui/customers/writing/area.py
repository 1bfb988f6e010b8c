"""The part of the sidebar in which something is written or agreed to: one panel, or none."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.customers.writing.compose import ComposePanel
from desktop.ui.customers.writing.forget_panel import ForgetPanel
from desktop.ui.customers.writing.review import ReviewPanel
from desktop.ui.customers.writing.status_panel import StatusPanel
from desktop.ui.customers.writing.unsent_panel import UnsentPanel
from desktop.ui.widgets.words import line

Keys = list[tuple[str, str]]


class WritingArea(QWidget):
    """Panels for a note, a message to the customer, a status, and forgetting; and what waits."""

    writes = Signal(bool)
    """The agent writes in a field of ours now, or does not any more."""
    moved = Signal()
    """Another panel is open, or none."""

    def __init__(self) -> None:
        """None is open."""
        super().__init__()
        self.unsent = UnsentPanel()
        self.compose = ComposePanel()
        self.review = ReviewPanel()
        self.status = StatusPanel()
        self.forget = ForgetPanel()
        self._panels = (self.compose, self.review, self.status, self.forget)
        self._above = line()
        self._give_back: Callable[[], None] = lambda: None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.unsent)
        column.addWidget(self._above)
        for one in self._panels:
            column.addWidget(one)
            one.hide()
        self._above.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.compose.text.writes.connect(self.writes)

    def use_keys_of(self, give_back: Callable[[], None]) -> None:
        """Where the keys go when a panel closes."""
        self._give_back = give_back

    @property
    def open(self) -> QWidget | None:
        """The panel in sight."""
        return next((one for one in self._panels if not one.isHidden()), None)

    def show_panel(self, panel: QWidget | None) -> None:
        """Show this one alone; with None the keys go back."""
        before = self.open
        for one in self._panels:
            one.setVisible(one is panel)
        self._above.setVisible(panel is not None)
        if panel is None and before is not None:
            self._give_back()
        self.take_keys()
        self.moved.emit()

    def take_keys(self) -> bool:
        """Put the keys where something is written; False where nothing is."""
        panel = self.open
        if panel is self.compose:
            self.compose.text.setFocus()
        elif panel is self.review:
            self.review.back.setFocus()
        elif panel is self.status:
            self.status.setFocus()
        elif panel is self.forget:
            self.forget.keep.setFocus()
        return panel is not None

    def clear(self) -> None:
        """Nothing of the customer's stays."""
        self.show_panel(None)
        self.compose.clear()
        self.review.clear()
        self.status.clear()
        self.forget.clear()
        self.unsent.show_waiting((), draft=False)
