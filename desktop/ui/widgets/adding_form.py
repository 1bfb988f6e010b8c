"""Another thing of a kind that there is, under a name of one's own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.core.results import Problem
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.fields import ChoiceBox
from desktop.ui.widgets.problem_words import sentences
from desktop.ui.widgets.stylesheet import as_role, redraw
from desktop.ui.widgets.words import button, label

FIELD_WIDTH = 32 * look.GRID


class AddingForm(QWidget):
    """Kind and name."""

    added = Signal(str, str)
    """Name and kind."""
    left = Signal()

    def __init__(
        self, title: str, explained: str, kinds: Sequence[tuple[str, str]], first: str = ""
    ) -> None:
        """``kinds`` are titles with the names of the settings; ``first`` is chosen at first."""
        super().__init__()
        self._title = title
        self._explained = explained
        self._first = first
        as_role(self, "page")
        self.kind = ChoiceBox()
        self.kind.setAccessibleName(self.tr("What it is"))
        self.kind.setFixedWidth(FIELD_WIDTH + 8 * look.GRID)
        for shown, name in kinds:
            self.kind.addItem(shown, name)
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Its name"))
        self.name.setPlaceholderText(self.tr("team, for one"))
        self.name.setFixedWidth(FIELD_WIDTH)
        self.name.setMaxLength(64)
        self.told = label("", "error", wrap=True)
        self.add = button(self.tr("Add"), "primary")
        self.cancel = button(self.tr("Cancel"))
        self._build()
        self.name.textChanged.connect(self._on_edit)
        self.name.returnPressed.connect(self._add)
        self.add.clicked.connect(self._add)
        self.cancel.clicked.connect(self.left)
        self._on_edit()

    def start(self) -> None:
        """Empty, with the caret in the name."""
        self.name.clear()
        self.show_problem(None)
        at = self.kind.findData(self._first)
        self.kind.setCurrentIndex(max(at, 0))
        self.name.setFocus()

    def show_problem(self, problem: Problem | None) -> None:
        """Why it was not added."""
        self.told.setText(sentences(problem) if problem else "")
        self.told.setVisible(problem is not None)
        self.name.setProperty("wrong", problem is not None)
        redraw(self.name)

    def _on_edit(self) -> None:
        self.add.setEnabled(bool(self.name.text().strip()))
        if self.told.text():
            self.show_problem(None)

    def _add(self) -> None:
        if self.add.isEnabled():
            self.added.emit(self.name.text().strip(), str(self.kind.currentData()))

    def _build(self) -> None:
        self.told.hide()
        column = QVBoxLayout(self)
        margin = 3 * look.GRID
        column.setContentsMargins(margin, margin - look.HALF, margin, margin)
        column.setSpacing(look.HALF)
        column.addWidget(label(self._title, "name"))
        column.addWidget(label(self._explained, "muted", wrap=True))
        column.addSpacing(look.MARGIN)
        column.addWidget(label(self.tr("What it is"), "strong"))
        column.addWidget(self.kind)
        column.addSpacing(look.MARGIN)
        column.addWidget(label(self.tr("Its name"), "strong"))
        column.addWidget(label(self.tr("Small letters, digits, - and _."), "muted", wrap=True))
        column.addWidget(self.name)
        column.addWidget(self.told)
        column.addSpacing(look.MARGIN)
        row = QHBoxLayout()
        row.setSpacing(look.GRID)
        row.addWidget(self.add)
        row.addWidget(self.cancel)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
