"""The conversation: bubbles that can be scrolled through, chosen and acted on."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QCursor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QStyle

from desktop.ui.translation.bubble import Bubble, bubble, guess
from desktop.ui.translation.conversation_view import Line, LineState
from desktop.ui.translation.lines import Index, Lines
from desktop.ui.translation.long_list import LongList
from desktop.ui.translation.ways import Ways
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.scrolling import MOVING_KEYS
from desktop.ui.widgets.words import button

KEPT = 128
"""Bubbles that are kept laid out."""


class Bubbles(LongList):
    """Scrolls through the lines, chooses one of them, and offers what can be done with it."""

    copied = Signal(str)
    retry_asked = Signal(int)
    line_language_chosen = Signal(int, str)
    settings_asked = Signal()
    chosen_changed = Signal()

    def __init__(self) -> None:
        """Empty at first; see :attr:`lines`."""
        super().__init__()
        self.lines = Lines(self)
        self._languages: Sequence[str] = ()
        self._kept: OrderedDict[int, Bubble] = OrderedDict()
        self._opened: set[int] = set()
        self._ways: dict[int, Ways] = {}
        self._hovered = -1
        self._unread = 0
        self.copy = button(self.tr("Copy"), "link")
        self.copy.setParent(self.viewport())
        self.copy.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.copy.setFont(look.font(look.SIZE_KEY))
        self.copy.setFixedHeight(look.CHIP_HEIGHT)
        self.copy.clicked.connect(self._copy_pointed)
        self.copy.hide()
        self.news = button("", "primary")
        self.news.setParent(self.viewport())
        self.news.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.news.setAutoDefault(False)
        self.news.clicked.connect(self.go_to_end)
        self.news.hide()

        self.setAccessibleName(self.tr("Conversation"))
        self.setMouseTracking(True)
        self.setModel(self.lines)
        look.theme().changed.connect(self._forget_layouts)

    # --- what the window calls --------------------------------------------------------------

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Another conversation, from its end."""
        self._opened.clear()
        self.lines.replace(lines)

    def put(self, line: Line) -> None:
        """A new line, or a change of one."""
        follow = self.at_end() or line.own
        if self.lines.put(line):
            if follow:
                self.go_to_end()
            else:
                self._unread += 1
                self._show_news()

    def offer(self, languages: Sequence[str]) -> None:
        """The languages to choose from where one is asked for."""
        if tuple(languages) != tuple(self._languages):
            self._languages = tuple(languages)
            for serial in list(self._ways):
                self._drop(serial)
            self.arrange()

    def step(self, by: int) -> None:
        """Choose the line before (-1) or after (1) the chosen one; the last when none is."""
        count = self.count()
        if not count:
            return
        row = self.currentIndex().row()
        row = count - 1 if row < 0 else row + by
        if row >= count:
            self.choose_none()
            self.go_to_end()
        else:
            self.setCurrentIndex(self.lines.index(max(row, 0)))

    def choose_none(self) -> None:
        """No line is chosen any more."""
        self.setCurrentIndex(QModelIndex())
        self.clearSelection()

    def chosen(self) -> Line | None:
        """The chosen line."""
        return self.lines.line(self.currentIndex().row())

    def copy_chosen(self) -> bool:
        """Tell the chosen line's text; False if there is none."""
        line = self.chosen()
        if line is None or not line.copyable():
            return False
        self.copied.emit(line.copyable())
        return True

    def unread(self) -> int:
        """Lines that came while the agent read further up, and that were not seen yet."""
        return self._unread

    def ways_of(self, serial: int) -> Ways | None:
        """What a line that is in sight offers; None if nothing."""
        return self._ways.get(serial)

    # --- heights ----------------------------------------------------------------------------

    def _bubble(self, row: int) -> Bubble:
        kept = self._kept.get(row)
        width = self.viewport().width()
        if kept is None or kept.width != width:
            line = self.lines.line(row)
            if line is None:
                raise IndexError(row)
            opened = line.serial in self._opened
            kept = bubble(line, width, self.layoutDirection(), opened=opened)
            self._kept[row] = kept
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(row)
        return kept

    def measured(self, row: int) -> int:
        """How tall a row is."""
        return self._bubble(row).height

    def guessed(self, row: int) -> int:
        """About how tall a row is."""
        line = self.lines.line(row)
        return guess(line, self.viewport().width()) if line is not None else 0

    def _forget_layouts(self) -> None:
        self._kept.clear()
        self.viewport().update()

    # --- places -----------------------------------------------------------------------------

    def _show_news(self) -> None:
        self.news.setVisible(self._unread > 0)
        if self._unread:
            one = self.tr("1 new message")
            many = self.tr("{} new messages").format(f"{self._unread:,}")
            self.news.setText(one if self._unread == 1 else many)
            self.news.adjustSize()
            view = self.viewport()
            x = (view.width() - self.news.width()) // 2
            self.news.move(x, view.height() - self.news.height() - look.GRID)
            self.news.raise_()

    # --- what stands on bubbles -------------------------------------------------------------

    def arrange(self) -> None:
        """Put the widgets of the bubbles in sight in their places, and take the others away."""
        if self.at_end() and self.isVisible():
            self._unread = 0
        pointer = self.viewport().mapFromGlobal(QCursor.pos())
        inside = self.viewport().underMouse()
        self._hovered = self.indexAt(pointer).row() if inside else -1
        wanted: dict[int, tuple[int, Line, Bubble]] = {}
        for row in self.seen():
            line = self.lines.line(row)
            made = self._bubble(row)
            if line is not None and made.ways:
                wanted[line.serial] = (row, line, made)
        for serial in [
            serial
            for serial, ways in self._ways.items()
            if serial not in wanted or ways.offered != wanted[serial][2].ways
        ]:
            self._drop(serial)
        for serial, (row, line, made) in wanted.items():
            ways = self._ways.get(serial)
            if ways is None:
                ways = self._ways[serial] = self._offer(line, made)
            ways.setGeometry(made.ways_rect.translated(0, self.top(row)))
            ways.show()
        self._place_copy()
        self._show_news()
        self.viewport().update()

    def _offer(self, line: Line, made: Bubble) -> Ways:
        ways = Ways(made.ways, self._languages, self.viewport())
        serial = line.serial
        ways.retry_asked.connect(lambda: self.retry_asked.emit(serial))
        ways.settings_asked.connect(self.settings_asked)
        ways.language_chosen.connect(lambda tag: self.line_language_chosen.emit(serial, tag))
        ways.open_asked.connect(lambda: self._open(serial))
        return ways

    def _drop(self, serial: int) -> None:
        ways = self._ways.pop(serial)
        focused = QApplication.focusWidget()
        if focused is not None and ways.isAncestorOf(focused):
            self.setFocus()
        ways.hide()
        ways.deleteLater()

    def _open(self, serial: int) -> None:
        """Show all of a text, or its beginning again."""
        self._opened ^= {serial}
        row = self.lines.row(serial)
        if row >= 0:
            self.leave_end()
            self._renew(row)

    def _renew(self, row: int) -> None:
        self._kept.pop(row, None)
        self.measure_anew(row)

    def _pointed(self) -> int:
        """The row that the button to copy is for."""
        return self._hovered if self._hovered >= 0 else self.currentIndex().row()

    def _place_copy(self) -> None:
        row = self._pointed()
        line = self.lines.line(row)
        if line is None or line.state is not LineState.DONE or row not in self.seen():
            self.copy.hide()
            return
        foot = self._bubble(row).foot
        size = self.copy.sizeHint()
        spot = QRect(foot.right() + 1 - size.width(), foot.top() - 1, size.width(), foot.height())
        placed = QStyle.visualRect(self.layoutDirection(), foot, spot)
        self.copy.setGeometry(placed.translated(0, self.top(row)))
        self.copy.show()

    def _copy_pointed(self) -> None:
        line = self.lines.line(self._pointed())
        if line is not None:
            self.copied.emit(line.copyable())

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            self._hovered = row
            self._place_copy()

    # --- Qt: the list's places --------------------------------------------------------------

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The line whose bubble is at ``point``."""
        for row in self.seen():
            if self._bubble(row).rect.translated(0, self.top(row)).contains(point):
                return self.lines.index(row)
        return QModelIndex()

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Choose the bubble at a point."""
        index = self.indexAt(rect.topLeft())
        self.selectionModel().select(QItemSelection(index, index), command)

    # --- Qt: events -------------------------------------------------------------------------

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """The lines; rows come through signals that this list takes itself."""
        super().setModel(model)
        self.selectionModel().currentChanged.connect(self._chose)

    def reset(self) -> None:
        """Other lines."""
        super().reset()
        for serial in list(self._ways):
            self._drop(serial)
        self._hovered = -1
        self._unread = 0
        self._kept.clear()
        self.start_over(from_end=True)

    def dataChanged(self, top: Index, bottom: Index, roles: Sequence[int] = ()) -> None:
        """A line changed, and with it perhaps its height."""
        QAbstractItemView.dataChanged(self, top, bottom, list(roles))
        line = self.lines.line(top.row())
        if line is not None and line.serial in self._ways:
            self._drop(line.serial)
        self._renew(top.row())

    def _chose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.scrollTo(index)
        self.arrange()
        self.chosen_changed.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Another direction mirrors all."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self._forget_layouts()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The bubble beneath the pointer shows its button."""
        self._hover(self.indexAt(event.position().toPoint()).row())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a bubble, or none."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.setCurrentIndex(index)
        else:
            self.choose_none()

    def viewportEvent(self, event: QEvent) -> bool:
        """The pointer may have left."""
        if event.type() is QEvent.Type.Leave:
            self._hover(-1)
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moving keys move; everything else is the window's."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in MOVING_KEYS and not control:
            super().keyPressEvent(event)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._enter():
            event.accept()
        else:
            event.ignore()

    def _enter(self) -> bool:
        """Go to what the chosen bubble offers."""
        line = self.chosen()
        ways = self._ways.get(line.serial) if line is not None else None
        if ways is None:
            return False
        ways.take_focus()
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """The bubbles in sight."""
        painter = QPainter(self.viewport())
        chosen = self.currentIndex().row()
        for row in self.seen():
            top = self.top(row)
            made = self._bubble(row)
            if made.rect.translated(0, top).intersects(event.rect()):
                made.draw(painter, top, chosen=row == chosen)
        painter.end()
