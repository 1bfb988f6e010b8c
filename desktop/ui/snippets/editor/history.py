"""What was changed in packs, the newest first; each can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.results import Problem
from desktop.snippets.editing.edits import Edit
from desktop.ui.snippets.editor.notice import Notice
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.window import PlainWindow
from desktop.ui.widgets.words import label


class HistoryWindow(PlainWindow):
    """A line for each change."""

    wanted_back = Signal(object)
    """An :class:`Edit`."""

    def __init__(self) -> None:
        """Empty at first."""
        super().__init__(
            "history",
            self.tr("Changes of snippets"),
            [
                ("↑ ↓", self.tr("change")),
                ("Enter", self.tr("take back")),
                ("Esc", self.tr("close")),
            ],
        )
        self.resize(80 * look.GRID, 52 * look.GRID)
        self._edits: Sequence[Edit] = ()
        self.notice = Notice()
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Changes"))
        as_role(self.list, "sections")
        self.list.itemActivated.connect(lambda _item: self._ask())
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        empty = QWidget()
        words = QVBoxLayout(empty)
        words.addWidget(label(self.tr("Nothing was changed yet"), "strong"))
        words.addWidget(
            label(self.tr("Every change made in the editor is kept here."), "muted", wrap=True)
        )
        words.addStretch(1)
        self._pages.addWidget(empty)
        column = QVBoxLayout()
        column.setContentsMargins(look.MARGIN, look.MARGIN, look.MARGIN, look.GRID)
        column.setSpacing(look.GRID)
        column.addWidget(self.notice)
        column.addWidget(self._pages, 1)
        self.content.addLayout(column)

    def show_history(self, edits: Sequence[Edit]) -> None:
        """Show these; the chosen line stays where it is."""
        row = max(0, self.list.currentRow())
        self._edits = edits
        self.list.clear()
        locale = QLocale()
        for edit in edits:
            at = QDateTime.fromSecsSinceEpoch(round(edit.at.timestamp()))
            when = locale.toString(at, QLocale.FormatType.ShortFormat)
            self.list.addItem(f"{when}   {edit.words}   ·   {Path(edit.path).stem}")
        self.list.setCurrentRow(min(row, len(edits) - 1))
        self._pages.setCurrentIndex(0 if edits else 1)
        self.keys.say(self.tr("{} can be taken back").format(len(edits)) if edits else "")

    def say(self, problem: Problem | None) -> None:
        """How taking back went."""
        if problem is None:
            self.notice.hide()
        else:
            self.notice.complain(problem)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes back where the list does not do so by itself."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._ask()
        else:
            super().keyPressEvent(event)

    def _ask(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._edits):
            self.wanted_back.emit(self._edits[row])
