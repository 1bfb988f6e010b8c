"""Minutes saved, a bar a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QDate, QEvent, QLocale, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.snippets.savings.uses import Saved
from desktop.ui.widgets import theme as look

HEIGHT = 20 * look.GRID
DAYS = 30
_AXIS = 3 * look.GRID
_GAP = 0.25
"""Of a day's width."""


class SavingsChart(QWidget):
    """The last thirty days. Left and Right go from day to day, the pointer too."""

    pointed = Signal(object)
    """A day's row of :class:`Saved` by its date, or None when none is pointed at."""

    def __init__(self) -> None:
        """Empty; see :meth:`show_days`."""
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Minutes saved each day"))
        self._days: list[tuple[dt.date, Saved | None]] = []
        self._at: int | None = None

    def show_days(self, rows: Sequence[Saved], today: dt.date) -> None:
        """Rows by day; those before the last thirty days are not drawn."""
        known = {row.name: row for row in rows}
        days = [today - dt.timedelta(days=back) for back in reversed(range(DAYS))]
        self._days = [(day, known.get(day.isoformat())) for day in days]
        self._point(None)
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for bars that can be pointed at."""
        return QSize(DAYS * 2 * look.GRID, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Bars from the ground up, in one colour; the time goes from left to right everywhere."""
        painter = QPainter(self)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = HEIGHT - _AXIS
        most = max((row.minutes for _, row in self._days if row is not None), default=0.0)
        width = self.width() / DAYS
        for place, (day, row) in enumerate(self._days):
            left = place * width + width * _GAP / 2
            if row is not None and most > 0:
                height = max(2.0, (ground - look.GRID) * row.minutes / most)
                bar = QRectF(left, ground - height, width * (1 - _GAP), height)
                chosen = place == self._at
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.colour("ink" if chosen else "accent"))
                painter.drawRoundedRect(bar, 2, 2)
            if day.weekday() == 0:
                painter.setPen(look.colour("muted"))
                painter.setFont(look.font(look.SIZE_KEY))
                box = QRectF(left - width, ground, 5 * width, _AXIS)
                align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(box.adjusted(width, 0, 0, 0), align, _short(day))
        painter.setPen(look.colour("line"))
        painter.drawLine(0, ground, self.width(), ground)
        if self.hasFocus() and self._at is not None:
            painter.setPen(look.colour("accent"))
            painter.drawLine(
                round(self._at * width), ground + 1, round((self._at + 1) * width), ground + 1
            )
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The day under the pointer."""
        place = int(event.position().x() * DAYS / max(1, self.width()))
        self._point(min(max(0, place), DAYS - 1))

    def leaveEvent(self, event: QEvent) -> None:
        """None any more, unless the keys hold one."""
        if not self.hasFocus():
            self._point(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right, Home and End."""
        at = DAYS - 1 if self._at is None else self._at
        places = {
            Qt.Key.Key_Left: at - (self._at is not None),
            Qt.Key.Key_Right: at + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: DAYS - 1,
        }
        place = places.get(Qt.Key(event.key()))
        if place is None:
            super().keyPressEvent(event)
        else:
            self._point(min(max(0, place), DAYS - 1))

    def _point(self, place: int | None) -> None:
        if place != self._at or place is None:
            self._at = place
            self.pointed.emit(self._days[place] if place is not None and self._days else None)
            self.update()


def _short(day: dt.date) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), "d MMM")


def long_day(day: dt.date) -> str:
    """``Monday, 23 November``, as the system writes it."""
    return QLocale().toString(QDate(day.year, day.month, day.day), "dddd, d MMMM")
