"""The choice: a few lines to choose from, by arrows, by typing, or by the number keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.snippets.folding import fold
from desktop.ui.snippets.results import ResultList, Results
from desktop.ui.snippets.source import Entry
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.frame import Frame
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.words import Elided, KeysLine, label, line

WIDTH = 56 * look.GRID
MOST_ROWS = 7
NUMBER_KEYS = tuple("123456789")

OnChoice = Callable[[int | None], None]
"""Called once with the place of what was chosen, or None when the agent chose nothing."""


class ChoiceWindow(Frame):
    """Asks for one of several: a snippet when two have the same trigger, a ``choice`` variable."""

    def __init__(self) -> None:
        """Build it hidden; see :meth:`ask`."""
        super().__init__()
        self.setObjectName("choice")
        self._entries: Sequence[Entry] = ()
        self._folded: list[str] = []
        self._on_choice: OnChoice | None = None
        self._was_active = False
        self.title = Elided("", "strong")
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("Type to narrow down"))
        self.line.setAccessibleName(self.tr("Type to narrow down"))
        as_role(self.line, "palette")
        self.results = Results(self._describe, self)
        self.list = ResultList()
        self.list.setModel(self.results)
        self.nothing = label(self.tr("None of them has these letters."), "muted")
        self.keys = KeysLine()
        self._build()
        self.line.textChanged.connect(self._narrow)
        self.line.installEventFilter(self)
        self.list.clicked.connect(lambda _index: self._choose(self.list.currentIndex().row()))

    def ask(
        self, title: str, entries: Sequence[Entry], on_choice: OnChoice, at: QPoint | None = None
    ) -> None:
        """Show ``entries`` near ``at``; a question that is still open ends without a choice."""
        self._end(None)
        self._entries = entries
        self._folded = [fold(f"{entry.label} {entry.trigger} {entry.second}") for entry in entries]
        self._on_choice = on_choice
        self._was_active = False
        self.setWindowTitle(title)
        self.title.say(title)
        self.line.clear()
        self._narrow("")
        rows = min(max(len(entries), 1), MOST_ROWS)
        self.list.setFixedHeight(rows * look.ROW_HEIGHT)
        self.setFixedWidth(WIDTH)
        self.adjustSize()
        self.open_at(at)
        self.line.setFocus()

    def _describe(self, number: int) -> Entry:
        return self._entries[number]

    def _narrow(self, text: str) -> None:
        words = fold(text).split()
        fitting = [
            at for at, folded in enumerate(self._folded) if all(word in folded for word in words)
        ]
        self.list.rows.query = text
        self.list.rows.keys = () if words else NUMBER_KEYS
        self.results.replace(fitting)
        self.list.select(0)
        self.list.setVisible(bool(fitting))
        self.nothing.setVisible(not fitting)
        keys = [("Enter", self.tr("choose"))] if fitting else []
        if fitting and not words:
            keys.append((f"1–{min(len(fitting), 9)}", self.tr("choose at once")))
        self.keys.show_keys([*keys, ("Esc", self.tr("cancel"))])
        self.keys.say(self.tr("{0} of {1}").format(len(fitting), len(self._entries)))

    def _choose(self, row: int) -> None:
        number = self.results.number(self.results.index(row, 0))
        if number is not None:
            self._end(number)

    def _end(self, number: int | None) -> None:
        on_choice, self._on_choice = self._on_choice, None
        self.hide()
        if on_choice is not None:
            on_choice(number)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the line."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(event) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        number = event.text()
        if key is Qt.Key.Key_Escape:
            self._end(None)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._choose(self.list.currentIndex().row())
        elif number in NUMBER_KEYS and not self.line.text():
            self._choose(int(number) - 1)
        else:
            return event.modifiers() == Qt.KeyboardModifier.NoModifier and self.list.go(key)
        return True

    def changeEvent(self, event: QEvent) -> None:
        """Another window was clicked: no choice."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange:
            if self.isActiveWindow():
                self._was_active = True
            elif self._was_active:
                self._end(None)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closed by the system's key: no choice."""
        self._end(None)
        super().closeEvent(event)

    def _build(self) -> None:
        top = QWidget()
        head = QVBoxLayout(top)
        head.setContentsMargins(look.MARGIN, look.GRID + look.HALF, look.MARGIN, look.GRID)
        head.setSpacing(look.HALF)
        head.addWidget(self.title)
        head.addWidget(self.line)
        middle = QWidget()
        rows = QVBoxLayout(middle)
        rows.setContentsMargins(look.GRID, look.GRID, look.GRID, look.GRID)
        rows.addWidget(self.list)
        rows.addWidget(self.nothing)
        rows.addStretch(1)
        self.nothing.setContentsMargins(look.GRID, look.GRID, look.GRID, look.GRID)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(look.LINE, look.LINE, look.LINE, look.LINE)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addWidget(line())
        whole.addWidget(middle, 1)
        whole.addWidget(line())
        whole.addWidget(self.keys)
