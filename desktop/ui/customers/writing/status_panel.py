"""Changes a ticket's status: which ticket, and which of the statuses that it may have next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.results import Problem
from desktop.customers.writing.places import Place
from desktop.ui.customers.card_view import outside
from desktop.ui.customers.wording import sentences, tr
from desktop.ui.customers.writing.place_choice import PlaceChoice
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.fields import ChoiceBox
from desktop.ui.widgets.passage import start_of
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.words import KeyCap, button, label

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class StatusPanel(QWidget):
    """Says what is wanted by signals and changes nothing itself."""

    asked = Signal(Place)
    """Which statuses may this ticket have?"""
    wanted = Signal(Place, str)
    left = Signal()

    def __init__(self) -> None:
        """No ticket yet."""
        super().__init__()
        self.place = PlaceChoice(tr("Which ticket"))
        self.status = ChoiceBox()
        self.status.setAccessibleName(tr("Its status"))
        self.change = button("", "primary")
        self.says = label("", "muted", wrap=True)
        self._title = label(tr("Status of a ticket"), "strong")
        self._build()
        self._align()
        self.place.currentIndexChanged.connect(self._ask)
        self.status.currentIndexChanged.connect(self._show_way)
        self.change.clicked.connect(self._change)

    def open(self, places: Sequence[Place], wanted: tuple[str, str, str] | None) -> None:
        """Choose among these; ``wanted`` is the one that the agent had chosen already."""
        self.setEnabled(True)
        self.place.show_places([one for one in places if one.changes], wanted)
        self.status.clear()
        known = self.place.place is not None
        self.say("" if known else tr("No ticket here whose status can be changed."))
        self._ask()
        (self.place if self.place.several else self.change).setFocus()

    def clear(self) -> None:
        """Nothing of the customer's stays."""
        self.place.show_places((), None)
        self.status.clear()
        self.say("")

    def show_statuses(self, place: Place, answer: Sequence[str] | Problem) -> None:
        """What the provider says of it; an answer for another ticket is let go."""
        present = self.place.place
        if present is None or present.key != place.key:
            return
        self.setEnabled(True)
        self.status.clear()
        self.status.setVisible(False)
        if isinstance(answer, Problem):
            self.say(sentences(answer.what, answer.why, answer.todo), role="warning")
        elif len(answer) < 2:
            self.say(tr("It is {} and can't be changed from here.").format(
                outside(answer[0], 40) if answer else tr("closed")))  # fmt: skip
        else:
            # Nothing is chosen beforehand: an Enter too many must not change a ticket.
            self.status.addItem(tr("Choose the next one"), "")
            for one in answer[1:]:
                self.status.addItem(outside(one, 60), one)
            self.say(tr("It is {} now.").format(outside(answer[0], 40)))
            self.status.setVisible(True)
            self.status.setFocus()
        self._show_way()

    def show_failed(self, problem: Problem) -> None:
        """It was not changed."""
        self.setEnabled(True)
        self.say(sentences(problem.what, problem.why, problem.todo), role="warning")
        self.status.setFocus()

    def say(self, words: str, role: str = "muted") -> None:
        """A line beneath."""
        as_role(self.says, role)
        self.says.setText(words)
        self.says.setVisible(bool(words))

    def changeEvent(self, event: QEvent) -> None:
        """Words stand where the interface begins, whatever their letters are."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self._align()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter changes it, from wherever: the button says to what. No key goes further."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in _ENTER and not event.isAutoRepeat():
            self._change()
        event.accept()

    def _align(self) -> None:
        for one in (self._title, self.says):
            one.setAlignment(start_of(self.layoutDirection()))

    def _ask(self) -> None:
        self.status.clear()
        self.status.setVisible(False)
        self._show_way()
        place = self.place.place
        if place is not None:
            self.say(tr("Asking which statuses it may have…"))
            self.asked.emit(place)

    def _show_way(self) -> None:
        status = self.status.currentData()
        self.change.setEnabled(bool(status))
        words = tr("Set to {}").format(outside(str(status), 24)) if status else tr("Change status")
        self.change.setText(words)

    def _change(self) -> None:
        place, status = self.place.place, self.status.currentData()
        if place is not None and status and self.isEnabled():
            self.setEnabled(False)
            self.say(tr("Changing it…"))
            self.wanted.emit(place, str(status))

    def _build(self) -> None:
        ways = QHBoxLayout()
        ways.setSpacing(look.HALF)
        ways.addWidget(self.change)
        ways.addWidget(KeyCap("Enter"))
        ways.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.MARGIN, look.GRID, look.MARGIN, look.GRID)
        column.setSpacing(look.GRID - 2)
        column.addWidget(self._title)
        column.addWidget(self.place)
        column.addWidget(self.status)
        column.addWidget(self.says)
        column.addLayout(ways)
