"""How like texts are, and by what they are found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from desktop.translation.likeness import (
    MOST_WORDS,
    asked_features,
    band,
    bands,
    best,
    features,
    fold,
    numbers,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Order 12345", "order  7"),
        ("XQ1QX and XQ22QX", "xq3qx AND xq4qx"),
        ("Ｆｕｌｌ", "full"),
        ("It costs 100000", "it costs 2"),
    ],
)
def test_what_is_compared_as_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_numbers() -> None:
    assert numbers("from 12.50 to 3,000 in 7 days") == ["12.50", "3,000", "7"]


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("I cannot access my account", "i canot acess my acount", 1.0),
        ("¿Dónde está?", "donde esta", 1.0),
        ("Он не пришёл", "он не пришел", 1.0),
        ("请问我的订单", "请问我订单", 0.3),
        ("Gracias", "Gracais", 0.3),
        ("red shoes", "a lorry in mud", 0.0),
    ],
)
def test_what_like_texts_share(one: str, other: str, shared: float) -> None:
    first, second = features(one), asked_features(other)
    assert len(first & second) >= shared * len(second)
    assert bool(first & second) is (shared > 0)


def test_a_long_text_is_found_by_its_beginning() -> None:
    text = " ".join(f"w{chr(98 + n % 20)}{chr(98 + n // 20)}" for n in range(300))
    assert len(features(text)) <= 2 * MOST_WORDS


@given(text=st.text(min_size=1))
def test_every_text_has_features_and_is_found_by_some_of_them(text: str) -> None:
    assert features(text)
    assert asked_features(text) <= features(text)


@given(one=st.text(min_size=1, max_size=60), other=st.text(min_size=1, max_size=60))
def test_no_length_that_could_match_is_left_out(one: str, other: str) -> None:
    if one.isascii() and other.isascii() and fuzz.ratio(one, other) >= 70:
        shortest, longest = bands(len(one), 70)
        assert shortest <= band(len(other)) <= longest


def test_the_best_come_first() -> None:
    texts = [(7, "where is it"), (8, "where is my order now"), (9, "Where is my order")]
    assert best("where is my order", texts, 70, 5) == [(9, 100), (8, 89)]
    assert best("where is my order", texts, 85, 1) == [(9, 100)]
