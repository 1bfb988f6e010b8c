"""customers.verify: a record counts only if it has what was asked for."""

from __future__ import annotations

import pytest

from desktop.customers.card import Card, Match, Order, Ticket
from desktop.customers.identify import Kind, Patterns, Query, identify
from desktop.customers.verify import verify
from tests.unit.customers.making import card


def asked(text: str, region: str = "DE") -> Query:
    query = identify(text, Patterns(["T-#####"], ["AB-######"], ["K#####"]), region)
    assert isinstance(query, Query)
    return query


@pytest.mark.parametrize(
    ("text", "record", "match"),
    [
        ("ana@example.com", card(email="Ana@Example.com"), Match.YES),
        ("ana@example.com", card(email=["x@example.com", "ana@example.com"]), Match.YES),
        ("ana@example.com", card(email="ana@example.org"), Match.NO),
        ("ana@example.com", card(name="ana@example.com"), Match.NO),
        ("0171/123 45 67", card(phone="+49 171 1234567"), Match.YES),
        ("0171/123 45 67", card(phone="(0171) 1234567"), Match.YES),
        ("0171/123 45 67", card(phone="0171 1234568"), Match.NO),
        ("0171/123 45 67", card(phone="call me"), Match.NO),
        ("+1 513 555 7611", card(phone="(513) 555-7611"), Match.MAYBE),
        ("+1 513 555 7611", card(phone="+49 513 5557611"), Match.NO),
        ("K12345", card(number="k-12345"), Match.YES),
        ("K12345", card(customer_number="K12345"), Match.YES),
        ("K12345", card(number="12345"), Match.NO),
        ("12345", card(number="12345"), Match.MAYBE),  # could be any number
        ("T-12345", card(tickets=(Ticket("T-12345", "", "desk"),)), Match.YES),
        ("#12345", card(tickets=(Ticket("#12345", "", "desk"),)), Match.YES),
        ("T-12345", card(tickets=(Ticket("T-1234", "", "desk"),)), Match.NO),
        ("AB-123456", card(orders=(Order("ab123456", "", "shop"),)), Match.YES),
        ("Gil", card(name="Ana Gil"), Match.MAYBE),
        ("ana gi", card(name="Gil, Ana"), Match.MAYBE),
        ("Ana Gil", card(name="Ana Gomez"), Match.NO),
        ("Jose Peña", card(name="José Pena"), Match.MAYBE),
    ],
)
def test_a_record(text: str, record: Card, match: Match) -> None:
    assert verify(record, asked(text), "DE") is match


def test_a_server_that_answers_with_everybody() -> None:
    everybody = [
        card(number=str(n), email=f"{n}@example.com", phone=f"+4930{n:06}") for n in range(9)
    ]
    query = asked("5@example.com")
    assert [one.id for one in everybody if verify(one, query) > Match.NO] == ["5"]


def test_what_a_provider_may_hide_is_a_maybe() -> None:
    query = asked("ana@example.com")
    assert verify(card(name="Ana"), query, hidden=True) is Match.MAYBE
    assert verify(card(name="Ana"), query) is Match.NO
    assert verify(card(email="b@example.com"), query, hidden=True) is Match.NO


def test_another_reading_of_a_number_is_a_maybe() -> None:
    query = asked("15135557611")
    assert query.kind is Kind.PHONE
    assert verify(card(phone="+49 151 35557611"), query, "DE") is Match.YES
    assert verify(card(phone="+1 513 555 7611"), query, "DE") is Match.MAYBE
