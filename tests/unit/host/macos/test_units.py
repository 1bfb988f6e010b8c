"""What goes into one event of the keyboard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.host.macos import units

FAMILY = "👨\u200d👩\u200d👧\u200d👦"
SCOTLAND = "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"


@pytest.mark.parametrize(
    "cluster",
    [
        "e\u0301", "n\u0303\u0323", FAMILY, SCOTLAND, "👍🏽", "🇧🇷", "❤\ufe0f", "1\ufe0f\u20e3",
        "\u1112\u1161\u11ab", "क्षि", "\r\n", "👩🏽\u200d💻",
    ],
)  # fmt: skip
@pytest.mark.parametrize("before", range(17, 21))
def test_what_people_see_as_one_character_comes_in_one_event(cluster: str, before: int) -> None:
    text = "x" * before + cluster + "y"
    found = units.pieces(text)
    assert "".join(found) == text
    assert any(cluster in piece for piece in found)
    assert list(units.clusters(text)) == [*"x" * before, cluster, "y"]


def test_two_flags_are_two() -> None:
    assert list(units.clusters("🇧🇷🇩🇪🇫")) == ["🇧🇷", "🇩🇪", "🇫"]


def test_twenty_units_are_the_most() -> None:
    assert units.pieces("a" * 41) == ["a" * 20, "a" * 20, "a"]
    assert units.pieces("😀" * 11) == ["😀" * 10, "😀"]
    assert units.pieces("a" + "😀" * 10) == ["a" + "😀" * 9, "😀"]


def test_what_is_too_long_for_one_event_is_said() -> None:
    assert units.fits(f"{FAMILY} {SCOTLAND}")
    assert not units.fits("e" + "\u0301" * 20)


@given(st.text(alphabet=st.sampled_from("ab\u0301\u200d😀🏽🇧🇷क्\n\ufe0f"), max_size=60))
def test_nothing_is_lost_and_no_piece_is_too_long(text: str) -> None:
    found = units.pieces(text)
    assert "".join(found) == text
    assert all(found)
    for piece in found:
        assert units.length(piece) <= units.MOST_UNITS or len(list(units.clusters(piece))) == 1
        assert units.length(piece) == len(piece.encode("utf-16-le")) // 2
