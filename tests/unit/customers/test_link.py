"""customers.link: links say what to look up, and nothing else gets through."""

from __future__ import annotations

import urllib.parse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.results import UserError
from desktop.customers.identify import Kind, Query, identify
from desktop.customers.link import LONGEST, LONGEST_VALUE, Link, read_link


def first(url: str, region: str = "DE") -> Query:
    found = identify(read_link(url).texts[0], region=region)
    assert isinstance(found, Query)
    return found


@pytest.mark.parametrize(
    ("url", "kind", "value"),
    [
        ("deskhand://lookup?phone=+493012345678", Kind.PHONE, "+493012345678"),
        ("deskhand://lookup?phone=%2B49%2030%2012345678", Kind.PHONE, "+493012345678"),
        ("deskhand://lookup?ani=%252B493012345678", Kind.PHONE, "+493012345678"),
        ("deskhand://lookup/?caller=tel:+49-30-12345678;ext=12", Kind.PHONE, "+493012345678"),
        ("deskhand:lookup?CallerNumber=0301234567", Kind.PHONE, "+49301234567"),
        ("DESKHAND://LOOKUP?from=sip:+493012345678@pbx", Kind.PHONE, "+493012345678"),
        ("deskhand://lookup?email=ana%2Bshop@example.com", Kind.EMAIL, "ana+shop@example.com"),
        ("deskhand://lookup?mail=ana+shop@example.com", Kind.EMAIL, "ana+shop@example.com"),
        ("deskhand://lookup?ticket=4711", Kind.TICKET, "4711"),
        ("deskhand://lookup?order=AB-99", Kind.ORDER, "AB99"),
        ("deskhand://lookup?customer=10045", Kind.CUSTOMER, "10045"),
        ("deskhand://lookup?q=Ana+Souza", Kind.NAME, "Ana Souza"),
        ("deskhand://lookup?text=ana@example.com", Kind.EMAIL, "ana@example.com"),
    ],
)
def test_what_phone_systems_write_is_understood(url: str, kind: Kind, value: str) -> None:
    found = first(url)
    assert found.kind is kind
    assert found.value.replace("-", "") == value


def test_what_is_surer_comes_first_and_a_name_last() -> None:
    url = "deskhand://lookup?name=Ana+Souza&phone=%2B4930&ticket=7&email=a@example.com&callid=77"
    link = read_link(url)
    assert link == Link(("a@example.com", "+4930", "ticket 7", "Ana Souza"), "77")


def test_the_first_of_two_that_mean_the_same_counts() -> None:
    assert read_link("deskhand://lookup?phone=111111&ani=222222").texts == ("111111",)


def test_a_link_shows_nothing_of_itself() -> None:
    assert "a@" not in repr(read_link("deskhand://lookup?email=a@example.com&callid=secret"))
    assert "secret" not in repr(read_link("deskhand://lookup?email=a@example.com&callid=secret"))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "deskhand",
        "deskhand://",
        "deskhand://lookup",
        "deskhand://lookup?",
        "deskhand://lookup?phone",
        "deskhand://lookup?=1",
        "deskhand://lookup?phone=1&",
        "https://lookup?phone=1",
        "javascript:lookup?phone=1",
        "deskhand://call?phone=1",
        "deskhand://note?text=hello",
        "deskhand://lookup/../call?phone=1",
        "deskhand://user@lookup?phone=1",
        "deskhand://lookup:80?phone=1",
        "deskhand://lookup?phone=1&dial=1",
        "deskhand://lookup?phone=1&provider=book",
        "deskhand://lookup?phone=1#note",
        "deskhand://lookup?phone=1 2",
        "deskhand://lookup?phone=1\n--profile",
        "deskhand://lookup?phone=%00",
        "deskhand://lookup?phone=%FF%FE",
        "deskhand://lookup?name=Zoë",
        f"deskhand://lookup?phone={'1' * LONGEST}",
        f"deskhand://lookup?phone={'1' * (LONGEST_VALUE + 1)}",
        "deskhand://lookup?" + "&".join(["phone=1"] * 13),
    ],
)
def test_everything_else_is_refused_in_words_that_repeat_nothing(url: str) -> None:
    with pytest.raises(UserError) as caught:
        read_link(url)
    said = caught.value.problem.sentence()
    assert said.startswith("This link can't be opened. ")
    assert not [part for part in ("note", "dial=1", "1111", "javascript") if part in said]


@given(st.text())
def test_no_text_does_more_than_be_refused_or_be_looked_up(text: str) -> None:
    for url in (text, f"deskhand://lookup?{text}", f"deskhand://lookup?q={text}"):
        try:
            link = read_link(url)
        except UserError:
            continue
        assert all(len(one) <= LONGEST_VALUE + len("customer ") for one in link.texts)


@given(st.text(max_size=100).filter(lambda text: "\0" not in text and text))
def test_any_text_comes_through_as_it_is(text: str) -> None:
    try:
        encoded = urllib.parse.quote(text, safe="")
    except UnicodeEncodeError:  # half a character
        return
    assert read_link(f"deskhand://lookup?text={encoded}").texts == (text,)
