"""Windows are tested without a screen; every test starts in the light theme, left to right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from desktop.ui.widgets.theme import theme

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Qt warns of what the platform without a screen can't do: raise a window, have a tray."""
    missing = ("This plugin does not support", "No such signal QPlatformNativeInterface")
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(*missing, extend=True))


@pytest.fixture(autouse=True)
def _light(qapp: QApplication) -> Iterator[None]:
    theme().force(Qt.ColorScheme.Light)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    for widget in qapp.topLevelWidgets():
        widget.hide()
        widget.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
