"""The day: what was asked of the agent, and what they got back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.breaks import day_wording
from desktop.ui.breaks.day_chart import DayChart
from desktop.ui.breaks.day_values import Day
from desktop.ui.breaks.legend import legend
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.theme import Tone
from desktop.ui.widgets.window import PlainWindow
from desktop.ui.widgets.words import Chip, label

WIDTH = 88 * look.GRID


class DayView(PlainWindow):
    """One day, drawn, with the ledger of the moment that is pointed at."""

    export_asked = Signal(object)
    """This day (a `datetime.date`) as CSV."""
    week_asked = Signal()
    """The week instead."""
    step_asked = Signal(int)
    """A day before (-1) or after (1) this one."""

    def __init__(self) -> None:
        """Empty until :meth:`show_day`."""
        super().__init__("breaks-day", self.tr("Deskhand day"), ())
        self._day: Day | None = None
        self.title = label("", "name")
        self.second = label("", "muted")
        self.chip = Chip(tone=Tone.ACCENT)
        self.chart = DayChart()
        self.chart.pointed.connect(self._say)
        self.detail = label("", wrap=True)
        self.aid = label(day_wording.aid(), "muted")
        self.empty = label("", "strong")
        self.empty_help = label("", "muted", wrap=True)
        self._pages = QStackedWidget()
        self._build()
        self.resize(WIDTH, self.sizeHint().height())

    def show_day(self, day: Day) -> None:
        """This day, anew whenever there is more of it."""
        self._day = day
        name = self.tr("Today") if day.today else day_wording.date_name(day.date)
        self.title.setText(name)
        self.second.setText("" if day.is_empty else day_wording.summary(day))
        self.chip.say(
            self.tr("load {}").format(round(day.load[-1].value)) if day.load and day.today else ""
        )
        self.empty.setText(
            self.tr("Nothing to show yet") if day.today else self.tr("Nothing was kept of this day")
        )
        self._pages.setCurrentIndex(1 if day.is_empty else 0)
        self.chart.show_day(day)
        keys = [
            ("Ctrl ← →", self.tr("other days")),
            ("Ctrl W", self.tr("week")),
            ("Esc", self.tr("close")),
        ]
        if not day.is_empty:
            keys.insert(0, ("Ctrl E", self.tr("export")))
            keys.insert(0, ("← →", self.tr("through the day")))
        self.keys.show_keys(keys)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Export, the week and other days; Escape closes."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
            if step is not None:
                self.step_asked.emit(step)
                return
            if event.key() == Qt.Key.Key_E and self._day is not None and not self._day.is_empty:
                self.export_asked.emit(self._day.date)
                return
            if event.key() == Qt.Key.Key_W:
                self.week_asked.emit()
                return
        super().keyPressEvent(event)

    def _say(self) -> None:
        day = self._day
        if day is None:
            return
        point = self.chart.point()
        if point is not None:
            doing = day.doing_at(point.at)
            what = self.tr("rest or away") if doing is None else day_wording.doing_name(doing)
            load = self.tr("load {}").format(day_wording.ledger(point))
            said = f"{day_wording.hour_minute(point.at)} · {what} · {load}"
        elif day.load and day.today:
            said = self.tr("Load {}").format(day_wording.ledger(day.load[-1]))
        elif day.peak is not None:
            at = day_wording.hour_minute(day.peak.at)
            said = self.tr("Highest at {}: {}").format(at, day_wording.ledger(day.peak))
        else:
            said = ""
        self.detail.setText(said)
        self.chart.setAccessibleDescription(said)

    def _build(self) -> None:
        header = QHBoxLayout()
        header.setSpacing(look.GRID)
        header.addWidget(self.title)
        header.addWidget(self.second, 1, Qt.AlignmentFlag.AlignBottom)
        header.addWidget(self.chip)
        # Two lines always, so that pointing moves nothing.
        self.detail.setFixedHeight(2 * self.detail.fontMetrics().lineSpacing() + look.HALF)
        self.detail.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
        drawn = QWidget()
        column = QVBoxLayout(drawn)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.GRID)
        column.addWidget(self.chart)
        means = QHBoxLayout()
        means.addWidget(legend(), 1)
        means.addWidget(self.aid)
        column.addLayout(means)
        column.addSpacing(look.GRID)
        column.addWidget(self.detail)
        column.addStretch(1)
        self.empty_help.setText(
            self.tr(
                "Your work, your breaks and the load of the day are drawn here as they come. They"
                " stay on this computer, and typing, voice and camera have no part in them."
            )
        )
        nothing = QWidget()
        said = QVBoxLayout(nothing)
        said.setContentsMargins(0, look.GRID, 8 * look.GRID, 0)
        said.setSpacing(look.GRID)
        said.addWidget(self.empty)
        said.addWidget(self.empty_help)
        said.addStretch(1)
        self._pages.addWidget(drawn)
        self._pages.addWidget(nothing)
        whole = QVBoxLayout()
        whole.setContentsMargins(look.MARGIN + 2, look.MARGIN, look.MARGIN + 2, look.MARGIN)
        whole.setSpacing(look.GRID)
        whole.addLayout(header)
        whole.addWidget(self._pages, 1)
        self.content.addLayout(whole)
