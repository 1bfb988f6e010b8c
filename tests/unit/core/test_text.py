"""core.text: a number of Backspaces only where it is certain."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.text import certain_length, writable


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("abc", 3),
        ("déjà vu – ¡olé!", 15),
        ("line\nline\tend", 13),
        ("日本語", 3),
        ("Привет", 6),
        ("😀", 1),
    ],
)
def test_certain(text: str, length: int) -> None:
    assert certain_length(text) == length


@pytest.mark.parametrize(
    "text",
    [
        "e\u0301",  # a combining accent
        "👩\u200d💻",  # joined
        "🇪🇸",  # a flag: two letters
        "👍🏽",  # a skin tone
        "❤\ufe0f",  # a variation selector
        "1\u20e3",  # a keycap
        "नि",  # a vowel sign
        "\u1112\u1161\u11ab",  # conjoining jamo
        "a\u200eb",  # a direction mark
        "\x07",
        "\r",
        "\ud800",
        "\U000e0067",  # a tag character
    ],
)
def test_not_certain(text: str) -> None:
    assert certain_length(text) is None
    assert certain_length(f"before {text} after") is None


@given(st.text(), st.text())
def test_certain_texts_add_up(one: str, other: str) -> None:
    lengths = certain_length(one), certain_length(other)
    whole = certain_length(one + other)
    if None in lengths:
        assert whole is None
    else:
        assert whole == len(one) + len(other)


@given(st.text())
def test_what_is_certain_has_no_marks(text: str) -> None:
    if certain_length(text) is not None:
        assert not any(unicodedata.category(char).startswith("M") for char in text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\r\r\nb", "a\n\nb"),
        ("a\x0bb\x0cc\u2028d\u2029e\x85f", "a\nb\nc\nd\ne\nf"),
        ("\x00a\x08\x1b\x7f\x80\x9f\tb", "a\tb"),
        ("Grüße 😀 日本 \u200d\u202e\xa0\ufdd0", "Grüße 😀 日本 \u200d\u202e\xa0\ufdd0"),
    ],
)
def test_what_may_be_typed(text: str, wanted: str) -> None:
    assert writable(text) == wanted


@given(st.text())
def test_nothing_that_may_be_typed_is_a_key(text: str) -> None:
    found = writable(text)
    assert writable(found) == found
    assert not any(ord(char) < 0x20 and char not in "\n\t" for char in found)
