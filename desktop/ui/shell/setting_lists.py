"""The controls for settings that hold many: lists of texts and paths, tables of rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QListWidget,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from desktop.settings import kinds
from desktop.settings.declare import Setting, Toml
from desktop.ui.shell.setting_editors import Editor
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.fields import ChoiceBox
from desktop.ui.widgets.words import button

CELL_WIDTH = 23 * look.GRID
TABLE_WIDTH = 58 * look.GRID


class ListEditor(Editor):
    """Lines to add and to take away: texts, or paths chosen in the system's window."""

    def __init__(self, setting: kinds.Texts | kinds.Paths) -> None:
        """Texts are typed; folders and files are chosen."""
        super().__init__()
        self._folders = isinstance(setting, kinds.Paths) and setting.folders
        self.rows = QListWidget()
        self.rows.setFixedHeight(12 * look.GRID)
        self._place(self.rows)
        self.rows.itemSelectionChanged.connect(self._show_buttons)
        row = QHBoxLayout()
        row.setSpacing(look.GRID)
        self.line = QLineEdit()
        self.remove = button(self.tr("Remove"))
        self.remove.clicked.connect(self._remove)
        if isinstance(setting, kinds.Paths):
            words = self.tr("Add a folder…") if self._folders else self.tr("Add a file…")
            self.add = button(words)
            self.add.clicked.connect(self._choose_path)
            self.line.hide()
        else:
            self.add = button(self.tr("Add"))
            self.line.setPlaceholderText(setting.entry.capitalize())
            self.line.setAccessibleName(setting.entry)
            self.line.setFixedWidth(20 * look.GRID)
            self.line.returnPressed.connect(self._add_line)
            self.add.clicked.connect(self._add_line)
            row.addWidget(self.line)
        row.addWidget(self.add)
        row.addWidget(self.remove)
        row.addStretch(1)
        self.column.addLayout(row)
        self._show_buttons()

    def value(self) -> Toml:
        """The lines."""
        return [self.rows.item(at).text() for at in range(self.rows.count())]

    def show_value(self, value: Toml) -> None:
        """Other lines."""
        if value != self.value():
            self.rows.clear()
            self.rows.addItems([str(one) for one in value] if isinstance(value, list) else [])
            self._show_buttons()

    def add_text(self, text: str) -> None:
        """One more line."""
        if text.strip():
            self.rows.addItem(text.strip())
            self.edited.emit()

    def _add_line(self) -> None:
        self.add_text(self.line.text())
        self.line.clear()

    def _choose_path(self) -> None:
        if self._folders:
            self.add_text(QFileDialog.getExistingDirectory(self, self.tr("Add a folder")))
        else:
            chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Add a file"))
            self.add_text(chosen)

    def _remove(self) -> None:
        row = self.rows.currentRow()
        if row >= 0:
            self.rows.takeItem(row)
            self.edited.emit()
            self._show_buttons()

    def _show_buttons(self) -> None:
        self.remove.setEnabled(bool(self.rows.selectedItems()))


class TableEditor(Editor):
    """Rows by name; each cell is a choice that may stay open."""

    def __init__(self, setting: kinds.Table[Any]) -> None:
        """A column for the name and one for each of the setting's."""
        super().__init__()
        self._setting = setting
        self.table = QTableWidget(0, 1 + len(setting.columns))
        self.table.setHorizontalHeaderLabels(
            [setting.entry.capitalize(), *(column.title for column in setting.columns)]
        )
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(look.FIELD_HEIGHT + look.GRID)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setMinimumSectionSize(CELL_WIDTH)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        self.table.setFixedHeight(24 * look.GRID)
        self._place(self.table, TABLE_WIDTH)
        self.line = QLineEdit()
        self.line.setPlaceholderText(setting.entry.capitalize())
        self.line.setFixedWidth(20 * look.GRID)
        self.line.returnPressed.connect(self._add)
        self.add = button(self.tr("Add"))
        self.add.clicked.connect(self._add)
        self.remove = button(self.tr("Remove"))
        self.remove.clicked.connect(self._remove)
        row = QHBoxLayout()
        row.setSpacing(look.GRID)
        for widget in (self.line, self.add, self.remove):
            row.addWidget(widget)
        row.addStretch(1)
        self.column.addLayout(row)

    def value(self) -> Toml:
        """A table for each row, without its open cells."""
        rows: dict[str, dict[str, object]] = {}
        for at in range(self.table.rowCount()):
            cells: dict[str, object] = {}
            for place, column in enumerate(self._setting.columns, start=1):
                box = self.table.cellWidget(at, place)
                if isinstance(box, ChoiceBox) and box.currentData() is not None:
                    cells[column.key] = box.currentData()
                elif isinstance(box, QLineEdit) and box.text().strip():
                    text = box.text().strip()
                    cells[column.key] = int(text) if text.isascii() and text.isdigit() else text
            name = self.table.item(at, 0)
            if name is not None:
                rows[name.text()] = cells
        return rows

    def show_value(self, value: Toml) -> None:
        """Other rows."""
        if value == self.value() or not isinstance(value, Mapping):
            return
        self.table.setRowCount(0)
        for name, cells in value.items():
            self._add_row(str(name), cells if isinstance(cells, Mapping) else {})

    def _add_row(self, name: str, cells: Mapping[str, object]) -> None:
        at = self.table.rowCount()
        self.table.insertRow(at)
        self.table.setItem(at, 0, QTableWidgetItem(name))
        for place, column in enumerate(self._setting.columns, start=1):
            self.table.setCellWidget(at, place, self._cell(column, cells.get(column.key)))

    def _cell(self, column: Setting[Any], value: object) -> QWidget:
        options: Sequence[tuple[str, object]]
        if isinstance(column, kinds.Switch):
            options = ((self.tr("yes"), True), (self.tr("no"), False))
        elif isinstance(column, kinds.Choice):
            options = tuple((option.title, option.value) for option in column.options)
        else:
            line = QLineEdit("" if value is None else str(value))
            line.setPlaceholderText(self._setting.open_words)
            line.textEdited.connect(lambda _text: self.edited.emit())
            return line
        box = ChoiceBox()
        box.addItem(self._setting.open_words, None)
        for title, data in options:
            box.addItem(title, data)
            if value is not None and data == value:
                box.setCurrentIndex(box.count() - 1)
        box.activated.connect(lambda _place: self.edited.emit())
        return box

    def _add(self) -> None:
        name = self.line.text().strip()
        held = self.value()
        if name and isinstance(held, Mapping) and name not in held:
            self._add_row(name, {})
            self.line.clear()
            self.edited.emit()

    def _remove(self) -> None:
        row = self.table.currentRow()
        if row >= 0:
            self.table.removeRow(row)
            self.edited.emit()
