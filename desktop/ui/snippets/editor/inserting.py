"""The row of buttons that put values, dates and questions into a text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from desktop.snippets.editing.pieces import Need, Piece
from desktop.snippets.model import Value
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.words import button, label

Offers = Sequence[tuple[str, Piece]]


class InsertRow(QWidget):
    """Each button opens its offers; all can be reached by keys."""

    chosen = Signal(object)
    """A :class:`Piece`."""
    question_asked = Signal()
    part_asked = Signal()
    """Something to ask for is wanted; or a part that may be left out."""

    def __init__(self) -> None:
        """All buttons."""
        super().__init__()
        row = Flow(self, look.HALF, look.HALF)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label(self.tr("insert"), "section"))
        self.customer = self._menu(self.tr("Customer…"), self._of_customer())
        self.me = self._menu(self.tr("Me…"), self._of_agent())
        self.date = self._menu(self.tr("Date…"), self._dates())
        self.question = self._button(self.tr("Question…"))
        self.question.clicked.connect(self.question_asked)
        self.part = self._button(self.tr("Optional part…"))
        self.part.clicked.connect(self.part_asked)
        self.clipboard = self._button(self.tr("Clipboard"))
        self.clipboard.clicked.connect(
            lambda: self.chosen.emit(Piece(Need.VARIABLE, "copied", {}, "clipboard"))
        )
        self.caret = self._button(self.tr("Caret"))
        self.caret.clicked.connect(lambda: self.chosen.emit(Piece(Need.CARET, "")))
        for one in (
            self.customer, self.me, self.date, self.question, self.part, self.clipboard, self.caret
        ):  # fmt: skip
            row.addWidget(one)

    def allow(self, *, write: bool, ask: bool) -> None:
        """Whether anything can be put in, and whether the text can ask."""
        self.setVisible(write)
        for one in (self.question, self.part):
            one.setEnabled(write and ask)

    def _of_customer(self) -> Offers:
        value = Need.VALUE
        return (
            (self.tr("First name"), Piece(value, "customer.first_name")),
            (self.tr("Last name"), Piece(value, "customer.last_name")),
            (self.tr("Name"), Piece(value, "customer.name")),
            (self.tr("Words at the top: Dear Ms Souza"), Piece(value, "customer.salutation")),
            (self.tr("Greeting by the hour: Bom dia"), Piece(value, "customer.local_greeting")),
            (self.tr("E-mail address"), Piece(value, "customer.email")),
            (self.tr("Phone number"), Piece(value, "customer.phone")),
            (
                self.tr("A part for when the first name is known"),
                Piece(Need.KNOWN, "customer.first_name"),
            ),
        )

    def _of_agent(self) -> Offers:
        value = Need.VALUE
        return (
            (self.tr("My first name"), Piece(value, "agent.first_name")),
            (self.tr("My name"), Piece(value, "agent.name")),
            (self.tr("My team"), Piece(value, "agent.team")),
            (self.tr("My e-mail address"), Piece(value, "agent.email")),
            (self.tr("My signature"), Piece(value, "agent.signature")),
        )

    def _dates(self) -> Offers:
        def date(name: str, pattern: str, shift: str = "") -> Piece:
            params: dict[str, Value] = {"format": pattern}
            if shift:
                params["shift"] = shift
            return Piece(Need.VARIABLE, name, params, "date")

        day = "%A, %-d %B"
        return (
            (self.tr("Today: Friday, 4 December"), date("today", day)),
            (self.tr("Tomorrow"), date("tomorrow", day, "+1d")),
            (self.tr("In three days"), date("in_three_days", day, "+3d")),
            (self.tr("In a week"), date("in_a_week", day, "+1w")),
            (self.tr("In a month"), date("in_a_month", day, "+1M")),
            (self.tr("The date in figures: 2026-12-04"), date("date", "%Y-%m-%d")),
            (self.tr("The time: 14:05"), date("time", "%H:%M")),
        )

    def _menu(self, words: str, offers: Offers) -> QPushButton:
        made = self._button(words)
        menu = QMenu(made)
        for said, piece in offers:
            menu.addAction(said).triggered.connect(
                lambda _checked=False, piece=piece: self.chosen.emit(piece)
            )
        made.clicked.connect(lambda: menu.popup(made.mapToGlobal(QPoint(0, made.height()))))
        return made

    @staticmethod
    def _button(words: str) -> QPushButton:
        made = button(words)
        made.setAutoDefault(False)
        return made
