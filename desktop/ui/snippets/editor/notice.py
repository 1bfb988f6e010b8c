"""A line across the window that says what was done or could not be, with the way on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout

from desktop.core.results import Problem
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.problem_words import sentences
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.words import button, label


class Notice(QFrame):
    """Hidden while there is nothing to say."""

    def __init__(self) -> None:
        """Nothing is said yet."""
        super().__init__()
        as_role(self, "card")
        self._act: Callable[[], None] = lambda: None
        self.words = label("", wrap=True)
        self.way_on = button("")
        self.other = button("", "link")
        self._other: Callable[[], None] = lambda: None
        self.way_on.clicked.connect(lambda: self._do(self._act))
        self.other.clicked.connect(lambda: self._do(self._other))
        row = QHBoxLayout(self)
        row.setContentsMargins(look.MARGIN, look.GRID, look.GRID, look.GRID)
        row.setSpacing(look.GRID)
        row.addWidget(self.words, 1)
        row.addWidget(self.other)
        row.addWidget(self.way_on)
        self.hide()

    def say(
        self,
        words: str,
        way_on: str = "",
        act: Callable[[], None] = lambda: None,
        *,
        warning: bool = False,
    ) -> None:
        """Say it, in place of what was said before."""
        self.setProperty("tone", "warning" if warning else "")
        as_role(self, "card")
        self.words.setText(words)
        self.way_on.setText(way_on)
        self.way_on.setVisible(bool(way_on))
        self.other.hide()
        self._act = act
        self.show()

    def offer(self, words: str, act: Callable[[], None]) -> None:
        """Another way on, beside the first."""
        self.other.setText(words)
        self.other.show()
        self._other = act

    def complain(self, problem: Problem) -> None:
        """Say what could not be done."""
        self.say(sentences(problem), warning=True)

    def _do(self, act: Callable[[], None]) -> None:
        self.hide()
        act()
