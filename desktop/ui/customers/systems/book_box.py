"""The lists of the customer book: what is there, what comes in, what goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop.core.results import Problem
from desktop.customers.book.book import BookList
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.problem_words import sentences
from desktop.ui.widgets.words import Elided, button, label


@dataclass(frozen=True, slots=True)
class BookState:
    """What is known of the book."""

    lists: Sequence[BookList] | None = None
    """None: it was not looked at yet."""
    coming: str = ""
    """The list that is being taken in."""
    part: float = 0.0
    """How much of it is, from 0 to 1."""
    read: int = 0
    """Rows."""
    done: str = ""
    """What came of the last one, in a sentence."""
    problem: Problem | None = None


class BookBox(QWidget):
    """See the module."""

    bring_asked = Signal()
    stop_asked = Signal()
    remove_asked = Signal(str)

    def __init__(self) -> None:
        """Nothing is known at first."""
        super().__init__()
        self.bring = button(self.tr("Bring in a list…"))
        self.explained = label("", "muted", wrap=True)
        self.coming = label("", "strong", wrap=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.stop = button(self.tr("Stop"))
        self.done = label("", wrap=True)
        self.told = label("", "error", wrap=True)
        self.rows: list[QWidget] = []
        self.removers: dict[str, QPushButton] = {}
        self._sure = ""
        self._state = BookState()
        self._lists = QVBoxLayout()
        self._build()
        self.bring.clicked.connect(self.bring_asked)
        self.stop.clicked.connect(self.stop_asked)
        self.show_book(BookState())

    def show_book(self, state: BookState) -> None:
        """Another state of the book."""
        rebuilt = state.lists != self._state.lists or state.lists is None
        self._state = state
        coming = bool(state.coming)
        self.bring.setVisible(not coming)
        for one in (self.coming, self.bar, self.stop):
            one.setVisible(coming)
        if coming:
            words = self.tr("Taking in {}: {} rows read")
            self.coming.setText(words.format(state.coming, f"{state.read:,}"))
            self.bar.setValue(round(state.part * 1000))
        self.done.setText(state.done)
        self.done.setVisible(bool(state.done) and not coming)
        self.told.setText(sentences(state.problem) if state.problem else "")
        self.told.setVisible(state.problem is not None and not coming)
        if rebuilt:
            self._sure = ""
            self._show_lists()
        self.explained.setText(
            self.tr(
                "A CSV or Excel file with your customers: a line each, found by e-mail address, "
                "phone, number or name. It is kept sealed on this computer."
            )
        )

    def stops(self) -> list[QWidget]:
        """What Tab goes through."""
        return [*self.removers.values(), self.bring, self.stop]

    def _show_lists(self) -> None:
        for row in self.rows:
            self._lists.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows, self.removers = [], {}
        if not self._state.lists:
            words = self.tr("No list is in it yet.") if self._state.lists is not None else ""
            self._add(label(words, wrap=True))
        for one in self._state.lists or ():
            self._add(self._row(one))

    def _add(self, row: QWidget) -> None:
        self.rows.append(row)
        self._lists.addWidget(row)

    def _row(self, one: BookList) -> QWidget:
        made = QWidget()
        words = Elided(one.name, "strong")
        count = self.tr("{} customers, {}").format(
            f"{one.customers:,}", one.imported.astimezone().strftime("%Y-%m-%d")
        )
        remove = button(self.tr("Delete"), "link")
        remove.setAccessibleName(self.tr("Delete the list {}").format(one.name))
        remove.clicked.connect(lambda: self._remove(one.name))
        self.removers[one.name] = remove
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.GRID)
        row.addWidget(words, 1)
        row.addWidget(label(count, "muted"))
        row.addWidget(remove)
        return made

    def _remove(self, name: str) -> None:
        """The second press deletes: what is gone is gone."""
        if self._sure == name:
            self.remove_asked.emit(name)
            return
        self._sure = name
        remove = self.removers[name]
        remove.setText(self.tr("Delete it for good?"))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.HALF)
        column.addWidget(label(self.tr("Lists"), "strong"))
        column.addWidget(self.explained)
        column.addSpacing(look.HALF)
        self._lists.setSpacing(look.HALF)
        column.addLayout(self._lists)
        column.addSpacing(look.GRID)
        column.addWidget(self.bring)
        column.addWidget(self.coming)
        bar = QHBoxLayout()
        bar.setSpacing(look.GRID)
        bar.addWidget(self.bar, 1)
        bar.addWidget(self.stop)
        column.addLayout(bar)
        column.addWidget(self.done)
        column.addWidget(self.told)
