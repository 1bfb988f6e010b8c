"""The day's and the week's window on a real history: opened, turned over, kept up, given out."""

from __future__ import annotations

import csv
import datetime as dt
import zoneinfo
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop.assembly.rest.resting import Resting
from desktop.breaks.history.records import LoadAt, Records, Said, Share, Spent
from desktop.breaks.history.store import History
from desktop.breaks.register import KeptBreak
from desktop.core.clock import FixedClock
from desktop.core.results import Problem
from desktop.interaction import Interactions
from desktop.settings.paths import places, prepare
from desktop.settings.store import Settings
from desktop.ui.breaks.views import Views
from desktop.ui.shell.background import Background
from desktop.ui.shell.bridge import Bridge
from desktop.ui.shell.shell import Shell
from tests.ui import keys

BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
NOW = dt.datetime(2026, 11, 25, 10, tzinfo=BERLIN)
CONTROL = Qt.KeyboardModifier.ControlModifier


def at(hour: float, day: int) -> dt.datetime:
    return dt.datetime(2026, 11, day, tzinfo=BERLIN) + dt.timedelta(hours=hour)


def kept(day: int) -> Records:
    return Records(
        [Spent(at(9, day), at(11, day), "interaction")],
        [KeptBreak(at(11, day), at(11.5, day), "rostered", "=lunch")],
        [LoadAt(at(10, day), 42.0, (Share("work", 42.0),))],
        [Said(at(10, day), "hard")],
    )


class Room:
    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.folder = folder
        self.clock = FixedClock(NOW)
        self.home = places(folder)
        prepare(self.home)
        settings = Settings(self.home.settings, self.clock)
        self.resting = Resting(self.home, settings, self.clock, Interactions(self.clock), None)
        self.bridge = Bridge()
        self.shown: list[Problem] = []
        self.background = Background(self.bridge, self.shown.append)
        self.views = Views(
            self.resting, self.clock, Shell(self.bridge, self.background, self.shown.append)
        )

    def write(self, records: Records) -> None:
        history = History(self.home.data)
        history.write(records)
        history.close()

    def day_says(self, title: str) -> None:
        def says() -> bool:
            day = self.views.day
            return day is not None and day.isVisible() and day.title.text() == title

        self.qtbot.waitUntil(says)

    def weeks_rows(self) -> int:
        week = self.views.week
        self.qtbot.waitUntil(lambda: bool(self.views.week and self.views.week.isVisible()))
        assert week is not None
        return sum(not row.day.is_empty for row in week.rows)


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    made = Room(qtbot, tmp_path)
    yield made
    made.resting.stop()
    made.views.close()
    made.background.close()
    made.bridge.close()


def test_the_day_opens_and_is_turned_over_by_keys(room: Room) -> None:
    room.write(kept(24))
    room.views.open_day()
    room.day_says("Today")
    day = room.views.day
    assert day is not None
    keys.press(day, Qt.Key.Key_Right, CONTROL)  # tomorrow is not there yet
    keys.press(day, Qt.Key.Key_Left, CONTROL)
    room.day_says("Tue 24 Nov")
    assert "30 min" in day.second.text()
    assert day.aid.text() == "a planning aid, not a measurement"
    keys.press(day, Qt.Key.Key_Right, CONTROL)
    room.day_says("Today")
    keys.press(day, Qt.Key.Key_Escape)
    assert not day.isVisible()


def test_the_week_leads_to_its_days_and_back(room: Room) -> None:
    room.write(kept(24))
    room.write(kept(17))
    room.views.open_week()
    assert room.weeks_rows() == 1
    week = room.views.week
    assert week is not None
    keys.press(week, Qt.Key.Key_Up)
    keys.press(week, Qt.Key.Key_Return)
    room.day_says("Tue 24 Nov")
    keys.press(week, Qt.Key.Key_Left)
    room.qtbot.waitUntil(lambda: week.rows[0].day.date == dt.date(2026, 11, 16))
    keys.press(week, Qt.Key.Key_Left)
    room.qtbot.waitUntil(lambda: week.rows[0].day.date == dt.date(2026, 11, 9))
    assert week.second.text() == "Nothing was kept of this week"


def test_an_open_window_is_kept_up_and_a_closed_one_costs_nothing(room: Room) -> None:
    room.views.open_day()
    room.day_says("Today")
    day = room.views.day
    assert day is not None
    room.write(Records([Spent(at(9, 25), at(10, 25), "work")]))
    assert room.views._timer.isActive()
    room.views._timer.timeout.emit()
    room.qtbot.waitUntil(lambda: "1 h work" in day.second.text())
    day.close()
    room.views._timer.timeout.emit()
    assert not room.views._timer.isActive()


def test_tables_are_saved_where_the_agent_wants(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.write(kept(24))
    room.write(kept(16))
    names: list[str] = []

    def choose(_window: object, _title: str, path: str, _kinds: str) -> tuple[str, str]:
        names.append(Path(path).name)
        return str(room.folder / f"table{len(names)}"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    room.views.open_week()
    room.weeks_rows()
    week = room.views.week
    assert week is not None
    keys.press(week, Qt.Key.Key_R, CONTROL)
    keys.press(week, Qt.Key.Key_E, CONTROL)
    room.qtbot.waitUntil(lambda: len(room.shown) == 2)
    assert names == [
        "Register of breaks, week of 2026-11-23.csv",
        "Week of 2026-11-23.csv",
    ]
    with (room.folder / "table1.csv").open(encoding="utf-8-sig", newline="") as file:
        register = list(csv.reader(file))
    assert len(register) == 2
    assert register[1][3:] == ["30.0", "rostered", "'=lunch", "taken"]
    table = (room.folder / "table2.csv").read_text("utf-8-sig")
    assert "interaction" in table
    assert "work 42.00" in table


def test_a_folder_that_takes_nothing_is_said(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.write(kept(24))
    nowhere = room.folder / "nowhere" / "x.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(nowhere), ""))
    room.views.open_day(dt.date(2026, 11, 24))
    room.day_says("Tue 24 Nov")
    assert room.views.day is not None
    keys.press(room.views.day, Qt.Key.Key_E, CONTROL)
    room.qtbot.waitUntil(lambda: bool(room.shown))
    assert room.shown[0].what == "The table could not be saved"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    keys.press(room.views.day, Qt.Key.Key_E, CONTROL)  # thought better of it


def test_one_that_is_open_comes_forward_at_once_and_stays_closed_when_closed(room: Room) -> None:
    room.write(kept(25))
    room.views.open_day()
    room.day_says("Today")
    day = room.views.day
    assert day is not None
    room.views.open_day(dt.date(2026, 11, 24))
    keys.press(day, Qt.Key.Key_Escape)  # before the history has answered
    room.qtbot.waitUntil(lambda: day.title.text() == "Tue 24 Nov")
    assert not day.isVisible()
