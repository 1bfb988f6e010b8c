"""The palette's list: numbers in a model, drawn by a delegate, so that 50,000 scroll like 50."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.snippets.search import matched
from desktop.ui.snippets.palette_articles import TailRow
from desktop.ui.snippets.source import Describe, Entry
from desktop.ui.widgets import drawing
from desktop.ui.widgets import theme as look

Index = QModelIndex | QPersistentModelIndex


class Results(QAbstractListModel):
    """The numbers of what was found; a row is described only when it is drawn.

    After them may come a few rows that are no snippets.
    """

    EntryRole = Qt.ItemDataRole.UserRole
    NumberRole = Qt.ItemDataRole.UserRole + 1

    def __init__(self, describe: Describe, parent: QObject | None = None) -> None:
        """Empty at first."""
        super().__init__(parent)
        self._describe = describe
        self._numbers: list[int] | range = []
        self._tail: list[TailRow] = []

    @property
    def count(self) -> int:
        """How many snippets."""
        return len(self._numbers)

    def replace(self, numbers: Sequence[int]) -> None:
        """Other results, without rows after them."""
        if isinstance(numbers, range) and numbers == self._numbers and not self._tail:
            if numbers:  # laying out 20,000 rows anew takes a while
                self.dataChanged.emit(self.index(0), self.index(len(numbers) - 1))
            return
        self.beginResetModel()
        self._numbers = numbers if isinstance(numbers, range) else list(numbers)
        self._tail = []
        self.endResetModel()

    def use_tail(self, rows: Sequence[TailRow]) -> None:
        """Other rows after the snippets; what is before them stays, and so do those alike."""
        same = 0
        for old, new in zip(self._tail, rows, strict=False):
            if old != new:
                break
            same += 1
        first, last = self.count + same, self.count + len(self._tail) - 1
        if first <= last:
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._tail[same:]
            self.endRemoveRows()
        if len(rows) > same:
            self.beginInsertRows(QModelIndex(), first, self.count + len(rows) - 1)
            self._tail += rows[same:]
            self.endInsertRows()

    def tail(self, index: Index) -> TailRow | None:
        """The row after the snippets that this is."""
        at = index.row() - self.count
        return self._tail[at] if index.isValid() and 0 <= at < len(self._tail) else None

    def append(self, numbers: Sequence[int]) -> None:
        """Further results after those that are there."""
        if numbers:
            first = len(self._numbers)
            self.beginInsertRows(QModelIndex(), first, first + len(numbers) - 1)
            self._numbers = [*self._numbers, *numbers]
            self.endInsertRows()

    def number(self, index: Index) -> int | None:
        """The snippet in a row."""
        return self._numbers[index.row()] if index.isValid() and index.row() < self.count else None

    def row_of(self, number: int) -> int | None:
        """Where a snippet stands, if it does."""
        if isinstance(self._numbers, range):
            return self._numbers.index(number) if number in self._numbers else None
        return next((row for row, one in enumerate(self._numbers) if one == number), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many."""
        return 0 if parent.isValid() else len(self._numbers) + len(self._tail)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The entry for the delegate, and words for screen readers."""
        if role == self.NumberRole:
            return self.number(index)
        words = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}
        if role != self.EntryRole and role not in words:
            return None
        entry = self._entry(index)
        if entry is None or role == self.EntryRole:
            return entry
        return ", ".join(part for part in (entry.label, entry.trigger, entry.second) if part)

    def _entry(self, index: Index) -> Entry | None:
        number, tail = self.number(index), self.tail(index)
        if number is not None:
            return self._describe(number)
        return tail.entry if tail is not None else None


_NEXT_LINE = "\N{LINE SEPARATOR}"


def fitted(text: str, font: QFont, width: int, *, two: bool) -> str:
    """A text in one line or in ``two``, with an ellipsis where that is not enough."""
    metrics = QFontMetrics(font)
    first = ""
    if two and metrics.horizontalAdvance(text) > width:
        layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(width)
        layout.endLayout()
        units = text.encode("utf-16-le")  # by which Qt counts
        first = units[: 2 * line.textLength()].decode("utf-16-le")
    rest = metrics.elidedText(text[len(first) :], Qt.TextElideMode.ElideRight, width)
    return f"{first.rstrip()}{_NEXT_LINE}{rest}" if first else rest


class ResultDelegate(QStyledItemDelegate):
    """Draws a row: label with the matched letters, key cap, muted second line."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Nothing is emphasised at first."""
        super().__init__(parent)
        self.query = ""
        self.keys: Sequence[str] = ()
        """Keys that choose the first rows; they take the place of the triggers."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """All rows are equal."""
        return QSize(0, look.ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        entry = index.data(Results.EntryRole)
        if not isinstance(entry, Entry):
            return
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        direction: Qt.LayoutDirection = option.direction
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            drawing.rounded(painter, QRectF(rect), look.RADIUS_FIELD, look.colour("soft"))
        inside = rect.adjusted(look.GRID, 6, -look.GRID, -6)
        line = inside.height() // 2
        cap = self._cap(entry, index.row())
        room = inside.width()
        if cap:
            size = drawing.key_size(cap).boundedTo(QSize(room // 2, look.CHIP_HEIGHT))
            room_above = line if entry.second else inside.height()
            spot = QRect(
                inside.right() + 1 - size.width(),
                inside.top() + (room_above - size.height()) // 2,
                size.width(),
                size.height(),
            )
            drawing.draw_key(painter, QStyle.visualRect(direction, inside, spot), cap)
            room -= size.width() + look.GRID
        first = QRect(inside.left(), inside.top(), room, line if entry.second else inside.height())
        second = QRect(inside.left(), inside.top() + line, inside.width(), line)
        self._draw_label(
            painter, QStyle.visualRect(direction, inside, first), direction, entry.label, selected
        )
        if entry.second:
            self._draw_second(painter, QStyle.visualRect(direction, inside, second), entry.second)
        painter.restore()

    def _cap(self, entry: Entry, row: int) -> str:
        if self.keys:
            return self.keys[row] if row < len(self.keys) else ""
        return entry.trigger

    def _draw_label(
        self,
        painter: QPainter,
        rect: QRect,
        direction: Qt.LayoutDirection,
        label: str,
        selected: bool,
    ) -> None:
        font = look.font(strong=selected)
        most = rect.height() // QFontMetrics(font).height()
        shown = fitted(" ".join(label.split()), font, rect.width(), two=most > 1)
        layout = QTextLayout(shown, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        option.setTextDirection(direction)
        if direction is Qt.LayoutDirection.RightToLeft:
            option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
        layout.setTextOption(option)
        layout.setFormats(self._emphasis(shown, selected))
        layout.beginLayout()
        height = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(rect.width())
            line.setPosition(QPointF(0, height))
            height += line.height()
        layout.endLayout()
        painter.setPen(look.colour("ink"))
        top = rect.top() + (rect.height() - height) / 2
        layout.draw(painter, QPoint(rect.left(), round(top)).toPointF())

    def _emphasis(self, shown: str, selected: bool) -> list[QTextLayout.FormatRange]:
        formats = []
        for begin, end in matched(shown, self.query) if self.query else ():
            part = QTextLayout.FormatRange()
            # Qt counts UTF-16 units.
            part.start = len(shown[:begin].encode("utf-16-le")) // 2
            part.length = len(shown[begin:end].encode("utf-16-le")) // 2
            style = QTextCharFormat()
            style.setForeground(look.colour("accent_on_soft" if selected else "accent"))
            style.setFontWeight(look.font(strong=True).weight())
            part.format = style
            formats.append(part)
        return formats

    @staticmethod
    def _draw_second(painter: QPainter, rect: QRect, text: str) -> None:
        painter.setFont(look.font())
        painter.setPen(look.colour("muted"))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, shown)


class ResultList(QListView):
    """The list itself; it is moved through from the line above and never has the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Uniform rows, drawn by a :class:`ResultDelegate`."""
        super().__init__(parent)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalScrollBar().setSingleStep(look.ROW_HEIGHT // 2)
        self.setMouseTracking(True)
        self.rows = ResultDelegate(self)
        self.setItemDelegate(self.rows)

    def go(self, key: Qt.Key) -> bool:
        """Move the selection as ``key`` says; False if it is none of the moving keys."""
        count = self.model().rowCount()
        page = max(1, self.viewport().height() // look.ROW_HEIGHT - 1)
        row = self.currentIndex().row()
        targets = {
            Qt.Key.Key_Up: row - 1,
            Qt.Key.Key_Down: row + 1,
            Qt.Key.Key_PageUp: row - page,
            Qt.Key.Key_PageDown: row + page,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: count - 1,
        }
        if key not in targets:
            return False
        self.select(min(max(targets[key], 0), count - 1))
        return True

    def select(self, row: int) -> None:
        """Make a row the chosen one and bring it into sight."""
        index = self.model().index(row, 0)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
