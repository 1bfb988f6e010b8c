"""What is compared in a search."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.snippets.folding import fold, words_of


@given(st.text(max_size=20))
def test_folding_twice_changes_nothing_for_letters(text: str) -> None:
    assert fold(text).isascii() or fold(fold(text)) == fold(fold(fold(text)))


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Refund", "refund"), ("Olá, José", "ola, jose"), ("Straße", "strasse"), ("مُرَحَّب", "مرحب")],
)
def test_case_and_marks_are_folded_away(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("good morning, ana", ["good", "morning", "ana"]),
        ("नमस्ते दुनिया", ["नमस्ते", "दुनिया"]),
        ("返金 ok", ["返金", "金", "ok"]),
        ("返", ["返"]),
    ],
)
def test_words_of_scripts_with_and_without_spaces(text: str, words: list[str]) -> None:
    assert words_of(fold(text)) == [fold(word) for word in words]


def test_what_is_asked_has_no_lone_last_letter() -> None:
    assert words_of("返金額", asked=True) == ["返金", "金額"]
    assert words_of("返", asked=True) == ["返"]
