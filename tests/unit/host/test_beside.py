"""Where windows open that belong to another program's text."""

from __future__ import annotations

import pytest

from desktop.host.beside import Box, Written, below_caret, without_caret

FRONT = Box(100, 200, 600, 300)


@pytest.mark.parametrize(
    ("pointer", "front", "wanted"),
    [
        ((100, 200), FRONT, (100, 200)),
        ((699, 499), FRONT, (699, 499)),
        ((700, 499), FRONT, (400, 400)),
        ((99, 300), FRONT, (400, 400)),
        ((2500, 300), FRONT, (400, 400)),
        ((300, 500), FRONT, (400, 400)),
        ((-700, 10), Box(-1000, 0, 300, 300), (-850, 200)),
        ((5, 6), None, (5, 6)),
        ((5, 6), Box(100, 100, 0, 0), (5, 6)),
    ],
)
def test_the_pointer_counts_in_the_window_in_front_only(
    pointer: tuple[int, int], front: Box | None, wanted: tuple[int, int]
) -> None:
    assert without_caret(pointer, front) == wanted


BEHIND, BEFORE = Box(330, 240, 0, 18), Box(320, 241, 9, 18)
FIELD = Box(300, 230, 350, 200)
EMPTY, NEGATIVE = Box(0, 0, 0, 0), Box(-1, -1, -1, -1)


@pytest.mark.parametrize(
    ("behind", "before", "field", "wanted"),
    [
        (BEHIND, BEFORE, FIELD, (330, 258)),
        (BEHIND, None, None, (330, 258)),
        (EMPTY, BEFORE, FIELD, (329, 259)),
        (None, BEFORE, FIELD, (329, 259)),
        (EMPTY, NEGATIVE, FIELD, (300, 262)),
        (EMPTY, NEGATIVE, Box(300, 230, 350, 20), (300, 250)),
        (EMPTY, NEGATIVE, EMPTY, None),
        (None, None, None, None),
        # Scrolled out of the window, or of another one that lies behind it.
        (Box(330, -900, 8, 18), BEFORE, FIELD, None),
        (Box(5000, 240, 8, 18), BEFORE, FIELD, None),
    ],
)
def test_a_window_opens_below_the_caret(
    behind: Box | None, before: Box | None, field: Box | None, wanted: tuple[int, int] | None
) -> None:
    assert below_caret(Written(behind, before, field, FRONT), FRONT) == wanted
    assert below_caret(Written(behind, before, field, None), FRONT) == wanted


@pytest.mark.parametrize(
    ("window", "front", "wanted"),
    [
        # Qt on a screen with a scale: the corner in its units, too.
        (Box(50, 100, 500, 300), Box(100, 200, 1000, 600), (660, 516)),
        (Box(50, 100, 400, 300), Box(100, 200, 500, 375), (450, 398)),
        # The borders are counted to the window, or the window tells nothing.
        (Box(98, 180, 604, 324), Box(100, 200, 600, 300), (330, 258)),
        (Box(0, 0, 0, 0), Box(100, 200, 600, 300), (330, 258)),
        (Box(0, 0, -5, 0), Box(100, 200, 600, 300), (330, 258)),
    ],
)
def test_an_application_may_count_in_units_of_the_scale(
    window: Box, front: Box, wanted: tuple[int, int]
) -> None:
    assert below_caret(Written(BEHIND, BEFORE, FIELD, window), front) == wanted
