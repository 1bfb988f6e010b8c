"""Pictures of tray, messages, settings and the small windows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.ui.pictured.look import Look


def pictures(look: Look) -> Iterator[tuple[str, object]]:
    yield from tray()
    yield from messages()
    yield from settings(look.profile)
    yield from others()


def tray() -> Iterator[tuple[str, object]]:
    from PySide6.QtGui import QColor, QPainter, QPixmap
    from PySide6.QtWidgets import QLabel

    from desktop.assembly.app_rules import Held
    from desktop.host.base import AppRule
    from desktop.ui.shell.icons import TrayState, pixmap
    from desktop.ui.shell.tray import Tray

    one = Tray()
    one.show_hotkeys({"palette": "Ctrl Alt Space"})
    one.show_customer("Ana Souza")
    one.show_messages(2)
    one.menu.setActiveAction(one.palette)
    yield "tray-on", one.menu
    one.show_state(TrayState.PAUSED, "paused until 14:30")
    one.show_customer("")
    yield "tray-paused", one.menu
    yield "tray-pause-menu", one.pause_menu
    one.application_menu.show_rule("Chromium", Held(AppRule(settle_ms=100), types=True, own=True))
    one.application_menu.setActiveAction(one.application_menu.newlines["shift+enter"])
    yield "tray-application-menu", one.application_menu
    one.application_menu.show_rule("KeePassXC", Held(AppRule(), types=False, never=True))
    yield "tray-application-never", one.application_menu
    strip = QPixmap(2 * 4 * 100, 100)
    strip.fill(QColor("#F0F0F0"))
    painter = QPainter(strip)
    painter.fillRect(400, 0, 400, 100, QColor("#1B1B1B"))
    for side in (0, 400):
        for at, state in enumerate(TrayState):
            painter.drawPixmap(side + 20 + at * 40, 10, pixmap(state, 22))
            painter.drawPixmap(side + 20 + at * 80, 44, pixmap(state, 44))
    painter.end()
    icons = QLabel()
    icons.setPixmap(strip)
    yield "icons", icons


def messages() -> Iterator[tuple[str, object]]:
    from desktop.core.results import Problem, Severity
    from desktop.ui.shell.messages import Action, Messages, MessagesWindow

    told = Messages()
    window = MessagesWindow(told)
    yield "messages-empty", window
    told.show(
        Problem("“gm.yml” has a snippet without a trigger", todo="Add one", place="gm.yml:12"),
        Action("Open the pack", lambda: None),
    )
    told.show(Problem("Typing is on again", severity=Severity.INFO))
    told.show(
        Problem(
            "Typing is held back",
            "“Payroll” runs as administrator: Windows lets nobody type there",
            "The palette can copy",
            Severity.WARNING,
        ),
        Action("Open palette", lambda: None),
        Action("Not for Payroll", lambda: None),
    )
    assert told.notice is not None
    yield "notice", told.notice
    yield "messages", window


def settings(profile: Path) -> Iterator[tuple[str, object]]:
    from desktop.core.clock import SystemClock
    from desktop.settings.registry import sections
    from desktop.settings.sections.agent import AGENT_EMAIL
    from desktop.settings.sections.typing import APP_RULES, EXCLUDED_APPS, AppSettings
    from desktop.settings.store import Settings
    from desktop.ui.shell.bridge import Bridge
    from desktop.ui.shell.settings_window import SettingsWindow

    held = Settings(profile / "settings.toml", SystemClock())
    held.change(EXCLUDED_APPS, ("KeePassXC", "Payroll"))
    held.change(APP_RULES, {"citrix": AppSettings(remote=True), "xterm": AppSettings(settle_ms=80)})
    actions = {"translation": [("Engines and their keys…", lambda: None)]}
    window = SettingsWindow(held, Bridge(), actions)
    for section in sections():
        window.open(section.name)
        yield f"settings-{section.name}", window
    window.open("typing")
    window.show_advanced()
    yield "settings-typing-advanced", window
    window.resize(window.width(), 1500)
    yield "settings-typing-whole", window
    window.resize(window.width(), 576)
    window.open("agent")
    row = window.row_of(AGENT_EMAIL)
    assert row is not None
    row.editor.show_value("kim at example")
    row.editor.edited.emit()
    yield "settings-wrong", window
    window.search.setText("keys")
    yield "settings-search", window
    window.search.setText("zebra")
    yield "settings-search-none", window


def others() -> Iterator[tuple[str, object]]:
    from desktop.core.results import Problem
    from desktop.ui.shell.about import AboutWindow
    from desktop.ui.shell.interaction_window import Draft, InteractionWindow

    yield "about", AboutWindow("0.1")
    form = InteractionWindow()
    form.ask(lambda _draft: None)
    yield "interaction-open", form
    form.ask(
        lambda _draft: Problem("This is no language", todo="Write a tag like pt-BR"),
        Draft(name="Ana Souza", first_name="Ana", language="portuguese"),
    )
    form.submit()
    yield "interaction-wrong", form
