"""What waits to be sent about the customer in sight: notes on their way, failed, half-written."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.ui.customers.card_view import outside
from desktop.ui.customers.wording import tr
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.passage import start_of
from desktop.ui.widgets.words import Elided, KeyCap, button, label, line

MOST_GOING = 2
"""Lines; a panel that hides the customer helps nobody. Of those that failed it shows the first."""


@dataclass(frozen=True)
class Waiting:
    """One line."""

    key: str
    what: str = field(repr=False)
    """``Note for Zendesk 20871 was not sent``"""
    why: str = ""
    text: str = field(default="", repr=False)
    on_its_way: bool = False


class UnsentPanel(QWidget):
    """Hidden while there is nothing."""

    again_asked = Signal(str)
    copied = Signal(str)
    """The text itself."""
    discarded = Signal(str)
    """After the agent said so twice."""

    def __init__(self) -> None:
        """Nothing waits."""
        super().__init__()
        self.shown: tuple[Waiting, ...] = ()
        self.draft = False
        self._sure = ""
        self._column = QVBoxLayout()
        self._column.setContentsMargins(look.MARGIN, look.GRID, look.MARGIN, look.GRID)
        self._column.setSpacing(look.GRID + look.HALF)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(line())
        whole.addLayout(self._column)
        self.hide()

    def show_waiting(self, waiting: tuple[Waiting, ...], *, draft: bool) -> None:
        """Show these; ``draft``: a note is half-written."""
        if (waiting, draft) == (self.shown, self.draft):
            return
        self.shown, self.draft, self._sure = waiting, draft, ""
        self._rebuild()

    def again(self) -> None:
        """The key for the first that failed."""
        first = next((one for one in self.shown if not one.on_its_way), None)
        if first is not None:
            self.again_asked.emit(first.key)

    def changeEvent(self, event: QEvent) -> None:
        """Another direction: the words begin elsewhere."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self._rebuild()

    def _rebuild(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        going = [one for one in self.shown if one.on_its_way][:MOST_GOING]
        failed = [one for one in self.shown if not one.on_its_way]
        for one in (*going, *failed[:1]):
            self._column.addWidget(self._line(one))
        if len(failed) > 1:
            left = len(failed) - 1
            more = tr("1 more waits behind it") if left == 1 else tr("{} more wait behind it")
            words = label(more.format(left), "muted")
            words.setAlignment(start_of(self.layoutDirection()))
            self._column.addWidget(words)
        if self.draft:
            self._column.addWidget(self._draft())
        self.setVisible(bool(self.shown) or self.draft)

    def _line(self, one: Waiting) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        what = label(one.what, "muted" if one.on_its_way else "warning", wrap=True)
        column.addWidget(what)
        if one.on_its_way:
            what.setAlignment(start_of(self.layoutDirection()) | Qt.AlignmentFlag.AlignTop)
            return made
        said = label(one.why, "muted", wrap=True)
        text = Elided(f"“{outside(one.text, 200)}”")
        for words in (what, said, text):
            words.setAlignment(start_of(self.layoutDirection()) | Qt.AlignmentFlag.AlignTop)
        said.setVisible(bool(one.why))
        column.addWidget(said)
        column.addWidget(text)
        row = QHBoxLayout()
        row.setSpacing(look.HALF)
        key = one.key
        again = _quiet(button(tr("Send again")))
        again.clicked.connect(lambda: self.again_asked.emit(key))
        row.addWidget(again)
        row.addWidget(KeyCap("A"))
        copy = _quiet(button(tr("Copy"), "link"))
        copy.clicked.connect(lambda: self.copied.emit(one.text))
        row.addWidget(copy)
        discard = _quiet(button(tr("Discard"), "link"))
        discard.clicked.connect(lambda: self._discard(key, discard))
        row.addWidget(discard)
        row.addStretch(1)
        column.addLayout(row)
        return made

    def _draft(self) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.GRID)
        row.addWidget(label(tr("A half-written note is kept here"), "muted"))
        row.addWidget(KeyCap("N"))
        row.addStretch(1)
        return made

    def _discard(self, key: str, pressed: QPushButton) -> None:
        if self._sure == key:
            self.discarded.emit(key)
        else:
            self._sure = key
            pressed.setText(tr("Really discard?"))


def _quiet(one: QPushButton) -> QPushButton:
    one.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return one
