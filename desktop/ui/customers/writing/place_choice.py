"""The choice of where something is written."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.customers.writing.places import Place
from desktop.ui.customers.wording import place_words
from desktop.ui.widgets.fields import ChoiceBox

Key = tuple[str, str, str]


class PlaceChoice(ChoiceBox):
    """Never wider than the sidebar; hidden while there is nothing to choose."""

    def __init__(self, name: str) -> None:
        """``name`` is for screen readers."""
        super().__init__()
        self._places: tuple[Place, ...] = ()
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)

    def show_places(self, places: Sequence[Place], wanted: Key | None) -> None:
        """Offer these, ``wanted`` chosen if it is among them, else the first. Tells nobody."""
        self._places = tuple(places)
        keys = [one.key for one in self._places]
        self.blockSignals(True)  # noqa: FBT003 - Qt's
        self.clear()
        self.addItems([place_words(one) for one in self._places])
        self.setCurrentIndex(keys.index(wanted) if wanted in keys else 0)
        self.blockSignals(False)  # noqa: FBT003 - Qt's
        self.setVisible(bool(keys))

    @property
    def place(self) -> Place | None:
        """The one that is chosen."""
        at = self.currentIndex()
        return self._places[at] if 0 <= at < len(self._places) else None

    @property
    def several(self) -> bool:
        """Is there a choice at all?"""
        return len(self._places) > 1
