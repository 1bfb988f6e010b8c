"""Parts of a text that come out, or not, by a value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.snippets.render.template import Reference, parse
from tests.unit.snippets.render.bench import Bench, echo, var

ANA = {"customer": {"first_name": "Ana"}}


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.mark.parametrize(
    ("text", "known", "unknown"),
    [
        ("Hi{{#customer.first_name}} {{customer.first_name}}{{/customer.first_name}}!", "Hi Ana!",
         "Hi!"),
        ("a {{#customer.first_name}}b {{/customer.first_name}}c", "a b c", "a c"),
        ("a {{#customer.first_name}}b{{/customer.first_name}} c", "a b c", "a c"),
        ("{{^customer.first_name}}Who are you?{{/customer.first_name}}$|$", "", "Who are you?"),
        ("one\n{{#customer.first_name}}\ntwo\n{{/customer.first_name}}\nthree", "one\ntwo\nthree",
         "one\nthree"),
        ("one\n{{#customer.first_name}}\ntwo\n{{/customer.first_name}}", "one\ntwo", "one"),
        ("one\n{{#customer.first_name}}two{{/customer.first_name}}\nthree", "one\ntwo\nthree",
         "one\nthree"),
    ],
)  # fmt: skip
def test_a_part_comes_by_whether_a_value_is_known(
    bench: Bench, text: str, known: str, unknown: str
) -> None:
    assert bench.text(text, context=ANA) == known
    found = bench.rendered(text)
    assert found.text == unknown
    assert found.missing == ()


def test_parts_stand_in_parts(bench: Bench) -> None:
    text = "{{#a}}A{{#b}}B{{/b}}{{^b}}-{{/b}}{{/a}}."
    yes, no = echo("a", "1"), echo("b", " ")
    assert bench.text(text, yes, echo("b", "x")) == "AB."
    assert bench.text(text, yes, no) == "A-."
    assert bench.text(text, echo("a", ""), no) == "."


def test_a_value_in_a_part_that_does_not_come_out_is_not_missing(bench: Bench) -> None:
    text = "{{#a}}{{agent.signature}}{{/a}}ok"
    assert bench.rendered(text, echo("a", "")).missing == ()
    assert bench.rendered(text, echo("a", "1")).missing == ("agent.signature",)


def test_an_optional_part_needs_a_variable_that_there_is(bench: Bench) -> None:
    assert "nothing" in bench.problem("{{#nothing}}x{{/nothing}}").what


def test_variables_used_in_a_part_only_are_evaluated(bench: Bench) -> None:
    bench.shared = (echo("far", "away"), echo("on", "1"))
    assert bench.text("{{#on}}{{far}}{{/on}}") == "away"


def test_the_caret_may_be_in_a_part(bench: Bench) -> None:
    found = bench.rendered("{{#a}}x$|${{/a}}yz", echo("a", "1"))
    assert (found.text, found.caret) == ("xyz", 2)


@pytest.mark.parametrize(
    "text",
    ["{{#a}}open", "{{/a}}end", "{{#a}}{{/b}}", "{{# }}x{{/ }}", "{{#a.b.c d}}x"],
)
def test_marks_without_their_other_half_are_plain_text(text: str) -> None:
    assert parse(text).parts == (text,)


def test_a_part_that_is_not_closed_within_another_is_plain_text(bench: Bench) -> None:
    assert bench.text("{{#a}}1{{#b}}2{{/a}}3", echo("a", "y"), echo("b", "y")) == "1{{#b}}23"


def test_a_value_with_marks_in_it_stays_plain(bench: Bench) -> None:
    text = bench.text("{{x}}", echo("x", "{{#customer.name}}{{/customer.name}}"))
    assert text == ""  # the pack's own text is read
    bench.clipboard = "{{#a}}no{{/a}}"
    assert bench.text("{{c}}", var("c", "clipboard")) == "{{#a}}no{{/a}}"


@given(st.text("{}#/^ab. \n", max_size=60))
def test_any_text_is_read_and_filled(text: str) -> None:
    class All:
        def text(self, reference: Reference) -> str:
            return f"<{reference.name}>"

        def there(self, reference: Reference) -> bool:
            return reference.name == "a"

    found = parse(text)
    found.fill(All())
    assert {part.name for part in found.parts if isinstance(part, Reference)} <= {
        one.name for one in found.references
    }


def test_many_marks_take_no_long_time_and_no_deep_stack() -> None:
    class Yes:
        def text(self, _: Reference) -> str:
            return "."

        def there(self, _: Reference) -> bool:
            return True

    deep = "{{#a}}" * 5_000 + "x" + "{{/a}}" * 5_000
    filled = parse(deep).fill(Yes())
    assert filled.count("{{#a}}") == 4_900
    assert parse("{{#a}}{{/a}}" * 5_000).fill(Yes()) == ""
