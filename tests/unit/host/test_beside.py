"""Where windows open that belong to another program's text."""

from __future__ import annotations

import pytest

from desktop.host.beside import Box, without_caret

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
