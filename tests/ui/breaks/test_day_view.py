"""The day's view: what it says of a moment, by pointer and by key, and what it hands on."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import re

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.ui.breaks import day_wording
from desktop.ui.breaks.day_csv import COLUMNS, as_csv
from desktop.ui.breaks.day_values import Doing, LoadPoint, Part, Rostered
from desktop.ui.breaks.day_view import DayView
from desktop.ui.breaks.timescale import TimeScale
from tests.ui import keys
from tests.ui.breaks import acted_breaks as acted

AT = dt.datetime(2026, 11, 20, 12, 14, tzinfo=acted.BERLIN)
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def view(qtbot: QtBot) -> DayView:
    made = DayView()
    qtbot.addWidget(made)
    made.show_day(acted.day(today=True))
    made.show()
    QApplication.processEvents()
    return made


# --- values and words ---------------------------------------------------------------------------


def test_a_ledger_in_words_adds_up_after_rounding() -> None:
    point = LoadPoint(AT, 42.4, (Part("work", 33.45), Part("hard", 8.6, AT), Part("night", 0.35)))
    assert day_wording.ledger(point) == "42 = work 33 + hard contact 12:14 9"
    assert day_wording.ledger(LoadPoint(AT, 0.2, (Part("work", 0.2),))) == "0"


def test_every_ledger_of_a_day_adds_up() -> None:
    said = [day_wording.ledger(point) for point in acted.day().load]
    checked = 0
    for one in said:
        total, _, parts = one.partition(" = ")
        shares = [int(part.rsplit(" ", 1)[1]) for part in parts.split(" + ") if part]
        if shares:
            checked += 1
            assert abs(sum(shares) - int(total)) <= 1, one
    assert checked > 300


def test_a_night_in_which_the_clocks_change_has_its_true_length() -> None:
    night = acted.night()
    assert (night.begins.hour, night.ends.hour) == (22, 6)
    spent = sum(one.seconds for one in night.stretches)
    assert spent == (540 - 54) * 60  # nine hours, 54 minutes of them away
    hours = [said for _, said in TimeScale(night.begins, night.ends, 0, 600).marks()]
    assert hours == ["22", "23", "0", "1", "2", "2", "3", "4", "5", "6"]


def test_a_scale_there_and_back() -> None:
    night = acted.night()
    scale = TimeScale(night.begins, night.ends, 30, 600)
    assert scale.x(night.begins) == 30
    assert scale.x(night.ends) == 630
    for minutes in (1, 200, 301, 539):
        moment = acted.later(night.begins, minutes)
        assert abs((scale.at(scale.x(moment)) - moment).total_seconds()) < 1
    assert scale.at(-50) == night.begins
    assert len(list(TimeScale(night.begins, night.ends, 0, 120).marks())) == 2


def test_sums() -> None:
    day = acted.day()
    assert day.worked == sum(
        one.seconds for one in day.stretches if one.doing.name in {"WORK", "INTERACTION"}
    )
    assert (
        day_wording.summary(day) == "4 h 34 min work, 3 h 55 min in interactions · 9 breaks, 36 min"
    )
    assert day_wording.breaks(acted.empty()) == "no break yet"
    assert day.doing_at(acted.later(day.begins, 113)) is Doing.ROSTERED_BREAK
    assert day.doing_at(acted.later(day.begins, 250)) is None


# --- the view -----------------------------------------------------------------------------------


def test_it_says_the_load_now_and_that_it_is_an_aid(view: DayView) -> None:
    assert view.chip.text() == "load 29"
    assert view.detail.text() == "Load 29 = work 21 + abusive contact 14:02 8"
    assert view.aid.isVisible()
    assert view.aid.text() == "a planning aid, not a measurement"


def test_pointing_shows_the_ledger_of_that_moment_and_leaving_ends_it(view: DayView) -> None:
    before = view.detail.text()
    moment = acted.later(acted.day().begins, 175)
    where = QPoint(round(view.chart.scale().x(moment)), 60)
    QTest.mouseMove(view.chart, where)
    assert re.fullmatch(
        r"11:5\d · interaction · load 3\d = work 30 \+ hard contact 11:51 \d+", view.detail.text()
    )
    QApplication.sendEvent(view.chart, QEvent(QEvent.Type.Leave))
    assert view.detail.text() == before


@pytest.mark.parametrize(
    "direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft]
)
def test_keys_go_through_the_day_and_left_is_always_earlier(
    view: DayView, qapp: QApplication, direction: Qt.LayoutDirection
) -> None:
    qapp.setLayoutDirection(direction)
    last = acted.day().load[-1].at
    keys.press(view.chart, Qt.Key.Key_Left)
    assert view.chart.moment() == last
    keys.press(view.chart, Qt.Key.Key_Left)
    assert view.chart.moment() == last - dt.timedelta(minutes=1)
    keys.press(view.chart, Qt.Key.Key_PageUp)
    assert view.chart.moment() == last - dt.timedelta(minutes=31)
    keys.press(view.chart, Qt.Key.Key_Right)
    assert view.chart.moment() == last - dt.timedelta(minutes=30)
    keys.press(view.chart, Qt.Key.Key_Home)
    assert view.detail.text() == "9:00 · interaction · load 0"
    keys.press(view.chart, Qt.Key.Key_Left)
    assert view.chart.moment() == acted.day().begins
    scale = view.chart.scale()
    assert scale.x(acted.day().begins) < scale.x(last)
    assert view.chart.accessibleDescription() == view.detail.text()


def test_a_moment_chosen_by_key_stays_when_there_is_more_of_the_day(view: DayView) -> None:
    for _ in range(4):
        keys.press(view.chart, Qt.Key.Key_PageUp)
    chosen = view.chart.moment()
    view.show_day(acted.day(minutes=345, today=True))
    assert view.chart.moment() == chosen
    view.show_day(acted.day(acted.MONDAY))
    assert view.chart.moment() is None


def test_pointing_moves_nothing(view: DayView) -> None:
    places = set()
    keys.press(view.chart, Qt.Key.Key_Home)
    for _ in range(12):
        keys.press(view.chart, Qt.Key.Key_PageDown)
        QApplication.processEvents()
        places.add((view.chart.geometry().getRect(), view.detail.geometry().getRect()))
        assert view.detail.heightForWidth(view.detail.width()) <= view.detail.height()
    assert len(places) == 1


def test_export_the_week_and_escape(view: DayView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.export_asked) as asked:
        keys.press(view.chart, Qt.Key.Key_E, CONTROL)
    assert asked.args == [acted.TODAY]
    with qtbot.waitSignal(view.week_asked):
        keys.press(view, Qt.Key.Key_W, CONTROL)
    keys.press(view.chart, Qt.Key.Key_Escape)
    assert not view.isVisible()


def test_an_empty_day_says_what_would_be_here(view: DayView, qtbot: QtBot) -> None:
    view.show_day(acted.empty())
    assert view.empty.isVisible()
    assert view.empty.text() == "Nothing to show yet"
    assert "Ctrl E" not in dict(view.keys.shown())
    with qtbot.assertNotEmitted(view.export_asked):
        keys.press(view, Qt.Key.Key_E, CONTROL)
    view.show_day(acted.empty(acted.MONDAY, today=False))
    assert view.empty.text() == "Nothing was kept of this day"


# --- CSV ----------------------------------------------------------------------------------------


def test_csv_has_everything_once_and_in_order() -> None:
    day = acted.day()
    rows = list(csv.DictReader(as_csv([day]).splitlines()))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == len(day.stretches) + len(day.load) + len(day.taps) + len(day.rostered)
    begins = [dt.datetime.fromisoformat(row["begins"]) for row in rows]
    assert begins == sorted(begins)
    load = [row for row in rows if row["what"] == "load"]
    assert load[-1]["load"] == f"{day.load[-1].value:.2f}"
    assert "abusive contact 14:02 " in load[-1]["parts"]
    tea = next(row for row in rows if row["name"] == "Tea")
    assert (tea["what"], tea["minutes"]) == ("on the roster", "15.0")


def test_a_name_from_outside_is_no_formula() -> None:
    rostered = (Rostered(AT, AT, '=HYPERLINK("http://a.example")'),)
    text = as_csv([dataclasses.replace(acted.empty(), rostered=rostered)])
    assert "'=HYPERLINK" in text
    assert "HYPERLINK" not in repr(rostered)
