"""The conversation's lines as a list that Qt can show and a screen reader can read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.ui.translation.bubble import headline
from desktop.ui.translation.conversation_view import Line

Index = QModelIndex | QPersistentModelIndex


class Lines(QAbstractListModel):
    """Oldest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Empty at first."""
        super().__init__(parent)
        self._lines: list[Line] = []
        self._rows: dict[int, int] = {}

    def replace(self, lines: Sequence[Line]) -> None:
        """Another conversation."""
        self.beginResetModel()
        self._lines = list(lines)
        self._rows = {line.serial: row for row, line in enumerate(self._lines)}
        self.endResetModel()

    def put(self, line: Line) -> bool:
        """Add a line, or change the one with its serial; True if it is a new one."""
        row = self._rows.get(line.serial)
        if row is None:
            row = len(self._lines)
            self.beginInsertRows(QModelIndex(), row, row)
            self._lines.append(line)
            self._rows[line.serial] = row
            self.endInsertRows()
            return True
        if line != self._lines[row]:
            self._lines[row] = line
            index = self.index(row)
            self.dataChanged.emit(index, index)
        return False

    def line(self, row: int) -> Line | None:
        """The line in a row."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row(self, serial: int) -> int:
        """The row of a line; -1 if there is none with this serial."""
        return self._rows.get(serial, -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words for screen readers: who, then what is read first."""
        line = self.line(index.row()) if index.isValid() else None
        if line is None or role not in {
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
        }:
            return None
        who = self.tr("You") if line.own else self.tr("Customer")
        parts = (headline(line)[0], line.first, line.second, *line.warnings, line.note)
        return f"{who}: " + ". ".join(part for part in parts if part)
