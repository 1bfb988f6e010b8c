"""Windows without a title bar: rounded, closed by Escape, opened where the agent looks."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBitmap,
    QCursor,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QScreen,
)
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.widgets import drawing
from desktop.ui.widgets import theme as look

BELOW = 3 * look.GRID
"""From the caret's point down to the window, so that the line being written stays in sight."""


class Frame(QWidget):
    """A frameless rounded window that stays above the others."""

    def __init__(self, *, focus: bool = True) -> None:
        """Without ``focus`` the window never takes the keyboard, not even when clicked."""
        flags = (
            Qt.WindowType.Tool
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
        )
        if not focus:
            flags |= Qt.WindowType.WindowDoesNotAcceptFocus
        super().__init__(None, flags)
        self._takes_focus = focus
        self.in_corner = False
        """A notice, which others leave its place."""
        look.theme().changed.connect(self.update)
        # X11 without a compositor shows translucent corners black; there a mask cuts them off.
        self._masked = QGuiApplication.platformName() == "xcb"
        if not self._masked:
            self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        if not focus:
            self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
            self.setAttribute(Qt.WidgetAttribute.WA_X11DoNotAcceptFocus)

    def open_at(self, point: QPoint | None) -> None:
        """Show below ``point`` (the pointer without one), whole on its screen, and take the keys.

        A window without focus takes none. The point is in Qt's coordinates; see
        :func:`from_host`.
        """
        spot = QCursor.pos() if point is None else point
        self.move(place(self.size(), spot, area_at(spot)))
        self.show()
        self.raise_()
        if self._takes_focus:
            self.activateWindow()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground and its line."""
        painter = QPainter(self)
        drawing.rounded(
            painter,
            QRectF(self.rect()),
            look.RADIUS_WINDOW,
            look.colour("window"),
            look.colour("line"),
        )
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the corners anew where that is how they are made."""
        super().resizeEvent(event)
        if self._masked:
            shape = QBitmap(self.size())
            shape.fill(Qt.GlobalColor.color0)
            painter = QPainter(shape)
            painter.setBrush(Qt.GlobalColor.color1)
            painter.setPen(Qt.GlobalColor.color1)
            inside = self.rect().adjusted(0, 0, -1, -1)
            painter.drawRoundedRect(inside, look.RADIUS_WINDOW, look.RADIUS_WINDOW)
            painter.end()
            self.setMask(shape)

    def to_corner(self, area: QRect) -> None:
        """Go to the area's corner for notices, above those that stand there already."""
        here = QRect(corner(self.size(), area), self.size())
        there = [
            one.geometry()
            for one in QApplication.topLevelWidgets()
            if isinstance(one, Frame) and one is not self and one.in_corner and one.isVisible()
        ]
        for other in sorted(there, key=QRect.bottom, reverse=True):
            above = other.top() - look.GRID - self.height()
            if here.intersects(other) and above >= area.top():
                here.moveTop(above)
        self.in_corner = True
        self.move(here.topLeft())


def place(size: QSize, point: QPoint, area: QRect) -> QPoint:
    """Where a window of ``size`` goes so that it stands below ``point`` and inside ``area``.

    Above the point when there is no room below it.
    """
    x = min(max(point.x(), area.left()), area.right() + 1 - size.width())
    y = point.y() + BELOW
    if y + size.height() > area.bottom() + 1:
        y = point.y() - BELOW - size.height()
    y = min(max(y, area.top()), max(area.top(), area.bottom() + 1 - size.height()))
    return QPoint(max(x, area.left()), y)


def corner(size: QSize, area: QRect) -> QPoint:
    """Where a notice of ``size`` goes: the lower corner at the end of the reading direction."""
    gap = look.MARGIN
    y = area.bottom() + 1 - gap - size.height()
    if QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft:
        return QPoint(area.left() + gap, y)
    return QPoint(area.right() + 1 - gap - size.width(), y)


def from_host(x: int, y: int) -> QPoint:
    """A point of the host (device pixels of the whole desktop) in Qt's coordinates.

    Qt keeps each screen's corner where the system has it and scales from there.
    """
    for screen in QGuiApplication.screens():
        ratio = screen.devicePixelRatio()
        origin = screen.geometry().topLeft()
        size = screen.geometry().size() * ratio
        if QRect(origin, size).contains(x, y):
            inside = QPoint(x, y) - origin
            return origin + QPoint(round(inside.x() / ratio), round(inside.y() / ratio))
    return QPoint(x, y)


def area_at(point: QPoint) -> QRect:
    """What is free of the screen at ``point``: without the system's bars."""
    screen: QScreen | None = QGuiApplication.screenAt(point) or QGuiApplication.primaryScreen()
    return screen.availableGeometry() if screen is not None else QRect(point, QSize(640, 480))
