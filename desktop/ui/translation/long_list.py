"""A list of thousands of rows of different heights that costs what is seen of it.

Qt's list would lay all rows out anew for each that comes. This one keeps the rows' heights in a
:class:`Column`: guessed at first, measured when a row comes into sight, and the rest in small
slices while nothing else is to be done. Whatever changes, what the agent reads stays in its place.
It stays a ``QListView`` for the sake of screen readers, which Qt serves by that class's name.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QElapsedTimer, QItemSelection, QModelIndex, QRect, Qt, QTimer
from PySide6.QtGui import QHideEvent, QRegion, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from desktop.ui.translation.column import Column
from desktop.ui.translation.lines import Index
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.scrolling import scroll_by_pixel

SLICE_MS = 4
"""How long rows out of sight are measured at a time."""
END_SLACK = look.GRID
"""So near to the end still is at the end."""
STEP = 5 * look.GRID
"""Of the wheel and the arrows."""
AIR_TOP = look.MARGIN
"""Above the first row."""
AIR_BELOW = AIR_TOP + look.HALF
"""Added to the rows' height: above the first and beneath the last."""


class LongList(QListView):
    """Subclasses say how tall a row is, and put in place what stands on the rows in sight."""

    def __init__(self) -> None:
        """Empty at first."""
        super().__init__()
        self._column = Column()
        self._unmeasured: set[int] = set()
        self._width = 0
        self._at_end = True
        self._settling = False
        self._later = QTimer(self)
        self._later.setInterval(0)
        self._later.timeout.connect(self._measure_some)
        scroll_by_pixel(self)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def guessed(self, row: int) -> int:
        """About how tall a row is, without laying it out."""
        raise NotImplementedError

    def measured(self, row: int) -> int:
        """How tall a row is."""
        raise NotImplementedError

    def arrange(self) -> None:
        """Other rows are in sight, or in other places."""
        raise NotImplementedError

    def at_end(self) -> bool:
        """True while new rows are followed."""
        return self._at_end

    def go_to_end(self) -> None:
        """Show the newest row, and those that come."""
        self._at_end = True
        self._settle()

    def measure_anew(self, row: int) -> None:
        """A row's content changed."""
        held = self._hold()
        self._unmeasured.add(row)
        self._measure([row])
        self._settle(held)

    def is_measured(self) -> bool:
        """True when no row's height is a guess any more."""
        return not self._unmeasured

    def leave_end(self) -> None:
        """Stay with the rows in sight."""
        self._at_end = False

    def start_over(self, *, from_end: bool) -> None:
        """Nothing that was measured holds any more: other rows, or another width."""
        held = self._hold()
        self._width = self.viewport().width()
        count = self.model().rowCount()
        self._column.replace(self.guessed(row) for row in range(count))
        self._unmeasured = set(range(count))
        if from_end:
            self._at_end = True
            held = (-1, 0)
        self._settle(held)

    def seen(self) -> range:
        """The rows of which something is in sight."""
        return self._rows_at(self.verticalScrollBar().value())

    def top(self, row: int) -> int:
        """Where a row begins in the viewport."""
        return self._column.top(row) + AIR_TOP - self.verticalScrollBar().value()

    def count(self) -> int:
        """How many rows."""
        return len(self._column)

    def _measure(self, rows: Iterable[int]) -> bool:
        fresh = [row for row in rows if row in self._unmeasured]
        self._unmeasured.difference_update(fresh)
        self._column.change({row: self.measured(row) for row in fresh})
        return bool(fresh)

    def _measure_some(self) -> None:
        """One slice; the timer goes on while there are rows left."""
        clock = QElapsedTimer()
        clock.start()
        heights: dict[int, int] = {}
        while self._unmeasured and not clock.hasExpired(SLICE_MS):
            row = self._unmeasured.pop()
            heights[row] = self.measured(row)
        held = self._hold()
        self._column.change(heights)
        self._settle(held, unseen=True)

    def _rows_at(self, value: int) -> range:
        """The rows in sight when the bar stands at ``value``."""
        return self._column.rows_in(value - AIR_TOP, value - AIR_TOP + self.viewport().height())

    def _hold(self) -> tuple[int, int]:
        """The first row in sight, and how much of it is above the edge."""
        value = self.verticalScrollBar().value()
        row = self._column.row_at(value)
        return row, value - self._column.top(row) if row >= 0 else 0

    def _settle(self, held: tuple[int, int] | None = None, *, unseen: bool = False) -> None:
        """Measure what is in sight, and keep the end or the first row in sight where it is.

        ``unseen``: only rows out of sight have changed.
        """
        if self._settling:
            return
        self._settling = True
        row, above = held or self._hold()
        bar = self.verticalScrollBar()
        tall = self.viewport().height()
        while True:
            room = max(self._column.total + AIR_BELOW - tall, 0)
            wanted = room if self._at_end or row < 0 else self._column.top(row) + above
            value = min(max(wanted, 0), room)
            if not self._measure(self._rows_at(value)):
                break
            unseen = False
        bar.setRange(0, room)
        bar.setPageStep(tall)
        bar.setSingleStep(STEP)
        bar.setValue(value)
        self._settling = False
        if self._unmeasured and self.isVisible():
            self._later.start()
        else:
            self._later.stop()
        if not unseen:
            self.arrange()

    def _scrolled(self) -> None:
        """The agent moved the bar."""
        if not self._settling:
            bar = self.verticalScrollBar()
            self._at_end = bar.value() >= bar.maximum() - END_SLACK
            self._settle()

    def visualRect(self, index: Index) -> QRect:
        """A row's place in the viewport."""
        if not 0 <= index.row() < len(self._column):
            return QRect()
        row = index.row()
        return QRect(0, self.top(row), self.viewport().width(), self._column.height(row))

    def scrollTo(
        self,
        index: Index,
        _hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a row into sight; of one that is taller than the window its beginning."""
        row = index.row()
        if not 0 <= row < len(self._column):
            return
        held = self._hold()
        self._measure([row])
        self._settle(held)
        bar = self.verticalScrollBar()
        top = self._column.top(row)
        bottom = top + self._column.height(row) + AIR_TOP
        tall = self.viewport().height()
        if top < bar.value() or bottom - top > tall:
            bar.setValue(top)
        elif bottom > bar.value() + tall:
            bar.setValue(bottom - tall)

    def horizontalOffset(self) -> int:
        """Never scrolled to the side."""
        return 0

    def verticalOffset(self) -> int:
        """How far it is scrolled."""
        return self.verticalScrollBar().value()

    def isIndexHidden(self, _index: Index) -> bool:
        """No row is."""
        return False

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """The row that a key leads to."""
        count = len(self._column)
        row = self.currentIndex().row()
        moves = QAbstractItemView.CursorAction
        targets = {
            moves.MoveUp: row - 1 if row >= 0 else count - 1,
            moves.MovePrevious: row - 1 if row >= 0 else count - 1,
            moves.MoveDown: row + 1,
            moves.MoveNext: row + 1,
            moves.MoveHome: 0,
            moves.MoveEnd: count - 1,
            moves.MovePageUp: row - max(len(self.seen()) - 1, 1),
            moves.MovePageDown: row + max(len(self.seen()) - 1, 1),
        }
        wanted = targets.get(action, row)
        return self.model().index(min(max(wanted, 0), count - 1), 0) if count else QModelIndex()

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Where the chosen rows stand."""
        region = QRegion()
        for index in selection.indexes():
            region += self.visualRect(index)
        return region

    def doItemsLayout(self) -> None:
        """Qt's order to lay out: only what is in sight is."""
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:
        """Qt's order to set the scroll bar."""
        if self.model() is None:
            return
        if self.viewport().width() != self._width:
            self.start_over(from_end=False)
        else:
            self._settle()

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        """Lines at the end."""
        QAbstractItemView.rowsInserted(self, parent, start, end)
        for row in range(start, end + 1):
            self._column.append(self.guessed(row))
            self._unmeasured.add(row)
        self._settle()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Everything in sight is drawn anew: it is not much."""
        if not self._settling:
            self.arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the texts elsewhere."""
        QAbstractItemView.resizeEvent(self, event)
        self.updateGeometries()

    def showEvent(self, event: QShowEvent) -> None:
        """What came while hidden is seen now."""
        super().showEvent(event)
        self._settle()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is measured for nobody."""
        super().hideEvent(event)
        self._later.stop()
