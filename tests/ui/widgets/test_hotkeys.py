"""Hotkeys as they are written, said and pressed."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from pytestqt.qtbot import QtBot

from desktop.settings.kinds import is_hotkey
from desktop.ui.widgets.hotkeys import HotkeyField, from_event
from desktop.ui.widgets.key_words import key_words
from tests.ui.keys import CONTROL_KEY, press

ALT_NAME = "Option" if sys.platform == "darwin" else "Alt"
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("<ctrl>+<alt>+<space>", f"Ctrl {ALT_NAME} Space"),
        ("<ctrl>+k", "Ctrl K"),
        ("<ctrl>++", "Ctrl +"),
        ("<f9>", "F9"),
        ("<ctrl>+<page_up>", "Ctrl PgUp"),
        ("", ""),
    ],
)
def test_words_on_the_keys(keys: str, words: str) -> None:
    assert key_words(keys) == words


def test_the_key_of_the_system_is_called_what_it_is_called_there() -> None:
    name = {"win32": "Win", "darwin": "Cmd"}.get(sys.platform, "Super")
    assert key_words("<cmd>+k") == f"{name} K"


@pytest.mark.parametrize(
    ("key", "modifiers", "keys"),
    [
        (Qt.Key.Key_K, CONTROL_KEY | ALT, "<ctrl>+<alt>+k"),
        (Qt.Key.Key_Space, CONTROL_KEY, "<ctrl>+<space>"),
        (Qt.Key.Key_F9, PLAIN, "<f9>"),
        (Qt.Key.Key_Home, CONTROL_KEY | SHIFT, "<ctrl>+<shift>+<home>"),
    ],
)
def test_what_is_pressed_is_a_hotkey_of_the_settings(
    key: Qt.Key, modifiers: Qt.KeyboardModifier, keys: str
) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, key, modifiers)
    assert from_event(event) == keys
    assert is_hotkey(keys)


def test_a_modifier_alone_is_no_hotkey() -> None:
    assert from_event(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Control, CONTROL_KEY)) == ""


def test_the_field_records_and_forgets(qtbot: QtBot) -> None:
    field = HotkeyField()
    qtbot.addWidget(field)
    with qtbot.waitSignal(field.recorded) as recorded:
        press(field, Qt.Key.Key_K, CONTROL_KEY | ALT)
    assert recorded.args == ["<ctrl>+<alt>+k"]
    assert field.text() == f"Ctrl {ALT_NAME} K"
    press(field, Qt.Key.Key_Backspace)
    assert field.hotkey() == ""
