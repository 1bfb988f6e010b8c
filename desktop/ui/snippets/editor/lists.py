"""The two lists of the editor: packs, onto which snippets can be dropped, and snippets."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QListWidget

from desktop.ui.snippets.editor.workshop import PackRow
from desktop.ui.snippets.results import ResultList, Results
from desktop.ui.widgets.stylesheet import as_role

MIME = "application/x-deskhand-snippet"
ABOVE = 2
"""Rows before the first pack: all snippets, problems."""
MOST_AT_ONCE = 50_000
"""Snippets; a list of more takes a moment to lay out, and is shown when it is asked for."""

Index = QModelIndex | QPersistentModelIndex


class PackList(QListWidget):
    """All snippets, problems, then the packs."""

    dropped = Signal(int, int)
    """A snippet's number, and the pack's place among the packs."""

    def __init__(self) -> None:
        """Empty at first."""
        super().__init__()
        self.setAccessibleName(self.tr("Packs"))
        as_role(self, "sections")
        self.setAcceptDrops(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._packs: Sequence[PackRow] = ()
        self._before: int | None = None
        """The row that was chosen before something was dragged here."""

    def show_packs(self, packs: Sequence[PackRow], problems: int) -> None:
        """Other packs; the row that is chosen stays, by its pack."""
        row = self.currentRow()
        chosen = self._packs[row - ABOVE].path if row >= ABOVE else None
        self._packs = packs
        with QSignalBlocker(self):
            self.clear()
            total = sum(one.count for one in packs)
            self.addItem(self.tr("All snippets  ·  {}").format(f"{total:,}"))
            self.addItem(
                self.tr("Problems  ·  {}").format(f"{problems:,}") if problems
                else self.tr("No problems")
            )  # fmt: skip
            self.addItems([f"{one.name}  ·  {one.count:,}" for one in packs])
            for at, one in enumerate(packs, start=ABOVE):
                self.item(at).setToolTip(one.path + (f"\n{one.read_only}" if one.read_only else ""))
            paths = [one.path for one in packs]
            if chosen is not None and chosen in paths:
                self.setCurrentRow(ABOVE + paths.index(chosen))
            else:
                self.setCurrentRow(max(0, min(row, ABOVE - 1)))

    def choose(self, place: int | None) -> None:
        """Choose the pack at a place, or all snippets, without telling of it."""
        with QSignalBlocker(self):
            self.setCurrentRow(0 if place is None else place + ABOVE)

    def pack(self) -> PackRow | None:
        """The pack that is chosen."""
        row = self.currentRow()
        return self._packs[row - ABOVE] if row >= ABOVE else None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Only snippets."""
        if event.mimeData().hasFormat(MIME):
            self._before = self.currentRow()
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Onto packs that can be changed."""
        row = self.indexAt(event.position().toPoint()).row()
        if row >= ABOVE and not self._packs[row - ABOVE].read_only:
            self._mark(row)
            event.acceptProposedAction()
        else:
            self._mark(self._before)
            event.ignore()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Nothing is dropped here."""
        self._mark(self._before)

    def dropEvent(self, event: QDropEvent) -> None:
        """It shall go there."""
        row = self.indexAt(event.position().toPoint()).row()
        self._mark(self._before)
        data = bytes(event.mimeData().data(MIME).data())
        if row >= ABOVE and data.isdigit():
            event.acceptProposedAction()
            self.dropped.emit(int(data), row - ABOVE)

    def _mark(self, row: int | None) -> None:
        if row is not None and row != self.currentRow():
            with QSignalBlocker(self):
                self.setCurrentRow(row)


class SnippetRows(Results):
    """Results that can be dragged."""

    dragging = Signal(int)
    """This snippet is taken hold of."""

    def flags(self, index: Index) -> Qt.ItemFlag:
        """See Qt."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags

    def mimeTypes(self) -> list[str]:
        """Known to this window only."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The snippet's number."""
        data = QMimeData()
        number = self.number(indexes[0]) if indexes else None
        if number is not None:
            data.setData(MIME, str(number).encode())
            self.dragging.emit(number)
        return data


class SnippetList(ResultList):
    """Is moved through by keys of its own, too."""

    delete_asked = Signal()
    write_asked = Signal()
    undo_asked = Signal()

    def __init__(self) -> None:
        """Empty at first."""
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setDragEnabled(True)
        self.setAccessibleName(self.tr("Snippets"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del deletes, Enter goes to the text, Ctrl Z takes back the last change."""
        key = Qt.Key(event.key())
        if event.modifiers() == Qt.KeyboardModifier.NoModifier and key is Qt.Key.Key_Delete:
            self.delete_asked.emit()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.write_asked.emit()
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.undo_asked.emit()
        else:
            super().keyPressEvent(event)
