"""What is drawn by hand, the same in a widget and in a row of a list: chips, key caps, ticks."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF

from desktop.ui.widgets import theme as look
from desktop.ui.widgets.theme import Tone

_TONES: dict[Tone, tuple[str, str, str]] = {
    # ground, line, ink
    Tone.PLAIN: ("raised", "line", "muted"),
    Tone.ACCENT: ("soft", "soft", "accent_on_soft"),
    Tone.WARNING: ("warning_soft", "warning_soft", "warning_on_soft"),
}


def chip_size(text: str) -> QSize:
    """How large a chip of this text is."""
    width = QFontMetrics(look.font(look.SIZE_KEY)).horizontalAdvance(text)
    return QSize(width + 2 * look.GRID + look.HALF, look.CHIP_HEIGHT)


def key_size(text: str) -> QSize:
    """How large a key cap of this text is."""
    width = QFontMetrics(look.font(look.SIZE_KEY)).horizontalAdvance(text)
    return QSize(max(width + 2 * look.HALF + 4, look.CHIP_HEIGHT - 2), look.CHIP_HEIGHT - 2)


def draw_chip(painter: QPainter, rect: QRect, text: str, tone: Tone) -> None:
    """A word in a round ground: a state, a source, who is in front."""
    ground, line, ink = _TONES[tone]
    _capsule(painter, rect, text, (ground, line, ink), rect.height() / 2)


def draw_key(painter: QPainter, rect: QRect, text: str) -> None:
    """A key, or a trigger, as something that can be typed."""
    _capsule(painter, rect, text, ("raised", "line", "muted"), look.RADIUS_KEY)


def _capsule(
    painter: QPainter, rect: QRect, text: str, colours: tuple[str, str, str], radius: float
) -> None:
    ground, line, ink = (look.colour(name) for name in colours)
    painter.save()
    rounded(painter, QRectF(rect), radius, ground, line)
    painter.setFont(look.font(look.SIZE_KEY))
    painter.setPen(ink)
    if radius == look.RADIUS_KEY:  # keys and triggers read the same in every direction
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    inside = rect.width() - 2 * look.HALF - (look.GRID if radius > look.RADIUS_KEY else 0)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inside + 2)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, shown)
    painter.restore()


def rounded(
    painter: QPainter, rect: QRectF, radius: float, ground: QColor, line: QColor | None = None
) -> None:
    """A rounded rectangle whose line of one pixel lies inside ``rect``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(ground)
    if line is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(rect, radius, radius)
    else:
        painter.setPen(QPen(line, look.LINE))
        half = look.LINE / 2
        painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius, radius)
    painter.restore()


def draw_tick(painter: QPainter, box: QRectF, ink: QColor) -> None:
    """The mark of a checked box."""
    _polyline(painter, box, ink, ((0.24, 0.54), (0.43, 0.72), (0.77, 0.32)))


def draw_chevron(painter: QPainter, box: QRectF, ink: QColor, *, towards: str = "down") -> None:
    """The small angle that says that there is more: ``down``, ``left`` or ``right``."""
    shapes = {
        "down": ((0.25, 0.40), (0.50, 0.64), (0.75, 0.40)),
        "right": ((0.40, 0.25), (0.64, 0.50), (0.40, 0.75)),
        "left": ((0.60, 0.25), (0.36, 0.50), (0.60, 0.75)),
    }
    _polyline(painter, box, ink, shapes[towards])


def _polyline(
    painter: QPainter, box: QRectF, ink: QColor, points: tuple[tuple[float, float], ...]
) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(ink, max(1.4, box.width() / 9))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPolyline(
        QPolygonF(
            [QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in points]
        )
    )
    painter.restore()
