"""Things to choose from at a window's side: those that are on, in their order, then the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desktop.ui.widgets import drawing
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.theme import Tone

Index = QModelIndex | QPersistentModelIndex

_LINE = Qt.ItemDataRole.UserRole
_HEADING = Qt.ItemDataRole.UserRole + 1
_AIR = look.GRID
_SIDE = look.GRID + look.HALF
_TALLEST = 10_000
"""Of a text that is measured."""


@dataclass(frozen=True, slots=True)
class SideLine:
    """One thing as the list shows it."""

    name: str
    title: str
    chip: str
    tone: Tone
    where: str
    notice: str
    """What must be seen before it is turned on."""
    state: str
    wrong: bool
    """Is the state one to do something about?"""

    def spoken(self) -> str:
        """The whole, for screen readers."""
        said = (self.title, self.chip, self.where, self.notice, self.state)
        return ". ".join(part for part in said if part)


@dataclass(frozen=True, slots=True)
class Headings:
    """What stands above them."""

    whole: str
    """What they are, for screen readers."""
    on: str
    none_on: str
    """Instead, where nothing is on."""
    none_on_more: str
    off: str


class SideRows(QListWidget):
    """Under two headings; which one is chosen is its name."""

    chosen = Signal(str)
    turn_asked = Signal(str)
    """Turn it on, or off."""
    entered = Signal()
    """Go on in what is said about it."""

    def __init__(self, headings: Headings) -> None:
        """Empty at first."""
        super().__init__()
        as_role(self, "sections")
        self._headings = headings
        self.setAccessibleName(headings.whole)
        self.setItemDelegate(_Painter(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.currentItemChanged.connect(self._on_current)
        self.itemDoubleClicked.connect(lambda _item: self.turn_asked.emit(self.current()))
        self._lines: tuple[SideLine, ...] = ()
        self._count_on = -1

    def show_lines(self, on: Sequence[SideLine], off: Sequence[SideLine]) -> None:
        """Others, or the same with other words; the chosen one stays chosen."""
        keep = self.current()
        same = [one.name for one in self._lines] == [one.name for one in (*on, *off)]
        if same and self._count_on == len(on):
            for item, line in zip(self._items(), (*on, *off), strict=True):
                _fill(item, line)
        else:
            self.blockSignals(True)  # noqa: FBT003 - Qt's own
            self.clear()
            if on:
                self._head(self._headings.on)
            else:
                self._head(self._headings.none_on, self._headings.none_on_more)
            for line in on:
                self.addItem(_item(line))
            if off:
                self._head(self._headings.off)
            for line in off:
                self.addItem(_item(line))
            self._count_on = len(on)
            self.choose(keep)
            self.blockSignals(False)  # noqa: FBT003 - Qt's own
        self._lines = (*on, *off)
        self.doItemsLayout()
        if self.current() != keep:
            self.chosen.emit(self.current())

    def current(self) -> str:
        """The name of the chosen one; empty where there is none."""
        item: QListWidgetItem | None = self.currentItem()
        line = item.data(_LINE) if item is not None else None
        return line.name if isinstance(line, SideLine) else ""

    def choose(self, name: str) -> None:
        """Choose one, the first where there is none of that name."""
        items = list(self._items())
        for item in items:
            if item.data(_LINE).name == name:
                self.setCurrentItem(item)
                self.scrollToItem(item)
                return
        if items:
            self.setCurrentItem(items[0])
            self.scrollToTop()

    def lines(self) -> tuple[SideLine, ...]:
        """What is shown, from top to bottom."""
        return self._lines

    def headings(self) -> list[str]:
        """What stands above the lines."""
        items = (self.item(row) for row in range(self.count()))
        return [item.text() for item in items if item.data(_LINE) is None]

    def _items(self) -> Iterator[QListWidgetItem]:
        for row in range(self.count()):
            item = self.item(row)
            if item.data(_LINE) is not None:
                yield item

    def _head(self, words: str, more: str = "") -> None:
        item = QListWidgetItem(words)
        item.setData(_HEADING, more)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.addItem(item)

    def _on_current(self, item: QListWidgetItem | None) -> None:
        line = item.data(_LINE) if item is not None else None
        if isinstance(line, SideLine):
            self.chosen.emit(line.name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space turns on or off, Enter goes on; what has Alt or Ctrl is the window's."""
        if event.modifiers() & (
            Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
        elif event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self.turn_asked.emit(self.current())
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self.doItemsLayout()


def _item(line: SideLine) -> QListWidgetItem:
    item = QListWidgetItem()
    _fill(item, line)
    return item


def _fill(item: QListWidgetItem, line: SideLine) -> None:
    if item.data(_LINE) != line:
        item.setData(_LINE, line)
        item.setText(line.title)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, line.spoken())


