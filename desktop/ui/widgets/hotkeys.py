"""A field that takes a hotkey by having it pressed, in the settings' notation (pynput's)."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from desktop.ui.widgets.key_words import key_words

# On macOS Qt calls the Command key Control, and the Control key Meta.
_MAC = sys.platform == "darwin"
_CONTROL, _META = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.MetaModifier

_MODIFIERS = (
    (_META if _MAC else _CONTROL, "ctrl"),
    (Qt.KeyboardModifier.AltModifier, "alt"),
    (Qt.KeyboardModifier.ShiftModifier, "shift"),
    (_CONTROL if _MAC else _META, "cmd"),
)

_NAMED = {
    Qt.Key.Key_Space: "space",
    Qt.Key.Key_Tab: "tab",
    Qt.Key.Key_Return: "enter",
    Qt.Key.Key_Enter: "enter",
    Qt.Key.Key_Backspace: "backspace",
    Qt.Key.Key_Delete: "delete",
    Qt.Key.Key_Insert: "insert",
    Qt.Key.Key_Home: "home",
    Qt.Key.Key_End: "end",
    Qt.Key.Key_PageUp: "page_up",
    Qt.Key.Key_PageDown: "page_down",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Pause: "pause",
    Qt.Key.Key_Menu: "menu",
    Qt.Key.Key_Print: "print_screen",
}


def from_event(event: QKeyEvent) -> str:
    """The hotkey that was pressed, in the settings' notation; empty for a modifier alone."""
    key = Qt.Key(event.key())
    if Qt.Key.Key_F1 <= key <= Qt.Key.Key_F20:
        name = f"<f{key - Qt.Key.Key_F1 + 1}>"
    elif key in _NAMED:
        name = f"<{_NAMED[key]}>"
    elif 0x21 <= key <= 0xFF:
        name = chr(key).lower()
    else:
        return ""
    modifiers = [f"<{word}>" for flag, word in _MODIFIERS if event.modifiers() & flag]
    return "+".join([*modifiers, name])


class HotkeyField(QLineEdit):
    """Takes a hotkey by having it pressed; Backspace takes it away, Escape and Tab do as ever."""

    recorded = Signal(str)
    """In the settings' notation; empty for none."""

    def __init__(self) -> None:
        """None at first."""
        super().__init__()
        self.setReadOnly(True)
        self._hotkey = ""
        self.show_hotkey("")

    def hotkey(self) -> str:
        """The hotkey in the settings' notation."""
        return self._hotkey

    def show_hotkey(self, hotkey: str) -> None:
        """Show one."""
        self._hotkey = hotkey
        self.setText(key_words(hotkey))
        self._say()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Every key but Escape, Tab and plain Backspace is recorded."""
        key = Qt.Key(event.key())
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        }
        if plain and key in {Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            event.ignore()
            return
        hotkey = "" if plain and key in {Qt.Key.Key_Backspace, Qt.Key.Key_Delete} else None
        if hotkey is None and not (hotkey := from_event(event)):
            return
        self.show_hotkey(hotkey)
        self.recorded.emit(hotkey)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say what to do."""
        super().focusInEvent(event)
        self._say()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say what is."""
        super().focusOutEvent(event)
        self._say()

    def _say(self) -> None:
        self.setPlaceholderText(
            self.tr("Press the keys") if self.hasFocus() else self.tr("None; click and press keys")
        )
