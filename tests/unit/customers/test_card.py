"""customers.card and customers.plain: what providers say becomes plain, bounded values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.customers import plain
from desktop.customers.card import MOST_FIELDS, MOST_VALUES, Ticket, fields_of
from tests.unit.customers.making import NOW, card


def test_a_field_has_each_value_once_with_its_source() -> None:
    found = fields_of(
        "desk", NOW, [("email", "a@x.example"), ("email", "a@x.example"), ("name", "")]
    )
    assert list(found) == ["email"]
    assert [(one.value, one.source, one.obtained) for one in found["email"]] == [
        ("a@x.example", "desk", NOW)
    ]


def test_there_is_an_end_to_fields_and_values() -> None:
    many = [(f"field_{number}", "x") for number in range(MOST_FIELDS + 5)]
    assert len(fields_of("desk", NOW, many)) == MOST_FIELDS
    values = [("email", f"{number}@x.example") for number in range(MOST_VALUES + 5)]
    assert len(fields_of("desk", NOW, values)["email"]) == MOST_VALUES


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ana\r\nGil\t", "Ana Gil"),
        ("\u202eliG anA\u202c", "liG anA"),
        ("a\x00b\x1b[31mc", "ab[31mc"),
        ("<b>Ana</b>", "<b>Ana</b>"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("x" * 3000, "x" * 1999 + "…"),
    ],
)
def test_a_line_from_outside(text: str, shown: str) -> None:
    assert plain.line(text) == shown


def test_lines_stay_lines() -> None:
    assert plain.lines("Hello,\n\nAna\u2066 \n") == "Hello,\n\nAna"


@given(st.text(max_size=300), st.integers(1, 50))
def test_no_line_is_too_long_or_has_a_break(text: str, longest: int) -> None:
    shown = plain.line(text, longest)
    assert len(shown) <= longest
    assert shown.isprintable() or any(char in "\u200c\u200d" for char in shown)


def test_a_card_does_not_show_itself() -> None:
    shown = repr(card(name="Ana Gil", number="4711", tickets=(Ticket("9", "Lost parcel", "desk"),)))
    assert not any(word in shown for word in ("Ana", "4711", "parcel"))
