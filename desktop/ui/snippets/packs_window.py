"""The packs, what is in them, and what is wrong with them; read only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core.results import Problem
from desktop.ui.snippets.results import ResultList, Results
from desktop.ui.snippets.source import Describe
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.window import PlainWindow
from desktop.ui.widgets.words import Elided, button, label, line

SIDE_WIDTH = 30 * look.GRID


@dataclass(frozen=True, slots=True)
class PackRow:
    """A pack as the window lists it; its snippets have consecutive numbers."""

    name: str
    path: str
    first: int
    count: int


class PacksWindow(PlainWindow):
    """Packs at the side; beside them the problems, or a pack's snippets."""

    folder_asked = Signal(str)
    """Show this pack's file in its folder; empty for the packs folder."""
    snippet_asked = Signal(int)
    """Open this snippet in its pack."""

    def __init__(self, describe: Describe) -> None:
        """Empty at first; see :meth:`show_library`."""
        super().__init__("packs", self.tr("Deskhand snippets"), [])
        self.keys.show_keys([("↑ ↓", self.tr("pack")), ("Esc", self.tr("close"))])
        self.resize(96 * look.GRID, 64 * look.GRID)
        self._packs: Sequence[PackRow] = ()
        self._problems: Sequence[Problem] = ()
        self.packs = QListWidget()
        self.packs.setAccessibleName(self.tr("Packs"))
        as_role(self.packs, "sections")
        self.packs.currentRowChanged.connect(self._show_row)
        self.results = Results(describe, self)
        self.list = ResultList()
        self.list.setModel(self.results)
        self.list.doubleClicked.connect(self._open)
        self.title = Elided("", "name")
        self.place = Elided("", "muted")
        self.folder = button(self.tr("Open folder"))
        self.folder.clicked.connect(self._ask_for_folder)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self._area)
        self._build()

    def show_library(self, packs: Sequence[PackRow], problems: Sequence[Problem]) -> None:
        """Another library: its packs in order, and what is wrong in it."""
        chosen = self.packs.currentRow()
        self._packs, self._problems = packs, problems
        self.packs.clear()
        first = (
            self.tr("Problems ({})").format(len(problems)) if problems else self.tr("No problems")
        )
        self.packs.addItem(first)
        self.packs.addItems([f"{one.name}  ·  {one.count:,}" for one in packs])
        total = sum(one.count for one in packs)
        self.keys.say(self.tr("{0} snippets in {1} packs").format(f"{total:,}", f"{len(packs):,}"))
        start = 0 if problems or not packs else 1
        self.packs.setCurrentRow(chosen if 0 <= chosen <= len(packs) else start)

    def _show_row(self, row: int) -> None:
        if row > 0:
            pack = self._packs[row - 1]
            self.title.say(pack.name)
            self.place.say(pack.path)
            self.results.replace(range(pack.first, pack.first + pack.count))
            self._pages.setCurrentWidget(self.list)
        elif row == 0:
            self._show_problems()

    def _show_problems(self) -> None:
        page = QWidget()
        as_role(page, "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(look.GRID, 0, look.GRID, look.GRID)
        column.setSpacing(look.GRID)
        if not self._packs:
            self.title.say(self.tr("No snippets yet"))
            self.place.say(self.tr("Put a pack into the packs folder, or choose starter packs."))
        elif self._problems:
            self.title.say(self.tr("Problems"))
            self.place.say(self.tr("All other snippets work."))
        else:
            self.title.say(self.tr("No problems"))
            self.place.say(self.tr("All packs could be read."))
        for problem in self._problems:
            column.addWidget(_card(problem))
        column.addStretch(1)
        self._area.setWidget(page)
        self._pages.setCurrentWidget(self._area)

    def _open(self, index: QModelIndex) -> None:
        number = self.results.number(index)
        if number is not None:
            self.snippet_asked.emit(number)

    def _ask_for_folder(self) -> None:
        row = self.packs.currentRow()
        self.folder_asked.emit(self._packs[row - 1].path if row > 0 else "")

    def _build(self) -> None:
        side = QWidget()
        side.setFixedWidth(SIDE_WIDTH)
        left = QVBoxLayout(side)
        left.setContentsMargins(look.MARGIN, look.MARGIN, look.MARGIN, look.MARGIN)
        left.addWidget(self.packs)
        words = QVBoxLayout()
        words.setSpacing(look.HALF)
        words.addWidget(self.title)
        words.addWidget(self.place)
        head = QHBoxLayout()
        head.setContentsMargins(look.GRID, 0, look.GRID, 0)
        head.setSpacing(look.MARGIN)
        head.addLayout(words, 1)
        head.addWidget(self.folder)
        right = QVBoxLayout()
        right.setContentsMargins(look.MARGIN, look.MARGIN + look.HALF, look.MARGIN, look.GRID)
        right.setSpacing(look.MARGIN)
        right.addLayout(head)
        right.addWidget(self._pages, 1)
        both = QHBoxLayout()
        both.setSpacing(0)
        both.addWidget(side)
        both.addWidget(line(upright=True))
        both.addLayout(right, 1)
        self.content.addLayout(both)


def _card(problem: Problem) -> QWidget:
    ground = QFrame()
    as_role(ground, "card")
    column = QVBoxLayout(ground)
    column.setContentsMargins(look.MARGIN, look.GRID, look.MARGIN, look.GRID)
    column.setSpacing(look.HALF)
    column.addWidget(label(problem.place, "muted", wrap=True))
    column.addWidget(label(problem.what, "strong", wrap=True))
    rest = " ".join(
        part if part.endswith(".") else f"{part}." for part in (problem.why, problem.todo) if part
    )
    if rest:
        column.addWidget(label(rest, "muted", wrap=True))
    return ground
