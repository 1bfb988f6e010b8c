"""Rows of different heights, and where they stand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.ui.translation.column import Column

HEIGHTS = st.lists(st.integers(1, 500), min_size=1, max_size=40)


def test_an_empty_column_has_no_rows() -> None:
    column = Column()
    assert len(column) == 0
    assert column.total == 0
    assert column.row_at(50) == -1
    assert column.rows_in(0, 400) == range(0)


@given(HEIGHTS, st.dictionaries(st.integers(0, 39), st.integers(1, 500)), HEIGHTS)
def test_each_row_begins_where_the_one_above_ends(
    heights: list[int], changed: dict[int, int], added: list[int]
) -> None:
    column = Column()
    column.replace(heights)
    for height in added:
        column.append(height)
    expected = [*heights, *added]
    changed = {row: height for row, height in changed.items() if row < len(expected)}
    column.change(changed)
    for row, height in changed.items():
        expected[row] = height
    assert len(column) == len(expected)
    for row, height in enumerate(expected):
        assert column.height(row) == height
        assert column.top(row) == sum(expected[:row])
        assert column.row_at(column.top(row)) == row
        assert column.row_at(column.top(row) + height - 1) == row
    assert column.total == sum(expected)


@given(HEIGHTS, st.integers(-300, 9_000), st.integers(1, 900))
def test_the_rows_in_sight_are_those_that_reach_into_it(
    heights: list[int], top: int, tall: int
) -> None:
    column = Column()
    column.replace(heights)
    top = min(max(top, 1 - tall), column.total - 1)
    seen = [
        row
        for row in range(len(column))
        if column.top(row) < top + tall and column.top(row) + column.height(row) > top
    ]
    assert list(column.rows_in(top, top + tall)) == seen


def test_nothing_is_in_sight_of_a_window_without_height() -> None:
    column = Column()
    column.replace([10, 10])
    assert column.rows_in(5, 5) == range(0)
