"""What an engine needs beside its key: a field for each setting that its manifest declares."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.core.results import Problem
from desktop.settings.sections.translation import SERVICES
from desktop.translation.engine_list import Listed
from desktop.translation.engines.base import Need
from desktop.ui.translation.engine_wording import sentences
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.fields import CheckBox
from desktop.ui.widgets.stylesheet import redraw
from desktop.ui.widgets.words import label

FIELD_WIDTH = 44 * look.GRID
PAUSE_MS = 400
"""A text is written to the file when no key came for so long, or when the field is left."""

Cells = Mapping[str, str | bool]


class EngineFields(QWidget):
    """The fields of one engine; what is typed is told all together."""

    filled = Signal(dict)
    """All cells as they are now, by their name."""

    def __init__(self) -> None:
        """Without fields at first."""
        super().__init__()
        self._name = ""
        self._needs: tuple[Need, ...] = ()
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

    def show_engine(self, one: Listed) -> None:
        """The fields of another engine, or other values; what is just being typed stays."""
        needs = one.manifest.needs if one.manifest else ()
        if (one.name, needs) != (self._name, self._needs):
            self._timer.stop()
            self._pending = False
            self._name, self._needs = one.name, needs
            self._build()
        elif self._pending or self.told.text():
            return
        for name, line in self.lines.items():
            value = getattr(one.row, name) or ""
            if line.text() != value:
                line.setText(value)
        with QSignalBlocker(self.office):
            self.office.setChecked(one.row.office is True)
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
            if name == "address" and self._with_office():
                stops.append(self.office)
        return stops

    def cells(self) -> dict[str, str | bool]:
        """What the fields hold."""
        cells: dict[str, str | bool] = {
            name: line.text().strip() for name, line in self.lines.items()
        }
        if self._with_office():
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

    def _with_office(self) -> bool:
        """Does it run where one puts it? Then that may be another computer of this office."""
        return any(one.default.startswith("http://localhost") for one in self._needs)

    def _build(self) -> None:
        if self._page is not None:
            self._column.removeWidget(self._page)
            self._page.hide()
            self._page.deleteLater()
        self.lines = {}
        self.told = label("", "error", wrap=True)
        self.told.hide()
        self._page = QWidget()
        column = QVBoxLayout(self._page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.HALF)
        columns = {one.key: one for one in SERVICES.columns}
        for need in self._needs:
            about = columns[need.name]
            title = about.title if not need.required else self.tr("{} (needed)").format(about.title)
            line = QLineEdit()
            line.setPlaceholderText(need.default)
            line.setAccessibleName(about.title)
            line.setAccessibleDescription(about.help)
            line.setFixedWidth(FIELD_WIDTH)
            line.textEdited.connect(lambda _text: self._begin())
            line.editingFinished.connect(self.finish)
            self.lines[need.name] = line
            column.addWidget(label(title, "strong"))
            column.addWidget(label(about.help, "muted", wrap=True))
            column.addSpacing(look.HALF)
            column.addWidget(line)
            if need.name == "address":
                self.office = CheckBox(columns["office"].title)
                self.office.toggled.connect(lambda _on: self._at_once())
                column.addWidget(self.told)
                if self._with_office():
                    column.addWidget(self.office)
                    column.addWidget(label(columns["office"].help, "muted", wrap=True))
            column.addSpacing(look.MARGIN)
        self._column.addWidget(self._page)
