"""Where rows of different heights stand, so that thousands cost what is seen of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from itertools import accumulate


class Column:
    """Rows one beneath the other; lengths in logical pixels."""

    def __init__(self) -> None:
        """Empty at first."""
        self._heights: list[int] = []
        self._tops: list[int] = [0]

    def __len__(self) -> int:
        return len(self._heights)

    @property
    def total(self) -> int:
        """Height of all rows."""
        return self._tops[-1]

    def replace(self, heights: Iterable[int]) -> None:
        """Other rows."""
        self._heights = list(heights)
        self._tops = [0, *accumulate(self._heights)]

    def append(self, height: int) -> None:
        """One more row at the end."""
        self._heights.append(height)
        self._tops.append(self._tops[-1] + height)

    def change(self, heights: Mapping[int, int]) -> None:
        """Other heights of some rows."""
        if not heights:
            return
        for row, height in heights.items():
            self._heights[row] = height
        first = min(heights)
        below = accumulate(self._heights[first:], initial=self._tops[first])
        self._tops[first:] = below

    def top(self, row: int) -> int:
        """Where a row begins."""
        return self._tops[row]

    def height(self, row: int) -> int:
        """How tall a row is."""
        return self._heights[row]

    def row_at(self, y: int) -> int:
        """The row at ``y``, the nearest one outside of the column; -1 when there are none."""
        return min(max(bisect_right(self._tops, y) - 1, 0), len(self._heights) - 1)

    def rows_in(self, top: int, bottom: int) -> range:
        """The rows of which something lies between ``top`` and ``bottom``."""
        if not self._heights or bottom <= top:
            return range(0)
        return range(self.row_at(top), self.row_at(bottom - 1) + 1)
