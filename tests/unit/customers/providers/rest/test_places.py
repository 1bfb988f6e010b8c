"""Places in JSON."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.customers.providers.rest.places import found_at, read_place

WHOLE = {
    "data": {"customers": [{"name": "Ana", "tel": ["1", "2"]}, {"name": None}, 5]},
    "größe": 3,
    "none": None,
}


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("data.customers[].name", ["Ana"]),
        ("data.customers[0].tel[]", ["1", "2"]),
        ("data.customers[0].tel[1]", ["2"]),
        ("data.customers[].tel[0]", ["1"]),
        ("data.customers[9]", []),
        ("data.customers.name", []),
        ("data[]", []),
        ("größe", [3]),
        ("none", []),
        ("missing.below", []),
        ("", [WHOLE]),
    ],
)
def test_what_is_there_is_found(place: str, found: list[object]) -> None:
    steps = read_place(place)
    assert steps is not None
    assert found_at(WHOLE, steps) == found


@pytest.mark.parametrize(
    "place", [".a", "a.", "a..b", "a.[0]", "a[", "a]", "a[x]", "a[-1]", "a b", "[0]a", "x" * 201]
)
def test_what_is_no_place_is_refused(place: str) -> None:
    assert read_place(place) is None


def test_a_list_of_lists_is_bounded() -> None:
    steps = read_place("[][][]")
    assert steps is not None
    assert len(found_at([[[1] * 300] * 300] * 300, steps)) == 200


@given(st.text(alphabet="a.[]0 é", max_size=30))
def test_any_text_is_a_place_or_none(text: str) -> None:
    steps = read_place(text)
    assert steps is None or isinstance(found_at(WHOLE, steps), list)
