"""The week: a line for each day, all on the same hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.breaks import day_drawing, day_wording
from desktop.ui.breaks.day_values import Day
from desktop.ui.breaks.legend import legend
from desktop.ui.breaks.timescale import TimeScale
from desktop.ui.widgets import drawing
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.window import PlainWindow
from desktop.ui.widgets.words import Elided, label

WIDTH = 104 * look.GRID
ROW_HEIGHT = 8 * look.GRID
NAME_WIDTH = 12 * look.GRID
SUMS_WIDTH = 28 * look.GRID
_CURVE = 4 * look.GRID
_STRIP = look.GRID + look.HALF
_AXIS_HEIGHT = 3 * look.GRID
_MOST_DAYS = 7


class _Times(QWidget):
    """What is drawn over the hours; a day's row has a curve and a strip, the last one the hours."""

    def __init__(self, day: Day | None = None) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_AXIS_HEIGHT if day is None else ROW_HEIGHT)
        self._day = day
        self.hours = (9.0, 17.0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        if self._day is None:
            self._draw_axis(painter)
        else:
            self._draw_day(painter, self._day)
        painter.end()

    def _draw_day(self, painter: QPainter, day: Day) -> None:
        scale = self._scale(day.date, day.begins.tzinfo)
        top = (ROW_HEIGHT - _CURVE - _STRIP - look.HALF) / 2
        curve = QRectF(scale.left, top, scale.width, _CURVE)
        strip = QRectF(scale.left, curve.bottom() + look.HALF, scale.width, _STRIP)
        painter.setPen(look.colour("line"))
        ground = strip.bottom() + 0.5
        painter.drawLine(QPointF(strip.left(), ground), QPointF(strip.right(), ground))
        day_drawing.draw_strip(painter, day, scale, strip)
        day_drawing.draw_curve(painter, day, scale, curve)

    def _draw_axis(self, painter: QPainter) -> None:
        painter.setFont(look.font(look.SIZE_KEY))
        painter.setPen(look.colour("muted"))
        for x, said in self._scale(dt.date(2026, 1, 5), dt.UTC).marks():
            box = QRectF(x - 2 * look.GRID, 0, 4 * look.GRID, _AXIS_HEIGHT)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, said)

    def _scale(self, date: dt.date, zone: dt.tzinfo | None) -> TimeScale:
        midnight = dt.datetime(date.year, date.month, date.day, tzinfo=zone)
        begins, ends = (midnight + dt.timedelta(hours=one) for one in self.hours)
        return TimeScale(begins, ends, look.MARGIN, self.width() - 2 * look.MARGIN)


class WeekRow(QWidget):
    """One day: its name, its drawing, its sums."""

    chosen = Signal(object)
    """Its date."""
    pointed = Signal(object)

    def __init__(self, day: Day, *, coming: bool = False) -> None:
        """Shows ``day``; one that is ``coming`` has nothing yet."""
        super().__init__()
        self.day = day
        self._coming = coming
        self._selected = False
        self.times = _Times(day)
        name = label(self._name(), "strong" if day.today else "")
        name.setFixedWidth(NAME_WIDTH)
        self.sums = Elided()
        self.load = Elided("", "muted")
        self._say()
        said = QVBoxLayout()
        said.setSpacing(look.HALF)
        said.addStretch(1)
        said.addWidget(self.sums)
        said.addWidget(self.load)
        said.addStretch(1)
        sums = QWidget()
        sums.setFixedWidth(SUMS_WIDTH)
        sums.setLayout(said)
        said.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.GRID, 0, look.GRID, 0)
        row.setSpacing(0)
        row.addWidget(name)
        row.addWidget(self.times, 1)
        row.addWidget(sums)
        self.setMouseTracking(True)
        for one in (name, self.times, sums):
            one.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        parts = (self._name(), self.sums.whole(), self.load.whole())
        self.setAccessibleName(" · ".join(one for one in parts if one))

    def select(self, *, selected: bool) -> None:
        """Show whether the keys are here."""
        self._selected = selected
        self.update()

    def _name(self) -> str:
        return self.tr("Today") if self.day.today else day_wording.date_name(self.day.date)

    def _say(self) -> None:
        day = self.day
        self.sums.setHidden(day.is_empty)
        if day.is_empty:
            self.load.say("" if self._coming else self.tr("nothing kept"))
            return
        self.sums.say(self.tr("{} work").format(day_wording.hours(day.worked)))
        parts = [day_wording.breaks(day)]
        if day.peak is not None:
            parts.append(self.tr("load up to {}").format(round(day.peak.value)))
        self.load.say(" · ".join(parts))

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Open this day."""
        self.chosen.emit(self.day.date)

    def mouseMoveEvent(self, _event: QMouseEvent) -> None:
        """The pointer selects as the keys do, but not where it only happens to stand."""
        self.pointed.emit(self.day.date)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The selection's soft ground."""
        if self._selected:
            painter = QPainter(self)
            ground = look.colour("raised")
            drawing.rounded(painter, QRectF(self.rect()), look.RADIUS_FIELD, ground)
            painter.end()

    def sizeHint(self) -> QSize:
        """One row."""
        return QSize(WIDTH, ROW_HEIGHT)


