"""The tray's menu of breaks."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.assembly.rest.state import Ahead, RestState, Underway
from desktop.ui.shell.breaks_menu import BreaksMenu, load, next_break, tip
from desktop.ui.shell.icons import TrayState
from desktop.ui.shell.tray import Tray

ON_BREAK = Underway("short", "", 0, 30, 9, 120, can_skip=True)


@pytest.fixture
def menu(qtbot: QtBot) -> BreaksMenu:
    made = BreaksMenu()
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (RestState(on=True, next_kind="short", next_s=1500), "Short break in 25 min"),
        (RestState(on=True, next_kind="long", next_s=61), "Long break in 2 min"),
        (RestState(on=True, next_kind="rostered", next_s=7200), "Your break in 2 h"),
        (RestState(on=True, next_kind="short"), "Short break as soon as it fits"),
        (RestState(on=True), "No break is near"),
        (RestState(on=True, paused_s=5400), "Breaks are paused for 1 h 30 min"),
        (RestState(on=True, underway=ON_BREAK, next_kind="long"), "A break is on"),
    ],
)
def test_the_first_line_says_when_the_next_break_comes(state: RestState, words: str) -> None:
    assert next_break(state) == words


def test_the_tip_says_the_load_too_and_nothing_when_breaks_are_off() -> None:
    state = RestState(on=True, next_kind="short", next_s=60, load=41.6)
    assert load(state) == "Stress load 42 of 100"
    assert tip(state) == "Short break in 1 min, stress load 42 of 100"
    assert tip(RestState()) == ""


def test_it_is_there_only_while_breaks_are_on(menu: BreaksMenu) -> None:
    assert not menu.menuAction().isVisible()
    menu.show_rest(RestState(on=True))
    assert menu.menuAction().isVisible()
    assert not menu.resume.isVisible()
    menu.show_rest(RestState(on=True, paused_s=60))
    assert menu.resume.isVisible()


def test_no_break_is_taken_in_a_break(menu: BreaksMenu) -> None:
    menu.show_rest(RestState(on=True, underway=ON_BREAK))
    assert not menu.short.isEnabled()
    menu.show_rest(RestState(on=True))
    assert menu.short.isEnabled()


def test_the_break_of_a_notice_can_be_put_off_without_a_mouse(menu: BreaksMenu) -> None:
    heard: list[str] = []
    menu.postponed.connect(lambda: heard.append("later"))
    menu.skipped.connect(lambda: heard.append("skip"))
    menu.breathed.connect(lambda: heard.append("breathe"))
    menu.show_rest(RestState(on=True))
    assert not menu.postpone.isVisible()
    assert not menu.skip.isVisible()
    ahead = Ahead("short", "", 9, can_postpone=True, can_skip=False, postpone_s=120)
    menu.show_rest(RestState(on=True, notice=ahead))
    assert menu.postpone.isVisible()
    assert not menu.skip.isVisible()
    for action in menu.postpone, menu.skip, menu.breathe:
        action.trigger()
    assert heard == ["later", "skip", "breathe"]
    menu.show_rest(RestState(on=True, in_contact=True))
    assert not menu.breathe.isEnabled()


def test_what_is_chosen_is_handed_on(menu: BreaksMenu) -> None:
    heard: list[object] = []
    for signal in (menu.taken, menu.paused, menu.tapped):
        signal.connect(heard.append)
    menu.resumed.connect(lambda: heard.append("resumed"))
    menu.show_rest(RestState(on=True))
    for action in (menu.short, menu.long, menu.hour, menu.tomorrow, menu.resume):
        action.trigger()
    for action in menu.taps.values():
        action.trigger()
    assert heard == ["short", "long", 60, 0, "resumed", "ok", "hard", "abusive"]


def test_the_tray_shows_breaks_beside_its_state(qtbot: QtBot) -> None:
    tray = Tray()
    tray.show_rest(RestState(on=True, next_kind="long", next_s=600, load=7))
    tray.show_state(TrayState.ON)
    assert tray.icon.toolTip().split("\n") == [
        "Deskhand – typing is on",
        "Long break in 10 min, stress load 7 of 100",
    ]
    tray.show_hotkeys({"hard": "F9"})
    assert tray.breaks_menu.taps["hard"].text() == "Hard\tF9"
    tray.show_rest(RestState())
    assert tray.icon.toolTip() == "Deskhand – typing is on"
