"""Deskhand's mark, drawn so that it is sharp at any size; its shape tells the state, too.

The same drawing as ``resources/icons/deskhand.svg``, on a grid of 22: a bubble with a text cursor
when typing works, with two bars when paused, an empty outline struck through when it can't.
"""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

GROUND = "#14918F"
"""Between the accents of both themes: 3 to 1 and more on light and on dark panels."""
SIGN = "#FFFFFF"
SIZES = (16, 20, 22, 24, 32, 44, 48, 64, 128)


class TrayState(StrEnum):
    """Whether snippets are typed now."""

    ON = "on"
    PAUSED = "paused"
    CANNOT = "cannot type"


def icon(state: TrayState = TrayState.ON) -> QIcon:
    """The mark in one of its states."""
    made = QIcon()
    for size in SIZES:
        made.addPixmap(pixmap(state, size))
    return made


def pixmap(state: TrayState, size: int) -> QPixmap:
    """The mark on ``size`` pixels, transparent around it."""
    canvas = QPixmap(size, size)
    canvas.fill(Qt.GlobalColor.transparent)
    painter = QPainter(canvas)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size / 22, size / 22)
    if state is TrayState.CANNOT:
        _outline(painter)
    else:
        painter.fillPath(_bubble(1, 2, 20, 15, 4), QColor(GROUND))
        _pen(painter, SIGN, 2)
        if state is TrayState.PAUSED:
            painter.drawLine(QPointF(8.5, 6.5), QPointF(8.5, 12.5))
            painter.drawLine(QPointF(13.5, 6.5), QPointF(13.5, 12.5))
        else:
            painter.drawLine(QPointF(11, 6), QPointF(11, 13))
            painter.drawLine(QPointF(8.5, 6), QPointF(13.5, 6))
            painter.drawLine(QPointF(8.5, 13), QPointF(13.5, 13))
    painter.end()
    return canvas


def _outline(painter: QPainter) -> None:
    _pen(painter, GROUND, 2)
    painter.drawPath(_bubble(2, 3, 18, 13, 3))
    # Room on both sides of the stroke, cut out of the outline.
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    _pen(painter, GROUND, 5)
    painter.drawLine(QPointF(3, 19), QPointF(19, 1))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    _pen(painter, GROUND, 2)
    painter.drawLine(QPointF(3, 19.5), QPointF(19, 1.5))


def _bubble(x: float, y: float, width: float, height: float, radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(x, y, width, height, radius, radius)
    tail = QPainterPath()
    tail.moveTo(x + 5, y + height - 2)
    tail.lineTo(x + 5, y + height + 4)
    tail.lineTo(x + 10, y + height - 0.1)
    tail.closeSubpath()
    return path.united(tail)


def _pen(painter: QPainter, colour: str, width: float) -> None:
    pen = QPen(QColor(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
