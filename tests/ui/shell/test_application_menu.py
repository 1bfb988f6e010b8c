"""The tray's menu of the application that the agent was last in."""

from __future__ import annotations

from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from desktop.assembly.app_rules import Held
from desktop.host.base import AppRule, Newline, PasteWay
from desktop.ui.shell.application_menu import ApplicationMenu


def checked(menu: ApplicationMenu) -> list[str]:
    return [one.text() for one in menu.actions() if one.isChecked() and one.isVisible()]


def test_it_shows_what_holds_there(qtbot: QtBot) -> None:
    menu = ApplicationMenu()
    assert not menu.menuAction().isVisible()
    rule = AppRule(paste=PasteWay.CTRL_SHIFT_V, newline=Newline.SHIFT_ENTER, settle_ms=300)
    menu.show_rule("slack", Held(rule, types=True, own=True))
    assert menu.menuAction().isVisible()
    assert menu.title() == "In “slack”"
    assert checked(menu) == [
        "Type snippets here",
        "Shift+Enter",
        "Ctrl+Shift+V",
        "Paste more slowly",
    ]
    menu.show_rule("x" * 60, Held(AppRule(), types=False))
    assert checked(menu) == ["Paste the text", "Ctrl+V"]
    assert len(menu.title()) < 40
    assert not menu.slow.isEnabled()
    menu.show_rule("", Held(AppRule(), types=True))
    assert not menu.menuAction().isVisible()


def test_another_computers_window_is_said(qtbot: QtBot) -> None:
    menu = ApplicationMenu()
    menu.show_rule("mstsc.exe", Held(AppRule(remote=True), types=True))
    assert menu.remote.isVisible()
    assert not menu.remote.isEnabled()
    assert menu.remote.text() == "Another computer: plain keys, else copied"
    menu.show_rule("mstsc.exe", Held(AppRule(remote=True), types=False))
    assert not menu.remote.isVisible()
    menu.show_rule("slack", Held(AppRule(), types=True))
    assert not menu.remote.isVisible()


def test_where_nothing_is_ever_typed_nothing_can_be_chosen(qtbot: QtBot) -> None:
    menu = ApplicationMenu()
    menu.show_rule("keepassxc", Held(AppRule(), types=False, never=True))
    enabled = [one for one in menu.actions() if one.isEnabled() and not one.isSeparator()]
    assert enabled == []


def test_each_choice_is_a_wish(qtbot: QtBot) -> None:
    menu = ApplicationMenu()
    menu.show_rule("slack", Held(AppRule(), types=True, own=True))
    wishes: list[object] = []
    menu.wished.connect(wishes.append)
    chosen: list[QAction] = [
        menu.types,
        menu.newlines["enter"],
        menu.ways["shift+insert"],
        menu.slow,
        menu.slow,
        menu.usual,
    ]
    for action in chosen:
        action.trigger()
    assert wishes == [
        {"enabled": False},
        {"newline": "enter"},
        {"paste": "shift+insert"},
        {"settle_ms": 300},
        {"settle_ms": None},
        {},
    ]
