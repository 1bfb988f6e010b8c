"""What there is to say and to do about one service: on or off, its place, its fields, its key."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.settings.declare import Setting
from desktop.settings.listed import ListedService
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.cell_fields import Cell, CellFields, Office
from desktop.ui.widgets.key_box import KeyBox
from desktop.ui.widgets.service_words import chip
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.theme import Tone
from desktop.ui.widgets.words import Chip, Elided, button, label, line

L = TypeVar("L", bound=ListedService[Any, Any])


class SidePane(QWidget, Generic[L]):
    """One service. It asks and shows; what comes of it is shown to it again."""

    turned = Signal(bool)
    moved = Signal(int)
    test_asked = Signal()
    remove_asked = Signal()

    def __init__(self, remove: str, columns: Sequence[Setting[Any]]) -> None:
        """For nothing at first; ``remove`` asks to remove it, ``columns`` are its row's."""
        super().__init__()
        as_role(self, "page")
        self._shown: L | None = None
        self._columns = {column.key: column for column in columns}
        self.title = Elided("", "name")
        self.chip = Chip()
        self.where = label("", "muted", wrap=True)
        self.turn = button("")
        self.earlier = button(self.tr("Ask earlier"))
        self.later = button(self.tr("Ask later"))
        self.test: QPushButton = button(self.tr("Test"))
        self.state = label("", wrap=True)
        self.way_on = label("", "muted", wrap=True)
        self.fields = CellFields()
        self.between = line()
        self.key = KeyBox()
        self.remove = button(remove, "link")
        self.turn.clicked.connect(self.ask_to_turn)
        self.earlier.clicked.connect(lambda: self.moved.emit(-1))
        self.later.clicked.connect(lambda: self.moved.emit(1))
        self.test.clicked.connect(self.test_asked)
        self.remove.clicked.connect(self.remove_asked)

    def shown(self) -> str:
        """The name of what is shown; empty while there is nothing."""
        return self._shown.name if self._shown is not None else ""

    def ask_to_turn(self) -> None:
        """Turn it on or off, at once or after a question."""
        raise NotImplementedError

    def take_back(self) -> bool:
        """Stop asking; False when nothing was asked."""
        return False

    def take_focus(self) -> None:
        """To the first field."""
        first = next(iter(self.fields.lines.values()), None)
        (first or self.without_fields()).setFocus()

    def without_fields(self) -> QWidget:
        """Where the focus goes when there is no field."""
        return self.turn

    # --- for who makes one ---

    def show_what(self, one: L, where: str, tone: Tone, *, last: bool) -> None:
        """Another one, or changed; ``where`` is how far it goes, ``last``: none is asked after."""
        if self.shown() != one.name:
            self.key.clear()
        self._shown = one
        self.title.say(one.title)
        self.chip.say(chip(one), tone)
        self.where.setText(where)
        self.where.setVisible(bool(where))
        self.earlier.setVisible(one.on)
        self.later.setVisible(one.on)
        self.earlier.setEnabled(one.place != 0)
        self.later.setEnabled(not last)
        self.remove.setVisible(one.own)

    def show_how(self, words: str, more: str, *, wrong: bool) -> None:
        """How it is, and what to do about it."""
        self.state.setText(words)
        as_role(self.state, "error" if wrong else "")
        self.state.setVisible(bool(words))
        self.way_on.setText(more)
        self.way_on.setVisible(bool(more) and bool(words))

    def cell(self, name: str, help_: str, example: str, *, required: bool) -> Cell:
        """A field for the column of this name; an empty ``help_`` is the column's own."""
        column = self._columns[name]
        title = self.tr("{} (needed)").format(column.title) if required else column.title
        return Cell(name, title, help_ or column.help, example)

    def show_fields(self, one: L, cells: Sequence[Cell], *, office: bool) -> None:
        """Its fields, with what is in them; ``office``: its address may be in this office."""
        column = self._columns["office"]
        words = Office(column.title, column.help) if office else None
        self.fields.show_cells(one.name, cells, msgspec.structs.asdict(one.row), words)

    def tab_through(self, stops: Sequence[QWidget]) -> None:
        """What Tab goes through, in this order, and then the way to remove it."""
        for first, second in itertools.pairwise((*stops, self.remove)):
            QWidget.setTabOrder(first, second)

    def build(
        self, above: Sequence[QWidget], below: Sequence[QWidget], gap: int, parts: QVBoxLayout
    ) -> None:
        """Lay it out; ``above`` comes above the buttons, ``below`` beneath the state."""
        head = QHBoxLayout()
        head.setSpacing(look.GRID)
        head.addWidget(self.title, 1)
        head.addWidget(self.chip)
        row = QHBoxLayout()
        row.setSpacing(look.GRID)
        for one in (self.turn, self.earlier, self.later, self.test):
            row.addWidget(one)
        row.addStretch(1)
        column = QVBoxLayout(self)
        margin = 3 * look.GRID
        column.setContentsMargins(margin, margin - look.HALF, margin, margin)
        column.setSpacing(look.HALF)
        column.addLayout(head)
        column.addWidget(self.where)
        column.addSpacing(look.GRID)
        for widget in above:
            column.addWidget(widget)
        column.addSpacing(look.GRID)
        column.addLayout(row)
        column.addSpacing(look.GRID)
        for widget in (self.state, self.way_on, *below):
            column.addWidget(widget)
        column.addSpacing(gap)
        parts.setSpacing(look.MARGIN)
        column.addLayout(parts)
        column.addSpacing(look.GRID)
        column.addWidget(self.remove)
        column.addStretch(1)
