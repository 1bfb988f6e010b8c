"""customers.names: names of people, compared."""

from __future__ import annotations

import pytest

from desktop.customers.names import agree, begins, words


def test_words_are_compared_without_case_and_accents() -> None:
    assert words("José  O’Neil-Weiß") == ["jose", "oneil", "weiss"]
    assert words("Łukasz Đorđević") == ["lukasz", "dordevic"]


@pytest.mark.parametrize(
    ("asked", "name", "answer"),
    [
        ("an gi", "Ana Gil", True),
        ("gil ana", "Ana Gil", True),
        ("a an", "An Annas", True),
        ("an an", "Ana Gil", False),
        ("il", "Ana Gil", False),
        ("", "Ana", False),
    ],
)
def test_the_beginnings_of_words(asked: str, name: str, answer: bool) -> None:
    assert begins(asked, name) is answer


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        ("Ana Gil", "GIL Ana", True),
        ("Ana Gil", "Ana María Gil", True),
        ("A. Gil", "Ana Gil", True),
        ("Ana Gil", "Juan Gil", False),
        ("Ana Gil", "Ana", True),
        ("Ana Gil", "Ana Gomez", False),
    ],
)
def test_names_that_may_be_one_persons(one: str, other: str, answer: bool) -> None:
    assert agree(one, other) is answer
    assert agree(other, one) is answer
