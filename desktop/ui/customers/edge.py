"""Where a sidebar stands: at an edge of the screen, as tall as what is free of it."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QCursor, QGuiApplication, QMouseEvent, QResizeEvent, QScreen
from PySide6.QtWidgets import QWidget

from desktop.ui.widgets import theme as look
from desktop.ui.widgets.frame import area_at
from desktop.ui.widgets.quiet import QuietFrame

LEAST = 36 * look.GRID
WIDEST = 72 * look.GRID
USUAL = 45 * look.GRID
"""Of its widths, in logical pixels."""
SHARE = 0.5
"""Of the screen it never takes more."""


class Edge(StrEnum):
    """The side of the screen."""

    LEFT = "left"
    RIGHT = "right"


def docked(area: QRect, edge: Edge, width: int) -> QRect:
    """The place at the ``edge`` of ``area``."""
    most = max(min(WIDEST, round(area.width() * SHARE)), min(LEAST, area.width()))
    wide = min(max(width, LEAST), most)
    left = area.left() if edge is Edge.LEFT else area.right() + 1 - wide
    return QRect(left, area.top(), wide, area.height())


class DockedFrame(QuietFrame):
    """A quiet window at an edge of the screen, which the mouse makes wider or narrower."""

    width_changed = Signal(int)
    """The agent made it wider or narrower: keep that."""

    def __init__(self) -> None:
        """At the right edge, of the usual width."""
        super().__init__()
        self._edge = Edge.RIGHT
        self._wanted_width = USUAL
        self._grip = Grip(self)
        self._grip.dragged.connect(self._drag)
        self._grip.let_go.connect(lambda: self.width_changed.emit(self.width()))
        for screen in QGuiApplication.screens():
            self._follow(screen)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenAdded.connect(self._follow)

    def use_place(self, edge: Edge, width: int) -> None:
        """Stand at this edge, so wide where the screen allows it."""
        self._edge = edge
        self._wanted_width = width
        self.stay_on_screen()

    def stay_on_screen(self) -> None:
        """Stand at the edge of the screen on which it is, or will be."""
        here = self.geometry().center() if self.isVisible() else QCursor.pos()
        self.setGeometry(docked(area_at(here), self._edge, self._wanted_width))
        self._grip.place(self._edge)

    def _drag(self, width: int) -> None:
        self._wanted_width = width
        self.stay_on_screen()
        self._wanted_width = self.width()

    def _follow(self, screen: QScreen) -> None:
        screen.availableGeometryChanged.connect(self._screen_changed)

    def _screen_changed(self) -> None:
        if self.isVisible():
            self.stay_on_screen()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The grip stands at the inner side."""
        super().resizeEvent(event)
        self._grip.place(self._edge)


class Grip(QWidget):
    """The strip by which the mouse makes the sidebar wider or narrower."""

    dragged = Signal(int)
    """How wide it is to be."""
    let_go = Signal()

    def __init__(self, parent: QWidget) -> None:
        """On the side of ``parent`` that is not at the screen's edge; see :meth:`place`."""
        super().__init__(parent)
        self._edge = Edge.RIGHT
        self._from: tuple[QPoint, int] | None = None
        self.setCursor(Qt.CursorShape.SizeHorCursor)

    def place(self, edge: Edge) -> None:
        """Stand on the inner side."""
        self._edge = edge
        whole = self.window().rect()
        left = 0 if edge is Edge.RIGHT else whole.width() - look.HALF - 2
        self.setGeometry(left, 0, look.HALF + 2, whole.height())
        self.raise_()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._from = event.globalPosition().toPoint(), self.window().width()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Ask for another width."""
        if self._from is not None:
            moved = event.globalPosition().toPoint().x() - self._from[0].x()
            wider = moved if self._edge is Edge.LEFT else -moved
            self.dragged.emit(self._from[1] + wider)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        if self._from is not None:
            self._from = None
            self.let_go.emit()
