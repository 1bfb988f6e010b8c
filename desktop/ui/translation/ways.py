"""What a bubble offers beneath its words; only bubbles in sight have one of these."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.ui.translation.bubble import Way
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.languages import LanguageBox
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.words import button


class Ways(QWidget):
    """Buttons, or a choice of languages, in one row."""

    retry_asked = Signal()
    settings_asked = Signal()
    language_chosen = Signal(str)
    open_asked = Signal()

    def __init__(self, offered: Sequence[Way], languages: Sequence[str], parent: QWidget) -> None:
        """``languages``: tags to choose from where a language is asked for."""
        super().__init__(parent)
        self.offered = tuple(offered)
        as_role(self, "clear")
        self.languages: LanguageBox | None = None
        """Where one of them is asked for."""
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(look.GRID)
        for way in offered:
            self._add(way, languages)
        self.row.addStretch(1)

    def take_focus(self) -> None:
        """To the first of them."""
        item = self.row.itemAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.setFocus()

    def _add(self, way: Way, languages: Sequence[str]) -> None:
        match way:
            case Way.RETRY:
                self._button(self.tr("Try again")).clicked.connect(self.retry_asked)
                self._button(self.tr("Settings"), "link").clicked.connect(self.settings_asked)
            case Way.LANGUAGE:
                box = LanguageBox(self.tr("This message's language"))
                box.offer(languages, "", unknown=self.tr("Choose a language"))
                box.chosen.connect(self.language_chosen)
                self.row.addWidget(box)
                self.languages = box
            case Way.OPEN:
                self._button(self.tr("Show all of it"), "link").clicked.connect(self.open_asked)
            case Way.FOLD:
                self._button(self.tr("Show less"), "link").clicked.connect(self.open_asked)

    def _button(self, text: str, role: str = "") -> QPushButton:
        made = button(text, role)
        self.row.addWidget(made)
        return made
