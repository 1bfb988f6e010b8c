"""Pictures of a day and a week of breaks."""

from __future__ import annotations

from collections.abc import Iterator

from tests.ui.pictured.look import Look


def pictures(_look: Look) -> Iterator[tuple[str, object]]:
    yield from days()


def days() -> Iterator[tuple[str, object]]:
    from PySide6.QtCore import Qt

    from desktop.ui.breaks.day_view import DayView
    from desktop.ui.breaks.week_view import WeekView
    from tests.ui import keys
    from tests.ui.breaks import acted_breaks as acted

    day = DayView()
    day.show_day(acted.day(today=True))
    yield "day", day
    for _ in range(5):
        keys.press(day.chart, Qt.Key.Key_PageUp)
    yield "day-pointed", day
    day.show_day(acted.day(acted.MONDAY, hour=8, minutes=640, shift=660, taps=acted.MANY_TAPS))
    keys.press(day.chart, Qt.Key.Key_End)
    yield "day-hard", day
    day.show_day(acted.night())
    yield "day-night", day
    day.show_day(acted.empty())
    yield "day-empty", day
    week = WeekView()
    week.show_week(acted.week())
    yield "week", week
    week.show_week([acted.empty(acted.MONDAY, today=False)])
    yield "week-empty", week
