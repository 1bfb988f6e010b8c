"""customers.identify.phone: any way of writing a number comes to the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.customers.identify.phone import Likeness, Phone, likeness, read_phone, tail_of
from desktop.customers.identify.query import Sure


def read(text: str, region: str = "") -> Phone:
    found = read_phone(text, region)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "region", "value"),
    [
        ("0171/123 45 67", "DE", "+491711234567"),  # Zammad 4872: a slash
        ("+49 (0)30 123456", "", "+4930123456"),
        ("(0 30) 12 34 56", "DE", "+4930123456"),
        ("030 - 123 456", "DE", "+4930123456"),
        ("0049 30 123456", "FR", "+4930123456"),
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("06.12.34.56.78", "FR", "+33612345678"),
        ("020 7946 0958", "GB", "+442079460958"),
        ("(513) 555-7611", "US", "+15135557611"),
        ("1-513-555-7611", "US", "+15135557611"),
        ("+1 513.555.7611", "DE", "+15135557611"),
        ("06 698 12345", "IT", "+390669812345"),
        ("91 123 45 67", "ES", "+34911234567"),
        ("(11) 96123-4567", "BR", "+5511961234567"),
        ("+49‑30‑123456", "", "+4930123456"),
        ("tel:+1-513-555-7611", "", "+15135557611"),
        ("tel:7611234;phone-context=+1513", "", "+15137611234"),
        ("sip:+15135557611@pbx.example;user=phone", "", "+15135557611"),
        ("callto://+15135557611", "", "+15135557611"),
        ("tel:%2B15135557611", "", "+15135557611"),
        ("Tel.: 030 123456", "DE", "+4930123456"),
        ("Móvil +34 612 345 678", "", "+34612345678"),
    ],
)
def test_national_ways_of_writing(text: str, region: str, value: str) -> None:
    assert read(text, region).value == value


@pytest.mark.parametrize(
    "text",
    ["(513) 555-7611 ext 12", "513-555-7611 x12", "+1 513 555 7611;ext=12", "513.555.7611 ext. 12",
     "+1 513 555 7611 #12", "tel:+15135557611;ext=12"],
)  # fmt: skip
def test_an_extension_is_kept_apart(text: str) -> None:
    found = read(text, "US")
    assert (found.value, found.extension) == ("+15135557611", "12")


def test_a_plus_that_became_a_space() -> None:
    found = read(" 15135557611", "DE")
    assert (found.value, found.others) == ("+15135557611", ("+4915135557611",))


def test_without_a_plus_the_agents_country_goes_first() -> None:
    found = read("15135557611", "DE")
    assert (found.value, found.others) == ("+4915135557611", ("+15135557611",))


@pytest.mark.parametrize(
    ("text", "region", "sure"),
    [
        ("+4930123456", "", Sure.CERTAIN),
        ("030 123456", "DE", Sure.LIKELY),
        ("030 123456", "", Sure.GUESS),
        ("555-7611", "US", Sure.GUESS),
        ("+999 123456", "DE", Sure.GUESS),
    ],
)
def test_how_sure(text: str, region: str, sure: Sure) -> None:
    assert read(text, region).sure is sure


@pytest.mark.parametrize(
    "text", ["", "12345", "0000000", "4111 1111 1111 1111", "Ana", "+49+30123456", "1 + 2345678"]
)
def test_no_phone_number(text: str) -> None:
    assert read_phone(text, "DE") is None


@pytest.mark.parametrize(
    ("one", "other", "likely"),
    [
        ("+49 171 1234567", "0171/123 45 67", Likeness.SAME),
        ("+49 171 1234567", "+49 171 1234568", Likeness.DIFFERENT),
        ("+49 171 1234567", "+43 171 1234567", Likeness.DIFFERENT),
        ("+1 513 555 7611", "555-7611", Likeness.PERHAPS),
        ("555-7611", "555 7611", Likeness.PERHAPS),
        ("+15135557611 ext 1", "+15135557611 ext 2", Likeness.DIFFERENT),
        ("+15135557611 ext 1", "+15135557611", Likeness.SAME),
        ("15135557611", "+1 513 555 7611", Likeness.PERHAPS),
        ("15135557611", "+49 151 35557611", Likeness.SAME),
    ],
)
def test_two_numbers(one: str, other: str, likely: Likeness) -> None:
    region = "US" if "555-7611" in (one, other) else "DE"
    assert likeness(read(one, region), read(other, region)) is likely
    assert likeness(read(other, region), read(one, region)) is likely


def test_a_value_without_end_is_no_number() -> None:
    assert read_phone("0171 1234567" + ";" * 2000, "DE") is None
    assert tail_of("0171 1234567" + ";" * 2000) == ""


@pytest.mark.parametrize(
    ("text", "tail"),
    [
        ("+49 171 1234567", "1234567"),
        ("(513) 555-7611 ext 12", "5557611"),
        ("tel:+1-513-555-7611;ext=12", "5557611"),
        ("٠١٧١١٢٣٤٥٦٧", "1234567"),
        ("123456", "123456"),
        ("12345", ""),
        ("call me", ""),
    ],
)
def test_what_a_number_ends_in(text: str, tail: str) -> None:
    assert tail_of(text) == tail


@given(st.text("0123456789+-() ./x", max_size=25))
def test_a_number_that_is_read_ends_as_it_is_written(text: str) -> None:
    found = read_phone(text, "DE")
    if found is not None and len(found.value) > 9:
        assert tail_of(text) == found.tail


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_none(text: str) -> None:
    found = read_phone(text, "US")
    assert found is None or found.value.lstrip("+").isdecimal()
