"""A file on its way into the customer book: what each of its columns is, to confirm or correct."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from desktop.core.results import Problem
from desktop.customers.book.columns import FIELDS, LEFT_OUT
from desktop.customers.book.importing import Preview
from desktop.customers.book_lists import Wanted
from desktop.customers.card import EMAIL, NUMBER, PHONE
from desktop.ui.customers.wording import label_of, tr
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.fields import ChoiceBox
from desktop.ui.widgets.problem_words import sentences
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.words import Elided, button, label

_SHOWN = 3
"""Values of a column that are shown beside it."""
CHOICE_WIDTH = 21 * look.GRID
NAME_WIDTH = 32 * look.GRID
LONGEST_NAME = 60


class ImportPage(QWidget):
    """See the module."""

    taken = Signal(object)
    """A :class:`Wanted`."""
    left = Signal()

    def __init__(self) -> None:
        """Without a file at first."""
        super().__init__()
        as_role(self, "page")
        self.file = Elided("", "muted")
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Name of the list"))
        self.name.setFixedWidth(NAME_WIDTH)
        self.name.setMaxLength(LONGEST_NAME)
        self.replaces = label("", "warning", wrap=True)
        self.told = label("", "error", wrap=True)
        self.take = button(self.tr("Take it in"), "primary")
        self.cancel = button(self.tr("Cancel"))
        self.choices: list[ChoiceBox] = []
        self._path = Path()
        self._preview: Preview | None = None
        self._lists: frozenset[str] = frozenset()
        self._grid = QWidget()
        self._area = QScrollArea()
        self._build()
        self.name.textChanged.connect(lambda _text: self._on_edit())
        self.name.returnPressed.connect(self._take)
        self.take.clicked.connect(self._take)
        self.cancel.clicked.connect(self.left)

    def show_file(self, path: Path, preview: Preview, lists: frozenset[str]) -> None:
        """Another file; ``lists`` are those that are in the book."""
        self._path, self._preview, self._lists = path, preview, lists
        self.file.say(path.name)
        self.name.setText(path.stem[:LONGEST_NAME])
        self._show_columns(preview)
        self._on_edit()
        self.name.setFocus()
        self.name.selectAll()

    def show_problem(self, problem: Problem | None) -> None:
        """Why it can't be taken in."""
        self.told.setText(sentences(problem) if problem else "")
        self.told.setVisible(problem is not None)

    def columns(self) -> tuple[str, ...]:
        """What each column is now."""
        return tuple(str(one.currentData() or LEFT_OUT) for one in self.choices)

    def _show_columns(self, preview: Preview) -> None:
        grid = QWidget()
        as_role(grid, "page")
        rows = QGridLayout(grid)
        rows.setContentsMargins(0, 0, look.GRID, 0)
        rows.setHorizontalSpacing(look.MARGIN)
        rows.setVerticalSpacing(look.HALF)
        rows.setColumnMinimumWidth(0, 15 * look.GRID)
        rows.setColumnStretch(2, 1)
        for at, words in enumerate((self.tr("In the file"), self.tr("It is"), self.tr("For one"))):
            rows.addWidget(label(words, "section"), 0, at)
        self.choices = []
        for at, (title, column) in enumerate(zip(preview.titles, preview.columns, strict=True)):
            shown = title or self.tr("column {}").format(at + 1)
            choice = self._choice(column, shown)
            self.choices.append(choice)
            values = [row[at] for row in preview.sample if at < len(row) and row[at].strip()]
            name = Elided(shown, "strong")
            rows.addWidget(name, at + 1, 0)
            rows.addWidget(choice, at + 1, 1)
            rows.addWidget(Elided(" · ".join(values[:_SHOWN]), "muted"), at + 1, 2)
        rows.setRowStretch(len(self.choices) + 1, 1)
        self._area.setWidget(grid)
        self._grid = grid

    def _choice(self, column: str, title: str) -> ChoiceBox:
        choice = ChoiceBox()
        choice.setFixedWidth(CHOICE_WIDTH)
        choice.setAccessibleName(title)
        for field in FIELDS:
            choice.addItem(_words(field), field)
        if column and column not in FIELDS:
            choice.addItem(self.tr("“{}”, your own").format(label_of(column)), column)
        choice.addItem(self.tr("left out"), LEFT_OUT)
        choice.setCurrentIndex(max(choice.findData(column), 0))
        choice.currentIndexChanged.connect(lambda _at: self.show_problem(None))
        return choice

    def _on_edit(self) -> None:
        name = self.name.text().strip()
        self.take.setEnabled(bool(name) and self._preview is not None)
        same = name in self._lists
        self.replaces.setText(
            self.tr("There is a list of this name: this one takes its place.") if same else ""
        )
        self.replaces.setVisible(same)
        self.show_problem(None)

    def _take(self) -> None:
        if self._preview is not None and self.take.isEnabled():
            name = self.name.text().strip()
            self.taken.emit(Wanted(self._path, name, self._preview, self.columns()))

    def _build(self) -> None:
        self.told.hide()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        column = QVBoxLayout(self)
        margin = 3 * look.GRID
        column.setContentsMargins(margin, margin - look.HALF, margin, margin)
        column.setSpacing(look.HALF)
        column.addWidget(label(self.tr("A list for your customer book"), "name"))
        column.addWidget(self.file)
        column.addSpacing(look.GRID)
        column.addWidget(label(self.tr("Name of the list"), "strong"))
        column.addWidget(self.name)
        column.addWidget(self.replaces)
        column.addSpacing(look.GRID)
        column.addWidget(label(self.tr("What its columns are"), "strong"))
        column.addWidget(
            label(
                self.tr(
                    "Customers are found by e-mail addresses, phone numbers, customer numbers and "
                    "names; all else is shown with them. What is left out is not kept."
                ),
                "muted",
                wrap=True,
            )
        )
        column.addSpacing(look.HALF)
        column.addWidget(self._area, 1)
        column.addWidget(self.told)
        row = QHBoxLayout()
        row.setSpacing(look.GRID)
        row.addWidget(self.take)
        row.addWidget(self.cancel)
        row.addStretch(1)
        column.addSpacing(look.GRID)
        column.addLayout(row)


def _words(field: str) -> str:
    """What a column can be; the sidebar says the same with less room."""
    known = {
        EMAIL: tr("e-mail address"),
        PHONE: tr("phone number"),
        NUMBER: tr("customer number"),
        "language": tr("language"),
        "birth_date": tr("date of birth"),
    }
    return known.get(field) or label_of(field)
