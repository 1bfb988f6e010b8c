"""Places in the agent's text to which an expansion comes back once a question is answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop.core.text import certain_length
from desktop.host.base import AppRule, Newline, Window
from desktop.host.keys import Key, Stroke
from desktop.keyboard.matcher import Hit
from desktop.keyboard.pending import Pending

MOST_PLACES = 8
MOST_TYPED = 200
"""Characters typed behind a trigger, after which its place is no longer remembered."""


@dataclass(slots=True)
class Place:
    """A trigger that stands in the application, and what was typed behind it."""

    serial: int
    window: Window
    hit: Hit
    erase: int
    typed: str = ""
    composing: bool = False
    """A dead key waits for the next one, and a Backspace would go to it."""

    def note(self, stroke: Stroke, rule: AppRule) -> bool:
        """The agent's next stroke in that window; False when the place can't be told any more."""
        if not stroke.down or stroke.key is Key.SILENT:
            return True
        if stroke.key is Key.COMPOSING:
            self.composing = True
            return True
        self.composing = False
        if stroke.key is Key.BACKSPACE:
            self.typed, taken = self.typed[:-1], self.typed[-1:]
            return bool(taken)
        if stroke.key is not Key.TEXT and not (
            stroke.key in {Key.ENTER, Key.TAB} and rule.newline is Newline.ENTER
        ):
            return False
        self.typed += stroke.text
        return certain_length(stroke.text) is not None and len(self.typed) <= MOST_TYPED

    def pending(self, now: float) -> Pending:
        """The expansion that comes back here, with what was typed meanwhile to be typed again."""
        pending = Pending(self.serial, self.window, now, self.hit)
        pending.erase = self.erase + len(self.typed)
        pending.typed = self.typed
        return pending


class Parking:
    """The places of all open questions, oldest first."""

    def __init__(self, rule: Callable[[Window], AppRule]) -> None:
        """``rule`` says how to type into a window."""
        self._rule = rule
        self._places: dict[int, Place] = {}

    def __len__(self) -> int:
        """How many are remembered."""
        return len(self._places)

    def park(self, pending: Pending, hit: Hit) -> None:
        """Remember the place of an expansion whose text comes later, if it can be told.

        The oldest is forgotten when there are too many.
        """
        place = Place(pending.serial, pending.window, hit, pending.erase)
        # The key that was kept back reaches the application now; an Enter may send.
        rule = self._rule(pending.window)
        if not all(place.note(stroke, rule) for stroke in pending.swallowed):
            return
        place.erase, place.typed = place.erase + len(place.typed), ""
        if len(self._places) >= MOST_PLACES:
            del self._places[next(iter(self._places))]
        self._places[place.serial] = place

    def take(self, serial: int) -> Place | None:
        """Hand a place out; None when it is not known, or no longer."""
        place = self._places.pop(serial, None)
        return None if place is None or place.composing else place

    def note(self, stroke: Stroke, window: Window, *, kept: bool) -> None:
        """The agent's next stroke, in ``window``; not ``kept`` where nothing may be."""
        for place in self._of(window):
            if not kept or not place.note(stroke, self._rule(window)):
                del self._places[place.serial]

    def lose(self, window: Window, before: int | None = None) -> None:
        """Something else was put into that window: behind all places, or those ``before`` one."""
        for place in self._of(window):
            if before is None or place.serial < before:
                del self._places[place.serial]

    def _of(self, window: Window) -> list[Place]:
        return [place for place in self._places.values() if place.window.id == window.id]