class WeekView(PlainWindow):
    """Seven days at a glance; Enter opens one."""

    day_asked = Signal(object)
    """Show this day (a `datetime.date`)."""
    export_asked = Signal(object)
    """The week (the `datetime.date` of its first day) as CSV."""
    register_asked = Signal(object)
    """Its breaks alone, as a register."""
    step_asked = Signal(int)
    """The week before (-1) or after (1)."""

    def __init__(self) -> None:
        """Empty until :meth:`show_week`."""
        super().__init__("breaks-week", self.tr("Deskhand week"), ())
        self._days: tuple[Day, ...] = ()
        self.rows: list[WeekRow] = []
        self._at = 0
        self.title = label(self.tr("Week"), "name")
        self.second = label("", "muted")
        self.aid = label(day_wording.aid(), "muted")
        self._body = QVBoxLayout()
        self._body.setSpacing(0)
        header = QHBoxLayout()
        header.setSpacing(look.GRID)
        header.addWidget(self.title)
        header.addWidget(self.second, 1, Qt.AlignmentFlag.AlignBottom)
        foot = QHBoxLayout()
        foot.setSpacing(look.MARGIN)
        foot.addWidget(legend(rostered=False), 1)
        foot.addWidget(self.aid)
        whole = QVBoxLayout()
        whole.setContentsMargins(look.MARGIN, look.MARGIN, look.MARGIN, look.MARGIN)
        whole.setSpacing(look.GRID)
        whole.addLayout(header)
        whole.addLayout(self._body)
        whole.addStretch(1)
        whole.addLayout(foot)
        self.content.addLayout(whole)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_week(self, days: Sequence[Day]) -> None:
        """These days, at most seven, in order; an empty day has its row too."""
        before = self._days[self._at].date if self._days else None
        self._days = tuple(days[:_MOST_DAYS])
        self._clear()
        hours = _hours(self._days)
        for day in self._days:
            row = WeekRow(day, coming=any(one.today and one.date < day.date for one in self._days))
            row.times.hours = hours
            row.chosen.connect(self.day_asked)
            row.pointed.connect(self._point)
            self.rows.append(row)
            self._body.addWidget(row)
        axis = QHBoxLayout()
        axis.setContentsMargins(look.GRID, 0, look.GRID, 0)
        axis.setSpacing(0)
        times = _Times()
        times.hours = hours
        axis.addSpacing(NAME_WIDTH)
        axis.addWidget(times, 1)
        axis.addSpacing(SUMS_WIDTH)
        self._body.addLayout(axis)
        dates = [day.date for day in self._days]
        today = next((at for at, day in enumerate(self._days) if day.today), 0)
        self._select(dates.index(before) if before in dates else today)
        self._say()
        whole = self.layout()
        if whole is not None:
            whole.activate()  # the rows of before took more room
        self.resize(WIDTH, self.sizeHint().height())

    def selected(self) -> dt.date | None:
        """The day that Enter opens."""
        return self._days[self._at].date if self._days else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down choose a day, Left and Right a week, Enter opens a day; Escape closes."""
        key = Qt.Key(event.key())
        asked = {Qt.Key.Key_E: self.export_asked, Qt.Key.Key_R: self.register_asked}.get(key)
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier and asked is not None:
            if any(not day.is_empty for day in self._days):
                asked.emit(self._days[0].date)
        elif key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self.step_asked.emit(-1 if key is Qt.Key.Key_Left else 1)
        elif not self._days:
            super().keyPressEvent(event)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.day_asked.emit(self._days[self._at].date)
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self._select(self._at + (1 if key is Qt.Key.Key_Down else -1))
        else:
            super().keyPressEvent(event)

    def _point(self, date: dt.date) -> None:
        self._select(next(at for at, day in enumerate(self._days) if day.date == date))

    def _select(self, at: int) -> None:
        self._at = min(max(at, 0), max(len(self._days) - 1, 0))
        for place, row in enumerate(self.rows):
            row.select(selected=place == self._at)
        if self.rows:
            self.setAccessibleDescription(self.rows[self._at].accessibleName())

    def _say(self) -> None:
        kept = [day for day in self._days if not day.is_empty]
        if any(day.today for day in self._days) or not self._days:
            self.title.setText(self.tr("This week"))
        else:
            first = day_wording.date_name(self._days[0].date)
            self.title.setText(self.tr("Week of {}").format(first))
        if not kept:
            self.second.setText(self.tr("Nothing was kept of this week"))
        else:
            work = day_wording.hours(sum(day.worked for day in kept))
            had = sum(len(day.breaks) for day in kept)
            self.second.setText(self.tr("{} work · breaks: {}").format(work, had))
        keys = [
            ("↑ ↓", self.tr("choose")),
            ("Enter", self.tr("open the day")),
            ("← →", self.tr("other weeks")),
        ]
        if kept:
            keys.append(("Ctrl E", self.tr("export")))
            keys.append(("Ctrl R", self.tr("register of breaks")))
        keys.append(("Esc", self.tr("close")))
        self.keys.show_keys(keys if self._days else keys[-1:])

    def _clear(self) -> None:
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows.clear()
        while self._body.count():
            item = self._body.takeAt(0)
            inner = item.layout() if item is not None else None
            while inner is not None and inner.count():
                part = inner.takeAt(0)
                widget = part.widget() if part is not None else None
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()


def _hours(days: Sequence[Day]) -> tuple[float, float]:
    """From the earliest beginning to the latest end, in hours after each day's midnight."""
    kept = [day for day in days if not day.is_empty]
    if not kept:
        return 8.0, 18.0
    begins = min(_after_midnight(day, day.begins) for day in kept)
    ends = max(_after_midnight(day, day.ends) for day in kept)
    return float(int(begins)), float(max(-int(-ends // 1), int(begins) + 1))


def _after_midnight(day: Day, at: dt.datetime) -> float:
    """By the clock: on a night in which the clocks change, the hours' names stay in their row."""
    local = at.replace(tzinfo=None)
    midnight = dt.datetime(day.date.year, day.date.month, day.date.day)  # noqa: DTZ001 - by the clock
    return (local - midnight).total_seconds() / 3600
