"""The tray's icon and menu."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from desktop.assembly.app_rules import Held
from desktop.host.base import AppRule
from desktop.ui.shell.icons import GROUND, SIZES, TrayState, icon, pixmap
from desktop.ui.shell.tray import Tray
from desktop.ui.widgets.theme import contrast


def texts(tray: Tray) -> list[str]:
    return [one.text() for one in tray.menu.actions() if one.isVisible() and one.text()]


def test_the_menu_as_drawn(qapp: QApplication) -> None:
    tray = Tray()
    tray.show_hotkeys({"palette": "Ctrl Alt Space"})
    assert texts(tray) == [
        "Deskhand",
        "typing is on",
        "Palette\tCtrl Alt Space",
        "Snippets",
        "Translate",
        "Customer",
        "Customers' systems…",
        "Open interaction…",
        "Follow-ups",
        "Pause typing",
        "Settings",
        "About",
        "Quit",
    ]


def test_the_question_for_breaks_stands_there_while_it_is_open(qapp: QApplication) -> None:
    tray = Tray()
    asked: list[str] = []
    tray.breaks_question_asked.connect(partial(asked.append, "breaks"))
    tray.show_breaks_question(is_open=True)
    assert "Breaks that know about your calls…" in texts(tray)
    tray.breaks_question.trigger()
    assert asked == ["breaks"]
    tray.show_breaks_question(is_open=False)
    assert "Breaks that know about your calls…" not in texts(tray)


def test_the_application_shows_once_it_is_known(qapp: QApplication) -> None:
    tray = Tray()
    tray.application_menu.show_rule("R&D Tool", Held(AppRule(), types=True))
    assert "In “R&&D Tool”" in texts(tray)


def test_every_entry_asks_for_its_own(qapp: QApplication) -> None:
    tray = Tray()
    tray.show_state(TrayState.PAUSED)
    tray.show_messages(1)
    tray.show_customer("Ana")
    asked: list[str] = []
    names = ["palette", "snippets", "customer", "interaction", "resume", "messages", "settings"]
    names += ["about", "systems"]
    for name in [*names, "quit"]:
        getattr(tray, f"{name}_asked").connect(partial(asked.append, name))
        getattr(tray, name).trigger()
    tray.interaction_closed.connect(partial(asked.append, "closed"))
    tray.close_interaction.trigger()
    assert asked == [*names, "quit", "closed"]


def test_the_ways_of_translation_with_their_keys(qapp: QApplication) -> None:
    tray = Tray()
    tray.show_hotkeys({"translate": "Ctrl Alt T", "live": "Ctrl Alt L"})
    assert [one.text() for one in tray.translation_menu.actions()] == [
        "What is selected\tCtrl Alt T",
        "Replace what is selected",
        "Live, as you chat\tCtrl Alt L",
        "",
        "Engines…",
    ]
    asked: list[str] = []
    tray.translation_asked.connect(asked.append)
    tray.engines_asked.connect(partial(asked.append, "engines"))
    for action in tray.translation_menu.actions():
        action.trigger()
    assert asked == ["translate", "replace", "live", "engines"]


def test_pauses_in_minutes(qapp: QApplication) -> None:
    tray = Tray()
    asked: list[int] = []
    tray.pause_asked.connect(asked.append)
    for action in tray.pause_menu.actions():
        action.trigger()
    assert asked == [30, 0]


def test_the_state_is_said(qapp: QApplication) -> None:
    tray = Tray()
    assert tray.icon.toolTip() == "Deskhand – typing is on"
    tray.show_state(TrayState.PAUSED, "until 14:30")
    assert tray.icon.toolTip() == "Deskhand – typing is paused: until 14:30"
    assert "Resume typing" in texts(tray)
    tray.show_state(TrayState.CANNOT, "the screen is not reachable")
    assert "the screen is not reachable" in texts(tray)
    assert "Resume typing" not in texts(tray)


def test_a_name_is_never_a_shortcut_or_a_key(qapp: QApplication) -> None:
    tray = Tray()
    tray.show_customer("Souza & Filhos\tLtda")
    assert tray.interaction.text() == "Souza && Filhos Ltda"
    tray.show_customer("")
    assert tray.interaction.text() == "Open interaction…"


def test_a_click_opens_the_palette(qtbot: QtBot) -> None:
    tray = Tray()
    with qtbot.waitSignal(tray.palette_asked):
        tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)


def test_without_a_tray_everything_still_answers(qapp: QApplication) -> None:
    assert not QSystemTrayIcon.isSystemTrayAvailable()
    tray = Tray()
    tray.show()
    tray.show_state(TrayState.PAUSED)
    tray.hide()


@pytest.mark.parametrize("size", SIZES)
def test_the_states_differ_in_shape_at_every_size(qapp: QApplication, size: int) -> None:
    shapes = []
    for state in TrayState:
        image = pixmap(state, size).toImage()
        assert (image.width(), image.height()) == (size, size)
        sign = QColor("#FFFFFF")
        shapes.append(
            frozenset(
                (x, y)
                for x in range(size)
                for y in range(size)
                if image.pixelColor(x, y).alpha() > 128
                and abs(image.pixelColor(x, y).red() - sign.red()) > 128
            )
        )
    for one, other in ((0, 1), (0, 2), (1, 2)):
        assert len(shapes[one] ^ shapes[other]) > size * size // 50


def test_the_icon_is_seen_on_light_and_dark_panels(qapp: QApplication) -> None:
    assert not icon(TrayState.ON).isNull()
    for panel in ("#FFFFFF", "#F0F0F0", "#1B1B1B", "#000000"):
        assert contrast(GROUND, panel) >= 3
