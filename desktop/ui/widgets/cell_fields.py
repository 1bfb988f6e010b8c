"""Settings of one thing as fields, a line each; what is typed is told all together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.core.results import Problem
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.fields import CheckBox
from desktop.ui.widgets.problem_words import sentences
from desktop.ui.widgets.stylesheet import redraw
from desktop.ui.widgets.words import label

FIELD_WIDTH = 44 * look.GRID
PAUSE_MS = 400
"""A text is written to the file when no key came for so long, or when the field is left."""

Cells = Mapping[str, str | bool]


@dataclass(frozen=True, slots=True)
class Cell:
    """A setting."""

    name: str
    title: str
    help: str
    example: str = ""
    """Shown while nothing is typed."""


@dataclass(frozen=True, slots=True)
class Office:
    """That what is at an address is in this office; beneath the field ``address``."""

    title: str
    help: str


class CellFields(QWidget):
    """The fields of one thing."""

    filled = Signal(dict)
    """All cells as they are now, by their name."""

    def __init__(self) -> None:
        """Without fields at first."""
        super().__init__()
        self._name = ""
        self._cells: tuple[Cell, ...] = ()
        self._office: Office | None = None
        self.lines: dict[str, QLineEdit] = {}
        """The fields that are shown, by the name of what they hold."""
        self.office = CheckBox("")
        self.told = label("", "error", wrap=True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.finish)
        self._pending = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.HALF)
        self._page: QWidget | None = None

    def show_cells(
        self, name: str, cells: Sequence[Cell], values: Cells, office: Office | None = None
    ) -> None:
        """The fields of another thing, or other values; what is just being typed stays."""
        shown = (name, tuple(cells), office)
        if shown != (self._name, self._cells, self._office):
            self._timer.stop()
            self._pending = False
            self._name, self._cells, self._office = shown
            self._build()
        elif self._pending or self.told.text():
            return
        for key, line in self.lines.items():
            value = str(values.get(key) or "")
            if line.text() != value:
                line.setText(value)
        with QSignalBlocker(self.office):
            self.office.setChecked(values.get("office") is True)
        self.office.update()

    def finish(self) -> None:
        """Tell what was typed, now."""
        self._timer.stop()
        if self._pending:
            self._pending = False
            self.filled.emit(self.cells())

    def stops(self) -> list[QWidget]:
        """What Tab goes through."""
        stops: list[QWidget] = []
        for name, line in self.lines.items():
            stops.append(line)
            if name == "address" and self._office is not None:
                stops.append(self.office)
        return stops

    def cells(self) -> dict[str, str | bool]:
        """What the fields hold."""
        cells: dict[str, str | bool] = {
            name: line.text().strip() for name, line in self.lines.items()
        }
        if self._office is not None:
            cells["office"] = self.office.isChecked()
        return cells

    def show_problem(self, problem: Problem | None) -> None:
        """Why what was typed can't be taken; None: it was."""
        self.told.setText(sentences(problem) if problem else "")
        self.told.setVisible(problem is not None)
        for name, line in self.lines.items():
            line.setProperty("wrong", problem is not None and name == "address")
            redraw(line)

    def _begin(self) -> None:
        self._pending = True
        self._timer.start()

    def _at_once(self) -> None:
        self._pending = True
        self.finish()

    def _build(self) -> None:
        if self._page is not None:
            self._column.removeWidget(self._page)
            self._page.hide()
            self._page.deleteLater()
        self.lines = {}
        self.office = CheckBox(self._office.title if self._office else "")
        self.told = label("", "error", wrap=True)
        self.told.hide()
        self._page = QWidget()
        column = QVBoxLayout(self._page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.HALF)
        for cell in self._cells:
            line = QLineEdit()
            line.setPlaceholderText(cell.example)
            line.setAccessibleName(cell.title)
            line.setAccessibleDescription(cell.help)
            line.setFixedWidth(FIELD_WIDTH)
            line.textEdited.connect(lambda _text: self._begin())
            line.editingFinished.connect(self.finish)
            self.lines[cell.name] = line
            column.addWidget(label(cell.title, "strong"))
            column.addWidget(label(cell.help, "muted", wrap=True))
            column.addSpacing(look.HALF)
            column.addWidget(line)
            if cell.name == "address":
                column.addWidget(self.told)
                if self._office is not None:
                    self.office.toggled.connect(lambda _on: self._at_once())
                    column.addWidget(self.office)
                    column.addWidget(label(self._office.help, "muted", wrap=True))
            column.addSpacing(look.MARGIN)
        self._column.addWidget(self._page)
