"""The settings' window, by keyboard and against the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop.core.clock import SystemClock
from desktop.core.results import Problem
from desktop.settings.declare import Setting
from desktop.settings.registry import sections
from desktop.settings.sections.agent import AGENT_EMAIL, AGENT_LANGUAGES, AGENT_NAME
from desktop.settings.sections.general import THEME
from desktop.settings.sections.snippets import STARTER_LANGUAGES
from desktop.settings.sections.typing import (
    APP_RULES,
    EXCLUDED_APPS,
    PALETTE_HOTKEY,
    PASTE_OVER,
    TYPING_ENABLED,
    AppSettings,
)
from desktop.settings.store import Settings
from desktop.ui.shell import setting_editors as editors
from desktop.ui.shell import setting_lists as lists
from desktop.ui.shell.bridge import Bridge
from desktop.ui.shell.settings_window import SettingRow, SettingsWindow
from tests.ui.keys import CONTROL_KEY, press, write


class Opened:
    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.path = folder / "settings.toml"
        self.settings = Settings(self.path, SystemClock())
        self.window = SettingsWindow(self.settings, Bridge())
        qtbot.addWidget(self.window)
        self.window.open("typing")

    def row(self, setting: Setting[Any]) -> SettingRow:
        self.window.open(setting.section)
        self.window.show_advanced()
        row = self.window.row_of(setting)
        assert row is not None
        return row


@pytest.fixture
def opened(tmp_path: Path, qtbot: QtBot) -> Opened:
    return Opened(tmp_path, qtbot)


def test_every_setting_has_its_row(opened: Opened) -> None:
    for section in sections():
        opened.window.open(section.name)
        opened.window.show_advanced()
        shown = [row.setting.key for row in opened.window.rows]
        assert shown
        assert set(shown) == {one.key for one in section.settings}


def test_seldom_needed_ones_show_when_asked_for(opened: Opened) -> None:
    opened.window.open("typing")
    assert opened.window.row_of(PASTE_OVER) is None
    opened.window.show_advanced()
    assert opened.window.row_of(PASTE_OVER) is not None


def test_a_switch_holds_at_once(opened: Opened, qtbot: QtBot) -> None:
    row = opened.row(TYPING_ENABLED)
    assert isinstance(row.editor, editors.SwitchEditor)
    press(row.editor.box, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: opened.settings.get(TYPING_ENABLED) is False)
    assert "enabled = false" in opened.path.read_text()


def test_a_number_by_keys(opened: Opened, qtbot: QtBot) -> None:
    row = opened.row(PASTE_OVER)
    assert isinstance(row.editor, editors.NumberEditor)
    assert row.editor.box.text() == "100 characters"
    press(row.editor.box, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: opened.settings.get(PASTE_OVER) == 101)


def test_a_choice(opened: Opened, qtbot: QtBot) -> None:
    row = opened.row(THEME)
    assert isinstance(row.editor, editors.ChoiceEditor)
    press(row.editor.box, Qt.Key.Key_End)
    row.editor.box.activated.emit(row.editor.box.currentIndex())
    qtbot.waitUntil(lambda: opened.settings.get(THEME) == "dark")


def test_what_does_not_fit_is_said_at_once_and_not_kept(opened: Opened, qtbot: QtBot) -> None:
    row = opened.row(AGENT_EMAIL)
    assert isinstance(row.editor, editors.TextEditor)
    write(row.editor.line, "kim")
    assert row.error.text() == "That does not fit. It has to be an e-mail address."
    assert row.editor.field.property("wrong") is True
    write(row.editor.line, "@example.org")
    assert row.error.text() == ""
    qtbot.waitUntil(lambda: opened.settings.get(AGENT_EMAIL) == "kim@example.org")


def test_closing_keeps_what_was_typed_last(opened: Opened) -> None:
    row = opened.row(AGENT_NAME)
    assert isinstance(row.editor, editors.TextEditor)
    write(row.editor.line, "Kim Doe")
    press(opened.window, Qt.Key.Key_Escape)
    assert not opened.window.isVisible()
    assert opened.settings.get(AGENT_NAME) == "Kim Doe"


def test_a_default_comes_back(opened: Opened, qtbot: QtBot) -> None:
    opened.settings.change(PASTE_OVER, 7)
    row = opened.row(PASTE_OVER)
    assert isinstance(row.editor, editors.NumberEditor)
    assert row.reset.isVisible()
    row.reset.click()
    assert opened.settings.get(PASTE_OVER) == 100
    assert row.editor.box.value() == 100
    assert not row.reset.isVisible()


def test_a_list_grows_and_shrinks(opened: Opened, qtbot: QtBot) -> None:
    row = opened.row(EXCLUDED_APPS)
    assert isinstance(row.editor, lists.ListEditor)
    write(row.editor.line, "Payroll")
    press(row.editor.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened.settings.get(EXCLUDED_APPS) == ("Payroll",))
    row.editor.rows.setCurrentRow(0)
    row.editor.remove.click()
    qtbot.waitUntil(lambda: opened.settings.get(EXCLUDED_APPS) == ())


def test_a_list_entry_that_does_not_fit_is_said(opened: Opened) -> None:
    row = opened.row(AGENT_LANGUAGES)
    assert isinstance(row.editor, lists.ListEditor)
    row.editor.add_text("portuguese, please")
    assert row.error.isVisible()


def test_any_of_several(opened: Opened, qtbot: QtBot) -> None:
    row = opened.row(STARTER_LANGUAGES)
    assert isinstance(row.editor, editors.ChoicesEditor)
    press(row.editor.boxes["pt"], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: opened.settings.get(STARTER_LANGUAGES) == ("en", "pt"))


def test_keys_are_recorded(opened: Opened, qtbot: QtBot) -> None:
    row = opened.row(PALETTE_HOTKEY)
    assert isinstance(row.editor, editors.HotkeyEditor)
    press(row.editor.line, Qt.Key.Key_J, CONTROL_KEY | Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: opened.settings.get(PALETTE_HOTKEY) == "<ctrl>+<alt>+j")


def test_keys_that_people_type_are_refused(opened: Opened) -> None:
    row = opened.row(PALETTE_HOTKEY)
    assert isinstance(row.editor, editors.HotkeyEditor)
    press(row.editor.line, Qt.Key.Key_J)
    assert row.error.isVisible()
    assert opened.settings.get(PALETTE_HOTKEY) != "j"


def test_rules_for_an_application(opened: Opened, qtbot: QtBot) -> None:
    row = opened.row(APP_RULES)
    assert isinstance(row.editor, lists.TableEditor)
    write(row.editor.line, "citrix")
    press(row.editor.line, Qt.Key.Key_Return)
    box = row.editor.table.cellWidget(0, 1)
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(2)
    box.activated.emit(2)
    qtbot.waitUntil(
        lambda: opened.settings.get(APP_RULES) == {"citrix": AppSettings(enabled=False)}
    )


def test_changes_from_elsewhere_show(opened: Opened, qtbot: QtBot) -> None:
    row = opened.row(PASTE_OVER)
    assert isinstance(row.editor, editors.NumberEditor)
    box = row.editor.box
    opened.settings.change(PASTE_OVER, 55)
    qtbot.waitUntil(lambda: box.value() == 55)


def test_search_over_all_sections(opened: Opened) -> None:
    opened.window.open("general")
    press(opened.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    write(opened.window.search, "address snippets")
    assert [row.setting for row in opened.window.rows] == [AGENT_EMAIL]
    press(opened.window, Qt.Key.Key_Escape)
    assert opened.window.isVisible()
    assert opened.window.search.text() == ""
    press(opened.window, Qt.Key.Key_Escape)
    assert not opened.window.isVisible()


def test_a_file_that_cannot_be_written_is_a_message(
    opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = Problem("The settings file can't be written")
    monkeypatch.setattr(opened.settings, "change", lambda _setting, _value: problem)
    told: list[Problem] = []
    opened.window.troubled.connect(told.append)
    row = opened.row(TYPING_ENABLED)
    assert isinstance(row.editor, editors.SwitchEditor)
    press(row.editor.box, Qt.Key.Key_Space)
    row.apply()
    assert told == [problem]


def test_a_section_may_open_something_of_its_own(tmp_path: Path, qtbot: QtBot) -> None:
    opened: list[str] = []
    settings = Settings(tmp_path / "settings.toml", SystemClock())
    actions = {"translation": [("Engines…", lambda: opened.append("engines"))]}
    window = SettingsWindow(settings, Bridge(), actions)
    qtbot.addWidget(window)

    def buttons() -> list[QPushButton]:
        return [one for one in window.findChildren(QPushButton) if one.text() == "Engines…"]

    window.open("translation")
    (button,) = buttons()
    press(button, Qt.Key.Key_Space)
    assert opened == ["engines"]
    window.open("typing")
    assert not [one for one in buttons() if one.isVisible()]
