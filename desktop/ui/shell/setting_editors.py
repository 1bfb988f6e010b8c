"""The control for each kind of setting; values go in and out as the settings file has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.settings import kinds
from desktop.settings.declare import Setting, Toml
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.fields import CheckBox, ChoiceBox, NumberBox
from desktop.ui.widgets.hotkeys import HotkeyField
from desktop.ui.widgets.stylesheet import redraw
from desktop.ui.widgets.words import button

FIELD_WIDTH = 44 * look.GRID


class Editor(QWidget):
    """A control that holds one value."""

    edited = Signal()
    """The agent changed the value; while typing, with each key."""

    def __init__(self) -> None:
        """Subclasses put their control into ``column``."""
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(look.GRID)
        self.field: QWidget = self
        """What has the focus and shows that it is wrong."""

    def value(self) -> Toml:
        """As the file would have it; perhaps not fit."""
        raise NotImplementedError

    def show_value(self, value: Toml) -> None:
        """Show a value as the file has it, without ``edited``."""
        raise NotImplementedError

    def show_wrong(self, wrong: bool) -> None:
        """Mark the value as one that can't be."""
        self.field.setProperty("wrong", wrong)
        redraw(self.field)

    def _place(self, field: QWidget, width: int = FIELD_WIDTH) -> None:
        self.field = field
        self.setFocusProxy(field)
        field.setFixedWidth(width)
        self.column.addWidget(field)


class SwitchEditor(Editor):
    """A check box that says its setting's title itself."""

    def __init__(self, setting: kinds.Switch) -> None:
        """With the title as its words."""
        super().__init__()
        self.box = CheckBox(setting.title)
        self.box.toggled.connect(lambda _on: self.edited.emit())
        self._place(self.box, FIELD_WIDTH)

    def value(self) -> Toml:
        """True or false."""
        return self.box.isChecked()

    def show_value(self, value: Toml) -> None:
        """On or off."""
        with QSignalBlocker(self.box):
            self.box.setChecked(bool(value))
        self.box.update()


class NumberEditor(Editor):
    """A number with its unit."""

    def __init__(self, setting: kinds.Number) -> None:
        """Within the setting's limits."""
        super().__init__()
        self.box = NumberBox()
        self.box.setRange(setting.least, setting.most)
        if setting.unit:
            self.box.setSuffix(f" {setting.unit}")
        self.box.valueChanged.connect(lambda _value: self.edited.emit())
        self._place(self.box, 20 * look.GRID)

    def value(self) -> Toml:
        """The number."""
        return self.box.value()

    def show_value(self, value: Toml) -> None:
        """The number."""
        if isinstance(value, int):
            with QSignalBlocker(self.box):
                self.box.setValue(value)


class TextEditor(Editor):
    """One line, or several."""

    def __init__(self, setting: kinds.Text) -> None:
        """As many as the setting has."""
        super().__init__()
        self.line: QLineEdit | QPlainTextEdit
        if setting.lines:
            several = QPlainTextEdit()
            several.setTabChangesFocus(True)
            several.setFixedHeight(4 * several.fontMetrics().lineSpacing() + look.MARGIN)
            several.textChanged.connect(self.edited)
            self.line = several
        else:
            one = QLineEdit()
            one.textEdited.connect(lambda _text: self.edited.emit())
            self.line = one
        self.line.setPlaceholderText(setting.computed_words)
        self._place(self.line)

    def value(self) -> Toml:
        """The text."""
        if isinstance(self.line, QPlainTextEdit):
            return self.line.toPlainText()
        return self.line.text()

    def show_value(self, value: Toml) -> None:
        """The text; left alone when it is there already, so that the caret stays."""
        text = str(value)
        if text == self.value():
            return
        with QSignalBlocker(self.line):
            if isinstance(self.line, QPlainTextEdit):
                self.line.setPlainText(text)
            else:
                self.line.setText(text)


class ChoiceEditor(Editor):
    """One of several."""

    def __init__(self, setting: kinds.Choice) -> None:
        """With the setting's options."""
        super().__init__()
        self.box = ChoiceBox()
        for option in setting.options:
            self.box.addItem(option.title, option.value)
        self.box.activated.connect(lambda _place: self.edited.emit())
        self._place(self.box, 28 * look.GRID)

    def value(self) -> Toml:
        """The option's value."""
        return str(self.box.currentData())

    def show_value(self, value: Toml) -> None:
        """The option of this value."""
        self.box.setCurrentIndex(max(0, self.box.findData(value)))


class ChoicesEditor(Editor):
    """Any of several."""

    def __init__(self, setting: kinds.Choices) -> None:
        """A check box for each option."""
        super().__init__()
        self.column.setSpacing(0)
        self.boxes: dict[str, CheckBox] = {}
        for option in setting.options:
            box = CheckBox(option.title)
            box.toggled.connect(lambda _on: self.edited.emit())
            self.boxes[option.value] = box
            self.column.addWidget(box)
        if self.boxes:
            self.setFocusProxy(next(iter(self.boxes.values())))

    def value(self) -> Toml:
        """The values of those that are checked."""
        return [value for value, box in self.boxes.items() if box.isChecked()]

    def show_value(self, value: Toml) -> None:
        """Check these."""
        chosen = value if isinstance(value, list) else []
        for name, box in self.boxes.items():
            with QSignalBlocker(box):
                box.setChecked(name in chosen)
            box.update()


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


class HotkeyEditor(Editor):
    """Keys, recorded by pressing them."""

    def __init__(self, _setting: kinds.Hotkey) -> None:
        """None at first."""
        super().__init__()
        self.line = HotkeyField()
        self.line.recorded.connect(lambda _keys: self.edited.emit())
        self._place(self.line, 28 * look.GRID)

    def value(self) -> Toml:
        """In pynput's notation."""
        return self.line.hotkey()

    def show_value(self, value: Toml) -> None:
        """In pynput's notation."""
        if value != self.line.hotkey():
            self.line.show_hotkey(str(value))


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
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        self.table.setFixedHeight(24 * look.GRID)
        self._place(self.table, 58 * look.GRID)
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


_EDITORS: Mapping[type[Setting[Any]], Callable[[Any], Editor]] = {
    kinds.Switch: SwitchEditor,
    kinds.Number: NumberEditor,
    kinds.Text: TextEditor,
    kinds.Choice: ChoiceEditor,
    kinds.Choices: ChoicesEditor,
    kinds.Texts: ListEditor,
    kinds.Paths: ListEditor,
    kinds.Hotkey: HotkeyEditor,
    kinds.Table: TableEditor,
}


def editor_for(setting: Setting[Any]) -> Editor:
    """The control for a setting."""
    return _EDITORS[type(setting)](setting)
