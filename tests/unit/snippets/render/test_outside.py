"""Text that did not come from a pack."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.snippets.render.outside import LONGEST_LINE, LONGEST_TEXT, clean, clean_line


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("plain", "plain"),
        ("a\tb\nc", "a\tb\nc"),
        ("a\r\nb\rc\u2028d\x85e", "a\nb\nc\nd\ne"),
        ("\x00a\x08\x1b[2J\x7f", "a[2J"),
        ("abc\u202egpj.exe\u202c", "abcgpj.exe"),
        ("\ud800x\ufdd0\ufdd1\uffff\ufeff", "x"),
        ("👩‍💻 é नमस्ते \u200f", "👩‍💻 é नमस्ते \u200f"),
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  a  ", "a"),
        ("12 High St,\n\n  London;\nUK,", "12 High St, London, UK,"),
        ("a \t\u00a0 b", "a b"),
        ("\n\n", ""),
    ],
)
def test_clean_line(text: str, line: str) -> None:
    assert clean_line(text) == line


@given(st.text(st.characters()))
def test_what_comes_in_can_do_no_harm_and_cleaning_twice_changes_nothing(text: str) -> None:
    for make in (clean, clean_line):
        found = make(text)
        bad = {unicodedata.category(char) for char in found if char not in "\n\t"}
        assert not bad & {"Cc", "Cs"}
        assert make(found) == found
    assert "\n" not in clean_line(text)


def test_lengths_are_bounded() -> None:
    assert len(clean("x" * 200_000)) == len(clean("é" * 200_000)) == LONGEST_TEXT
    assert len(clean_line("x" * 5_000)) == len(clean_line("é" * 5_000)) == LONGEST_LINE
