"""The tray's menu as drawn: words, key caps, a head with name and state.

It holds plain actions, so that a desktop that draws menus itself shows the same words.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QStyle, QWidget

from desktop.ui.widgets import drawing
from desktop.ui.widgets import theme as look

NAME = "name"
STATE = "state"
"""What an action's data says when it is a line of the head."""
WIDEST = 40 * look.GRID


class QuietMenu(QMenu):
    """A menu whose rows are drawn in the theme's look; a tab in a text parts it from its key."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        """Empty at first."""
        super().__init__(title, parent)
        self.setMinimumWidth(26 * look.GRID)
        self.setMaximumWidth(WIDEST)
        look.theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Room for words, keys and angles."""
        hint = super().sizeHint()
        widest = max((self._needs(action) for action in self.actions()), default=0)
        return QSize(min(max(hint.width(), widest), WIDEST), hint.height())

    def _needs(self, action: QAction) -> int:
        words, _, key = action.text().partition("\t")
        width = self.fontMetrics().horizontalAdvance(words) + 5 * look.GRID
        if action.isCheckable():
            width += 3 * look.GRID
        return width + (drawing.key_size(key).width() + 2 * look.GRID if key else 0)

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew when the look changes."""
        super().changeEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, line and rows."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("window"))
        painter.setPen(look.colour("line"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        for action in self.actions():
            if action.isVisible():
                self._draw(painter, action, self.actionGeometry(action))
        painter.end()

    def _draw(self, painter: QPainter, action: QAction, rect: QRect) -> None:
        if action.isSeparator():
            painter.fillRect(
                QRect(rect.left(), rect.center().y(), rect.width(), look.LINE),
                look.colour("line"),
            )
            return
        direction = self.layoutDirection()
        if action is self.activeAction() and action.isEnabled():
            row = QRectF(rect.adjusted(look.HALF, 0, -look.HALF, 0))
            drawing.rounded(painter, row, look.HALF + 2, look.colour("soft"))
        inside = rect.adjusted(look.GRID + look.HALF, 0, -look.GRID - look.HALF, 0)
        words, _, key = action.text().partition("\t")
        head = action.data() == NAME
        muted = action.data() == STATE or not action.isEnabled()
        room = inside.width()
        if key:
            size = drawing.key_size(key)
            spot = QRect(
                inside.right() + 1 - size.width(),
                inside.center().y() - size.height() // 2 + 1,
                size.width(),
                size.height(),
            )
            drawing.draw_key(painter, QStyle.visualRect(direction, inside, spot), key)
            room -= size.width() + look.GRID
        if action.isCheckable():
            side = 2 * look.GRID
            spot = QRect(inside.right() + 1 - side, inside.center().y() - side // 2 + 1, side, side)
            if action.isChecked():
                box = QRectF(QStyle.visualRect(direction, inside, spot))
                drawing.draw_tick(painter, box, look.colour("muted" if muted else "accent"))
            room -= side + look.GRID
        if action.menu() is not None:
            side = look.GRID + look.HALF
            spot = QRect(inside.right() + 1 - side, inside.center().y() - side // 2 + 1, side, side)
            towards = "left" if direction is Qt.LayoutDirection.RightToLeft else "right"
            box = QRectF(QStyle.visualRect(direction, inside, spot))
            drawing.draw_chevron(painter, box, look.colour("muted"), towards=towards)
            room -= side + look.GRID
        painter.setFont(look.font(strong=head))
        painter.setPen(look.colour("muted" if muted and not head else "ink"))
        text = QRect(inside.left(), inside.top(), room, inside.height())
        shown = painter.fontMetrics().elidedText(
            words.replace("&&", "&"), Qt.TextElideMode.ElideRight, room
        )
        painter.drawText(
            QStyle.visualRect(direction, inside, text),
            QStyle.visualAlignment(
                direction, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            ),
            shown,
        )
