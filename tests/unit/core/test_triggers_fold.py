"""core.triggers.fold: lower case that never changes a length."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.core.triggers import fold


def test_examples() -> None:
    assert fold("BRB") == "brb"
    assert fold("ÀÉΣ") == "àéς" or fold("ÀÉΣ") == "àéσ"
    assert fold("İstanbul") == "İstanbul"  # its lower case is two characters


@given(st.text())
def test_one_character_stays_one(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_a_part_folds_as_it_does_within_the_whole(before: str, after: str) -> None:
    assert fold(before + after) == fold(before) + fold(after)
