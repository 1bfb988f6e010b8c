"""customers.identify: what a text is, told from the text alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.customers.identify import Kind, Patterns, Query, Sure, Why, identify
from desktop.customers.identify.identifying import LONGEST

PATTERNS = Patterns(["T-#####"], ["AB-######", "??##-#####"], ["K#####"])


def found(text: str, region: str = "", patterns: Patterns = PATTERNS) -> Query:
    query = identify(text, patterns, region)
    assert isinstance(query, Query), query
    return query


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ana@example.com", "ana@example.com"),
        ("  jane.o'neil+test@Example.COM ", "jane.o'neil+test@example.com"),
        ("Ana Gil <ana@example.com>", "ana@example.com"),
        ("From: ana@example.com.", "ana@example.com"),
        ("mailto:ana%40example.com?subject=hello", "ana@example.com"),
        ("ana%40example.com", "ana@example.com"),
        ("jörg@exämple.de", "jörg@exämple.de"),
        ("ana@example.com and again ana@example.com", "ana@example.com"),
    ],
)
def test_an_address(text: str, value: str) -> None:
    assert (found(text).kind, found(text).value) == (Kind.EMAIL, value)


@pytest.mark.parametrize("text", ["a@example.com, b@example.com", "@ana", "ana@", "a@@b.example"])
def test_what_is_no_one_address(text: str) -> None:
    assert identify(text, PATTERNS) is Why.UNCLEAR


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("T-12345", Kind.TICKET, "T12345"),
        ("t12345", Kind.TICKET, "T12345"),
        ("AB 123456", Kind.ORDER, "AB123456"),
        ("de24/00123", Kind.ORDER, "DE2400123"),
        ("k12345", Kind.CUSTOMER, "K12345"),
        ("Ticket #4711", Kind.TICKET, "4711"),
        ("Pedido nº 88123", Kind.ORDER, "88123"),
        ("Kundennummer: 20-4711", Kind.CUSTOMER, "204711"),
        ("order AB-123456", Kind.ORDER, "AB123456"),
    ],
)
def test_a_number_whose_form_or_label_is_known(text: str, kind: Kind, value: str) -> None:
    query = found(text)
    assert (query.kind, query.value, query.sure) == (kind, value, Sure.CERTAIN)


def test_a_number_of_two_forms_is_not_certain() -> None:
    query = found("12345", patterns=Patterns(["#####"], ["#####"]))
    assert (query.kind, query.sure) == (Kind.TICKET, Sure.LIKELY)


def test_a_form_goes_before_a_phone_number() -> None:
    assert found("030 901820", "DE").kind is Kind.PHONE
    assert found("030 901820", "DE", Patterns(orders=["### ######"])).kind is Kind.ORDER


@pytest.mark.parametrize(
    ("text", "kind"),
    [("#4711", Kind.TICKET), ("4711", Kind.CUSTOMER), ("INV-2024", Kind.ORDER)],
)
def test_what_is_only_likely(text: str, kind: Kind) -> None:
    query = found(text)
    assert query.kind is kind
    assert query.sure < Sure.CERTAIN


@pytest.mark.parametrize("text", ["Ana Gil", "  María  José de la Cruz ", "李小龍", "O'Neil, Jane"])
def test_a_name(text: str) -> None:
    assert (found(text).kind, found(text).value) == (Kind.NAME, " ".join(text.split()))


@pytest.mark.parametrize(
    "text",
    [
        "${ani}", "%CALLERID%", "%PFANI%", "{phone}", "{{NewPhoneContact.ANI}}", "$caller$",
        "$number", "$(call.ani)", "{CALLERNUM:1}", "[sip.From]", "$.CustomerEndpoint.Address",
        '"%CallerNumber%"', "{}",
    ],
)  # fmt: skip
def test_a_placeholder_is_no_number(text: str) -> None:
    assert identify(text, PATTERNS, "DE") is Why.PLACEHOLDER


@pytest.mark.parametrize(
    "text",
    ["anonymous", "Unknown", "RESTRICTED", "<anonymous>", "Número oculto", "unterdrückt", "+",
     "sip:anonymous@anonymous.invalid"],
)  # fmt: skip
def test_a_caller_who_shows_no_number(text: str) -> None:
    assert identify(text, PATTERNS, "DE") is Why.WITHHELD


@pytest.mark.parametrize("text", ["", "  \n", "\u200b\u202e"])
def test_nothing(text: str) -> None:
    assert identify(text) is Why.NOTHING


def test_too_much_is_not_looked_at() -> None:
    assert identify("ana@example.com" + " " * LONGEST) is Why.TOO_LONG


@pytest.mark.parametrize(
    "text",
    ["4111 1111 1111 1111", "192.168.10.10", "2026-11-22", "22.11.2026", "https://a.b/c",
     "=1+1", "<b>Ana</b>"],
)  # fmt: skip
def test_what_is_none_of_them(text: str) -> None:
    assert identify(text, region="DE") is Why.UNCLEAR


def test_signs_that_turn_the_reading_around_are_left_out() -> None:
    query = found("\u202e+49 30 901820\u202c\u200b")
    assert (query.value, query.written) == ("+4930901820", "+49 30 901820")


def test_a_query_does_not_show_itself() -> None:
    assert "ana" not in repr(found("ana@example.com"))


def test_every_reason_has_its_words() -> None:
    assert all(why.problem.what for why in Why)


@given(st.text(max_size=80), st.sampled_from(["", "DE", "US", "XX"]))
def test_no_text_is_too_strange(text: str, region: str) -> None:
    query = identify(text, PATTERNS, region)
    assert isinstance(query, Why) or query.value


@given(st.text("0123456789+-() ./@abAB#%", max_size=25))
def test_a_normal_form_stays_what_it_is(text: str) -> None:
    query = identify(text, PATTERNS, "DE")
    if isinstance(query, Query) and query.kind in (Kind.EMAIL, Kind.PHONE) and query.sure > 1:
        again = found(query.value, "DE")
        assert (again.kind, again.value) == (query.kind, query.value)
