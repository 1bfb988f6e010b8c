"""The drawing of one day: the load's curve above, what was done below, and a line to point with."""

from __future__ import annotations

import bisect
import datetime as dt

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.breaks import day_drawing, day_wording
from desktop.ui.breaks.day_values import Day, LoadPoint, TapMark
from desktop.ui.breaks.timescale import TimeScale
from desktop.ui.widgets import theme as look

CURVE_HEIGHT = 20 * look.GRID
STRIP_HEIGHT = 3 * look.GRID
LEFT = 4 * look.GRID
"""Room for the numbers of the load."""
TOP = 3 * look.GRID
"""Room for the name of a tap over the curve's top."""
GAP = 3 * look.GRID
"""From the curve to the strip, with the names of rostered breaks."""
LABELS = 3 * look.GRID
PAGE = dt.timedelta(minutes=30)
HEIGHT = TOP + CURVE_HEIGHT + GAP + STRIP_HEIGHT + LABELS
_TAPS_NAMED = frozenset({"hard", "abusive"})


class DayChart(QWidget):
    """Shows a day; the pointer or the keys choose a moment of it."""

    pointed = Signal()
    """Another moment, or none."""

    def __init__(self) -> None:
        """Nothing to show yet."""
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("The day's load and what was done"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._day: Day | None = None
        self._moments: list[dt.datetime] = []
        self._at: int | None = None
        self._by_key = False
        look.theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Wide enough for a shift."""
        return QSize(72 * look.GRID, HEIGHT)

    def show_day(self, day: Day) -> None:
        """Another day, or the same with more; a moment chosen by key stays."""
        chosen = self.moment() if self._by_key and self._is_same(day) else None
        self._day = day
        self._moments = [one.at for one in day.load]
        self._at = None if chosen is None else self._nearest(chosen)
        self._by_key = self._at is not None
        self.update()
        self.pointed.emit()

    def moment(self) -> dt.datetime | None:
        """What is pointed at."""
        return None if self._at is None else self._moments[self._at]

    def point(self) -> LoadPoint | None:
        """The load there."""
        return None if self._at is None or self._day is None else self._day.load[self._at]

    # --- choosing a moment ------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left is earlier, in every reading direction."""
        key = Qt.Key(event.key())
        last = len(self._moments) - 1
        if last < 0 or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
            return
        here = last if self._at is None else self._at
        moment = self._moments[here]
        # The first key only brings the line, where the day is now.
        step = 0 if self._at is None else 1
        goals = {
            Qt.Key.Key_Left: here - step,
            Qt.Key.Key_Right: here + step,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
            Qt.Key.Key_PageUp: self._nearest(moment - PAGE),
            Qt.Key.Key_PageDown: self._nearest(moment + PAGE),
        }
        goal = goals.get(key)
        if goal is None:
            super().keyPressEvent(event)
            return
        self._by_key = True
        self._go(min(max(goal, 0), last))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The moment under the pointer."""
        if self._moments:
            self._by_key = False
            self._go(self._nearest(self.scale().at(event.position().x())))

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer has gone, and what it pointed at."""
        super().leaveEvent(event)
        if not self._by_key:
            self._go(None)

    def _go(self, at: int | None) -> None:
        if at != self._at:
            self._at = at
            self.update()
            self.pointed.emit()

    def _nearest(self, moment: dt.datetime) -> int | None:
        if not self._moments:
            return None
        after = bisect.bisect_left(self._moments, moment)
        around = [at for at in (after - 1, after) if 0 <= at < len(self._moments)]
        return min(around, key=lambda at: abs(self._moments[at] - moment))

    def _is_same(self, day: Day) -> bool:
        return self._day is not None and self._day.date == day.date

    # --- drawing ----------------------------------------------------------------------------

    def scale(self) -> TimeScale:
        """Where times stand; never mirrored."""
        width = self.width() - LEFT - look.GRID
        if self._day is None:
            now = dt.datetime.now(dt.UTC)
            return TimeScale(now, now, LEFT, width)
        return TimeScale(self._day.begins, self._day.ends, LEFT, width)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        if self._day is None:
            return
        painter = QPainter(self)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.setFont(look.font(look.SIZE_KEY))
        scale = self.scale()
        curve = QRectF(scale.left, TOP, scale.width, CURVE_HEIGHT)
        strip = QRectF(scale.left, curve.bottom() + GAP, scale.width, STRIP_HEIGHT)
        self._draw_grid(painter, curve)
        day_drawing.draw_strip(painter, self._day, scale, strip)
        day_drawing.draw_rostered(painter, self._day, scale, strip)
        self._draw_hours(painter, scale, strip)
        self._draw_names(painter, scale, strip)
        self._draw_pointer(painter, scale, curve, strip)
        day_drawing.draw_curve(painter, self._day, scale, curve)
        self._draw_taps(painter, scale, curve)
        self._draw_dot(painter, scale, curve)
        painter.end()

    def _draw_grid(self, painter: QPainter, curve: QRectF) -> None:
        for value in (0, 50, 100):
            y = round(day_drawing.height(value, curve)) + 0.5
            pen = QPen(look.colour("line"), look.LINE)
            pen.setStyle(Qt.PenStyle.SolidLine if value == 0 else Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.drawLine(QPointF(curve.left(), y), QPointF(curve.right(), y))
            painter.setPen(look.colour("muted"))
            box = QRectF(0, y - look.GRID, curve.left() - look.GRID, 2 * look.GRID)
            painter.drawText(
                box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(value)
            )

    def _draw_hours(self, painter: QPainter, scale: TimeScale, strip: QRectF) -> None:
        painter.setPen(look.colour("muted"))
        for x, said in scale.marks():
            box = QRectF(
                x - 2 * look.GRID, strip.bottom() + look.GRID, 4 * look.GRID, 2 * look.GRID
            )
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, said)

    def _draw_names(self, painter: QPainter, scale: TimeScale, strip: QRectF) -> None:
        """Of rostered breaks, where one does not stand in the other's way."""
        assert self._day is not None  # noqa: S101 - paintEvent has looked
        painter.setPen(look.colour("muted"))
        metrics = QFontMetrics(painter.font())
        free = 0.0
        for one in self._day.rostered:
            left = max(scale.x(one.begins) - 2, free)
            room = scale.left + scale.width - left
            shown = metrics.elidedText(one.name, Qt.TextElideMode.ElideRight, int(min(room, 96)))
            width = metrics.horizontalAdvance(shown)
            if left - scale.x(one.begins) < look.GRID and width < room:
                box = QRectF(left, strip.top() - 3 - 2 * look.GRID, width + 2, 2 * look.GRID)
                painter.drawText(box, Qt.AlignmentFlag.AlignLeft, shown)
                free = left + width + look.GRID

    def _draw_pointer(
        self, painter: QPainter, scale: TimeScale, curve: QRectF, strip: QRectF
    ) -> None:
        point = self.point()
        if point is not None:
            x = round(scale.x(point.at)) + 0.5
            painter.setPen(QPen(look.colour("muted"), look.LINE))
            painter.drawLine(QPointF(x, curve.top()), QPointF(x, strip.bottom() + look.HALF))

    def _draw_dot(self, painter: QPainter, scale: TimeScale, curve: QRectF) -> None:
        point = self.point()
        if point is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(look.colour("window"), 2))
            painter.setBrush(look.colour("accent"))
            y = day_drawing.height(point.value, curve)
            painter.drawEllipse(QPointF(scale.x(point.at), y), 5, 5)

    def _draw_taps(self, painter: QPainter, scale: TimeScale, curve: QRectF) -> None:
        """A dot on the curve for each, and its name where no other dot is below it."""
        assert self._day is not None  # noqa: S101 - paintEvent has looked
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetrics(painter.font())
        taps = [tap for tap in self._day.taps if tap.what in _TAPS_NAMED]
        places = [scale.x(tap.at) for tap in taps]
        for tap in taps:
            spot = QPointF(scale.x(tap.at), day_drawing.height(self._load_after(tap), curve))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("warning"))
            painter.drawEllipse(spot, 3.5, 3.5)
            name = f"{day_wording.tap_name(tap.what)} {day_wording.hour_minute(tap.at)}"
            width = metrics.horizontalAdvance(name) + 2
            left = min(spot.x() + look.GRID, scale.left + scale.width - width)
            if not any(left <= x <= left + width and x != spot.x() for x in places):
                painter.setPen(look.colour("warning"))
                top = self._top_between(left, left + width, spot.y(), scale, curve)
                box = QRectF(left, top - 2.5 * look.GRID, width, 2 * look.GRID)
                painter.drawText(box, Qt.AlignmentFlag.AlignLeft, name)
        painter.restore()

    def _top_between(
        self, left: float, right: float, top: float, scale: TimeScale, curve: QRectF
    ) -> float:
        """The highest that the curve comes there, so that a name stands above it."""
        assert self._day is not None  # noqa: S101 - paintEvent has looked
        begins = bisect.bisect_left(self._moments, scale.at(left))
        ends = bisect.bisect_right(self._moments, scale.at(right))
        heights = (day_drawing.height(one.value, curve) for one in self._day.load[begins:ends])
        return min(top, min(heights, default=top))

    def _load_after(self, tap: TapMark) -> float:
        assert self._day is not None  # noqa: S101 - paintEvent has looked
        after = bisect.bisect_left(self._moments, tap.at)
        if after < len(self._moments):
            return self._day.load[after].value
        return self._day.load[-1].value if self._moments else 0.0
