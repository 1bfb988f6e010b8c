"""Numbers in running text."""

from __future__ import annotations

import time

import pytest

from desktop.customers.providers.mentions import loosely, mentions


@pytest.mark.parametrize(
    ("text", "number", "found"),
    [
        ("Order AB-10001?", "AB10001", True),
        ("ab 10 001", "AB10001", True),
        ("(AB10001)", "AB10001", True),
        ("Bestellung №AB10001.", "AB10001", True),
        ("AB100010", "AB10001", False),
        ("XAB10001", "AB10001", False),
        ("ÄAB10001", "AB10001", False),
        ("AB10001", "AB1000", False),
        ("1.0.0.4.5", "10045", True),
        ("10045", "1004", False),
        ("anything", "", False),
        ("A+B", "A+B", True),
        ("AAB", "A+B", False),
        ("x" * 3000 + " AB10001", "AB10001", False),
    ],
)
def test_a_number_is_found_as_a_whole(text: str, number: str, found: bool) -> None:
    assert mentions(text, number) is found


def test_no_text_makes_it_slow() -> None:
    begun = time.perf_counter()
    assert not mentions("1 " * 1000, "1" * 60 + "2")
    assert time.perf_counter() - begun < 1


def test_a_pattern_holds_no_signs_of_its_own() -> None:
    assert loosely("A%_\\1'") == "A%1%'"
    assert loosely("%") == ""
