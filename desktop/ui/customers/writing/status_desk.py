"""Joins the panel for a ticket's status to the provider."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from desktop.assembly.customers.noting import Noting
from desktop.core.results import Problem
from desktop.customers.writing.places import Place
from desktop.ui.customers.card_view import apart, outside
from desktop.ui.customers.sight import Sight
from desktop.ui.customers.wording import tr
from desktop.ui.customers.writing.area import WritingArea


class StatusDesk(QObject):
    """See the module. On the main thread."""

    def __init__(
        self,
        area: WritingArea,
        noting: Noting,
        sight: Sight,
        changed: Callable[[str], None],
        show: Callable[[Problem], None],
    ) -> None:
        """``changed`` hears what to say; ``show``: why not, when the customer is gone."""
        super().__init__()
        self._area = area
        self._noting = noting
        self._sight = sight
        self._changed = changed
        self._show = show
        area.status.left.connect(lambda: area.show_panel(None))
        area.status.asked.connect(self._ask)
        area.status.wanted.connect(self._set)

    def open(self, places: Sequence[Place], chosen: tuple[str, str, str] | None) -> None:
        """Let the agent choose among the tickets of the customer in sight."""
        self._area.show_panel(self._area.status)
        self._area.status.open(places, chosen)

    def _ask(self, place: Place) -> None:
        def tell(answer: Sequence[str] | Problem) -> None:
            self._area.status.show_statuses(place, answer)

        self._noting.writer().statuses(place, self._sight.here(tell))

    def _set(self, place: Place, status: str) -> None:
        def tell(answer: str | Problem) -> None:
            if isinstance(answer, Problem):
                self._area.status.show_failed(answer)
                return
            if self._area.open is self._area.status:
                self._area.show_panel(None)
            ticket = apart(outside(place.id, 40))
            self._changed(tr("{0} is {1} now").format(ticket, outside(answer, 40)))

        def late(answer: str | Problem) -> None:
            if isinstance(answer, Problem):
                self._show(answer)

        self._noting.writer().set_status(place, status, self._sight.here(tell, late))