class _Painter(QStyledItemDelegate):
    """Draws a row: the title with its chip, then a line each, broken where it is too long."""

    def __init__(self, rows: SideRows) -> None:
        super().__init__(rows)
        self._rows = rows

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """As tall as its words."""
        width = self._rows.viewport().width()
        inside = max(width - 2 * _SIDE, 1)
        line = index.data(_LINE)
        if isinstance(line, SideLine):
            tall = sum(_height(text, inside) + 2 for text, _ in _below(line))
            return QSize(width, look.CHIP_HEIGHT + tall + 2 * _AIR)
        more = index.data(_HEADING)
        tall = look.CHIP_HEIGHT + (_height(more, inside) + look.HALF if more else 0)
        return QSize(width, self._above(index) + tall + look.GRID)

    @staticmethod
    def _above(index: Index) -> int:
        """Air between a heading and what is above it."""
        return look.MARGIN if index.row() else 0

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw it, mirrored right to left."""
        painter.save()
        self._paint(painter, option, index)
        painter.restore()

    def _paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        direction: Qt.LayoutDirection = option.direction
        line = index.data(_LINE)
        if not isinstance(line, SideLine):
            self._paint_heading(painter, rect, direction, index)
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            row = QRectF(rect.adjusted(0, 1, 0, -1))
            edge = look.colour("accent") if self._rows.hasFocus() else None
            drawing.rounded(painter, row, look.RADIUS_FIELD, look.colour("soft"), edge)
        inside = rect.adjusted(_SIDE, _AIR, -_SIDE, -_AIR)
        size = drawing.chip_size(line.chip)
        spot = QRect(inside.right() + 1 - size.width(), inside.top(), size.width(), size.height())
        drawing.draw_chip(painter, QStyle.visualRect(direction, inside, spot), line.chip, line.tone)
        room = inside.width() - size.width() - look.GRID
        words = QRect(inside.left(), inside.top(), room, look.CHIP_HEIGHT)
        painter.setFont(look.font(strong=True))
        painter.setPen(look.colour("ink"))
        shown = painter.fontMetrics().elidedText(line.title, Qt.TextElideMode.ElideRight, room)
        align = QStyle.visualAlignment(
            direction, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        painter.drawText(QStyle.visualRect(direction, inside, words), align, shown)
        top = inside.top() + look.CHIP_HEIGHT
        for text, ink in _below(line):
            tall = _height(text, inside.width())
            spot = QRect(inside.left(), top + 2, inside.width(), tall)
            # The warning's own colour has too little contrast on the ground of the chosen row.
            shade = "warning_on_soft" if chosen and ink == "warning" else ink
            _write(painter, spot, direction, text, shade)
            top += tall + 2

    def _paint_heading(
        self, painter: QPainter, rect: QRect, direction: Qt.LayoutDirection, index: Index
    ) -> None:
        inside = rect.adjusted(_SIDE, self._above(index), -_SIDE, 0)
        head = QRect(inside.left(), inside.top(), inside.width(), look.CHIP_HEIGHT)
        painter.setFont(look.font(look.SIZE_KEY, strong=True))
        painter.setPen(look.colour("muted"))
        align = QStyle.visualAlignment(
            direction, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        painter.drawText(head, align, index.data(Qt.ItemDataRole.DisplayRole))
        more = index.data(_HEADING)
        if more:
            spot = inside.adjusted(0, look.CHIP_HEIGHT + 2, 0, 0)
            _write(painter, spot, direction, more, "muted")


def _below(line: SideLine) -> list[tuple[str, str]]:
    """What stands beneath the title, with its colour."""
    found = [
        (line.where, "muted"),
        (line.notice, "warning"),
        (line.state, "error" if line.wrong else "muted"),
    ]
    return [one for one in found if one[0]]


def _height(text: str, width: int) -> int:
    metrics = QFontMetrics(look.font())
    flags = int(Qt.TextFlag.TextWordWrap)
    return metrics.boundingRect(QRect(0, 0, width, _TALLEST), flags, text).height()


def _write(
    painter: QPainter, rect: QRect, direction: Qt.LayoutDirection, text: str, ink: str
) -> None:
    painter.setFont(look.font())
    painter.setPen(look.colour(ink))
    align = QStyle.visualAlignment(
        direction, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
    )
    painter.drawText(rect, int(align) | int(Qt.TextFlag.TextWordWrap), text)
