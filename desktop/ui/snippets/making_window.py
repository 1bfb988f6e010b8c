"""A suggested snippet, edited before there is one: its trigger and its text."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout

from desktop.core.results import Problem
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.problem_words import sentences
from desktop.ui.widgets.stylesheet import redraw
from desktop.ui.widgets.window import PlainWindow
from desktop.ui.widgets.words import button, label


class MakingWindow(PlainWindow):
    """Says what the agent wants; writes nothing itself."""

    made = Signal(str, str, bool)
    """Trigger, text, and whether the editor is wanted then."""

    def __init__(self) -> None:
        """Empty; see :meth:`start`."""
        super().__init__("making", self.tr("Deskhand new snippet"), [])
        self.keys.show_keys(
            [("Enter", self.tr("save")), ("Ctrl Enter", self.tr("save, from the text")),
             ("Esc", self.tr("close"))]
        )  # fmt: skip
        self.resize(68 * look.GRID, 44 * look.GRID)
        self.trigger = QLineEdit()
        self.trigger.setAccessibleName(self.tr("Trigger"))
        self.trigger.setMaxLength(64)
        self.trigger.setFixedWidth(24 * look.GRID)
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(self.tr("Text"))
        self.text.setTabChangesFocus(True)
        self.told = label("", "error", wrap=True)
        self.further = button(self.tr("Save and open in the editor"))
        self.save = button(self.tr("Save"), "primary")
        self.trigger.textChanged.connect(self._on_edit)
        self.text.textChanged.connect(self._on_edit)
        self.trigger.returnPressed.connect(self._save)
        self.save.clicked.connect(self._save)
        self.further.clicked.connect(lambda: self._save(further=True))
        self._build()

    def start(self, text: str) -> None:
        """Begin with a text; :meth:`propose` brings a trigger."""
        self.trigger.clear()
        self.text.setPlainText(text)
        self.show_problem(None)
        self._allow(on=True)
        self.come_forward()
        self.trigger.setFocus()

    def propose(self, trigger: str) -> None:
        """A free trigger, unless the agent has begun to write one."""
        if self.isVisible() and not self.trigger.text():
            self.trigger.setText(trigger)
            self.trigger.selectAll()

    def show_problem(self, problem: Problem | None) -> None:
        """Why it was not saved; it can be tried again."""
        words = sentences(problem) if problem else ""
        self.told.setText(f"{words} ({problem.place})" if problem and problem.place else words)
        self.told.setVisible(problem is not None)
        self._allow(on=True)
        self.trigger.setProperty("wrong", problem is not None)
        redraw(self.trigger)

    def forget(self) -> None:
        """Close it, and let go of the sentence."""
        self.hide()
        self.trigger.clear()
        self.text.setPlainText("")
        self.text.document().clearUndoRedoStacks()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves from the text, too."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._save()
        elif event.key() == Qt.Key.Key_Escape:
            self.forget()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """By the system's own button."""
        super().closeEvent(event)
        self.forget()

    def _on_edit(self) -> None:
        if self.told.text():
            self.show_problem(None)

    def _save(self, *, further: bool = False) -> None:
        if self.save.isEnabled():
            self._allow(on=False)
            self.made.emit(self.trigger.text(), self.text.toPlainText(), further)

    def _allow(self, *, on: bool) -> None:
        self.save.setEnabled(on)
        self.further.setEnabled(on)

    def _build(self) -> None:
        self.told.hide()
        column = QVBoxLayout()
        margin = 3 * look.GRID
        column.setContentsMargins(margin, margin - look.HALF, margin, margin - look.GRID)
        column.setSpacing(look.HALF)
        column.addWidget(label(self.tr("Trigger"), "strong"))
        words = self.tr("What you will type for it. It goes into your pack “my-snippets”.")
        column.addWidget(label(words, "muted", wrap=True))
        column.addWidget(self.trigger)
        column.addWidget(self.told)
        column.addSpacing(look.MARGIN)
        column.addWidget(label(self.tr("Text"), "strong"))
        column.addWidget(self.text, 1)
        column.addSpacing(look.GRID)
        row = QHBoxLayout()
        row.setSpacing(look.GRID)
        row.addStretch(1)
        row.addWidget(self.further)
        row.addWidget(self.save)
        column.addLayout(row)
        self.content.addLayout(column)
