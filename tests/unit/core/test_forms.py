"""core.forms: a form is met by what it describes, and by nothing longer."""

from __future__ import annotations

import re

import pytest

from desktop.core.forms import bare, expression, unfit


@pytest.mark.parametrize(
    ("form", "text", "met"),
    [
        ("AB-######", "AB-123456", True),
        ("AB-######", "ab 123456", True),
        ("AB-######", "AB123456", True),
        ("AB-######", "AB-12345", False),
        ("AB-######", "AB-1234567", False),
        ("AB-######", "XB-123456", False),
        ("??##-#####", "de24/00123", True),
        ("??##-#####", "d124-00123", False),
        ("(#.#)", "(1.2)", True),
        ("(#.#)", "1.2", False),
    ],
)
def test_a_form_is_met_by_what_it_describes(form: str, text: str, met: bool) -> None:
    assert bool(re.fullmatch(expression(form), text, re.IGNORECASE)) is met


@pytest.mark.parametrize(
    ("form", "fits"), [("###", True), ("AB-#", True), ("##", False), ("ABC", False), ("#-–", False)]
)
def test_a_form_says_something(form: str, fits: bool) -> None:
    assert (unfit(form) == "") is fits


def test_two_ways_of_writing_a_number_compare() -> None:
    assert bare("ab-12 34/5") == bare("AB12345") == "AB12345"
