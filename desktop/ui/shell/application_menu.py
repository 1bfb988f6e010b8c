"""The tray's menu of the application that the agent was last in: how to type there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup

from desktop.ui.shell.menu import STATE, QuietMenu

if TYPE_CHECKING:  # not before the icon shows
    from desktop.assembly.app_rules import Held

_LONGEST = 28
"""Characters of an application's name."""


class ApplicationMenu(QuietMenu):
    """Shows what it is told and hands on what is chosen."""

    wished = Signal(object)
    """A mapping of columns of the rules to values; an empty one is as Deskhand knows it."""

    def __init__(self) -> None:
        """Hidden until it is known which application that is."""
        super().__init__()
        self.app = ""
        self.types = self.addAction(self.tr("Type snippets here"))
        self.types.setCheckable(True)
        self.types.triggered.connect(lambda checked: self.wished.emit({"enabled": checked}))
        self.remote = self.addAction(self.tr("Another computer: plain keys, else copied"))
        self.remote.setData(STATE)
        self.remote.setEnabled(False)
        self.addSeparator()
        lines = {
            "paste": self.tr("Paste the text"),
            "shift+enter": self.tr("Shift+Enter"),
            "enter": self.tr("Enter"),
        }
        self.newlines = self._group(self.tr("Line breaks"), "newline", lines)
        self.addSeparator()
        keys = {
            "ctrl+v": self.tr("Ctrl+V"),
            "ctrl+shift+v": self.tr("Ctrl+Shift+V"),
            "shift+insert": self.tr("Shift+Insert"),
            "cmd+v": self.tr("Cmd+V"),
        }
        self.ways = self._group(self.tr("Keys that paste"), "paste", keys)
        self.addSeparator()
        self.slow = self.addAction(self.tr("Paste more slowly"))
        self.slow.setCheckable(True)
        self.slow.triggered.connect(self._wish_pace)
        self.usual = self.addAction(self.tr("As Deskhand knows it"))
        self.usual.triggered.connect(lambda _checked: self.wished.emit({}))
        self.menuAction().setVisible(False)

    def show_rule(self, app: str, held: Held) -> None:
        """How it stands now in that application; none is known while ``app`` is empty."""
        self.app = app
        self.menuAction().setVisible(bool(app))
        name = app if len(app) <= _LONGEST else app[: _LONGEST - 1] + "…"
        self.setTitle(self.tr("In “{}”").format(name.replace("&", "&&")))
        self.types.setChecked(held.types)
        self.types.setEnabled(not held.never)
        self.remote.setVisible(held.rule.remote and held.types)
        for value, action in self.newlines.items():
            action.setChecked(value == held.rule.newline)
        for value, action in self.ways.items():
            action.setChecked(value == held.rule.paste)
        mac = held.rule.paste == "cmd+v"
        self.ways["cmd+v"].setVisible(mac)
        for action in (*self.newlines.values(), *self.ways.values(), self.slow):
            action.setEnabled(held.types)
        self.slow.setChecked(held.slow)
        self.usual.setEnabled(held.own)

    def _group(self, head: str, column: str, words: Mapping[str, str]) -> dict[str, QAction]:
        line = self.addAction(head)
        line.setData(STATE)
        line.setEnabled(False)
        group = QActionGroup(self)
        made: dict[str, QAction] = {}
        for value, name in words.items():
            made[value] = action = self.addAction(name)
            action.setCheckable(True)
            action.triggered.connect(
                lambda _checked, value=value: self.wished.emit({column: value})
            )
            group.addAction(action)
        return made

    def _wish_pace(self, checked: bool) -> None:
        from desktop.settings.sections.typing import MOST_SETTLE_MS

        self.wished.emit({"settle_ms": MOST_SETTLE_MS if checked else None})
