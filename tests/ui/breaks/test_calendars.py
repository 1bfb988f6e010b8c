"""The window of calendars: adding by address and by file, how each stands, removing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop.assembly.rest.feeds import FeedState, RestFeeds
from desktop.breaks.feeds.copies import secret_of
from desktop.core.clock import FixedClock
from desktop.core.results import Problem, UserError
from desktop.settings.secrets import Secrets
from desktop.settings.sections.roster import CALENDARS, CalendarRow
from desktop.settings.store import Settings
from desktop.ui.breaks import calendar_wording
from desktop.ui.breaks.calendars_desk import CalendarsDesk
from desktop.ui.breaks.calendars_window import CalendarsWindow
from desktop.ui.shell.background import Background
from desktop.ui.shell.bridge import Bridge
from desktop.ui.shell.shell import Shell
from tests.ui import keys

NOW = dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC)
ADDRESS = "https://roster.example/s3cret.ics"


class StrictKeyring:
    """Keeps secrets, or refuses to."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.refuses = False

    def get_password(self, _service: str, username: str) -> str | None:
        return self.kept.get(username)

    def set_password(self, _service: str, username: str, password: str) -> None:
        if self.refuses:
            raise UserError("locked")
        self.kept[username] = password

    def delete_password(self, _service: str, username: str) -> None:
        del self.kept[username]


class Room:
    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.clock = FixedClock(NOW)
        self.settings = Settings(folder / "settings.toml", self.clock)
        self.keyring = StrictKeyring()
        self.shown: list[Problem] = []
        self.bridge = Bridge()
        self.background = Background(self.bridge, self.shown.append)
        secrets = Secrets(folder, self.keyring)
        self.feeds = RestFeeds(folder, self.clock, secrets, lambda _: None, self.shown.append)
        self.desk = CalendarsDesk(
            self.feeds,
            self.settings,
            secrets,
            self.clock,
            Shell(self.bridge, self.background, self.shown.append),
        )
        self.desk.open()

    @property
    def window(self) -> CalendarsWindow:
        assert self.desk.window is not None
        return self.desk.window

    def names(self) -> list[str]:
        return [card.state.name for card in self.window.cards]

    def add(self, name: str, address: str) -> None:
        QTest.keyClicks(self.window.name, name)
        QTest.keyClicks(self.window.address, address)
        keys.press(self.window.address, Qt.Key.Key_Return)

    def close(self) -> None:
        self.desk.close()
        self.background.close()
        self.bridge.close()


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    made = Room(qtbot, tmp_path)
    yield made
    made.close()


def test_an_address_goes_into_the_keyring_and_nowhere_else(room: Room, tmp_path: Path) -> None:
    assert not room.window.empty.isHidden()
    assert not room.window.add.isEnabled()
    room.add("Care", ADDRESS)
    room.qtbot.waitUntil(lambda: room.names() == ["Care"])
    assert room.keyring.kept == {secret_of("Care"): ADDRESS}
    assert "s3cret" not in (tmp_path / "settings.toml").read_text("utf-8")
    assert room.window.address.text() == ""
    assert room.window.address.echoMode() is room.window.address.EchoMode.Password
    assert room.window.cards[0].chip.text() == "asking…"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("roster", "not the address of a calendar"),
        ("http://roster.example/x", "not secure"),
    ],
)
def test_what_is_no_address_is_said_and_stays_to_be_mended(
    room: Room, address: str, said: str
) -> None:
    room.add("Care", address)
    room.qtbot.waitUntil(lambda: said in room.window.told.text())
    assert room.window.address.text() == address
    assert not room.keyring.kept
    assert not room.settings.get(CALENDARS)
    room.window.close()
    assert room.window.address.text() == ""


def test_a_keyring_that_refuses_is_said(room: Room) -> None:
    room.keyring.refuses = True
    room.add("Care", ADDRESS)
    room.qtbot.waitUntil(lambda: "can't be kept" in room.window.told.text())
    assert not room.settings.get(CALENDARS)


def test_a_file_takes_its_own_name(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("/home/ana/shifts.ics", ""))
    room.window.file.click()
    room.qtbot.waitUntil(lambda: room.names() == ["shifts"])
    assert room.settings.get(CALENDARS)["shifts"] == CalendarRow("/home/ana/shifts.ics")
    assert room.window.cards[0].address.isHidden()


def test_how_each_stands_is_followed(room: Room) -> None:
    room.settings.change(CALENDARS, {"Care": CalendarRow()})
    good = NOW - dt.timedelta(minutes=10)
    room.feeds.states = (FeedState("Care", False, good, 10, 20, 1),)
    room.feeds.changed.emit(room.feeds.states)
    room.qtbot.waitUntil(lambda: bool(room.window.cards) and "10 min ago" in second(room))
    assert second(room) == (
        "10 shifts, 20 breaks, 1 day off in the next two weeks · fetched 10 min ago"
    )
    problem = Problem("The calendar Care can't be had", "There is no connection to it")
    room.feeds.states = (FeedState("Care", False, good, 10, 20, 1, problem),)
    room.feeds.changed.emit(room.feeds.states)
    room.qtbot.waitUntil(lambda: room.window.cards[0].chip.text() == "last good copy")
    assert "no connection" in room.window.cards[0].told.text()
    room.clock.advance(7200)
    room.desk._timer.timeout.emit()
    assert second(room).endswith("fetched 2 h ago")


def second(room: Room) -> str:
    return room.window.cards[0].second.text()


def test_removing_forgets_the_address(room: Room) -> None:
    room.add("Care", ADDRESS)
    room.qtbot.waitUntil(lambda: room.names() == ["Care"])
    room.window.cards[0].remove.click()
    room.qtbot.waitUntil(lambda: not room.keyring.kept and not room.names())
    assert not room.settings.get(CALENDARS)


def test_another_address_for_one_that_is_there(room: Room) -> None:
    room.add("Care", ADDRESS)
    room.qtbot.waitUntil(lambda: room.names() == ["Care"])
    room.window.cards[0].address.click()
    assert room.window.name.text() == "Care"
    QTest.keyClicks(room.window.address, "webcal://roster.example/other")
    room.window.add.click()
    room.qtbot.waitUntil(
        lambda: room.keyring.kept == {secret_of("Care"): "webcal://roster.example/other"}
    )
    assert room.names() == ["Care"]


def test_keys(room: Room) -> None:
    room.window.name.setText("x")
    keys.press(room.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert room.window.name.text() == ""
    keys.press(room.window, Qt.Key.Key_Escape)
    assert not room.window.isVisible()


def test_words() -> None:
    assert calendar_wording.age(FeedState("x"), NOW) == "not fetched yet"
    assert calendar_wording.age(FeedState("x", True, NOW), NOW) == "file changed just now"
    days = FeedState("x", False, NOW - dt.timedelta(days=3))
    assert calendar_wording.age(days, NOW) == "fetched 3 days ago"
    assert calendar_wording.holds(FeedState("x")) == "nothing in the next two weeks"
    assert calendar_wording.stands(FeedState("x", problem=Problem("no")))[0] == "does not work"
