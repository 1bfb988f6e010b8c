"""A modifier key pressed twice by itself, as espanso's ``toggle_key``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desktop.host.keys import Modifier, Stroke

WITHIN_S: Final = 0.6
"""From the key's first release to its second. espanso gives it a second; two presses that are meant
as one are faster, and Shift for two capitals in a row is not always."""


def keys_of(name: str) -> frozenset[Modifier]:
    """The keys that a setting means: ``right_ctrl`` is one, ``ctrl`` either, ``off`` none."""
    return frozenset(one for one in Modifier if name in {one.value, one.value.partition("_")[2]})


class Twice:
    """Hears every stroke; any other key, click or modifier in between begins anew."""

    def __init__(self, keys: frozenset[Modifier]) -> None:
        """For these keys, each by itself."""
        self._keys = keys
        self._held: set[Modifier] = set()
        self._down: Modifier | None = None
        """The key of ours that went down while no other was held."""
        self._last: Modifier | None = None
        """The key that was pressed and released alone."""
        self._at = 0.0
        """When it was released."""

    def feed(self, stroke: Stroke) -> bool:
        """The next stroke; True for the release that ends the second press."""
        key = stroke.modifier
        if key is None:
            if stroke.down:
                self._forget()
            return False  # a key that was down before goes up
        if stroke.down:
            if key not in self._held:
                self._press(key)
            return False
        self._held.discard(key)
        if key is not self._down:
            return False
        self._down = None
        twice = self._last is key and 0 <= stroke.at - self._at <= WITHIN_S
        self._last, self._at = None if twice else key, stroke.at
        return twice

    def _press(self, key: Modifier) -> None:
        if self._held or key is not self._last:
            self._forget()
        if not self._held and key in self._keys:
            self._down = key
        self._held.add(key)

    def _forget(self) -> None:
        self._down = self._last = None


def recognisers(wanted: Mapping[str, str]) -> list[tuple[str, Twice]]:
    """One for each name whose keys there are."""
    return [(name, Twice(keys)) for name, one in wanted.items() if (keys := keys_of(one))]
