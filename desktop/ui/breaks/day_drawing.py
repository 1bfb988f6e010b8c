"""How the load's curve and the strip of a day are drawn, in the day's view and in the week's."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from desktop.ui.breaks.day_values import BREAKS, Day, Doing, Stretch
from desktop.ui.breaks.timescale import TimeScale
from desktop.ui.widgets import drawing
from desktop.ui.widgets import theme as look

_NARROWEST = 2.0
"""Pixels of the shortest stretch: a short break of 30 s shall still be seen."""
_ROUND = 3.0


def between(fewer: QColor, more: QColor, share: float) -> QColor:
    """A colour between two."""
    pairs = (
        (fewer.redF(), more.redF()),
        (fewer.greenF(), more.greenF()),
        (fewer.blueF(), more.blueF()),
    )
    return QColor.fromRgbF(*(a + (b - a) * share for a, b in pairs))


def fill_of(doing: Doing) -> QColor:
    """Its colour; heights differ too, so that colour never says it alone."""
    if doing in BREAKS:
        return look.colour("accent")
    if doing is Doing.INTERACTION:
        return between(look.colour("window"), look.colour("accent"), 0.46)
    return between(look.colour("window"), look.colour("accent"), 0.2)


def part_of(doing: Doing, strip: QRectF) -> QRectF:
    """How much of the strip's height it has: work is low, an interaction and a break are whole."""
    if doing is Doing.WORK:
        return strip.adjusted(0, strip.height() * 0.4, 0, 0)
    return strip


def draw_strip(painter: QPainter, day: Day, scale: TimeScale, strip: QRectF) -> None:
    """What was done when; breaks last, so that a short one is not covered."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for one in sorted(day.stretches, key=lambda stretch: stretch.doing in BREAKS):
        _draw_stretch(painter, one, scale, strip)
    painter.restore()


def _draw_stretch(painter: QPainter, one: Stretch, scale: TimeScale, strip: QRectF) -> None:
    left, right = scale.x(one.begins), scale.x(one.ends)
    height = part_of(one.doing, strip)
    box = QRectF(left, height.top(), max(right - left, _NARROWEST), height.height())
    if box.width() > 3 * _NARROWEST:
        box.adjust(0.5, 0, -0.5, 0)
    drawing.rounded(painter, box, min(_ROUND, box.width() / 2), fill_of(one.doing))


def draw_rostered(painter: QPainter, day: Day, scale: TimeScale, strip: QRectF) -> None:
    """An outline around where the roster has a break."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(look.colour("accent"), 1.5)
    pen.setStyle(Qt.PenStyle.DotLine)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for one in day.rostered:
        left, right = scale.x(one.begins), scale.x(one.ends)
        box = QRectF(left, strip.top(), max(right - left, 2 * _NARROWEST), strip.height())
        painter.drawRoundedRect(box.adjusted(-2, -3, 2, 3), look.HALF, look.HALF)
    painter.restore()


def draw_curve(painter: QPainter, day: Day, scale: TimeScale, area: QRectF) -> None:
    """The load, 0 at the bottom and 100 at the top."""
    if not day.load:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(look.colour("accent"), 2.0)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    points = [QPointF(scale.x(one.at), height(one.value, area)) for one in day.load]
    painter.drawPolyline(QPolygonF(points))
    painter.restore()


def height(value: float, area: QRectF) -> float:
    """Where a load stands in ``area``."""
    return area.bottom() - min(max(value, 0.0), 100.0) / 100 * area.height()
