"""Pressing keys in a window, typed."""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

CONTROL_KEY = (
    Qt.KeyboardModifier.MetaModifier
    if sys.platform == "darwin"
    else Qt.KeyboardModifier.ControlModifier
)
"""What says Control on it. On macOS Qt calls the Command key Control, and this one Meta."""


def press(
    widget: QWidget,
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """One key, down and up."""
    QTest.keyClick(widget, key, modifiers)


def hold(
    widget: QWidget,
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """One that has been down since before, as it repeats itself."""
    again = QKeyEvent(QEvent.Type.KeyPress, key, modifiers, "", autorep=True)
    QApplication.sendEvent(widget, again)


def write(widget: QWidget, text: str) -> None:
    """A text, a key after the other."""
    QTest.keyClicks(widget, text)
