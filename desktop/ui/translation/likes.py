"""Translations of the memory whose originals are like the text: each with its score, to copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.translation.results import Similar
from desktop.ui.translation.wording import alike, isolated
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.passage import is_right_to_left
from desktop.ui.widgets.words import Elided, button, label

MOST = 3
"""Rows; a fourth is hardly ever what is looked for."""
_LONGEST = 400
"""Characters of a text that are shown; the whole is copied."""


class Likes(QWidget):
    """Hidden while there are none."""

    copied = Signal(str)
    """The translation to put on the clipboard."""

    def __init__(self) -> None:
        """Without any."""
        super().__init__()
        self.rows: list[LikeRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.GRID)
        self._column.addWidget(label(self.tr("like it in your translation memory"), "section"))
        self.hide()

    def show_likes(self, likes: Sequence[Similar]) -> None:
        """Show these, the most alike first, in place of those before."""
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        best = sorted(likes, key=lambda like: -like.score)
        self.rows = [LikeRow(like) for like in best[:MOST]]
        for row in self.rows:
            row.copied.connect(self.copied)
            self._column.addWidget(row)
        self.show_most(MOST)

    def show_most(self, most: int) -> None:
        """Only so many, where there is no room for more."""
        for at, row in enumerate(self.rows):
            row.setVisible(at < most)
        self.setVisible(bool(self.rows) and most > 0)


class LikeRow(QWidget):
    """One of them."""

    copied = Signal(str)

    def __init__(self, like: Similar) -> None:
        """Show ``like``."""
        super().__init__()
        source = Elided(alike(replace(like, source=like.source[:_LONGEST])), "muted")
        target = Elided(isolated(like.target[:_LONGEST]))
        target.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft
            if is_right_to_left(like.target[:_LONGEST])
            else Qt.LayoutDirection.LeftToRight
        )
        self.copy = button(self.tr("Copy"), "link")
        self.copy.setAccessibleName(self.tr("Copy this translation"))
        self.copy.clicked.connect(lambda: self.copied.emit(like.target))
        texts = QVBoxLayout()
        texts.setContentsMargins(0, 0, 0, 0)
        texts.setSpacing(look.HALF)
        texts.addWidget(target)
        texts.addWidget(source)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.GRID)
        row.addLayout(texts, 1)
        row.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)
