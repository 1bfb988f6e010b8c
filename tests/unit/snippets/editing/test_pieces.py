"""What the buttons put in, and what that needs."""

from __future__ import annotations

from msgspec import structs

from desktop.snippets.editing.pieces import Need, Piece, free_name, put
from desktop.snippets.model import Body, Snippet, Variable

PLAIN = Snippet("a#1", "a", "a.yml", 1, (";d",), body="text")
DATE = Piece(Need.VARIABLE, "today", {"format": "%A"}, "date")


def test_values_and_parts() -> None:
    assert put(PLAIN, Piece(Need.VALUE, "customer.name")).before == "{{customer.name}}"
    part = put(PLAIN, Piece(Need.KNOWN, "customer.first_name"))
    assert (part.before, part.after, part.holds) == (
        "{{#customer.first_name}}", "{{/customer.first_name}}", True
    )  # fmt: skip
    assert put(PLAIN, Piece(Need.CARET, "")).before == "$|$"


def test_a_variable_is_made_once() -> None:
    first = put(PLAIN, DATE)
    assert first.before == "{{today}}"
    assert first.snippet.variables == (Variable("today", "date", {"format": "%A"}),)
    again = put(first.snippet, DATE)
    assert again.before == "{{today}}"
    assert again.snippet is first.snippet


def test_a_name_that_is_taken_is_not_taken_again() -> None:
    other = structs.replace(PLAIN, variables=(Variable("today", "echo", {"echo": "x"}),))
    made = put(other, DATE)
    assert made.before == "{{today_2}}"
    assert [one.name for one in made.snippet.variables] == ["today", "today_2"]
    assert free_name("Größe & mehr", ()) == "Größe_mehr"
    assert free_name("?!", ()) == "field"


def test_a_question_makes_a_plain_text_a_form() -> None:
    made = put(PLAIN, Piece(Need.FIELD, "order number", {"required": True}))
    assert made.before == "[[order_number]]"
    assert made.snippet.kind is Body.FORM
    assert made.snippet.form_fields == {"order_number": {"required": True}}
    part = put(made.snippet, Piece(Need.PART, "voucher", {"type": "checkbox"}))
    assert (part.before, part.after, part.holds) == ("[[#voucher]]", "[[/voucher]]", True)
    assert set(part.snippet.form_fields) == {"order_number", "voucher"}
