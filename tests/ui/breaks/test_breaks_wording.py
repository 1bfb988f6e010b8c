"""How the breaks' windows say times."""

from __future__ import annotations

import pytest

from desktop.ui.breaks import wording


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(-3, "0:00"), (0, "0:00"), (0.2, "0:01"), (59.0, "0:59"), (300, "5:00"), (3720, "1:02:00")],
)
def test_a_clock_rounds_up_and_never_goes_below_nothing(seconds: float, said: str) -> None:
    assert wording.clock(seconds) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"),
        (9.1, "10 s"),
        (60, "1 min"),
        (90, "1 min 30 s"),
        (3600, "1 h"),
        (3900, "1 h 5 min"),
    ],
)
def test_a_length_in_words(seconds: float, said: str) -> None:
    assert wording.span(seconds) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "Later"),
        (30, "In 30 s"),
        (60, "In 1 minute"),
        (90, "In 1 min 30 s"),
        (300, "In 5 minutes"),
    ],
)
def test_what_postponing_is_called(seconds: float, said: str) -> None:
    assert wording.later(seconds) == said
