"""The day's and the week's window at work: filled from the history, kept up, given out as files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from desktop.assembly.rest.history import LookedBack
from desktop.assembly.rest.resting import Resting
from desktop.core.clock import Clock
from desktop.core.results import Problem, Severity
from desktop.ui.breaks import day_csv, day_gathering
from desktop.ui.breaks.day_values import Day
from desktop.ui.breaks.day_view import DayView
from desktop.ui.breaks.week_view import WeekView
from desktop.ui.shell.shell import Shell
from desktop.ui.widgets.table_file import ask_where, save_table

_KEPT_UP_MS: Final = 60_000
"""An open window follows the minute."""


class Views(QObject):
    """Main thread only."""

    def __init__(
        self,
        resting: Resting,
        clock: Clock,
        shell: Shell,
    ) -> None:
        """No window yet."""
        super().__init__()
        self._resting = resting
        self._clock = clock
        self._shell = shell
        self.day: DayView | None = None
        self.week: WeekView | None = None
        self._date: dt.date | None = None
        """Of the day's window; None follows today."""
        self._monday: dt.date | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_KEPT_UP_MS)
        self._timer.timeout.connect(self._keep_up)

    def close(self) -> None:
        """Before the end."""
        self._timer.stop()
        for window in (self.day, self.week):
            if window is not None:
                window.close()

    # --- opening ---

    def open_day(self, date: dt.date | None = None) -> None:
        """This day; None is today."""
        self._date = date
        if self.day is None:
            self.day = DayView()
            self.day.export_asked.connect(self._export_day)
            self.day.week_asked.connect(self._week_of_day)
            self.day.step_asked.connect(self._step_day)
        self._fill_day(self._come_forward(self.day))

    def open_week(self, date: dt.date | None = None) -> None:
        """The week of this day; None is this week."""
        self._monday = None if date is None else date - dt.timedelta(days=date.weekday())
        if self.week is None:
            self.week = WeekView()
            self.week.day_asked.connect(self.open_day)
            self.week.export_asked.connect(self._export_week)
            self.week.register_asked.connect(self._export_register)
            self.week.step_asked.connect(self._step_week)
        self._fill_week(self._come_forward(self.week))

    def _come_forward(self, window: DayView | WeekView) -> Callable[[], None] | None:
        """Now, or once it is filled where it is not open yet, so that nothing jumps."""
        self._timer.start()
        if not window.isVisible():
            return window.come_forward
        window.come_forward()
        return None

    def _today(self) -> dt.date:
        return day_gathering.today(self._clock.now())

    def _week_of_day(self) -> None:
        self.open_week(self._date or self._today())

    def _step_day(self, by: int) -> None:
        date = (self._date or self._today()) + dt.timedelta(days=by)
        if date <= self._today():
            self._date = None if date == self._today() else date
            self._fill_day()

    def _step_week(self, by: int) -> None:
        this = next(day_gathering.week_of(self._today()))
        monday = (self._monday or this) + dt.timedelta(weeks=by)
        if monday <= this:
            self._monday = None if monday == this else monday
            self._fill_week()

    # --- filling ---

    def _keep_up(self) -> None:
        seen = False
        if self.day is not None and self.day.isVisible():
            seen = True
            self._fill_day()
        if self.week is not None and self.week.isVisible():
            seen = True
            self._fill_week()
        if not seen:
            self._timer.stop()

    def _fill_day(self, then: Callable[[], None] | None = None) -> None:
        asked = self._date

        def fill(days: list[Day], _back: LookedBack) -> None:
            if self.day is not None and asked == self._date:
                self.day.show_day(days[0])
                if then is not None:
                    then()

        # The day that goes on may be yesterday's, in a night.
        self._look(fill, lambda: [asked or self._today()], goes_on=asked is None)

    def _fill_week(self, then: Callable[[], None] | None = None) -> None:
        asked = self._monday

        def fill(days: list[Day], _back: LookedBack) -> None:
            if self.week is not None and asked == self._monday:
                self.week.show_week(days)
                if then is not None:
                    then()

        self._look(fill, lambda: list(day_gathering.week_of(asked or self._today())))

    def _look(
        self,
        then: Callable[[list[Day], LookedBack], None],
        dates: Callable[[], list[dt.date]],
        *,
        goes_on: bool = False,
    ) -> None:
        now, wanted = self._clock.now(), dates()

        def gather(back: LookedBack) -> None:
            """On the history's thread."""
            found = day_gathering.days(back, wanted, now)
            if goes_on and not found[0].today:
                other = wanted[0] - dt.timedelta(days=1), wanted[0] + dt.timedelta(days=1)
                near = day_gathering.days(back, other, now)
                found = [one for one in near if one.today] or found
            self._shell.bridge.post(lambda: then(found, back))

        self._resting.look_back(*day_gathering.span(wanted, now), gather)

    # --- giving out ---

    def _export_day(self, date: dt.date) -> None:
        name = self.tr("Day {}").format(date.isoformat())
        self._export(self.day, name, [date], lambda days, _back: day_csv.as_csv(days))

    def _export_week(self, monday: dt.date) -> None:
        name = self.tr("Week of {}").format(monday.isoformat())
        dates = list(day_gathering.week_of(monday))
        self._export(self.week, name, dates, lambda days, _back: day_csv.as_csv(days))

    def _export_register(self, monday: dt.date) -> None:
        from desktop.breaks import register

        dates = list(day_gathering.week_of(monday))

        def made(days: list[Day], back: LookedBack) -> str:
            # The days' own spans: a night's breaks belong to the evening on which it began.
            spans = [(day.begins, day.ends) for day in days]
            return register.as_csv(
                one
                for one in back.records.breaks
                if one.begins < one.ends and any(a <= one.begins <= b for a, b in spans)
            )

        name = self.tr("Register of breaks, week of {}").format(monday.isoformat())
        self._export(self.week, name, dates, made)

    def _export(
        self,
        window: QWidget | None,
        name: str,
        dates: list[dt.date],
        made: Callable[[list[Day], LookedBack], str],
    ) -> None:
        path = ask_where(window, name)
        if path is None:
            return

        def write(days: list[Day], back: LookedBack) -> None:
            text = made(days, back)
            self._shell.background.start(
                lambda: save_table(path, text), lambda _: self._saved(path)
            )

        self._look(write, lambda: dates)

    def _saved(self, path: Path) -> None:
        self._shell.show(Problem(self.tr("{} is saved").format(path.name), severity=Severity.INFO))
