"""Snippets of another program: what would come of them first, then taken over, then undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QVBoxLayout,
)

from desktop.core.results import Problem
from desktop.ui.snippets.editor.notice import Notice
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.fields import ChoiceBox
from desktop.ui.widgets.window import PlainWindow
from desktop.ui.widgets.words import button, label

if TYPE_CHECKING:
    from desktop.snippets.importers.taking import Plan, TakenBack


MOST_NAMED = 5
"""Packs."""


class Mover(Protocol):
    """What the window asks of the application; answers come on Qt's main thread."""

    def programs(self) -> list[tuple[str, str]]:
        """Names and titles of the programs that are known."""

    def plan(self, source: Path, program: str, tell: Callable[[Plan | Problem], None]) -> None:
        """What would come of it."""

    def carry_out(self, plan: Plan, tell: Callable[[Plan | Problem], None]) -> None:
        """Write it."""

    def take_back(self, tell: Callable[[TakenBack | Problem], None]) -> None:
        """Undo the last one."""


class TakingOverWindow(PlainWindow):
    """See the module."""

    def __init__(self, mover: Mover) -> None:
        """Nothing is chosen yet."""
        super().__init__(
            "taking-over",
            self.tr("Take snippets over"),
            [("Enter", self.tr("the button")), ("Esc", self.tr("close"))],
        )
        self.resize(88 * look.GRID, 64 * look.GRID)
        self._mover = mover
        self._source: Path | None = None
        self._plan: Plan | None = None
        self._turn = 0
        self.title = label(self.tr("Take snippets over from another program"), "name")
        self.words = label("", "muted", wrap=True)
        self.program = ChoiceBox()
        self.program.setAccessibleName(self.tr("Program"))
        self.program.addItem(self.tr("whichever it is"), "")
        for name, title in mover.programs():
            self.program.addItem(title, name)
        self.file = button(self.tr("Choose a file…"))
        self.folder = button(self.tr("Choose a folder…"))
        self.notice = Notice()
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("What changes"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.way_on = button(self.tr("Take over"), "primary")
        self.undo = button(self.tr("Undo the last one"))
        self._build()
        self.file.clicked.connect(self._choose_file)
        self.folder.clicked.connect(self._choose_folder)
        self.program.activated.connect(lambda _row: self._read_again())
        self.way_on.clicked.connect(self._carry_out)
        self.undo.clicked.connect(self._take_back)
        self.begin()

    def begin(self) -> None:
        """Nothing is chosen."""
        self._plan = None
        self.words.setText(
            self.tr("Deskhand reads the file first and says what would come of each snippet."
                    " Nothing that you have is replaced.")
        )  # fmt: skip
        self.list.clear()
        self.list.hide()
        self.way_on.hide()
        self.keys.say("")

    def read(self, source: Path) -> None:
        """Say what would come of a file or folder."""
        self._source = source
        self._turn += 1
        turn = self._turn
        self.begin()
        self.notice.hide()
        self.keys.say(self.tr("Reading {}").format(source.name))
        program = self.program.currentData()

        def take(outcome: Plan | Problem) -> None:
            if turn == self._turn:
                self._show(outcome)

        self._mover.plan(source, program if isinstance(program, str) else "", take)

    def _show(self, outcome: Plan | Problem) -> None:
        self.keys.say("")
        if isinstance(outcome, Problem):
            todo = outcome.todo
            if "--as" in todo:  # the command line's words
                todo = self.tr("Choose the program at the right")
            self.notice.complain(Problem(outcome.what, outcome.why, todo))
            return
        *details, counts = outcome.report.as_lines()
        self._plan = outcome
        self.words.setText(counts + ".")
        self.list.addItems(details or [self.tr("Every snippet comes over as it was.")])
        self.list.show()
        self.way_on.setVisible(bool(outcome.files))
        self.way_on.setFocus()
        count = len(outcome.files)
        self.keys.say(self.tr("1 pack") if count == 1 else self.tr("{} packs").format(count))

    def _carry_out(self) -> None:
        if self._plan is None:
            return
        self.way_on.hide()
        plan, self._plan = self._plan, None

        def done(outcome: Plan | Problem) -> None:
            if isinstance(outcome, Problem):
                self.notice.complain(outcome)
                self._plan = plan
                self.way_on.show()
                return
            names = list(outcome.files)
            files = ", ".join(names[:MOST_NAMED]) + ("…" if len(names) > MOST_NAMED else "")
            self.notice.say(
                self.tr("Taken over, into {}.").format(files), self.tr("Undo"), self._take_back
            )

        self._mover.carry_out(plan, done)

    def _take_back(self) -> None:
        def done(outcome: TakenBack | Problem) -> None:
            if isinstance(outcome, Problem):
                self.notice.complain(outcome)
                return
            words = self.tr("Taken back: {}.").format(outcome.program)
            if outcome.kept:
                words += " " + self.tr("{} were changed since, and stay.").format(
                    ", ".join(outcome.kept)
                )
            self.notice.say(words)
            self.begin()

        self._mover.take_back(done)

    def _read_again(self) -> None:
        if self._source is not None:
            self.read(self._source)

    def _choose_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.windowTitle())
        if path:
            self.read(Path(path))

    def _choose_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, self.windowTitle())
        if path:
            self.read(Path(path))

    def _build(self) -> None:
        choice = QHBoxLayout()
        choice.setSpacing(look.GRID)
        choice.addWidget(self.file)
        choice.addWidget(self.folder)
        choice.addStretch(1)
        choice.addWidget(label(self.tr("from"), "muted"))
        choice.addWidget(self.program)
        end = QHBoxLayout()
        end.setSpacing(look.GRID)
        end.addWidget(self.way_on)
        end.addStretch(1)
        end.addWidget(self.undo)
        column = QVBoxLayout()
        column.setContentsMargins(look.MARGIN, look.MARGIN, look.MARGIN, look.MARGIN)
        column.setSpacing(look.MARGIN)
        column.addWidget(self.title)
        column.addLayout(choice)
        column.addWidget(self.notice)
        column.addWidget(self.words)
        column.addWidget(self.list, 1)
        column.addStretch(0)
        column.addLayout(end)
        self.content.addLayout(column)
