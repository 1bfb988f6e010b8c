"""Snippets in a note: found by words, and none that would speak of another customer."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop.assembly.picking import Offer, Picking
from desktop.core.results import Problem
from desktop.interaction import Interactions
from desktop.ui.customers.sight import Sight
from desktop.ui.customers.wording import sentences, tr
from desktop.ui.customers.writing.compose import ComposePanel


class NoteSnippets(QObject):
    """See the module. On the main thread."""

    def __init__(
        self, compose: ComposePanel, picking: Picking, interactions: Interactions, sight: Sight
    ) -> None:
        """Nothing is searched yet."""
        super().__init__()
        self._compose = compose
        self._picking = picking
        self._interactions = interactions
        self._sight = sight
        self._offers: tuple[Offer, ...] = ()
        compose.snippets.searched.connect(self._search)
        compose.snippets.chosen.connect(self._choose)

    @property
    def fit(self) -> bool:
        """Would a snippet speak of the customer in sight? It knows the one in front, or nobody."""
        who, front = self._sight.who, self._interactions.front()
        if who is None or front is None:
            return who is not None
        return front.id == who.interaction and who.may_be_in(front)

    def rest(self) -> None:
        """No note is written any more."""
        self._picking.rest()

    def _search(self, words: str) -> None:
        self._picking.search(words, self._sight.here(self._show_offers))

    def _show_offers(self, offers: tuple[Offer, ...]) -> None:
        self._offers = offers
        self._compose.snippets.show_offers([(one.label, one.trigger) for one in offers])

    def _choose(self, at: int) -> None:
        if not 0 <= at < len(self._offers):
            return
        if self.fit:
            self._picking.text(self._offers[at], self._sight.here(self._put))
        else:
            self._put(OF_ANOTHER)

    def _put(self, text: str | Problem) -> None:
        if isinstance(text, str):
            self._compose.insert(text)
        else:
            self._compose.say(sentences(text.what, text.why, text.todo))


OF_ANOTHER = Problem(
    tr("Snippets know the customer in front, who is another one"),
    todo=tr("Bring this customer's interaction forward first, or write without one"),
)
