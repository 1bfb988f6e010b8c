"""The rows of a card, or the customers that fit: scrolled, chosen by keys, never jumping."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QCursor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.ui.customers.card_view import (
    Candidate,
    EntryRow,
    FieldRow,
    FoldRow,
    Row,
    SayingRow,
    TitleRow,
)
from desktop.ui.customers.row_drawing import RowDrawing
from desktop.ui.customers.wording import tr
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.scrolling import MOVING_KEYS, scroll_by_pixel

Index = QModelIndex | QPersistentModelIndex

STEP = 3 * look.GRID
"""Of the wheel."""


class Rows(QAbstractListModel):
    """The rows as Qt shows them, and as a screen reader reads them."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Empty at first."""
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()

    def replace(self, rows: Sequence[Row]) -> None:
        """Other rows."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def place(self, key: Hashable) -> int:
        """The row with this key; -1 if there is none."""
        return next((at for at, row in enumerate(self.rows) if row.key == key), -1)

    def row(self, index: Index) -> Row | None:
        """The row at an index."""
        at = index.row()
        return self.rows[at] if index.isValid() and at < len(self.rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many."""
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Titles and sayings can't be chosen."""
        row = self.row(index)
        if row is None or isinstance(row, TitleRow | SayingRow):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words for screen readers."""
        row = self.row(index)
        if row is None or role not in {
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
        }:
            return None
        return in_words(row)


def in_words(row: Row) -> str:
    """All that a row says."""
    match row:
        case FieldRow():
            name = row.key[0] if isinstance(row.key, tuple) else ""
            parts: tuple[str, ...] = (row.label or str(name), row.value, row.said)
        case EntryRow():
            parts = (row.text, row.chip, row.second)
        case Candidate():
            maybe = tr("maybe") if row.maybe else ""
            parts = (row.name, maybe, tr("closed") if row.closed else "", row.second, row.third)
        case TitleRow():
            parts = (row.text, row.chip)
        case FoldRow() | SayingRow():
            parts = (row.text,)
    return ", ".join(part for part in parts if part)


class _Delegate(QStyledItemDelegate):
    """Sizes and draws rows by :class:`RowDrawing`."""

    def __init__(self, rows: Rows, parent: QObject) -> None:
        super().__init__(parent)
        self.drawing = RowDrawing()
        self._rows = rows
        self._heights: dict[Row, int] = {}

    def forget(self) -> None:
        """Another width, direction or font."""
        self._heights.clear()
        self.drawing.forget()

    def keep_only(self, rows: Sequence[Row]) -> None:
        """Heights of rows that are gone."""
        kept = self._heights
        self._heights = {row: kept[row] for row in rows if row in kept}

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        row = self._rows.row(index)
        if row is None:
            return QSize()
        height = self._heights.get(row)
        if height is None:
            height = self._heights[row] = self.drawing.height(row)
        return QSize(1, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = self._rows.row(index)
        if row is not None:
            state: QStyle.StateFlag = option.state
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            self.drawing.draw(painter, row, option.rect, chosen=chosen)


class CardList(QListView):
    """Shows rows; what the agent is at stays in its place when others come."""

    clicked_on = Signal(object, bool)
    """A row, and whether it was the word ``call`` in it."""

    def __init__(self) -> None:
        """Empty at first."""
        super().__init__()
        self.rows = Rows(self)
        self._delegate = _Delegate(self.rows, self)
        self._shown: tuple[Row, ...] = ()
        self._more: tuple[FieldRow, ...] = ()
        self._pressed: Hashable = None
        self.setModel(self.rows)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(tr("Customer"))
        scroll_by_pixel(self)
        self.verticalScrollBar().setSingleStep(STEP)
        look.theme().changed.connect(self._lay_out_anew)

    # --- what the sidebar calls ---------------------------------------------------------------

    def show_rows(self, rows: Sequence[Row], more: Sequence[FieldRow] = ()) -> None:
        """Show these; ``more`` are behind the fold. Another customer's come by :meth:`clear`."""
        if (tuple(rows), tuple(more)) != (self._shown, self._more):
            self._shown, self._more = tuple(rows), tuple(more)
            self._put()

    def clear(self) -> None:
        """Nothing is shown, chosen or opened."""
        self._shown, self._more = (), ()
        self._delegate.drawing.opened = False
        self._delegate.forget()  # nothing of the customer is kept here
        self.rows.replace(())

    def use_keys(self, *, here: bool) -> None:
        """Show digits only while they work."""
        self._delegate.drawing.with_keys = here
        self.viewport().update()

    def toggle_fold(self) -> None:
        """Show the fields that the team did not choose, or hide them again."""
        self._delegate.drawing.opened = not self._delegate.drawing.opened
        self._put()

    def chosen(self) -> Row | None:
        """The row that was chosen."""
        return self.rows.row(self.currentIndex())

    def numbered(self, number: int) -> Row | None:
        """The row with this digit."""
        found = (one for one in self.rows.rows if isinstance(one, FieldRow | Candidate))
        return next((one for one in found if one.number == number), None)

    def go(self, key: Qt.Key) -> bool:
        """Move as ``key`` says; False if it is no moving key, or there is nothing to go to."""
        if key not in MOVING_KEYS:
            return False
        places = [at for at, row in enumerate(self.rows.rows) if _can_be_chosen(row)]
        if not places:
            return False
        at = self.currentIndex().row()
        here = places.index(at) if at in places else -1
        page = max(1, len(self._seen()) - 2)
        if here < 0:
            wanted = {Qt.Key.Key_Up: -1, Qt.Key.Key_End: len(places) - 1}.get(key, 0)
        else:
            wanted = {
                Qt.Key.Key_Up: here - 1,
                Qt.Key.Key_Down: here + 1,
                Qt.Key.Key_PageUp: here - page,
                Qt.Key.Key_PageDown: here + page,
                Qt.Key.Key_Home: 0,
                Qt.Key.Key_End: len(places) - 1,
            }[key]
        if wanted < 0 and key is Qt.Key.Key_Up:
            return False  # on to what stands above
        row = places[min(max(wanted, 0), len(places) - 1)]
        self.setCurrentIndex(self.rows.index(row))
        self.scrollTo(self.currentIndex())
        if row == places[0]:
            self.scrollToTop()
        return True

    # --- staying in place ---------------------------------------------------------------------

    def _put(self) -> None:
        rows = list(self._shown)
        if self._delegate.drawing.opened:
            at = next((n for n, row in enumerate(rows) if isinstance(row, FoldRow)), -1)
            rows[at + 1 : at + 1] = self._more if at >= 0 else ()
        chosen = self.chosen()
        held = self._held()
        drawing = self._delegate.drawing
        before = drawing.labels
        drawing.fit_labels(tuple(rows))
        if drawing.labels != before:
            self._delegate.forget()
        value = self.verticalScrollBar().value()
        self.rows.replace(rows)
        self._delegate.keep_only(rows)
        self.doItemsLayout()
        place = self.rows.place(chosen.key) if chosen is not None else -1
        self.verticalScrollBar().setValue(value)
        if place >= 0:
            self.selectionModel().setCurrentIndex(
                self.rows.index(place), self.selectionModel().SelectionFlag.ClearAndSelect
            )
            self.verticalScrollBar().setValue(value)
        self._hold(held)

    def _held(self) -> tuple[Hashable, int] | None:
        """The row that the agent is at, and where it stands."""
        seen = self._seen()
        at = self.currentIndex().row()
        if at not in seen and self.viewport().underMouse():
            at = self.indexAt(self.viewport().mapFromGlobal(QCursor.pos())).row()
        if at not in seen:
            if not seen or not self.verticalScrollBar().value():
                return None  # the beginning stays
            at = next((one for one in seen if self._top(one) >= 0), seen[0])
        return self.rows.rows[at].key, self._top(at)

    def _hold(self, held: tuple[Hashable, int] | None) -> None:
        place = self.rows.place(held[0]) if held is not None else -1
        if held is not None and place >= 0:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self._top(place) - held[1])

    def _seen(self) -> range:
        height = self.viewport().height()
        first = self.indexAt(QPoint(1, 0)).row()
        last = self.indexAt(QPoint(1, height - 1)).row()
        if first < 0:
            return range(0)
        return range(first, (last if last >= 0 else len(self.rows.rows) - 1) + 1)

    def _top(self, row: int) -> int:
        return self.visualRect(self.rows.index(row)).top()

    # --- Qt -----------------------------------------------------------------------------------

    def _lay_out_anew(self) -> None:
        self._delegate.forget()
        self._delegate.drawing.width = self.width()
        self._delegate.drawing.direction = self.layoutDirection()
        held = self._held()
        self.doItemsLayout()
        self._hold(held)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the texts elsewhere."""
        super().resizeEvent(event)
        if self.width() != self._delegate.drawing.width:
            self._lay_out_anew()

    def changeEvent(self, event: QEvent) -> None:
        """Another direction mirrors all."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self._lay_out_anew()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Nothing is chosen by the focus alone, as Qt's list does: Enter would mean it."""
        QWidget.focusInEvent(self, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moving keys move; everything else is the sidebar's."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not (plain and self.go(Qt.Key(event.key()))):
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a row; the click counts when the button is let go over the same one."""
        index = self.indexAt(event.position().toPoint())
        row = self.rows.row(index)
        self._pressed = row.key if row is not None and _can_be_chosen(row) else None
        if self._pressed is not None:
            self.setCurrentIndex(index)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell the click."""
        spot = event.position().toPoint()
        index = self.indexAt(spot)
        row = self.rows.row(index)
        pressed, self._pressed = self._pressed, None
        if row is None or pressed is None or row.key != pressed:
            return
        if event.button() is Qt.MouseButton.LeftButton:
            call = isinstance(row, FieldRow) and self._delegate.drawing.call_rect(
                row, self.visualRect(index)
            ).contains(spot)
            self.clicked_on.emit(row, call)


def _can_be_chosen(row: Row) -> bool:
    return not isinstance(row, TitleRow | SayingRow)
