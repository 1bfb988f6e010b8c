"""What the agent often types, above the savings: a sentence, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.assembly.suggesting import Offer
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.passage import plain
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.words import button, label


class SuggestionsPanel(QWidget):
    """One sentence at a time, the newest first; hidden while there is none."""

    make_asked = Signal(object)
    """The :class:`Offer`."""
    declined = Signal(object)
    """Never suggest it again."""

    def __init__(self) -> None:
        """Empty; see :meth:`show_offers`."""
        super().__init__()
        self.offer: Offer | None = None
        self.title = label("", "name")
        self.text = label("", "strong", wrap=True)
        self.second = label("", "muted", wrap=True)
        self.make = button(self.tr("Make a snippet…"), "primary")
        self.make.clicked.connect(self.make_it)
        self.never = button("")
        self.never.clicked.connect(self._decline)
        self._build()
        self.hide()

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """These in place of those before, of which nothing stays here."""
        offer = self.offer = next(iter(offers), None)
        self.setVisible(offer is not None)
        if offer is None:
            self.text.clear()
            self.setAccessibleName("")
            return
        many = self.tr("You often type (1 of {})").format(len(offers))
        self.title.setText(many if len(offers) > 1 else self.tr("You often type"))
        self.text.setText(f"“{plain(offer.text)}{' …' if offer.opening else ''}”")
        if offer.trigger:
            words = self.tr("There is a snippet for it: {}").format(plain(offer.trigger))
        elif offer.opening:
            words = self.tr("Typed by hand five times; the sentence goes on.")
        else:
            words = self.tr("Typed by hand five times.")
        self.second.setText(words)
        self.make.setVisible(not offer.trigger)
        self.never.setText(
            self.tr("I know") if offer.trigger else self.tr("Never suggest it again")
        )
        self.setAccessibleName(f"{self.text.text()} {words}")

    def make_it(self) -> None:
        """As by the button."""
        if self.offer is not None and not self.offer.trigger:
            self.make_asked.emit(self.offer)

    def _decline(self) -> None:
        if self.offer is not None:
            self.declined.emit(self.offer)

    def _build(self) -> None:
        card = QFrame()
        as_role(card, "card")
        inner = QVBoxLayout(card)
        side, above = look.MARGIN, look.GRID + look.HALF
        inner.setContentsMargins(side, above, side, above)
        inner.setSpacing(look.GRID)
        inner.addWidget(self.text)
        row = QHBoxLayout()
        row.setSpacing(look.GRID)
        row.addWidget(self.second, 1)
        row.addWidget(self.make)
        row.addWidget(self.never)
        inner.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, look.GRID)
        column.setSpacing(look.GRID)
        column.addWidget(self.title)
        column.addWidget(card)
