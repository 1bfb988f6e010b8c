"""Fields that espanso does not have: parts, boxes, days, several; and what a text must be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from desktop.core.results import Problem
from desktop.snippets.model import Body, Value
from desktop.snippets.render.field_checks import Wrong, checked, is_check
from desktop.snippets.render.form_answers import asked, wrong
from desktop.snippets.render.form_fields import day_named, form_fields
from desktop.snippets.render.outcome import Condition, Field, FieldKind, Rendered, Request
from tests.unit.snippets.render.bench import Bench, snippet

TODAY = dt.date(2026, 11, 29)


@pytest.fixture
def bench() -> Bench:
    return Bench()


def fields(layout: str, about: Mapping[str, Value] | None = None) -> list[Field]:
    found = form_fields(layout, {"fields": dict(about or {})}, TODAY)
    assert isinstance(found, list), found
    return found


def form(
    bench: Bench, body: str, about: Mapping[str, Value], answer: Mapping[str, str], **more: object
) -> str | Problem:
    one = snippet(body, kind=Body.FORM, form_fields=about)
    question = bench.question(one, **more)
    whole = Request(one, **more)  # type: ignore[arg-type]  # tests give fitting ones
    found = bench.renderer().render(whole, {question.variable: answer}, question.state)
    assert isinstance(found, Rendered | Problem)
    return found if isinstance(found, Problem) else found.text


def test_an_optional_part_asks_for_a_box_and_for_what_is_in_it_when_ticked(bench: Bench) -> None:
    body = "Refunded.[[#voucher]] Here is a voucher of [[amount]] EUR.[[/voucher]]"
    box, amount = fields(body)
    assert (box.kind, amount.within) == (FieldKind.CHECKBOX, (Condition("voucher", there=True),))
    assert asked([box, amount], {"voucher": ""}) == [box]
    assert asked([box, amount], {"voucher": "yes"}) == [box, amount]
    yes = {"voucher": "yes", "amount": "10"}
    assert form(bench, body, {}, yes) == "Refunded. Here is a voucher of 10 EUR."
    assert form(bench, body, {}, {"voucher": "", "amount": "10"}) == "Refunded."


def test_a_part_may_hang_on_a_text_and_on_its_absence(bench: Bench) -> None:
    body = "[[#name]]Hi [[name]]![[/name]][[^name]]Hello![[/name]]"
    assert [one.kind for one in fields(body, {"name": {"type": "text"}})] == [FieldKind.TEXT]
    about: dict[str, Value] = {"name": {"type": "text"}}
    assert form(bench, body, about, {"name": "Ana"}) == "Hi Ana!"
    assert form(bench, body, about, {"name": " "}) == "Hello!"


def test_parts_within_parts(bench: Bench) -> None:
    body = "[[#a]]A[[#b]]B[[x]][[/b]][[/a]]."
    assert [one.name for one in fields(body)] == ["a", "b", "x"]
    assert form(bench, body, {}, {"a": "yes", "b": "yes", "x": "!"}) == "AB!."
    assert form(bench, body, {}, {"b": "yes", "x": "!"}) == "."


def test_a_field_that_stands_twice_is_asked_once(bench: Bench) -> None:
    assert [one.name for one in fields("[[a]] [[b]] [[a]]")] == ["a", "b"]
    assert form(bench, "[[a]] and [[a]]", {}, {"a": "x"}) == "x and x"


def test_a_part_of_a_form_among_variables(bench: Bench) -> None:
    from tests.unit.snippets.render.bench import var

    layout = "[[#late]][[days]][[/late]]"
    one = snippet("Sorry{{#f.late}} for {{f.days}} days{{/f.late}}.", var("f", "form",
                  layout=layout))  # fmt: skip
    question = bench.question(one)
    for answer, text in (
        ({"late": "yes", "days": "2"}, "Sorry for 2 days."),
        ({"late": "", "days": "2"}, "Sorry."),
    ):
        found = bench.renderer().render(Request(one), {question.variable: answer}, question.state)
        assert isinstance(found, Rendered)
        assert found.text == text


def test_a_box_stands_for_words(bench: Bench) -> None:
    about: dict[str, Value] = {
        "gift": {"type": "checkbox", "text": "wrapped", "otherwise": "not wrapped", "default": True}
    }
    (field,) = fields("[[gift]]", about)
    assert field.default == "yes"
    assert form(bench, "It is [[gift]].", about, {}) == "It is wrapped."
    assert form(bench, "It is [[gift]].", about, {"gift": ""}) == "It is not wrapped."


@pytest.mark.parametrize(
    ("chosen", "text"),
    [("", ""), ("red", "red"), ("red\ngreen", "red and green"),
     ("red\ngreen\nblue", "red, green and blue")],
)  # fmt: skip
def test_several_are_listed(bench: Bench, chosen: str, text: str) -> None:
    about: dict[str, Value] = {
        "c": {"type": "several", "values": ["red", "green", "blue"], "last_separator": " and "}
    }
    assert form(bench, "[[c]]", about, {"c": chosen}) == text


def test_a_list_of_which_several_can_be_chosen_is_the_same(bench: Bench) -> None:
    about: dict[str, Value] = {"c": {"type": "list", "multiple": True, "values": "a\nb"}}
    assert form(bench, "[[c]]", about, {"c": "a\nb"}) == "a, b"
    assert isinstance(form(bench, "[[c]]", about, {"c": "a\nz"}), Problem)


def test_a_day_is_written_in_the_language_of_the_text(bench: Bench) -> None:
    about: dict[str, Value] = {"day": {"type": "date", "format": "%A %-d %B", "default": "+1d"}}
    assert form(bench, "[[day]]", about, {}) == "Wednesday 9 July"
    assert form(bench, "[[day]]", about, {"day": "2014-07-10"}, language="de") == (
        "Donnerstag 10 Juli"
    )
    assert form(bench, "[[day]]", about, {"day": ""}) == ""
    assert isinstance(form(bench, "[[day]]", about, {"day": "soon"}), Problem)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-11-29"), ("tomorrow", "2026-11-30"), ("+3d", "2026-12-02"),
        ("-2w", "2026-11-15"), ("+3M", "2027-02-28"), ("+1y", "2027-11-29"),
        ("2026-12-24", "2026-12-24"), ("", None), ("soon", None), ("+99999y", None),
        ("2026-02-30", None),
    ],
)  # fmt: skip
def test_days_by_name(text: str, day: str | None) -> None:
    found = day_named(text, TODAY)
    assert (found.isoformat() if found else None) == day


def test_a_field_that_has_to_be_filled_in(bench: Bench) -> None:
    about: dict[str, Value] = {"order": {"required": True, "label": "Order number"}}
    (field,) = fields("[[order]]", about)
    assert field.words == "Order number"
    assert wrong(field, " ") is not None
    assert wrong(field, "1") is None
    assert isinstance(form(bench, "[[order]]", about, {"order": " "}), Problem)


def test_what_is_not_asked_for_need_not_be_filled_in(bench: Bench) -> None:
    about: dict[str, Value] = {"why": {"required": True}}
    assert form(bench, "ok[[#more]] [[why]][[/more]]", about, {}) == "ok"


def test_an_unfit_text_is_a_problem_and_stands_nowhere(bench: Bench) -> None:
    found = form(bench, "[[i]]", {"i": {"check": "iban"}}, {"i": "DE00secret"})
    assert isinstance(found, Problem)
    assert "secret" not in str(found)


@pytest.mark.parametrize(
    ("check", "text", "stands"),
    [
        ("iban", "de02120300000000202051", "DE02 1203 0000 0000 2020 51"),
        ("iban", "GB82 WEST 1234 5698 7654 32", "GB82 WEST 1234 5698 7654 32"),
        ("card", "4111 1111 1111 1111", "**** 1111"),
        ("card", "", ""),
        ("email", "ana@example.com", "ana@example.com"),
        ("number", "1,234.50", "1,234.50"),
        ("AB-######", "ab 123456", "ab 123456"),
    ],
)
def test_what_fits(check: str, text: str, stands: str) -> None:
    assert is_check(check)
    assert checked(check, text) == stands


@pytest.mark.parametrize(
    ("check", "text"),
    [
        ("iban", "DE02120300000000202052"), ("iban", "DE02"), ("iban", "XX021203"),
        ("iban", "ÄÄ"), ("card", "4111 1111 1111 1112"), ("card", "41111"), ("card", "abc"),
        ("email", "ana@"), ("number", "ten"), ("AB-######", "AB-12345"),
        ("AB-######", "AB-1234567"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_without_repeating_it(check: str, text: str) -> None:
    found = checked(check, text)
    assert isinstance(found, Wrong)
    assert text not in found.why


@pytest.mark.parametrize(
    "about",
    [
        {"check": "nonsense"}, {"type": "checkbox", "check": "iban"}, {"type": "what"},
        {"type": "several"}, {"type": "date", "default": "someday"},
    ],
)  # fmt: skip
def test_a_field_that_makes_no_sense_is_a_problem(about: dict[str, Value]) -> None:
    assert not isinstance(form_fields("[[x]]", {"fields": {"x": about}}, TODAY), list)
