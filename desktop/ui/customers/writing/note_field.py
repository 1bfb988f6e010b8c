"""The field in which a note is written: Enter is a new line, and snippets expand in it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from desktop.customers.providers import sending
from desktop.ui.customers.wording import tr
from desktop.ui.widgets import theme as look

LINES = 5
LONGEST = sending.LONGEST - 500
"""Characters; a log has a line more than what is written here."""
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class NoteField(QPlainTextEdit):
    """Plain text, also of what is pasted."""

    done = Signal()
    """Ctrl Enter."""
    snippet_asked = Signal()
    """Ctrl K."""
    left = Signal()
    """Escape."""
    writes = Signal(bool)
    """The agent writes here now, or does not any more."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self.setTabChangesFocus(True)
        self.setPlaceholderText(tr("What your colleagues should know. Your snippets work here."))
        self.setAccessibleName(tr("Note"))
        self.setFixedHeight(LINES * self.fontMetrics().lineSpacing() + 3 * look.GRID)
        self.textChanged.connect(self._bound)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a note; everything else is text."""
        control = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        with_control = control == Qt.KeyboardModifier.ControlModifier
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_Escape:
            self.left.emit()
        elif key in _ENTER and with_control:
            if not event.isAutoRepeat():
                self.done.emit()
        elif key is Qt.Key.Key_K and with_control:
            self.snippet_asked.emit()
        else:
            super().keyPressEvent(event)
            event.accept()  # nothing that is typed here is a key of the sidebar

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Snippets expand from now on."""
        super().focusInEvent(event)
        self.writes.emit(self.hasFocus())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """And no more."""
        super().focusOutEvent(event)
        self.writes.emit(self.hasFocus())

    def _bound(self) -> None:
        """What a system may refuse is not taken in the first place."""
        if self.document().characterCount() > LONGEST + 1:
            cursor = self.textCursor()
            cursor.setPosition(LONGEST)
            cursor.movePosition(cursor.MoveOperation.End, cursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
