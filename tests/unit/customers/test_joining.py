"""customers.joining: does a card fit what is known, and what do both say together?"""

from __future__ import annotations

import pytest

from desktop.customers.joining import AGENT, PHONE_SYSTEM, hints, joined, named_alike, same
from desktop.customers.merge import CustomerCard
from desktop.interaction import Customer, Field
from tests.unit.customers.making import NOW, card

ANA = CustomerCard((card("desk", "1", name="Ana Souza", email="ana@example.com"),))


def customer(source: str, **values: str) -> Customer:
    return Customer({name: Field(value, source, NOW) for name, value in values.items()})


@pytest.mark.parametrize(
    ("source", "values", "alike"),
    [
        (AGENT, {}, True),
        (AGENT, {"name": "Ana"}, True),
        (AGENT, {"first_name": "Ana"}, True),
        (AGENT, {"last_name": "SOUZA"}, True),
        (AGENT, {"name": "Bo"}, False),
        (AGENT, {"phone": "1"}, True),
        (PHONE_SYSTEM, {"name": "RECEPTION"}, True),
        ("desk", {"name": "Bo Lee"}, False),
    ],
)
def test_the_name_that_is_known_must_fit(source: str, values: dict[str, str], alike: bool) -> None:
    assert named_alike(customer(source, **values), ANA) is alike


def test_two_cards_are_one_customers_if_they_share_a_record() -> None:
    more = CustomerCard((card("shop", "7"), card("desk", "1", name="A. Souza")))
    assert same(ANA, more)
    assert same(more, ANA)
    assert not same(ANA, CustomerCard((card("shop", "1", name="Ana Souza"),)))


def test_the_agents_words_count_more_than_providers_and_these_more_than_hints() -> None:
    for source, name in ((AGENT, "Anita"), (PHONE_SYSTEM, "Ana Souza"), ("desk", "Ana Souza")):
        both = joined(customer(source, name="Anita", mood="calm"), ANA)
        assert both.value("name") == name
        assert both.value("mood") == "calm"
        assert both.value("email") == "ana@example.com"


def test_hints_are_what_a_phone_system_said() -> None:
    known = customer(PHONE_SYSTEM, phone="1").having("name", Field("Ana", AGENT, NOW))
    assert dict(hints(known).fields) == {"phone": Field("1", PHONE_SYSTEM, NOW)}
