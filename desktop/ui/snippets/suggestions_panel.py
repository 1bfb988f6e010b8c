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
    """Hidden while there is nothing to suggest."""

    make_asked = Signal(object)
    """The :class:`Offer`."""
    declined = Signal(object)
    """Never suggest it again."""

    def __init__(self) -> None:
        """Empty; see :meth:`show_offers`."""
        super().__init__()
        self.cards: list[SuggestionCard] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, look.GRID)
        self._column.setSpacing(look.GRID)
        self._column.addWidget(label(self.tr("You often type"), "name"))
        self.hide()

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """These in place of those before, of which nothing stays here."""
        for card in self.cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = [SuggestionCard(one) for one in offers]
        for card in self.cards:
            card.make.clicked.connect(lambda _=False, one=card.offer: self.make_asked.emit(one))
            card.never.clicked.connect(lambda _=False, one=card.offer: self.declined.emit(one))
            self._column.addWidget(card)
        self.setVisible(bool(self.cards))

    def make_first(self) -> None:
        """By key."""
        for card in self.cards:
            if not card.offer.trigger:
                self.make_asked.emit(card.offer)
                return


class SuggestionCard(QFrame):
    """One sentence."""

    def __init__(self, offer: Offer) -> None:
        """Nothing of it is kept elsewhere."""
        super().__init__()
        self.offer = offer
        as_role(self, "card")
        ellipsis = " …" if offer.opening else ""
        self.text = label(f"“{plain(offer.text)}{ellipsis}”", "strong", wrap=True)
        if offer.trigger:
            words = self.tr("There is a snippet for it: {}").format(plain(offer.trigger))
        elif offer.opening:
            words = self.tr("Typed by hand five times, and then in different ways or longer.")
        else:
            words = self.tr("Typed by hand five times.")
        self.second = label(words, "muted", wrap=True)
        self.make = button(self.tr("Make a snippet…"), "primary")
        self.make.setVisible(not offer.trigger)
        self.never = button(
            self.tr("I know") if offer.trigger else self.tr("Never suggest it again")
        )
        words_column = QVBoxLayout()
        words_column.setSpacing(look.HALF)
        words_column.addWidget(self.text)
        words_column.addWidget(self.second)
        row = QHBoxLayout(self)
        row.setContentsMargins(
            look.MARGIN, look.GRID + look.HALF, look.MARGIN, look.GRID + look.HALF
        )
        row.setSpacing(look.GRID)
        row.addLayout(words_column, 1)
        row.addWidget(self.make)
        row.addWidget(self.never)
        self.setAccessibleName(f"{self.text.text()}. {words}")
